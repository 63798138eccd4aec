# `make demo`: the whole job on the samples in data/.  `make test`: everything that CI checks.
# Needs make and Python 3.11 or newer; everything else goes into .venv.

SHELL = /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CANDIDATES = python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$p"; break; }; done)

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL = $(PIP) install --require-hashes --requirement
INSTALL_SELF = $(PIP) install --no-deps --no-build-isolation --editable .
CHECKED = src tests benchmarks
WORKERS ?= auto

.PHONY: help
help:
	@echo 'make demo          parse, deduplicate and export the samples in data/'
	@echo 'make test          lint, types and all tests, as CI runs them'
	@echo 'make test-spark    the engine on Spark against the one in memory; needs Java 17'
	@echo 'make lint          ruff and mypy alone'
	@echo 'make format        let ruff rewrite the source'
	@echo 'make accept        rewrite the expected files of the tests; then read the diff'
	@echo 'make fuzz          much hostile input; ROUNDS=n damaged copies of each fixture (default 20000)'
	@echo 'make bench         start-up, reading and pages, each beside a reference in the same run'
	@echo 'make bench-dedupe  deduplication: damage, hard negatives, growth; SETS=, BIB_DEDUPE='
	@echo 'make interop       what bibtex, biber, pandoc and other readers make of what is written'
	@echo 'make requirements  renew the pins in requirements/'
	@echo 'make clean         remove .venv and everything made'

# The virtual environment. The stamps make a second run quick and a changed pin count.

.venv/stamp-python:
	@test -n "$(PYTHON)" || { \
		echo 'mentorlit needs Python 3.11 or newer; none of these is: $(CANDIDATES)' >&2; \
		echo 'Say where it is: make PYTHON=/path/to/python3.12 ...' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) is older than Python 3.11' >&2; exit 1; }
	@echo 'Making .venv'
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv || { \
		rm -rf .venv; \
		echo 'No venv module: on Debian and Ubuntu, install the package python3-venv' >&2; exit 1; }
	@touch $@

.venv/stamp-run: .venv/stamp-python requirements/run.txt pyproject.toml
	@echo 'Installing mentorlit into .venv'
	@$(INSTALL) requirements/run.txt
	@$(INSTALL_SELF)
	@touch $@

.venv/stamp-dev: .venv/stamp-python requirements/dev.txt pyproject.toml
	@echo 'Installing mentorlit and its development tools into .venv'
	@$(INSTALL) requirements/dev.txt
	@$(INSTALL_SELF)
	@touch $@ .venv/stamp-run

.PHONY: demo
demo: .venv/stamp-run
	@PATH="$$PWD/$(BIN):$$PATH" sh data/demo.sh

.PHONY: test
test: lint
	$(BIN)/python -m pytest -n $(WORKERS)

# PySpark is 400 MB: it is installed for these tests alone, and is no part of what CI installs.
.PHONY: test-spark
test-spark: .venv/stamp-dev
	$(PIP) install 'pyspark>=4.0'
	$(BIN)/python -m pytest tests/test_spark.py tests/test_spark_kernels.py

.PHONY: lint
lint: .venv/stamp-dev
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy

.PHONY: format
format: .venv/stamp-dev
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

.PHONY: accept
accept: .venv/stamp-dev
	-$(BIN)/python -m pytest --accept tests/test_readers.py tests/test_writers.py tests/test_commands.py
	git diff --stat -- tests README.md

ROUNDS ?= 20000
.PHONY: fuzz
fuzz: .venv/stamp-dev
	MENTORLIT_FUZZ=$(ROUNDS) HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -n $(WORKERS) \
		tests/test_hostile_input.py

.PHONY: bench
bench: .venv/stamp-interop
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/readers.py --jobs
	$(BIN)/python benchmarks/pages.py

# BIB_DEDUPE=python of a virtual environment that has bib-dedupe: its figures stand beside ours.
# SETS=folder of labelled sets: formats, orders and fields are compared too, and the weights refitted.
BIB_DEDUPE ?=
SETS ?=
.PHONY: bench-dedupe
bench-dedupe: .venv/stamp-run
	$(BIN)/python benchmarks/dedupe_damage.py
	$(BIN)/python benchmarks/dedupe.py --bib-dedupe "$(BIB_DEDUPE)"
	test -z "$(SETS)" || $(BIN)/python benchmarks/dedupe_sets.py --data "$(SETS)"
	test -z "$(SETS)" || $(BIN)/python benchmarks/refit.py --data "$(SETS)"

.venv/stamp-interop: .venv/stamp-run requirements/interop.txt
	@echo 'Installing independent readers into .venv'
	@$(INSTALL) requirements/interop.txt
	@touch $@

.PHONY: interop
interop: .venv/stamp-interop
	$(BIN)/python benchmarks/interop.py

COMPILE = $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
.PHONY: requirements
requirements: .venv/stamp-dev
	$(PIP) install pip-tools
	cd requirements && ../$(COMPILE) --output-file run.txt ../pyproject.toml run.in
	cd requirements && ../$(COMPILE) --output-file dev.txt ../pyproject.toml dev.in
	cd requirements && ../$(COMPILE) --output-file interop.txt ../pyproject.toml interop.in

.PHONY: clean
clean:
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

"""Same input, same bytes out, whatever the hash seed, the locale and the time zone."""

import os
from pathlib import Path

import pytest

from cases import found
from running import environment, run_installed

DATA = Path(__file__).parents[1] / "data"
SAMPLES = sorted(str(path) for path in DATA.glob("*.txt")) + sorted(
    str(path) for path in DATA.glob("sample.*")
)
ENVIRONMENTS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu"},
    {"PYTHONHASHSEED": "42", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "4294967295", "LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
)
COMMANDS = (
    ["dedupe", "--log", "log"],
    ["export", "--bibtex"],
    ["export", "--biblatex"],
    ["export", "--ris"],
    ["export", "--json"],
    ["export", "--marcxml", "--keys", "{Authors}{year}", "--key-map", "log"],
    ["export", "--endnote-xml", "--sort=-journal,author", "--unabbreviate"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_samples(command: list[str], tmp_path: Path) -> None:
    results = set()
    for changes in ENVIRONMENTS:
        done = run_installed([*command, *SAMPLES], cwd=tmp_path, env=environment(**changes))
        log = tmp_path / "log"
        results.add((*done, log.read_bytes() if log.exists() else b""))
    assert len(results) == 1


def test_every_fixture_of_every_reader() -> None:
    inputs = [os.fspath(case.input) for case in found("readers") if not case.args]
    results = {
        run_installed(["parse", "-q", *inputs], env=environment(**changes))[:2]
        for changes in ENVIRONMENTS
    }
    assert len(results) == 1

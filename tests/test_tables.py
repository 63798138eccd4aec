"""The mapping tables agree with the model, with CSL, and with what the code asks of them."""

import re
from pathlib import Path
from typing import Any

import pytest

import mentorlit
from mentorlit.model import JSON_NAME
from mentorlit.tables import FOLDER, load

SOURCE = Path(mentorlit.__file__).parent
TABLES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml")
)
FIELDS = set(JSON_NAME.values())
CSL_TYPES = set(load("csl")["types"])
LOADED = re.compile(r"""load\(\s*f?["']([\w/{}-]+)["']""")

TO_TYPES = {
    "ris": ("type",),
    "bibtex": ("types", "subtypes"),
    "csl": ("type",),
    "mods": ("resources",),
    "datacite": ("types",),
    "msbib": ("types", "entries"),
    "citavi": ("types",),
    "rdf": ("items", "classes", "parts"),
    "pnx": ("types", "ristypes", "genres"),
}
"""Sections whose values are CSL types."""

OF_TYPES = {
    "ris": ("written",),
    "bibtex": ("bibtex_types", "biblatex_types", "number"),
    "vufind": ("types",),
    "endnote_written": ("type",),
    "mods": ("types", "parts"),
    "datacite": ("words",),
    "dublin_core": ("types",),
}
"""Sections whose keys are CSL types."""

TO_FIELDS = {
    "bibtex": ("names", "text", "dates", "notes", "number"),
    "csl": ("cheat",),
    "mods": ("details",),
    "msbib": ("people",),
    "citavi": ("people",),
    "rdf": ("people", "makers"),
    "datacite": ("contributors",),
}
"""Sections whose values are fields of the model."""

OF_FIELDS = {
    "ris": ("text", "names"),
    "csl": ("variable",),
    "msbib": ("text",),
    "citavi": ("text",),
    "rdf": ("text",),
    "pnx": ("text",),
}
"""Sections whose keys are fields of the model."""


def rows(sections: dict[str, tuple[str, ...]]) -> list[Any]:
    return [
        pytest.param(load(table)[section], id=f"{table}.{section}")
        for table, names in sections.items()
        for section in names
    ]


@pytest.mark.parametrize("section", rows(TO_TYPES))
def test_what_types_become_are_csl_types(section: dict[str, str]) -> None:
    assert set(section.values()) <= CSL_TYPES | {""}


@pytest.mark.parametrize("section", rows(OF_TYPES))
def test_what_types_are_written_from_are_csl_types(section: dict[str, str]) -> None:
    assert set(section) <= CSL_TYPES | {"", "*"}


@pytest.mark.parametrize("section", rows(TO_FIELDS))
def test_what_source_fields_become_are_fields(section: dict[str, str]) -> None:
    assert set(section.values()) <= FIELDS


@pytest.mark.parametrize("section", rows(OF_FIELDS))
def test_what_source_fields_come_from_are_fields(section: dict[str, Any]) -> None:
    assert set(section) <= FIELDS


def test_merge_rules_are_for_fields() -> None:
    assert {name for name, rule in load("dedupe/merge").items() if isinstance(rule, str)} <= FIELDS


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_where_its_facts_come_from(table: str) -> None:
    assert (FOLDER / f"{table}.toml").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_used(table: str) -> None:
    used = [found for path in SOURCE.rglob("*.py") for found in LOADED.findall(path.read_text())]
    patterns = [re.sub(r"\\\{.*?\\\}", ".*", re.escape(name)) for name in used]
    assert any(re.fullmatch(pattern, table) for pattern in patterns)


def test_no_table_is_missing() -> None:
    used = {found for path in SOURCE.rglob("*.py") for found in LOADED.findall(path.read_text())}
    assert {name for name in used if "{" not in name} <= set(TABLES)

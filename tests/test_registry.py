"""One row in a registry is all that a format needs, and each row has all that belongs to it."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import mentorlit
from cases import found
from mentorlit.readers import BY_NAME as READERS_BY_NAME
from mentorlit.readers import READERS, Reader
from mentorlit.writers import BY_NAME as WRITERS_BY_NAME
from mentorlit.writers import WRITERS, Writer

SOURCE = Path(mentorlit.__file__).parent
ROOT = Path(__file__).parents[1]
CASES_A_READER = 3


def row_name(row: Reader | Writer) -> str:
    return row.name


@pytest.mark.parametrize("row", READERS, ids=row_name)
def test_a_reader_has_its_module(row: Reader) -> None:
    assert callable(row.load())


@pytest.mark.parametrize("row", WRITERS, ids=row_name)
def test_a_writer_has_its_module(row: Writer) -> None:
    assert callable(row.load_binary() if row.binary else row.load())
    assert callable(row.load_lost())


@pytest.mark.parametrize("row", READERS, ids=row_name)
def test_a_reader_has_fixtures(row: Reader) -> None:
    cases = [case for case in found("readers") if case.format == row.name]
    assert len(cases) >= CASES_A_READER


@pytest.mark.parametrize("row", WRITERS, ids=row_name)
def test_a_writer_has_fixtures(row: Writer) -> None:
    assert [case for case in found("writers") if case.format == row.name]


@pytest.mark.parametrize("name", sorted(READERS_BY_NAME | WRITERS_BY_NAME))
def test_a_format_has_a_page(name: str) -> None:
    page = ROOT / "docs" / "formats" / f"{name}.md"
    assert page.exists()
    assert name in page.read_text()
    assert f"(formats/{name}.md)" in (ROOT / "docs" / "index.md").read_text()


def test_every_fixture_belongs_to_a_row() -> None:
    assert {case.format for case in found("readers")} <= set(READERS_BY_NAME)
    assert {case.format for case in found("writers")} <= set(WRITERS_BY_NAME)


def test_two_cases_do_not_share_an_expected_file() -> None:
    for kind in ("readers", "writers"):
        stems = [(case.format, case.stem) for case in found(kind)]
        assert len(stems) == len(set(stems))


def test_names_and_suffixes_are_said_once() -> None:
    for rows in (READERS, WRITERS):
        names = [row.name for row in rows]
        assert len(names) == len(set(names))
        suffixes = [suffix for row in rows for suffix in row.suffixes]
        assert len(suffixes) == len(set(suffixes))
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


def test_every_module_of_a_format_has_a_row() -> None:
    for package, rows in (("readers", READERS), ("writers", WRITERS)):
        modules = {path.stem for path in (SOURCE / package).glob("[a-z]*.py")}
        folders = {path.parent.name for path in (SOURCE / package).glob("[a-z]*/__init__.py")}
        named = {row.module.removeprefix(f"mentorlit.{package}.").split(".")[0] for row in rows}
        assert modules | folders == named
        assert all(find_spec(row.module) for row in rows)


def test_formats_are_chosen_in_the_registries_alone() -> None:
    """No ``if format == "ris"`` anywhere but where mentorlit's own lines are told from others."""
    names = "|".join(map(re.escape, READERS_BY_NAME | WRITERS_BY_NAME))
    choice = re.compile(rf"(?:format|name|writer|reader)\w*\s*(?:==|!=)\s*['\"](?:{names})['\"]")
    choices = [
        f"{path.relative_to(SOURCE)}: {found.group()}"
        for path in sorted(SOURCE.rglob("*.py"))
        for found in choice.finditer(path.read_text())
        if "ndjson" not in found.group()
    ]
    assert not choices

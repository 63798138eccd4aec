"""The five documents that the project started from, where they lie beside the repository.

Each value that ``expected.json`` states must come, in one of its accepted forms; each field that
it calls absent must stay empty.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentorlit.model import Citation, PartialDate
from mentorlit.problems import ExitStatus
from mentorlit.reading import Reading
from running import run_inside

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
if not (SEEDS / "expected.json").exists():
    pytest.skip("the seeds are not beside this repository", allow_module_level=True)

EXPECTED: list[dict[str, Any]] = json.loads((SEEDS / "expected.json").read_text())
FILES = [str(SEEDS / Path(case["file"]).name) for case in EXPECTED]
DECODER = msgspec.json.Decoder(Citation)
DASHES = str.maketrans("‐‑‒–—−", "------")


def only_record(case: dict[str, Any]) -> Citation:
    citations = list(Reading([str(SEEDS / Path(case["file"]).name)]))
    assert len(citations) == 1
    return citations[0]


def values(citation: Citation, field: str) -> list[Any]:
    """Return what the record says for a field, each value in the form of ``expected.json``."""
    if field in VALUES:
        return VALUES[field](citation)
    return present(getattr(citation, field.lower()))


def authors(citation: Citation) -> list[Any]:
    people = [{"family": name.family, "given": name.given} for name in citation.author]
    return [people] if people else []


def affiliations(citation: Citation) -> list[Any]:
    own = [text for name in citation.author for text in name.affiliation]
    return [[*citation.affiliation, *own]]


VALUES: dict[str, Callable[[Citation], list[Any]]] = {
    "author": authors,
    "affiliation": affiliations,
    "issued": lambda c: [parts(c.issued)] if c.issued else [],
    "container-title": lambda c: present(c.container_title, c.container_title_short),
    "ISSN": lambda c: [number.value for number in c.issn],
    "keyword": lambda c: [[keyword.text for keyword in c.keyword]] if c.keyword else [],
    "URL": lambda c: [*c.url, *(f"https://doi.org/{doi}" for doi in present(c.doi))],
    "page": lambda c: present(c.page, c.number),
    "language": lambda c: present(c.language.split("-")[0]),
}


def present(*texts: str) -> list[Any]:
    return [text for text in texts if text]


def parts(date: PartialDate) -> list[int]:
    return [part for part in (date.year, date.month, date.day) if part]


def plain(value: Any) -> Any:
    """Make values comparable: blanks, dashes, case and the closing period do not count."""
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value.translate(DASHES)).strip().rstrip(".").casefold()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def stated() -> list[tuple[int, str]]:
    return [
        (number, field)
        for number, case in enumerate(EXPECTED)
        for field in case["expected"]
        if not field.startswith("_")
    ]


def absent() -> list[tuple[int, str]]:
    return [
        (number, field)
        for number, case in enumerate(EXPECTED)
        for field in case["expected"].get("_absent", ())
    ]


@pytest.mark.parametrize(("number", "field"), stated())
def test_a_stated_value_comes(number: int, field: str) -> None:
    expected = EXPECTED[number]["expected"]
    accepted = plain([expected[field], *expected.get("_alt", {}).get(field, [])])
    got = plain(values(only_record(EXPECTED[number]), field))
    assert any(value in accepted for value in got), f"{got} is none of {accepted}"


@pytest.mark.parametrize(("number", "field"), absent())
def test_an_absent_value_is_not_made_up(number: int, field: str) -> None:
    expected = EXPECTED[number]["expected"]
    citation = only_record(EXPECTED[number])
    if field == "page" and "number" in expected:
        assert citation.page in {"", expected["number"]}
    else:
        assert values(citation, field) in ([], [[]])


@pytest.mark.parametrize("number", range(len(EXPECTED)))
def test_what_lacks_fields_says_so(number: int) -> None:
    citation = only_record(EXPECTED[number])
    assert bool(EXPECTED[number]["expected"].get("_incomplete")) <= bool(citation.incomplete)


def test_a_body_without_its_head_is_told() -> None:
    citation = only_record(EXPECTED[2])
    assert not citation.title
    assert "title" in citation.incomplete
    assert citation.problems
    result = run_inside(["parse", FILES[2]])
    assert citation.problems[0].message in result.stderr.decode()


@pytest.fixture(scope="module")
def merged() -> list[Citation]:
    parsed = run_inside(["parse", *FILES])
    assert parsed.status == ExitStatus.DONE
    unique = run_inside(["dedupe"], stdin=parsed.stdout)
    assert unique.status == ExitStatus.DONE
    return [DECODER.decode(line) for line in unique.stdout.splitlines()]


def test_dedupe_merges_the_first_two_alone(merged: list[Citation]) -> None:
    sources = [[m.origin.source[:3] for m in c.members if m.origin] for c in merged]
    assert sorted(filter(None, sources)) == [["000", "001"]]
    assert len(merged) == 4


def test_the_merged_record_has_the_best_of_both(merged: list[Citation]) -> None:
    citation = next(citation for citation in merged if citation.members)
    assert citation.doi == "10.1186/s12909-019-1854-x"
    assert citation.pmid == "31711472"
    assert citation.pmcid == "PMC6849195"
    assert citation.number == "417"
    assert citation.issue == "1"
    assert citation.issued == PartialDate(2019, 11, 11)
    assert citation.container_title.casefold() == "bmc medical education"
    assert citation.container_title_short == "BMC Med Educ"
    assert len(citation.keyword) >= 6
    assert [name.family for name in citation.author] == ["Prunuske", "Houss", "Wirta Kosobuski"]
    fields = {"DOI", "PMID", "PMCID", "number", "issue", "issued", "container-title", "author"}
    assert fields <= set(citation.provenance)


def test_the_pipe_exports_what_was_merged(merged: list[Citation]) -> None:
    lines = b"".join(msgspec.json.encode(citation) + b"\n" for citation in merged)
    exported = run_inside(["export", "--bibtex"], stdin=lines)
    assert exported.status == ExitStatus.DONE
    text = exported.stdout.decode()
    assert text.count("\n@") + text.startswith("@") == 4
    assert "Wirta Kosobuski, Anna" in text
    assert "10.1186/s12909-019-1854-x" in text

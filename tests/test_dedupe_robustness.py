"""Deduplication does not depend on format, order or files, and survives damage to any field.

The four files tests/dedupe/library.* hold the same fifteen records as four exports have them. The
damages and hard negatives are those of benchmarks/, on few papers.
"""

import sys
from importlib import import_module
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from mentorlit.dedupe import dedupe
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream

FOLDER = Path(__file__).parent / "dedupe"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FORMATS = {"ris": "ris", "csv": "csv", "json": "csl-json", "xml": "endnote-xml"}
TOGETHER = [
    ["bednorz-1", "bednorz-2"],
    ["brandt-1", "brandt-2"],
    ["ioannidis-1", "ioannidis-2"],
    ["page-1", "page-2"],
    ["watson-1", "watson-2"],
]
FIELDS: dict[str, dict[str, Any]] = {
    "DOI": {"doi": "", "identifiers": {}},
    "year": {"issued": None},
    "pages": {"page": "", "number": ""},
    "volume": {"volume": ""},
    "issue": {"issue": ""},
    "authors": {"author": ()},
    "journal": {"container_title": "", "issn": ()},
}


def library(suffix: str) -> list[Citation]:
    path, name = FOLDER / f"library.{suffix}", FORMATS[suffix]
    stream = Stream([path.read_bytes()], name=path.name, source=path.name, format=name)
    read = list(BY_NAME[name].load()(stream))
    records = [one for one in read if isinstance(one, Citation)]
    assert len(records) == len(read) == 15
    return records


def own(record: Citation) -> str:
    return record.origin.id if record.origin else ""


def clusters(records: list[Citation]) -> list[list[str]]:
    with dedupe(records) as result:
        found = [sorted(own(result.records[n]) for n in one.members) for one in result.clusters]
    return sorted(one for one in found if len(one) > 1)


def moved(records: list[Citation], file: str) -> list[Citation]:
    """Return the records as if they stood in another file."""
    origins = [(one, one.origin) for one in records]
    return [
        msgspec.structs.replace(one, origin=msgspec.structs.replace(origin, file=file, source=file))
        for one, origin in origins
        if origin
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_clusters(suffix: str) -> None:
    assert clusters(library(suffix)) == TOGETHER


def test_exports_of_one_library_meet() -> None:
    """Every record with a title of its own joins those of the other three files."""
    every = list(chain.from_iterable(moved(library(suffix), suffix) for suffix in FORMATS))
    found = clusters(every)
    assert all(len(one) % len(FORMATS) == 0 for one in found)
    joined = {own_id for one in found for own_id in one}
    assert {own(one) for one in every if one.title not in ("", "Editorial")} <= joined
    assert {tuple(sorted(set(one))) for one in found} >= set(map(tuple, TOGETHER))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_and_files_do_not_matter(seed: int) -> None:
    records = library("ris")
    with dedupe(records) as result:
        expected = sorted(map(encode, result.citations()))
    shuffled = list(records)
    Random(seed).shuffle(shuffled)  # noqa: S311 - to be the same each time
    with dedupe(shuffled) as result:
        assert sorted(map(encode, result.citations())) == expected
    halves = moved(shuffled[:7], "one.ris") + moved(shuffled[7:], "two.ris")
    assert clusters(halves) == TOGETHER


def test_a_file_given_twice_merges_completely() -> None:
    records = library("ris")
    with dedupe(records) as once, dedupe([*records, *records]) as twice:
        assert len(twice.clusters) == len(once.clusters)
        assert twice.merged_away == once.merged_away + len(records)


def test_a_copy_under_another_name_joins() -> None:
    records = [one for one in library("ris") if one.title not in ("", "Editorial")]
    with dedupe(records) as once, dedupe([*records, *moved(records, "copy.ris")]) as twice:
        assert len(twice.clusters) == len(once.clusters)


@pytest.mark.parametrize("field", FIELDS)
def test_without_a_field_nothing_is_joined_wrongly(field: str) -> None:
    records = [msgspec.structs.replace(one, **FIELDS[field]) for one in library("ris")]
    found = clusters(records)
    assert [one for one in found if one not in TOGETHER] == []
    assert len(found) >= len(TOGETHER) - 1


@pytest.fixture
def damage(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(BENCHMARKS)
    yield import_module("dedupe_damage")
    for name in ("dedupe_damage", "damage", "dedupe_negatives", "dedupe_papers", "dedupe_sets"):
        sys.modules.pop(name, None)


def test_damaged_copies_are_found(damage: Any) -> None:
    """Without DOI, PMID and abstract nearly every damage to one field is survived."""
    originals = list(import_module("dedupe_papers").papers(25, seed=7))
    poor = {}
    for name, change in damage.DAMAGES.items():
        outcome = damage.damaged(originals, change, ("DO", "AN", "AB"), 7)
        assert outcome.strangers == 0, name
        if outcome.found < 0.95 * outcome.made:
            poor[name] = outcome.misses[0]
    assert poor == {}


def test_hard_negatives_stay_apart(damage: Any) -> None:
    originals = list(import_module("dedupe_papers").papers(25, seed=7))
    joined = {
        name: found[0]
        for name in damage.NEGATIVES
        if (found := damage.negative(originals, name, 7).misses)
    }
    assert joined == {}


def test_the_doi_of_a_record_in_a_register_is_not_the_paper_s() -> None:
    """Cochrane's register has one trial several times, each time with another number."""
    one, other = (
        Citation(
            title="Sleep of shift workers in northern hospitals: a cohort study",
            author=library("ris")[9].author,
            issued=library("ris")[9].issued,
            container_title="Journal of Made-up Medicine",
            url=(f"https://www.cochranelibrary.com/central/doi/10.1002/central/{number}/full",),
        )
        for number in ("CN-00000001", "CN-00000002")
    )
    with dedupe([one, msgspec.structs.replace(other, volume="30")]) as result:
        assert len(result.clusters) == 1

"""Readers of JSON: one value whatever path it takes, each dialect told from the others."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from mentorlit.formats.aggregator.fit import fit
from mentorlit.formats.crossref_json.schema import Work
from mentorlit.jsonsplit import elements
from mentorlit.jsontext import is_shallow
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME, recognise
from mentorlit.stream import Stream

FOLDER = Path(__file__).parent / "readers"
FAMILY = (
    "crossref-json", "openalex", "datacite-json", "semantic-scholar", "europe-pmc", "doaj",
    "schema-org", "codemeta", "csl-json", "vufind-solr",
)  # fmt: skip


def read(name: str, data: Any) -> list[Citation | Reject]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(BY_NAME[name].load()(Stream([raw], name="x", source="x", format=name)))


def one(name: str, data: Any) -> Citation:
    (record,) = read(name, data)
    assert isinstance(record, Citation)
    return msgspec.structs.replace(record, origin=None)


LIST = json.loads((FOLDER / "crossref-json/list.json").read_bytes())
WORKS = LIST["message"]["items"]


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work["DOI"])
def test_a_work_that_follows_the_schema_reads_as_one_that_does_not(work: dict[str, Any]) -> None:
    line = json.dumps(work, separators=(",", ":")).encode() + b"\n"
    pretty = json.dumps(work, indent=1, ensure_ascii=False).encode()
    stranger = one("crossref-json", {**work, "never heard of": True})
    extra = {**stranger.extra["crossref-json"]}
    assert extra.pop("never heard of") is True
    kept = {"crossref-json": extra} if extra else {}
    assert one("crossref-json", line) == one("crossref-json", pretty)
    assert one("crossref-json", line) == msgspec.structs.replace(stranger, extra=kept)


def test_what_a_member_does_not_hold_stays_whole() -> None:
    work, rest = fit(Work, {"title": "A", "volume": 7, "author": [{"family": "B", "x": 1}, "?"]})
    assert (work.title, work.volume, work.author[0].family) == (["A"], "7", "B")
    assert rest == {"author": [{"family": "B", "x": 1}, "?"]}


def test_null_and_empty_members_are_not_there() -> None:
    work, rest = fit(
        Work, {"title": None, "DOI": "", "subtitle": [], "unknown": {}, "reference": 1}
    )
    assert work == Work()
    assert rest == {}


def test_dates_of_no_calendar_are_told() -> None:
    record = one("crossref-json", {"DOI": "10.5555/1", "issued": {"date-parts": [[2021, 2, 30]]}})
    assert record.issued is not None
    assert (record.issued.month, record.issued.day) == (2, 0)
    assert record.extra["crossref-json"]["issued"] == {"date-parts": [[2021, 2, 30]]}
    assert [problem.code for problem in record.problems] == ["date-unclear"]


def test_words_at_huge_places_cost_nothing() -> None:
    index = {"b": [10**12], "a": [0, 10**15]}
    assert one("openalex", {"title": "T", "abstract_inverted_index": index}).abstract == "a b a"


NESTED = [
    b'{"a":' * 70 + b"1" + b"}" * 70,
    b'{"title":"x","b":' + b"[" * 70 + b"]" * 70 + b"}",
    b'{"title":"]","b":' + b'["]",' * 70 + b"1" + b"]" * 70 + b"}",
    b'{"title":"\\"]","b":' + b'["\\"]",' * 70 + b"1" + b"]" * 70 + b"}",
]


@pytest.mark.parametrize("data", NESTED, ids=range(len(NESTED)))
@pytest.mark.parametrize("end", [b"", b"\n"], ids=["alone", "line"])
def test_a_line_is_not_nested_deeper_than_anything_else(data: bytes, end: bytes) -> None:
    (element,) = elements([data + end], limit=10_000, depth=64)
    assert element.fault == "too-deep"
    assert not is_shallow(data, 64)


def test_lines_are_the_same_elements_as_the_scan_finds() -> None:
    chance = Random("lines")  # noqa: S311 - to be the same each time
    pieces = (
        b'{"a":1}',
        b'{"b":"}{"}',
        b'{"c":[{}]}',
        b"[1]",
        b",",
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        b"7",
    )
    for _ in range(300):
        data = b"".join(chance.choices(pieces, k=12))
        # Blocks of one byte leave no line to be taken whole.
        single = [data[start : start + 1] for start in range(len(data))]
        assert list(elements(single, limit=1000, depth=8)) == list(
            elements([data], limit=1000, depth=8)
        )


TORN = {
    "array": b'[{"id":1,"a":[{"b":1}]},"id":2,"a":[{"b":2}],"c":3},{"id":4}]',
    "lines": b'{"id":1}\n"id":2,"a":[{"b":2}],"c":3}\n{"id":4}\n',
    "indented": b'[\n {"id":1},\n id":2,"a":[{"b":2}]},\n {"id":4}\n]',
    "no record before it": b'["id":2},{"id":4}]',
}


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("size", [1, 1000])
def test_a_record_that_lost_its_beginning_costs_itself(name: str, size: int) -> None:
    data = TORN[name]
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    found = list(elements(blocks, limit=1000, depth=8))
    good = [element.value["id"] for element in found if isinstance(element.value, dict)]
    assert good == [number for number in (1, 4) if b'{"id":%d' % number in data]
    assert name.startswith("no") or [element.fault for element in found] == ["", "not-json", ""]
    assert all(data[one.offset :].startswith(one.raw) for one in found)


def test_a_beginning_that_never_comes_is_looked_for_once() -> None:
    class Blocks:
        """Counts what is read: each search in vain would read on to the limit."""

        taken = 0

        def __iter__(self) -> Iterator[bytes]:
            for _ in range(2000):
                self.taken += 1
                yield b"{x}," * 10

    blocks = Blocks()
    found = elements(blocks, limit=20_000, depth=8)
    for _ in range(100):
        assert next(found).fault == "not-json"
    assert blocks.taken < 2000
    assert sum(1 for _ in found) == 20_000 - 100


def is_whole(path: Path) -> bool:
    """Tell whether a fixture is one JSON value: no lines, and not broken on purpose."""
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


CASES = [
    path
    for name in FAMILY
    for path in sorted((FOLDER / name).glob("*.json*"))
    if not path.name.endswith(".ndjson") and is_whole(path)
]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_the_order_of_members_does_not_decide_the_format(path: Path, order: str) -> None:
    value = json.loads(path.read_bytes())
    chance = Random(path.name)  # noqa: S311 - to be the same each time

    def turned(value: Any) -> Any:
        if isinstance(value, list):
            return [turned(item) for item in value]
        if not isinstance(value, dict):
            return value
        names = list(value)[::-1]
        if order == "shuffled":
            chance.shuffle(names)
        return {name: turned(value[name]) for name in names}

    for shown in (json.dumps(turned(value)), json.dumps(turned(value), indent=2)):
        row = recognise(shown.encode()[: 1 << 16])
        assert row is not None
        assert row.name == path.parent.name

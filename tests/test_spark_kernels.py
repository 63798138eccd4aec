"""What is done on a cluster, by itself: batches in, batches out, without Spark."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

from mentorlit.dedupe.canonical import canonical_place  # noqa: E402 - needs pyarrow
from mentorlit.dedupe.engines import NEIGHBOURS  # noqa: E402 - needs pyarrow
from mentorlit.dedupe.prepare import prepared  # noqa: E402 - needs pyarrow
from mentorlit.dedupe.spark.batches import RECORDS, batch, rows_of  # noqa: E402 - needs pyarrow
from mentorlit.dedupe.spark.kernels import clusters, judging, pairs, records  # noqa: E402
from mentorlit.dedupe.spark.session import session  # noqa: E402 - needs pyarrow
from mentorlit.jsontext import encode  # noqa: E402 - needs pyarrow
from mentorlit.model import Citation, Name, Origin, PartialDate  # noqa: E402 - needs pyarrow
from mentorlit.parquetlines import line_of  # noqa: E402 - needs pyarrow
from mentorlit.problems import UsageError  # noqa: E402 - needs pyarrow
from mentorlit.writers import parquet  # noqa: E402 - needs pyarrow

FILE = "file:/in/a.ndjson"
NUMBER = pa.int64()


def rows(batches: Iterator[Any]) -> list[tuple[Any, ...]]:
    return list(rows_of(batches))


def lines(*blocks: tuple[int, list[bytes]]) -> Any:
    """Return a batch as Spark reads lines: address, block, line without its end."""
    schema = pa.schema({"file": pa.string(), "block": NUMBER, "value": pa.binary()})
    return batch([("file:///in/a.ndjson", at, one) for at, some in blocks for one in some], schema)


def read(*batches: Any, before: int = 0) -> list[dict[str, Any]]:
    """Return the rows of records, read as the whole of one file."""
    starts: dict[tuple[str, int], records.Start] = {}
    at = records.Start()
    for uri, block, *held in sorted(rows(records.counted(iter(batches)))):
        starts[uri, block] = at
        at = records.Start(*(one + other for one, other in zip(at, held, strict=True)))
    known = records.Input({FILE: records.File("in/a.ndjson", before)}, starts)
    found = records.from_lines(iter(batches), known)
    return [dict(zip(RECORDS.names, row, strict=True)) for row in rows(found)]


def test_lines_get_their_places_from_the_beginning_of_the_file() -> None:
    first = [b'{"schema":"mentorlit/1","title":"One"}', b"", b"{broken\r"]
    second = [b'{"schema":"mentorlit/1","title":"Two"}']
    whole = read(lines((0, first)), lines((0, [b" "]), (64, second)), before=7)
    assert [row["kind"] for row in whole] == [records.LEAF, records.REJECT, records.LEAF]
    assert [row["place"] >> records.MEMBERS for row in whole] == [8, 9, 10]
    told = [msgspec.json.decode(row["line"]) for row in whole]
    assert [told[0]["origin"][name] for name in ("ordinal", "line")] == [1, 1]
    assert (told[1]["ordinal"], told[1]["line"], told[1]["offset"]) == (2, 3, 40)
    assert [told[2]["origin"][name] for name in ("ordinal", "line", "offset")] == [3, 5, 51]


def test_how_lines_are_cut_into_batches_and_blocks_changes_nothing() -> None:
    every = [encode(Citation(title=f"Paper {number}")) for number in range(9)]
    whole = read(lines((0, every)))
    for cut in range(1, 9):
        assert read(lines((0, every[:cut])), lines((0, every[cut:]))) == whole
        assert read(lines((0, every[:cut]), (99, every[cut:]))) == whole


def test_merged_records_are_taken_apart() -> None:
    origins = [
        Origin(source="a", file="a", format="ris", ordinal=n, line=n, offset=0) for n in (1, 2)
    ]
    lacking = ("author", "issued")
    members = tuple(Citation(title="A paper", origin=one, incomplete=lacking) for one in origins)
    merged = Citation(title="A paper", origin=origins[0], members=members)
    found = read(lines((0, [encode(merged), encode(members[0])])))
    assert [row["kind"] for row in found] == [
        records.LEAF,
        records.LEAF,
        records.MERGED,
        records.LEAF,
    ]
    assert [row["top"] for row in found] == [False, False, True, True]
    assert found[2]["wholes"] == [found[0]["whole"], found[1]["whole"]]
    assert found[3]["whole"] == found[0]["whole"]
    assert found[3]["same"] == found[1]["same"]


@given(
    st.lists(
        st.tuples(
            st.text("a\0b\uffff\U0010ffff"),
            st.text("a\0b"),
            st.integers(),
            st.integers(-(1 << 70), 1 << 70),
        )
    )
)
def test_places_sort_as_bytes(places: list[tuple[str, str, int, int]]) -> None:
    def key(place: tuple[str, str, int, int]) -> bytes:
        return records._sortable(place)  # noqa: SLF001 - the order is what counts

    assert sorted(places, key=key) == sorted(places)


def test_the_line_is_what_the_engine_in_memory_writes() -> None:
    origin = Origin(source="a", file="b", format="ris", ordinal=1, line=1, offset=0)
    record = Citation(title="Left\u202eright", origin=origin, incomplete=("author", "issued"))
    (row,) = read(lines((0, [encode(record)])))
    assert row["line"] == encode(record)
    place = canonical_place(record)
    assert row["canon"] == prepared(record).key + records._sortable(place)  # noqa: SLF001 - as above


def grouped(group: list[int], key: int = 32) -> Any:
    schema = pa.schema({"key": NUMBER, "unit": NUMBER, "size": NUMBER})
    return batch([(key, unit, len(group)) for unit in group], schema)


def test_small_groups_are_paired_and_large_ones_passed_on() -> None:
    found = rows(
        pairs.met(iter([grouped([3, 1, 2]), grouped([5, 6, 7, 8], 64)]), 3, frozenset((0,)))
    )
    assert [row[:3] for row in found[:3]] == [(1, 2, True), (1, 3, True), (2, 3, True)]
    assert [(row[0], row[3], row[4], row[5]) for row in found[3:]] == [
        (unit, 64, 4, True) for unit in (5, 6, 7, 8)
    ]


def test_a_group_may_begin_in_one_batch_and_end_in_another() -> None:
    schema = pa.schema({"key": NUMBER, "unit": NUMBER, "size": NUMBER})
    cut = [batch([(1, unit, 4)], schema) for unit in (1, 2, 3, 4)]
    assert [row[:2] for row in rows(pairs.met(iter(cut), 9, frozenset()))] == list(
        combinations((1, 2, 3, 4), 2)
    )


@pytest.mark.parametrize("crowded", [False, True])
def test_what_is_still_too_big_is_paired_with_those_that_follow(crowded: bool) -> None:
    kinds = [pa.int64(), pa.int32(), NUMBER, NUMBER, NUMBER, pa.bool_(), pa.bool_(), NUMBER]
    schema = pa.schema([(str(at), kind) for at, kind in enumerate(kinds)])
    group = [(1, 0, 5, None, None, crowded, True, unit) for unit in range(8)]
    found = {row[:2] for row in rows(pairs.split(iter([batch(group, schema)])))}
    wanted = {(a, b) for a, b in combinations(range(8), 2) if not crowded or b - a <= NEIGHBOURS}
    assert found == wanted


def test_keys_are_unpacked() -> None:
    packed = b"".join(key.to_bytes(8, "little") for key in (1, (1 << 64) - 1))
    schema = pa.schema({"keys": pa.binary(), "unit": NUMBER})
    found = rows(pairs.keyed(iter([batch([(packed, 5), (b"", 6), (packed[:8], 7)], schema)])))
    assert found == [(1, 5), (-1, 5), (1, 7)]


def paper(title: str, year: int, family: str = "Brandt") -> bytes:
    record = Citation(
        title=title,
        author=(Name(family=family, given="Anna"),),
        issued=PartialDate(year=year),
        container_title="Journal of Glaciology",
        volume="12",
        page="101-115",
    )
    return prepared(record).print


def checked(
    component: int, kind: int, a: int, b: int = 0, score: float = 0, packed: bytes = b""
) -> Any:
    return component, kind, a, b, score, "", packed or None


def test_a_chain_that_does_not_agree_is_broken_as_in_memory() -> None:
    title = "Drift of the ice margin in the eastern fjords"
    one, other = (
        paper(title, 1999),
        paper("Tides and temperature of a shallow lake", 2015, "Okafor"),
    )
    schema = pa.schema(
        {
            "component": NUMBER,
            "kind": pa.int32(),
            "a": NUMBER,
            "b": NUMBER,
            "score": pa.float64(),
            "reason": pa.string(),
            "print": pa.binary(),
        }
    )
    given = [
        *(
            checked(10, clusters.UNIT, unit, packed=packed)
            for unit, packed in ((10, one), (11, one))
        ),
        checked(10, clusters.UNIT, 12, packed=other),
        checked(10, clusters.LINK, 10, 11, 20.0),
        checked(10, clusters.LINK, 11, 12, 9.0),
        checked(20, clusters.UNIT, 20),
        checked(20, clusters.UNIT, 25),
        checked(20, clusters.TOGETHER, 5, 20),
        checked(20, clusters.TOGETHER, 5, 25),
    ]
    found = rows(clusters.clustered(iter([batch(given, schema)]), "balanced", "link"))
    homes = {row[1]: row[2] for row in found if row[0] == clusters.UNIT}
    assert homes == {10: 10, 11: 10, 12: 12, 20: 20, 25: 20}
    links = {row[1:4]: row[6] for row in found if row[0] == clusters.LINK}
    assert links[10, 11, "duplicate"] == "rules"
    assert links[20, 25, "duplicate"] == "merged"
    assert (11, 12, "unsure") in links


def test_pairs_that_nothing_speaks_for_are_left_out() -> None:
    one, other = paper("Drift of the ice margin", 1999), paper("A handbook of bees", 2015, "Okafor")
    schema = pa.schema({"a": NUMBER, "b": NUMBER, "one": pa.binary(), "other": pa.binary()})
    given = batch([(1, 2, one, one), (1, 3, one, other)], schema)
    (found,) = rows(judging.judged(iter([given]), "balanced", "link"))
    assert found[:3] == (1, 2, "duplicate")


def test_rows_of_parquet_are_the_lines_again() -> None:
    record = Citation(
        title="A paper",
        identifiers={"scheme": ("one", "two")},
        dates={"epub": PartialDate(year=2001, month=2)},
        extra={"ris": {"XX": ["a"]}},
        members=(Citation(title="member"),),
    )
    (row,) = parquet.table([record]).to_pylist()
    line = msgspec.json.decode(line_of({**row, "own": 5}))
    assert line.pop("own") == 5
    assert msgspec.convert(line, Citation) == record


def test_a_missing_java_or_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if find_spec("pyspark"):
        with pytest.raises(UsageError, match="needs Java 17"), session("local", {}):
            pass
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UsageError, match=r"pip install 'mentorlit\[spark\]'"), session("local", {}):
        pass

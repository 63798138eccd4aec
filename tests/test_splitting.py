"""Merging undone: what went in comes out, to the byte and in its order; edits are not lost."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import found
from citations import whole
from mentorlit.dedupe import dedupe
from mentorlit.dedupe.log import identifier
from mentorlit.dedupe.marks import marked
from mentorlit.dedupe.merging.merge import merge
from mentorlit.inputorder import InputOrder
from mentorlit.jsontext import encode
from mentorlit.limits import Limits
from mentorlit.model import Citation, Name, Origin, Problem, Relation
from mentorlit.problems import UsageError
from mentorlit.reading import Reading
from mentorlit.splitting import Splitting, leaves, own_values
from test_dedupe_properties import LISTS

DECODER = msgspec.json.Decoder(Citation)
LIBRARIES = [case.input for case in found("readers") if case.input.suffix in (".ris", ".bib")]


def at(record: Citation, file: str, ordinal: int) -> Citation:
    return msgspec.structs.replace(record, origin=Origin(file, file, "ris", ordinal, ordinal, 0))


def record(ordinal: int, file: str = "a.ris", **values: Any) -> Citation:
    stated = {"type": "book", "title": "Data Matching", "author": (Name(family="Christen"),)}
    return at(Citation(**{**stated, **values}), file, ordinal)


ONE = record(1, doi="10.1007/978-3-642-31164-2", citation_key="Christen2012")
TWO = record(2, "b.ris", publisher="Springer", keyword=())
THREE = record(3, "b.ris", note=("Read.",), pmid="12345")
MERGED = merge([ONE, TWO, THREE])
OTHER = record(9, title="Thermal expansion of zirconium tungstate", citation_key="x")


def split(citations: Iterable[Citation], *only: str, **options: Any) -> list[Citation]:
    return list(Splitting(only, **options)(citations))


def deduplicated(lines: list[bytes]) -> list[Citation]:
    """Return what dedupe makes of lines, as the next command reads it."""
    with dedupe(map(DECODER.decode, lines)) as result:
        return [DECODER.decode(encode(one)) for one in result.citations()]


def parted(records: list[Citation], cuts: list[int], names: list[str]) -> list[Citation]:
    """Return the records as those of several files."""
    files = sorted({cut % (len(records) + 1) for cut in cuts})
    numbers = [sum(cut <= place for cut in files) for place in range(len(records))]
    return [
        at(one, names[number], place + 1)
        for place, (one, number) in enumerate(zip(records, numbers, strict=True))
    ]


@given(LISTS, st.lists(st.integers(0, 20), max_size=3))
def test_what_went_in_comes_out_in_its_order(records: list[Citation], cuts: list[int]) -> None:
    lines = [encode(one) for one in parted(records, cuts, ["a", "b", "c", "d"])]
    assert [encode(one) for one in split(deduplicated(lines))] == lines


@given(LISTS, st.lists(st.integers(0, 20), max_size=3), st.permutations(["a", "b", "c", "d"]))
def test_whatever_the_files_are_called_no_line_is_lost(
    records: list[Citation], cuts: list[int], names: list[str]
) -> None:
    lines = [encode(one) for one in parted(records, cuts, names)]
    came = [encode(one) for one in split(deduplicated(lines))]
    assert sorted(came) == sorted(lines)
    again = deduplicated(came)
    assert [encode(one) for one in again] == [encode(one) for one in deduplicated(lines)]


@settings(max_examples=30)
@given(st.lists(whole(), min_size=1, max_size=4))
def test_records_of_every_kind_come_out_as_they_went_in(records: list[Citation]) -> None:
    records = [at(one, file, n) for file in "ab" for n, one in enumerate(records, 1)]
    lines = [encode(one) for one in records]
    assert [encode(DECODER.decode(line)) for line in lines] == lines
    assert [encode(one) for one in split(deduplicated(lines))] == lines
    assert [encode(one) for one in split([DECODER.decode(encode(merge(records)))])] == lines


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: path.stem)
def test_a_library_comes_out_as_it_was_read(path: Any) -> None:
    read = list(Reading([str(path)]))
    unlike = list({encode(one): one for one in read}.values())
    assert split(dedupe(read).citations()) == unlike


def test_the_order_of_files_is_that_of_their_records() -> None:
    """Files are in the order in which they were read, whatever their names."""
    last, first = record(1, "a.ris"), record(1, "z.ris", publisher="Springer")
    alone, later = record(2, "z.ris", title="Peer"), record(2, "a.ris", title="Mentoring")
    given = [first, alone, last, later]
    assert split([merge([last, first]), alone, later]) == given
    assert split([merge([last, first]), later, alone]) == [last, later, first, alone]


def test_a_sorted_stream_keeps_its_order() -> None:
    splitting = Splitting()
    assert list(splitting([OTHER, MERGED, ONE])) == [OTHER, ONE, TWO, THREE, ONE]
    assert not splitting.account.in_order
    bare = msgspec.structs.replace(ONE, origin=None)
    assert split([merge([TWO, bare]), OTHER]) == [TWO, bare, OTHER]


def test_order_takes_linear_time() -> None:
    order = InputOrder()
    for file in range(3_000):
        order.add(file, [record(1, f"{9_999 - file}.ris")])
    assert order.places() == list(range(3_000))


def test_records_beyond_memory_come_out_the_same() -> None:
    assert split([MERGED, OTHER], limits=Limits(spool=10)) == [ONE, OTHER, TWO, THREE]


def test_merges_of_merges_are_taken_apart_to_the_last() -> None:
    inner = merge([ONE, TWO])
    assert split([merge([inner, THREE])]) == [ONE, TWO, THREE]
    assert list(leaves(merge([inner, THREE]))) == [ONE, TWO, THREE]
    nested = ONE
    for _ in range(200):
        nested = msgspec.structs.replace(ONE, members=(nested,))
    assert split([nested]) == [ONE]


@pytest.mark.parametrize(
    "name",
    [
        "10.1007/978-3-642-31164-2",
        "https://doi.org/10.1007/978-3-642-31164-2",
        "christen2012",
        "b.ris#3",
        "12345",
        identifier([ONE, TWO, THREE]),
    ],
)
def test_one_record_is_taken_apart_by_any_of_its_names(name: str) -> None:
    second = merge([record(5, doi="10.1000/2"), record(6)])
    assert split([MERGED, second, OTHER], name) == [ONE, second, OTHER, TWO, THREE]


def test_a_name_of_no_merged_record_is_told_before_anything_is_written() -> None:
    found = Splitting(["Christen2012", "x", "10.1000/9"])([MERGED, OTHER])
    with pytest.raises(UsageError, match=r"named x, 10\.1000/9"):
        next(found)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title": "HAND EDITED"}, ["title"]),
        ({"note": ("Read.", "Included")}, ["note"]),
        ({"author": (Name(family="Christen", given="Peter"),)}, ["author"]),
        ({"extra": {"ndjson": {"screened": True}}}, ["extra"]),
        ({"problems": (Problem("by-hand", "looked at"),)}, ["problems"]),
        ({"identifiers": {"arXiv": ("2001.00001",)}, "volume": "3"}, ["identifiers", "volume"]),
    ],
)
def test_what_only_the_merged_record_says_keeps_it_merged(
    values: dict[str, Any], fields: list[str]
) -> None:
    edited = msgspec.structs.replace(MERGED, **values)
    told: list[list[str]] = []
    splitting = Splitting(edited=lambda _, names: told.append(names))
    assert list(splitting([edited, OTHER])) == [edited, OTHER]
    assert (told, splitting.account.edited) == ([fields], 1)
    assert split([edited, OTHER], discard=True) == [ONE, OTHER, TWO, THREE]
    nested = msgspec.structs.replace(merge([edited, TWO]), **values)
    assert own_values(msgspec.structs.replace(nested, members=(edited, TWO))) == fields


def test_what_a_merge_does_by_itself_is_no_edit() -> None:
    joined = merge(
        [
            record(
                1, container_title="Journal of the American Statistical Association", doi="10.1/a"
            ),
            record(2, container_title="J. R. Soc.", doi="10.1/b", page="12", number="12"),
        ]
    )
    assert own_values(joined) == []
    assert own_values(msgspec.structs.replace(MERGED, publisher="", provenance={})) == []


def test_what_deduplication_added_is_taken_out() -> None:
    relation = Relation("preprint-of", "DOI", "10.1000/1", by="dedupe")
    stated = msgspec.structs.replace(OTHER, relations=(Relation("cites", text="Christen"),))
    linked = msgspec.structs.replace(stated, relations=(*stated.relations, relation))
    assert split([MERGED, marked(linked, "c0ffee")]) == [ONE, stated, TWO, THREE]
    assert split([msgspec.structs.replace(MERGED, relations=(relation,))]) == [ONE, TWO, THREE]
    assert split([linked, MERGED], "Christen2012") == [linked, ONE, TWO, THREE]

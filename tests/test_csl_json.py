"""CSL-JSON: what is written is an array of valid items and reads back as it was."""

import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import citations
from mentorlit.formats import csl
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.problems import Reject
from mentorlit.readers import csl_json as reader
from mentorlit.stream import Stream
from mentorlit.writers import csl_json as writer


def read(data: bytes | str) -> list[Citation | Reject]:
    raw = data.encode() if isinstance(data, str) else data
    return list(reader.read(Stream([raw], name="x", source="x", format="csl-json")))


def read_one(data: Any) -> Citation:
    (record,) = read(json.dumps([data]))
    assert isinstance(record, Citation)
    return record


def write(*records: Citation) -> str:
    return "".join(writer.write(records))


def bare(record: Citation | Reject) -> Citation:
    assert isinstance(record, Citation)
    return msgspec.structs.replace(record, origin=None)


def test_no_citation_is_an_empty_array() -> None:
    assert json.loads(write()) == []
    assert read(write()) == []


@given(st.lists(citations.whole(), max_size=3))
def test_what_is_written_reads_back(records: list[Citation]) -> None:
    assert [bare(record) for record in read(write(*records))] == records


@given(st.lists(citations.whole(), max_size=3))
def test_items_have_only_variables_of_the_schema(records: list[Citation]) -> None:
    known = {*csl.variables().values(), "id", "type", "citation-key", "custom"}
    text = write(*records)
    assert len(text.splitlines()) == len(records) + (2 if records else 1)
    for item in json.loads(text):
        assert set(item) <= known
        assert item["type"] in csl.types()
        for variable in ("title", "ISSN", "ISBN", "URL", "keyword", "note", "page"):
            assert isinstance(item.get(variable, ""), str)
        for name in item.get("author", []):
            assert set(name) <= {
                *("family", "given", "suffix", "literal"),
                *("dropping-particle", "non-dropping-particle"),
            }


def test_affiliations_and_orcid_stand_in_custom() -> None:
    name = Name(family="Curie", given="Marie", orcid="0000-0002-1825-0097", affiliation=("Paris",))
    (item,) = json.loads(write(Citation(citation_key="c", author=(name,), affiliation=("Lyon",))))
    assert item["author"] == [{"family": "Curie", "given": "Marie"}]
    assert item["custom"]["affiliation"] == ["Lyon"]
    assert item["custom"]["author"][0]["ORCID"] == "0000-0002-1825-0097"


def test_a_record_without_a_type_gets_none_when_read_back() -> None:
    (item,) = json.loads(write(Citation(citation_key="a", title="T")))
    assert item["type"] == "document"
    assert read_one(item).type == ""
    assert read_one({"id": "a", "type": "document", "title": "T"}).type == "document"


def test_an_item_edited_elsewhere_counts_more_than_custom() -> None:
    (item,) = json.loads(write(Citation(keyword=(Keyword("a;b"), Keyword("c")), title="T")))
    item["keyword"] = "d; e"
    record = read_one(item)
    assert record.keyword == (Keyword("d"), Keyword("e"))
    assert record.extra["csl-json"]["custom"] == {"keyword": [{"text": "a;b"}, {"text": "c"}]}


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ({"date-parts": [["2013", "1", 1]]}, PartialDate(year=2013, month=1, day=1)),
        ({"date-parts": [[2013, None, None]]}, PartialDate(year=2013)),
        ({"date-parts": [2013, 5]}, PartialDate(year=2013, month=5)),
        ({"date-parts": [[2013, 21]]}, PartialDate(year=2013, season=1)),
        ({"date-parts": [[2013]], "season": "Fall"}, PartialDate(year=2013, season=3)),
        ({"date-parts": [[2013]], "circa": 1}, PartialDate(year=2013, circa=True)),
        ({"date-parts": [[2013], [2014]]}, PartialDate(year=2013, end=PartialDate(year=2014))),
        ({"date-parts": [[None]], "literal": "in press"}, PartialDate(literal="in press")),
        ({"raw": "2019-11-11"}, PartialDate(year=2019, month=11, day=11)),
        ("2019-11~", PartialDate(year=2019, month=11, circa=True)),
        ("2004/2006", PartialDate(year=2004, end=PartialDate(year=2006))),
        (1999, PartialDate(year=1999)),
        ("-0044-03-15", PartialDate(year=-44, month=3, day=15)),
        ({"year": 2001, "month": 2}, PartialDate(year=2001, month=2)),
    ],
)
def test_dates_as_they_are_found(raw: Any, date: PartialDate) -> None:
    assert read_one({"title": "T", "issued": raw}).issued == date


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("issued", {"date-parts": [[2003, 2, 30]]}, "date-unclear"),
        ("issued", {"date-parts": [[2003, 13, 45]]}, "date-unclear"),
        ("issued", {"date-parts": [[2003, 5]], "raw": "2003-05-07"}, "date-unclear"),
        ("publisher", ["A", "B"], "not-understood"),
        ("DOI", "10.1000/a see 10.1000/b", "not-understood"),
    ],
)
def test_what_a_value_does_not_hold_is_kept(name: str, raw: Any, code: str) -> None:
    record = read_one({"title": "T", name: raw})
    assert record.extra["csl-json"] == {name: raw}
    assert [(problem.code, problem.field) for problem in record.problems] == [(code, name)]


def test_further_dois_are_identifiers() -> None:
    record = read_one({"title": "T", "DOI": "10.1000/a; 10.1000/b"})
    assert (record.doi, record.identifiers) == ("10.1000/a", {"DOI": ("10.1000/b",)})


def test_a_date_without_sense_is_kept() -> None:
    record = read_one({"title": "T", "issued": {"date-parts": [["x"]]}})
    assert record.issued is None
    assert record.extra["csl-json"]["issued"] == {"date-parts": [["x"]]}
    assert [problem.field for problem in record.problems] == ["issued"]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Curie, Marie", (Name(family="Curie", given="Marie"),)),
        ({"name": "UNICEF"}, (Name(literal="UNICEF"),)),
        ([None, {}, {"family": 7}], (Name(family="7"),)),
        ([{"given": "A", "family": "B", "literal": "A B"}], (Name(family="B", given="A"),)),
    ],
)
def test_names_as_they_are_found(raw: Any, names: tuple[Name, ...]) -> None:
    assert read_one({"title": "T", "author": raw}).author == names


def test_numbers_and_lists_stand_for_texts() -> None:
    record = read_one(
        {"title": ["T"], "volume": 12, "issue": 3.0, "ISSN": ["1472-6920", "bad"], "edition": True}
    )
    assert (record.title, record.volume, record.issue) == ("T", "12", "3")
    assert record.issn == (StandardNumber("1472-6920"),)


def test_variables_in_the_note_are_taken() -> None:
    note = "PMID: 31711477; PMCID: PMC6849218\nDOI: 10.1186/s12909-019-1848-7\nSee: p. 4"
    record = read_one({"title": "T", "note": note + " {:original-date: 1900}"})
    assert (record.pmid, record.pmcid) == ("31711477", "PMC6849218")
    assert record.doi == "10.1186/s12909-019-1848-7"
    assert record.original_date == PartialDate(year=1900)
    assert record.note == ("See: p. 4",)


def test_a_variable_in_the_note_does_not_replace_another_value() -> None:
    record = read_one({"title": "T", "PMID": "1", "note": "PMID: 2"})
    assert record.pmid == "1"
    assert "2" in record.note[0]


def test_an_id_that_is_only_a_number_is_no_citation_key() -> None:
    for own_id in ("http://zotero.org/users/96641/items/BDQRTS3T", 17, "two words"):
        record = read_one({"id": own_id, "title": "T"})
        assert record.citation_key == ""
        assert record.origin is not None
        assert record.origin.id == str(own_id)


ITEM = '{"id":"%d","type":"book","title":"T%d","author":[{"family":"A"}]}'
ITEMS = [ITEM % (number, number) for number in range(5)]


@pytest.mark.parametrize("joint", [",", ",\n", ", "])
@pytest.mark.parametrize(
    "broken",
    [
        '{"id":"9","type":"book","title":"T9}',
        '{"id":"9","type":"book","title":T9}',
        '{"id":"9","type":"book","author":[{"family":"A"}}',
        '{"id":"9","type":"book","author":[{"family":"A"}]',
        '"text"',
    ],
)
def test_a_broken_item_costs_only_itself(broken: str, joint: str) -> None:
    records = read("[" + joint.join([*ITEMS[:2], broken, *ITEMS[2:]]) + "]")
    kept = [record.title for record in records if isinstance(record, Citation)]
    assert kept == ["T0", "T1", "T2", "T3", "T4"]
    (reject,) = (record for record in records if isinstance(record, Reject))
    assert reject.origin.ordinal == 3
    assert broken.encode() in reject.raw or reject.raw in broken.encode()


def test_a_truncated_array_keeps_what_was_whole() -> None:
    records = read("[" + ",\n".join(ITEMS)[:-20])
    assert [isinstance(record, Reject) for record in records] == [False] * 4 + [True]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ITEMS),
        '{"items":[' + ",".join(ITEMS) + '],"total":5}',
        '{"references":[' + ",".join(ITEMS) + "]}",
        "".join(ITEMS),
        "\n".join(f"\x1e{item}" for item in ITEMS),
    ],
)
def test_other_frames(text: str) -> None:
    assert [bare(record).title for record in read(text)] == ["T0", "T1", "T2", "T3", "T4"]


def test_nan_is_nothing() -> None:
    (record,) = read('[{"title":"T","volume":NaN}]')
    assert isinstance(record, Citation)
    assert record.volume == ""
    assert record.problems[0].code == "loose-json"


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_read_in_blocks_of_any_size(data: bytes, size: int) -> None:
    seed = ("[" + ",".join(ITEMS[:2]) + "]").encode()
    cut = len(data) % len(seed)
    mixed = seed[:cut] + data + seed[cut:]
    blocks = [mixed[i : i + size] for i in range(0, len(mixed), size)]
    stream = Stream(blocks, name="x", source="x", format="csl-json")
    records = list(reader.read(stream))
    for number, record in enumerate(records, 1):
        assert record.origin is not None
        assert record.origin.ordinal == number
        assert record.origin.line <= 1 + len(re.findall(rb"\r\n|\r|\n", mixed))

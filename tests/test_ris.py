"""RIS: what is written reads back, nothing smuggles in a record, dialects are understood."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import citations
from mentorlit.formats.ris import labels, tags
from mentorlit.model import (
    Citation,
    Funding,
    Keyword,
    Name,
    PartialDate,
    Relation,
    Section,
    StandardNumber,
)
from mentorlit.person_lists import people, plain_people
from mentorlit.problems import Reject
from mentorlit.readers import ris as reader
from mentorlit.stream import Stream
from mentorlit.writers import ris as writer

FIXTURES = sorted((Path(__file__).parent / "readers" / "ris").glob("*.ris"))
HOSTILE = (
    *("ER  - ", "\nER  - \n\nTY  - BOOK\nTI  - x", "TY  - JOUR", "a\u2028AU  - b", "a\x0bb\x0c"),
    *(
        "{",
        '"',
        "\\",
        "$x_1^2$",
        "p = 0.05",
        "\u202eabc",
        "é",
        "\x85TY  - X",
        "50 %",
        "x-y",
        "AU - ",
    ),
)


def read(data: bytes | str) -> list[Citation | Reject]:
    raw = data.encode() if isinstance(data, str) else data
    return list(reader.read(Stream([raw], name="x", source="x", format="ris")))


def read_one(*lines: str) -> Citation:
    (record,) = read("\n".join(("TY  - JOUR", *lines, "ER  - ")))
    assert isinstance(record, Citation)
    return record


def bare(record: Citation | Reject) -> Citation:
    assert isinstance(record, Citation)
    return msgspec.structs.replace(record, origin=None)


FUNDINGS = (
    Funding(name="A Funder"),
    Funding(name="B; C", award=("1", "2 a"), doi="10.13039/100000001"),
    Funding(statement="Paid by nobody: 5 %"),
)
RELATIONS = (
    Relation(kind="cites", scheme="DOI", id="10.1000/q"),
    Relation(kind="erratum-of", scheme="PMID", id="1", text="A title; B. 2001"),
    Relation(kind="review-of", text="DOI of nothing"),
)


def bare_name(name: Name) -> Name:
    return msgspec.structs.replace(name, orcid="", affiliation=())


def texts() -> st.SearchStrategy[str]:
    """Texts with every hostile piece that RIS can hold, as a reader gives them."""
    letters = st.text(st.characters(exclude_characters="&<>;\ufeff", exclude_categories=["C", "Z"]))
    pieces = st.one_of(letters, st.sampled_from(HOSTILE))
    return (
        st.lists(pieces, min_size=1, max_size=3)
        .map("w".join)
        .map(lambda text: writer.one_line(f"w{text}w"))
    )


def persons() -> st.SearchStrategy[Name]:
    word = st.text("abcéßλж'’", min_size=2, max_size=8).map(lambda text: "X" + text)
    return st.builds(
        Name,
        orcid=st.sampled_from(["", "", "0000-0002-1825-0097"]),
        affiliation=st.lists(st.sampled_from(["A University", "B: C"]), max_size=1).map(tuple),
        family=word,
        given=st.sampled_from(["Jane", "J. K.", "Jean-Paul", "Ж."]),
        non_dropping_particle=st.sampled_from(["", "van der", "de"]),
        suffix=st.sampled_from(["", "Jr.", "III"]),
    )


def carried() -> st.SearchStrategy[Citation]:
    """Articles with values in every field that RIS has a tag for."""
    maybe = st.just("") | texts()
    authors = st.lists(persons(), max_size=3, unique_by=lambda name: name.family).map(tuple)
    names = authors.map(lambda found: tuple(map(bare_name, found)))
    number = st.sampled_from(["", "12", "3-4", "S1"])
    date = st.builds(
        PartialDate, year=st.integers(1400, 2100), month=st.integers(1, 12), day=st.integers(0, 28)
    )
    ranges = st.tuples(date, date).map(lambda two: msgspec.structs.replace(two[0], end=two[1]))
    circa = date.map(lambda one: msgspec.structs.replace(one, circa=True))
    season = st.builds(PartialDate, year=st.integers(1400, 2100), season=st.integers(1, 4))
    issn = st.builds(
        StandardNumber,
        st.sampled_from(["1472-6920", "2047-2382"]),
        st.sampled_from(["", "print", "electronic"]),
    )
    return st.builds(
        Citation,
        type=st.just("article-journal"),
        citation_key=st.sampled_from(["", "Key2019", "a:b/c"]),
        title=maybe,
        title_short=maybe,
        alternative_title=st.lists(texts(), max_size=1).map(tuple),
        author=authors,
        editor=names,
        director=names,
        reviewed_author=names,
        contributor=st.lists(
            persons().map(lambda name: msgspec.structs.replace(bare_name(name), role="sponsor")),
            max_size=1,
        ).map(tuple),
        translator=names,
        collection_editor=names,
        issued=st.none()
        | date
        | season
        | ranges
        | circa
        | st.just(PartialDate(literal="in press")),
        accessed=st.none() | date,
        original_date=st.none() | date,
        event_date=st.none() | date | ranges,
        dates=st.dictionaries(st.sampled_from(["received", "created"]), date | ranges),
        event_title=maybe,
        rights=maybe,
        medium=maybe,
        version=maybe,
        volume_title=maybe,
        number_of_pages=number,
        identifiers=st.just({}) | st.just({"arXiv": ("2101.00001",), "OCLC": ("1", "2")}),
        funding=st.lists(st.sampled_from(FUNDINGS), unique=True).map(tuple),
        relations=st.lists(st.sampled_from(RELATIONS), unique=True).map(tuple),
        container_title=maybe,
        collection_title=maybe,
        volume=number,
        issue=number,
        page=st.sampled_from(["", "12", "12-15", "221-8", "e0815", "xi-xx", "1-5, 9", "S12-S14"]),
        number=st.sampled_from(["", "417", "e12"]),
        publisher=maybe,
        publisher_place=maybe,
        doi=st.sampled_from(
            ["", "10.1000/xyz", "10.1002/(sici)1097(1998)17:15<1661::aid-sim968>3.0.co;2-2"]
        ),
        pmid=st.sampled_from(["", "31711477"]),
        pmcid=st.sampled_from(["", "PMC6849218"]),
        issn=st.lists(issn, max_size=2, unique_by=lambda number: number.value).map(tuple),
        url=st.lists(st.sampled_from(["https://a.b/c?d=1", "ftp://x.y/z"]), unique=True).map(tuple),
        language=st.sampled_from(["", "en", "pt-BR"]),
        abstract=maybe,
        annote=st.lists(texts(), max_size=1).map(tuple),
        keyword=st.lists(
            st.builds(Keyword, texts(), st.sampled_from(["", "MeSH", "LCSH"])),
            max_size=3,
            unique_by=lambda keyword: keyword.text.casefold(),
        ).map(tuple),
        affiliation=st.lists(texts(), max_size=2, unique_by=str.casefold).map(tuple),
        note=st.lists(texts(), max_size=2, unique_by=str.casefold).map(tuple),
        extra=st.just({}) | st.just({"ris": {"XX": ["odd", "even"], "U5": ["mine"]}}),
    )


def test_no_citation_is_an_empty_file() -> None:
    assert "".join(writer.write([])) == ""
    assert read("") == []


@given(st.lists(carried(), max_size=2))
def test_what_is_written_reads_back_and_nothing_is_lost(records: list[Citation]) -> None:
    assert [bare(record) for record in read("".join(writer.write(records)))] == records
    assert [writer.lost(record) for record in records] == [()] * len(records)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"title": "T\n  of two lines", "abstract": "A\n\nB"}, ()),
        ({"title": 'A <span class="nocase">Name</span>'}, ("title",)),
        ({"type": "review"}, ("type",)),
        ({"author": (Name(family="Plato"),)}, ("author",)),
        ({"editor": (Name(family="A", given="B", orcid="0000-0002-1825-0097"),)}, ("editor",)),
        ({"abstract": "B: b", "abstract_sections": (Section("B", "b"),)}, ()),
        ({"abstract": "b", "abstract_sections": (Section("B", "b"),)}, ("abstract-sections",)),
        ({"relations": (Relation(kind="cites", id="no scheme"),)}, ("relations",)),
        ({"note": ("Rights: none", "b")}, ("note",)),
        ({"extra": {"bibtex": {"x": "y"}}}, ("extra",)),
        ({"extra": {"ris": {"XX": ["y"]}}}, ()),
    ],
)
def test_what_ris_cannot_hold_is_told(fields: dict[str, object], names: tuple[str, ...]) -> None:
    assert writer.lost(Citation(**fields)) == names  # type: ignore[arg-type]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_was_read_from_a_file_comes_back(path: Path) -> None:
    records = [record for record in read(path.read_bytes()) if isinstance(record, Citation)]
    again = read("".join(writer.write(records)))
    assert [comparable(record) for record in again] == [comparable(record) for record in records]


def comparable(record: Citation | Reject) -> Citation:
    """Leave out the text around a record, what was doubtful in its spelling, and paragraphs."""
    assert isinstance(record, Citation)
    extra = record.extra.get("ris", {})
    kept = {
        tag: values
        for tag, values in extra.items()
        if tag not in ("preceding", "following", "ER") and not (tag == "TY" and len(values) > 1)
    }
    return msgspec.structs.replace(
        record,
        origin=None,
        problems=(),
        abstract=" ".join(record.abstract.split()),
        extra={"ris": kept} if kept else {},
    )


@settings(max_examples=20)
@given(citations.whole())
def test_labelled_notes_say_what_they_were_made_of(record: Citation) -> None:
    untold = {field: value for field in labels.fields() if (value := getattr(record, field))}
    for note in labels.notes(record, untold):
        if not note.startswith("Keywords"):
            assert labels.take(note, {})


LINES = (
    *("TY  - JOUR", "TY  -", " TY  - BOOK", "TY-X", "ER  - ", "  ER  - ", "ER  - x", "ER positive"),
    *("AU  - A, B", "AU  -", "AU -x y", "XX  - a", "XX  -\tb", "KW  - a", "", "  ", "text", "-"),
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_quick_way_reads_tags_as_line_by_line(lines: list[str], end: str) -> None:
    text = end.join([*lines, ""])
    assert tags.tags(text) == tags.line_tags(text)
    whole = end.join(["TY  - JOUR", *lines, "ER  - ", ""])
    assert tags.plain_tags(whole) in (None, tags.line_tags(whole))


@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(1, 40))
def test_blocks_of_any_size_give_the_same_records(lines: list[str], size: int) -> None:
    data = "\n".join(lines).encode()
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    again = list(reader.read(Stream(blocks, name="x", source="x", format="ris")))
    assert again == read(data)


FAMILIES = ("Smith", "García-López", "University", "de", "van der Berg", "Li", "Smith and Doe", "A")
GIVEN = (
    "J",
    "J.K.",
    "JK",
    "Jane",
    "Jane van",
    "PhD",
    "U. A.",
    "et al.",
    "Jr.",
    "Jane, Jr.",
    "(ed.)",
)


@given(st.lists(st.tuples(st.sampled_from(FAMILIES), st.sampled_from(GIVEN)), max_size=4))
def test_plain_names_are_those_of_the_long_way(pairs: list[tuple[str, str]]) -> None:
    texts = [", ".join(pair) for pair in pairs]
    if plain := plain_people(texts):
        found = people(texts)
        assert plain == tuple(name for name, _ in found.names)
        assert not any(field for _, field in found.names)
        assert not found.omitted
        assert not found.unclear


@settings(max_examples=30)
@given(st.lists(citations.whole(), max_size=2))
def test_no_value_ends_or_begins_a_record(records: list[Citation]) -> None:
    text = "".join(writer.write(records))
    assert all(re.match(r"[A-Z][A-Z0-9]  - |\Z", line) for line in text.split("\n"))
    assert re.findall("^(?:TY|ER)  - ", text, re.MULTILINE) == ["TY  - ", "ER  - "] * len(records)
    assert len(read(text)) == len(records)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_read_in_blocks_of_any_size(data: bytes, size: int) -> None:
    seed = b"TY  - JOUR\r\nTI  - A\r\nAB  - b\r\nER  - \r\n\r\nTY  - BOOK\r\nTI  - C\r\nER  - \r\n"
    cut = len(data) % len(seed)
    mixed = seed[:cut] + data + seed[cut:]
    blocks = [mixed[i : i + size] for i in range(0, len(mixed), size)]
    records = list(reader.read(Stream(blocks, name="x", source="x", format="ris")))
    for number, record in enumerate(records, 1):
        assert record.origin is not None
        assert record.origin.ordinal == number


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (("PY  - 2019/11/11/",), PartialDate(year=2019, month=11, day=11)),
        (("Y1  - 2019//",), PartialDate(year=2019)),
        (("PY  - 2019", "DA  - 2019/11"), PartialDate(year=2019, month=11)),
        (("PY  - 2012", "DA  - Jan"), PartialDate(year=2012, month=1)),
        (("PY  - 2012", "DA  - NOV 7"), PartialDate(year=2012, month=11, day=7)),
        (("PY  - 2003//12",), PartialDate(year=2003)),
        (("PY  - 2012///Spring",), PartialDate(year=2012, season=1)),
        (("PY  - 0000",), None),
        (("PY  - 2001/00/00/",), PartialDate(year=2001)),
        (("PY  - in press",), PartialDate(literal="in press")),
        (("DA  - 2010/05//",), PartialDate(year=2010, month=5)),
    ],
)
def test_dates(lines: tuple[str, ...], date: PartialDate | None) -> None:
    assert read_one(*lines).issued == date


def test_days_of_a_conference_and_the_full_date_of_jstor() -> None:
    (conference,) = read("TY  - CONF\nTI  - A\nPY  - 2017\nY1  - 28 Aug.-1 Sept. 2017\nER  - \n")
    assert bare(conference).issued == PartialDate(year=2017)
    end = PartialDate(year=2017, month=9, day=1)
    assert bare(conference).event_date == PartialDate(year=2017, month=8, day=28, end=end)
    record = read_one("PY  - 1945", "C1  - Full publication date: Sep., 1945")
    assert record.issued == PartialDate(year=1945, month=9)


def test_events_are_not_the_date_of_publication() -> None:
    record = read_one("PY  - 2013/04/18", "PY  - 2013/02/15/received")
    assert record.issued == PartialDate(year=2013, month=4, day=18)
    assert record.dates == {"received": PartialDate(year=2013, month=2, day=15)}


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (("SP  - 12-15",), "12-15"),
        (("SP  - 12-15", "EP  - 15"), "12-15"),
        (("SP  - 12", "EP  - 12-15"), "12-15"),
        (("SP  - 12–15", "EP  - 12–15"), "12-15"),
        (("SP  - 221", "EP  - 8"), "221-8"),
        (("SP  - 5", "EP  - 5"), "5"),
        (("SP  - No", "EP  - Specified"), ""),
        (("SP  - pp. 12-15",), "12-15"),
    ],
)
def test_pages(lines: tuple[str, ...], page: str) -> None:
    assert read_one(*lines).page == page


@pytest.mark.parametrize(
    "line",
    [
        "DO  - https://doi.org/10.1000/ABC",
        "DO  - doi:10.1000/abc.",
        "UR  - http://dx.doi.org/10.1000/abc",
        "M3  - doi: 10.1000/abc",
        "N1  - doi: 10.1000/abc",
        "L3  - 10.1000/abc",
        "N1  - DOI: 10.1000/abc",
    ],
)
def test_dois(line: str) -> None:
    assert read_one(line).doi == "10.1000/abc"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("AN  - 123456", "DB  - PubMed"), ("123456", "")),
        (("AN  - 123456", "DB  - Embase"), ("", "")),
        (("U1  - 123456[pmid]", "U2  - PMC99[pmcid]"), ("123456", "PMC99")),
        (("C2  - PMC99",), ("", "PMC99")),
        (("N1  - PMID: 123456; PMCID: PMC99",), ("123456", "PMC99")),
        (("U2  - PMID: NLM123456.",), ("123456", "")),
        (("C3  - PUBMED 123456,EMBASE 99",), ("123456", "")),
    ],
)
def test_pubmed_ids(lines: tuple[str, ...], expected: tuple[str, str]) -> None:
    record = read_one(*lines)
    assert (record.pmid, record.pmcid) == expected


def test_sn_holds_issn_and_isbn_in_any_form() -> None:
    record = read_one(
        "SN  - 0893-8512 (Print) 0893-8512 (Linking)",
        "SN  - 1941014x; 978-90-386-4503-2",
        "SN  - nothing",
    )
    assert record.issn == (StandardNumber("0893-8512", "print"), StandardNumber("1941-014X"))
    assert record.isbn == (StandardNumber("9789038645032"),)
    assert record.extra["ris"]["SN"] == ["nothing"]


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["Smith, J."], [Name(family="Smith", given="J.")]),
        (["Shannon,Claude E."], [Name(family="Shannon", given="Claude E.")]),
        (["De Vlinderstichting"], [Name(literal="De Vlinderstichting")]),
        (["World Health Organization,"], [Name(literal="World Health Organization")]),
        (["Plato"], [Name(literal="Plato")]),
        (["D. Scott Mackay"], [Name(family="Mackay", given="D. Scott")]),
        (["Babur O."], [Name(family="Babur", given="O.")]),
        (["Diabetes UK"], [Name(literal="Diabetes UK")]),
        (
            ["Smith, J.; van den Berg, A."],
            [
                Name(family="Smith", given="J."),
                Name(family="Berg", given="A.", non_dropping_particle="van den"),
            ],
        ),
        (
            ["Smith, John and Doe, Jane"],
            [Name(family="Smith", given="John"), Name(family="Doe", given="Jane")],
        ),
        (
            ["Smith, J., Doe, A.B."],
            [Name(family="Smith", given="J."), Name(family="Doe", given="A.B.")],
        ),
        (
            ["Smith JA, Doe B"],
            [Name(family="Smith", given="JA"), Name(family="Doe", given="B")],
        ),
        (
            ["Viswanath Poosala", "Yannis E. Ioannidis"],
            [
                Name(family="Poosala", given="Viswanath"),
                Name(family="Ioannidis", given="Yannis E."),
            ],
        ),
        (["Петров П. П."], [Name(family="Петров", given="П. П.")]),
        (["Smith, PhD, John"], [Name(family="Smith", given="John")]),
        (["Smith, John, M.D., Ph.D."], [Name(family="Smith", given="John")]),
        (["Knuth, Donald Ervin, 1938-"], [Name(family="Knuth", given="Donald Ervin")]),
        (["Vico, Giambattista, 1668-1744."], [Name(family="Vico", given="Giambattista")]),
        (["Bach, J. S. (1685-1750)"], [Name(family="Bach", given="J. S.")]),
        (["Nguyen, U. A."], [Name(family="Nguyen", given="U. A.")]),
        (["King, Martin Luther, Jr."], [Name(family="King", given="Martin Luther", suffix="Jr.")]),
    ],
)
def test_names(texts: list[str], names: list[Name]) -> None:
    assert list(read_one(*(f"AU  - {text}" for text in texts)).author) == names


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["Smith J, Jones K, et al."], [("Smith", "J"), ("Jones", "K")]),
        (["Smith, J., Jones, K., et al."], [("Smith", "J."), ("Jones", "K.")]),
        (["Smith, J. et al."], [("Smith", "J.")]),
        (["Smith, John", "and others"], [("Smith", "John")]),
        (["et al."], []),
    ],
)
def test_et_al_is_no_name(texts: list[str], names: list[tuple[str, str]]) -> None:
    record = read_one(*(f"AU  - {text}" for text in texts))
    assert [(name.family, name.given) for name in record.author] == names
    assert [(p.code, p.field) for p in record.problems] == [("names-omitted", "author")]


@pytest.mark.parametrize(
    "text", ["Smith, J., Jones", "Smith, John, Doe, Jane", "John Smith and Jane Doe"]
)
def test_several_names_that_cannot_be_parted_stay_one_text(text: str) -> None:
    record = read_one(f"AU  - {text}")
    assert record.author == (Name(literal=text),)
    assert [problem.code for problem in record.problems] == ["names-unclear"]


def test_a_role_in_brackets_tells_the_field() -> None:
    record = read_one("AU  - Smith, John (editor)", "AU  - Doe, Jane", "AU  - Roe, R. [transl.]")
    assert record.author == (Name(family="Doe", given="Jane"),)
    assert record.editor == (Name(family="Smith", given="John"),)
    assert record.translator == (Name(family="Roe", given="R."),)


@pytest.mark.parametrize(
    "text",
    ["2003/02/30", "2003/13/45", "2003a", "03/04/2003", "c2003", "2003//12", "2003/03/05/Online"],
)
def test_a_date_that_is_not_held_in_full_stays(text: str) -> None:
    record = read_one(f"PY  - {text}")
    assert record.issued is not None
    assert record.issued.year == 2003
    assert record.extra["ris"]["PY"] == [text]
    assert [(p.code, p.field) for p in record.problems] == [("date-unclear", "issued")]


def test_what_is_declared_and_not_understood_is_told() -> None:
    record = read_one("DO  - 10.1000/x and retraction 10.1000/q", "LA  - klingonish", "SN  - 99")
    assert record.doi == "10.1000/x"
    assert record.identifiers == {}
    assert [problem.field for problem in record.problems] == ["DOI", "language"]
    assert set(record.extra["ris"]) == {"DO", "LA", "SN"}


def test_the_shorter_of_two_titles_is_the_abbreviation() -> None:
    record = read_one("T2  - Journal of Systematic Reviews", "JO  - J. Syst. Rev.")
    assert record.container_title == "Journal of Systematic Reviews"
    assert record.container_title_short == "J. Syst. Rev."
    assert read_one("T2  - A Journal", "JO  - Other").extra["ris"]["JO"] == ["Other"]


def test_an_unknown_type_is_shown_as_it_stands() -> None:
    (record,) = read("TY  - \x1b[31m\nTI  - T\nER  - \n")
    assert "x1b[31m" in bare(record).problems[0].message


def test_unknown_tags_and_types_come_back() -> None:
    text = "TY  - EJOUR\nTI  - T\nXX  - one\nXX  - two\nER  - \n"
    (record,) = read(text)
    assert "".join(writer.write([bare(record)])) == text


def test_entities_and_marks_of_library_headings_are_no_part_of_a_value() -> None:
    record = read_one("TI  - A &amp;amp; <em>b</em> /", "CY  - Boston :", "PB  - A &c.,")
    assert (record.title, record.publisher_place) == ("A & <i>b</i>", "Boston")
    assert record.publisher == "A &c."


def test_addresses_in_one_value() -> None:
    assert read_one("UR  - http://a.b/c; http://d.e/f").url == ("http://a.b/c", "http://d.e/f")


@pytest.mark.parametrize(
    ("lines", "editors", "series"),
    [
        (("A2  - A, B",), ["A"], []),
        (("A3  - A, B",), ["A"], []),
        (("A2  - S, T", "A3  - A, B"), ["A"], ["S"]),
    ],
)
def test_editors_of_books(lines: tuple[str, ...], editors: list[str], series: list[str]) -> None:
    (record,) = read("\n".join(("TY  - BOOK", *lines, "ER  - ")))
    book = bare(record)
    assert [name.family for name in book.editor] == editors
    assert [name.family for name in book.collection_editor] == series
    assert [bare(again) for again in read("".join(writer.write([book])))] == [book]


def test_keywords_joined_in_one_tag() -> None:
    for lines in (("KW  - a; b",), ("KW  - a", "b"), ("KW  - a", "KW  - b")):
        assert read_one(*lines).keyword == (Keyword("a"), Keyword("b"))
    assert read_one("KW  - Practice, Evidence-Based").keyword == (
        Keyword("Practice, Evidence-Based"),
    )


def test_an_abstract_may_have_lines_that_begin_with_er() -> None:
    record = read_one("AB  - one", "ER positive", "ER  - negative tumours", "KW  - k")
    assert record.abstract == "one ER positive ER - negative tumours"
    assert record.keyword == (Keyword("k"),)


def test_a_record_without_er_ends_at_the_next_type() -> None:
    one, two = read("TY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  -")
    assert [bare(one).title, bare(two).title] == ["A", "B"]
    assert [problem.code for problem in bare(one).problems] == ["no-end"]
    assert bare(two).problems == ()


def test_text_around_records_is_kept_and_is_no_record() -> None:
    text = (
        "Search: x\nRecord #1 of 2\nTY  - JOUR\nTI  - A\nER  - \nNL  - a\n\nLink to it\n\n"
        "Record #2 of 2\nTY  - JOUR\nTI  - B\nER  - \n\nend\n"
    )
    one, two = (bare(record).extra["ris"] for record in read(text))
    assert one == {
        "NL": ["a"],
        "preceding": ["Search: x", "Record #1 of 2"],
        "following": ["Link to it"],
    }
    assert two == {"preceding": ["Record #2 of 2"], "following": ["end"]}


def test_a_type_alone_or_no_type_at_all_is_rejected() -> None:
    assert [type(record) for record in read("TY  - JOUR\n\n")] == [Reject]
    assert [type(record) for record in read("just text\nand more\n")] == [Reject]
    assert read("\n \r\n") == []


@pytest.mark.parametrize("start", ["TY - JOUR", "TY  -JOUR", "\ufeffTY  - JOUR", "  TY  - JOUR"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tags_with_other_spacing_and_line_ends(start: str, end: str) -> None:
    (record,) = read(end.join([start, "TI - T", "AU -Doe, J.", "ER -"]))
    assert bare(record).type == "article-journal"
    assert bare(record).title == "T"
    assert bare(record).author == (Name(family="Doe", given="J."),)

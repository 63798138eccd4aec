"""RIS: what is written reads back, nothing smuggles in a record, dialects are understood."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import citations
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.problems import Reject
from mentorlit.readers import ris as reader
from mentorlit.stream import Stream
from mentorlit.writers import ris as writer

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
        family=word,
        given=st.sampled_from(["Jane", "J. K.", "Jean-Paul", "Ж."]),
        non_dropping_particle=st.sampled_from(["", "van der", "de"]),
        suffix=st.sampled_from(["", "Jr.", "III"]),
    )


def carried() -> st.SearchStrategy[Citation]:
    """Articles with values in every field that RIS has a tag for."""
    maybe = st.just("") | texts()
    names = st.lists(persons(), max_size=3).map(tuple)
    number = st.sampled_from(["", "12", "3-4", "S1"])
    date = st.builds(
        PartialDate, year=st.integers(1400, 2100), month=st.integers(1, 12), day=st.integers(0, 28)
    )
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
        author=names,
        editor=names,
        translator=names,
        collection_editor=names,
        issued=st.none() | date | season | st.just(PartialDate(literal="in press")),
        accessed=st.none() | date,
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
        keyword=st.lists(texts(), max_size=3, unique_by=str.casefold).map(
            lambda found: tuple(map(Keyword, found))
        ),
        affiliation=st.lists(texts(), max_size=2, unique_by=str.casefold).map(tuple),
        note=st.lists(texts(), max_size=2, unique_by=str.casefold).map(tuple),
        extra=st.just({}) | st.just({"ris": {"XX": ["odd", "even"], "U5": ["mine"]}}),
    )


def test_no_citation_is_an_empty_file() -> None:
    assert "".join(writer.write([])) == ""
    assert read("") == []


@given(st.lists(carried(), max_size=3))
def test_what_is_written_reads_back(records: list[Citation]) -> None:
    assert [bare(record) for record in read("".join(writer.write(records)))] == records


@given(st.lists(citations.whole(), max_size=4))
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

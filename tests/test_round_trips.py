"""What is written in nbib, MODS, MARCXML, EndNote XML and CSV comes back from our own readers."""

import unicodedata
from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from citations import whole
from mentorlit.exporting import export
from mentorlit.model import (
    PYTHON_NAME,
    Citation,
    Funding,
    Keyword,
    Name,
    PartialDate,
    Relation,
    StandardNumber,
)
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME as READERS
from mentorlit.stream import Stream
from mentorlit.writers import BY_NAME as WRITERS

FORMATS = ("nbib", "mods", "marcxml", "endnote-xml", "csv")
XML = ("mods", "marcxml", "endnote-xml")

WORDS = st.sampled_from(
    [
        "alpha",
        "Beta",
        "γ",
        "Übung",
        "co2",
        "中文",
        "x<y",
        "R&D",
        '"q"',
        "=1",
        "TY - A",
        "{b}",
        "\\i",
    ]
)
TITLES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join).map(lambda text: f"Of {text} it is")
FAMILIES = st.sampled_from(["Page", "Ünal", "O'Neill", "Smith-Jones", "Łukasiewicz"])
PEOPLE = st.builds(
    Name,
    family=FAMILIES,
    given=st.sampled_from(["Ann B.", "Çağla", "J.-P.", "Xu"]),
    non_dropping_particle=st.sampled_from(["", "", "van der"]),
    suffix=st.sampled_from(["", "", "Jr."]),
)
BODIES = st.sampled_from([Name(literal="World Health Organization"), Name(literal="A, B Group")])
DATES = st.builds(PartialDate, year=st.integers(1900, 2030)) | st.builds(
    PartialDate, year=st.integers(1900, 2030), month=st.integers(1, 12), day=st.integers(0, 28)
)
ARTICLES = st.builds(
    Citation,
    type=st.just("article-journal"),
    citation_key=st.just("key"),
    title=TITLES,
    author=st.lists(PEOPLE | BODIES, max_size=4, unique=True).map(tuple),
    issued=DATES,
    container_title=TITLES,
    volume=st.sampled_from(["1", "372"]),
    issue=st.sampled_from(["", "4"]),
    page=st.sampled_from(["12-19", "1203-1210"]),
    doi=st.sampled_from(["", "10.1000/a.b"]),
    pmid=st.sampled_from(["", "31711477"]),
    issn=st.sampled_from([(), (StandardNumber("1472-6920"),)]),
    language=st.sampled_from(["en", "de"]),
    abstract=st.just("") | TITLES,
    keyword=st.lists(TITLES, max_size=3, unique=True).map(lambda k: tuple(map(Keyword, k))),
    note=st.lists(TITLES, max_size=1).map(tuple),
)
FIELDS = {
    "nbib": {"pmid", "doi"},
    "mods": {"pmid", "doi", "citation_key"},
    "marcxml": {"pmid", "doi"},
    "endnote-xml": {"doi"},
    "csv": {"pmid", "doi", "citation_key"},
}
"""Fields that come back beside those that every format holds."""
ALWAYS = (
    *(
        "type",
        "title",
        "author",
        "issued",
        "container_title",
        "volume",
        "issue",
        "page",
        "language",
    ),
    *("abstract", "keyword", "note", "issn"),
)


def write(name: str, citations: Iterable[Citation]) -> str:
    return "".join(WRITERS[name].load()(citations))


def read(name: str, text: str) -> list[Citation | Reject]:
    stream = Stream([text.encode()], name="x", source="x", format=name)
    return list(READERS[name].load()(stream))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30)
@given(st.lists(ARTICLES, min_size=1, max_size=3))
def test_an_article_comes_back(name: str, citations: list[Citation]) -> None:
    found = read(name, write(name, citations))
    assert len(found) == len(citations)
    for one, other in zip(citations, found, strict=True):
        assert isinstance(other, Citation)
        lost = {PYTHON_NAME[field] for field in WRITERS[name].load_lost()(one)}
        for field in {*ALWAYS, *FIELDS[name]} - lost:
            assert getattr(other, field) == getattr(one, field), field


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20)
@given(whole())
def test_what_comes_back_is_written_the_same(name: str, citation: Citation) -> None:
    """Reading and writing again changes nothing more: no value wanders or grows."""
    once = [one for one in read(name, write(name, [citation])) if isinstance(one, Citation)]
    for number in range(2):
        again = [one for one in read(name, write(name, once)) if isinstance(one, Citation)]
        if number:
            assert [msgspec.structs.replace(one, problems=()) for one in again] == [
                msgspec.structs.replace(one, problems=()) for one in once
            ]
        once = again


@pytest.mark.parametrize("name", XML)
@settings(max_examples=20)
@given(st.lists(whole(), max_size=3))
def test_xml_is_well_formed_and_all_records_are_in_it(name: str, citations: list[Citation]) -> None:
    document = "".join(export(citations, WRITERS[name]))
    root = etree.fromstring(document.encode())
    records = [e for e in root.iter() if etree.QName(e).localname in ("mods", "record")]
    assert len(records) == len(citations)


@pytest.mark.parametrize("name", XML)
def test_forbidden_characters_are_replaced_and_told(name: str) -> None:
    citation = Citation(title="a\x00b\x1bc\ufffed \x85\u202e", publisher="fine")
    document = write(name, [citation])
    assert "a\ufffdb\ufffdc\ufffdd &#133;&#8238;" in document
    etree.fromstring(document.encode())
    assert "title" in WRITERS[name].load_lost()(citation)
    assert "publisher" not in WRITERS[name].load_lost()(citation)


@pytest.mark.parametrize(
    ("name", "citation", "lost"),
    [
        ("mods", Citation(extra={"ris": {"U1": "x"}}), ("extra",)),
        ("nbib", Citation(url=("https://x.org",), extra={"nbib": {"JID": "1"}}), ("URL",)),
        ("nbib", Citation(extra={"nbib": {"AD": ["x"]}}), ("extra",)),
        (
            "nbib",
            Citation(type="map", relations=(Relation("cites", id="1"),)),
            ("type", "relations"),
        ),
        ("endnote-xml", Citation(funding=(Funding(name="x"),), rights="y"), ("rights", "funding")),
        ("marcxml", Citation(extra={"marc21": {"906": [["  ", "a", "x"]]}}), ()),
        ("marcxml", Citation(volume="1", status="x"), ("volume", "status")),
        ("csv", Citation(keyword=(Keyword("a", "MeSH"),), note=("a; b",)), ("keyword", "note")),
    ],
)
def test_losses(name: str, citation: Citation, lost: tuple[str, ...]) -> None:
    assert WRITERS[name].load_lost()(citation) == lost


def test_marc_fields_come_back_and_changes_count() -> None:
    kept = {
        "leader": "00755cam  22002414a 4500",
        "245": [["14", "a", "The title /", "c", "by somebody."]],
        "906": [["  ", "a", "7"]],
    }
    citation = Citation(type="book", title="The title", extra={"marc21": kept})
    document = write("marcxml", [citation])
    assert document.count('tag="245"') == 1
    assert "by somebody." in document
    assert 'tag="906"' in document
    changed = write("marcxml", [msgspec.structs.replace(citation, title="Another")])
    assert changed.count('tag="245"') == 1
    assert "by somebody." not in changed


def test_lines_of_nbib_are_wrapped_and_nothing_begins_a_tag() -> None:
    citation = Citation(title="word " * 60 + "PMID- 5\nTI  - x", abstract="y" * 200)
    document = write("nbib", [citation])
    lines = document.splitlines()
    assert all(line.startswith("      ") or line[4:6] == "- " for line in lines)
    assert max(len(line) for line in lines if "y" * 200 not in line) <= 87
    (found,) = read("nbib", document)
    assert isinstance(found, Citation)
    assert found.title == " ".join(unicodedata.normalize("NFC", citation.title).split())


def test_cells_are_no_formulas_and_the_apostrophe_can_be_taken_away() -> None:
    values = ["=1+1", "'=1", "''", "-5", "+49", "@x", "＝1", "fine", "a=b"]
    text = write("csv", [Citation(title=value) for value in values])
    cells = [line.split(",")[2] for line in text.splitlines()[1:]]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]
    marks = tuple("=+-@＝＋－＠'")
    back = [cell[1:] if cell[:1] == "'" and cell[1:2] in marks else cell for cell in cells]
    assert back == values

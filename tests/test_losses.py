"""What formats cannot hold: told field by field, it is what writing and reading tells."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import citations
from cases import Case, found
from mentorlit.formats.bibtex import held as bibtex
from mentorlit.formats.bibtex import losses
from mentorlit.formats.ris import held as ris
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.reading import Reading
from mentorlit.writers import ris as writer

_WORDS = (
    *("cells", "DNA", "in", "and", "And", "The", "of", "Zürich", "pH", "X-ray", "IL-2", "a's"),
    *("C", "V.", "Jr", "Group", "University", "others", "et al.", "10.1/x", "2003-01-05", "no"),
    *("&", "&amp;", "<i>x</i>", "Rights:", "A:", ":", ";", ",", "/", "--", "''", "$x_1$", "50%"),
    *(
        "{",
        "}",
        "~",
        "\\",
        "PMID: 1",
        "countryus",
        "english",
        "=",
        "#",
        "ER  -",
        "e\u0301",
        "\u3000",
    ),
    *("日本", "İ", "ß", '<span class="nocase">y</span>', "\u00a0", "\x07", "http://x/"),
)


def _texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)


_MAYBE = st.just("") | _texts()
_SEVERAL = st.lists(_texts(), max_size=2).map(tuple)
_NAMES = st.builds(
    Name,
    family=st.sampled_from(["Li", "Müller", "Smith-Jones", "de Vries", "And", "group"]) | _texts(),
    given=st.sampled_from(["A. B.", "Xi", "V.", "Jean-Luc", "Andrea", "And", ""]) | _texts(),
    suffix=st.sampled_from(["", "", "", "Jr."]),
    affiliation=st.sampled_from([(), (), ("Home",)]),
)
_PEOPLE = st.lists(_NAMES | st.builds(Name, literal=_texts()), max_size=2).map(tuple)
_DATES = st.none() | st.builds(
    PartialDate,
    year=st.sampled_from([2003, 1999, 999, -3]),
    month=st.integers(0, 12),
    day=st.sampled_from([0, 1, 30, 31]),
)
_NUMBERS = st.lists(
    st.builds(
        StandardNumber,
        st.sampled_from(["1472-6920", "1234-5678", "9780262033848", "x"]),
        st.sampled_from(["", "print", "odd"]),
    ),
    max_size=2,
).map(tuple)
_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        (
            *("citation_key", "title", "title_short", "container_title", "container_title_short"),
            *("collection_title", "collection_number", "volume", "issue", "number", "edition"),
            *("publisher", "publisher_place", "genre", "abstract", "source", "call_number"),
            *("number_of_pages", "rights", "section"),
        ),
        _MAYBE,
    ),
    **dict.fromkeys(("author", "editor", "translator", "collection_editor"), _PEOPLE),
    **dict.fromkeys(("issued", "accessed", "original_date"), _DATES),
    **dict.fromkeys(("issn", "isbn"), _NUMBERS),
    **dict.fromkeys(("note", "annote", "affiliation", "alternative_title"), _SEVERAL),
    "type": st.sampled_from(
        (
            *("", "article-journal", "article-magazine", "chapter", "book", "report", "review"),
            *("paper-conference", "thesis"),
        )
    ),
    "page": st.sampled_from(["1-9", "7", "e7", "5-5", "a1-a9", "no", "xii", "1, 3-4"]) | _MAYBE,
    "doi": st.sampled_from(["", "10.1000/a(b)1", "10.1000/a.b-c", "10.1000/a;b"]),
    "pmid": st.sampled_from(["", "123", "0"]),
    "pmcid": st.sampled_from(["", "PMC123", "PMC0"]),
    "url": st.lists(
        st.sampled_from(
            ["https://a.org/b?c=d&e", "http://doi.org/10.1000/a", "x y", "https://a{b"]
        ),
        max_size=2,
    ).map(tuple),
    "language": st.sampled_from(["", "en", "en-US", "de", "pt-BR", "xx", "grc", "zh-Hant"]),
    "keyword": st.lists(
        st.builds(Keyword, _texts(), st.sampled_from(["", "", "MeSH"])), max_size=2
    ).map(tuple),
    "extra": st.sampled_from([{}, {"nbib": {"XX": ["y"]}}]),
}


@st.composite
def _few(draw: st.DrawFn) -> Citation:
    """Draw a citation with some fields, because a single odd one hides all others."""
    names = draw(st.lists(st.sampled_from(sorted(_PLAIN)), max_size=4, unique=True))
    fields = {name: draw(_PLAIN[name]) for name in (*names, "type")}
    return Citation(**fields)


def _agree(citation: Citation) -> None:
    quick = ris.untold(citation)
    assert quick is None or quick == writer.read_back(citation)
    quick = bibtex.untold(citation)
    for exact in (
        partial(losses.read_back, biblatex=False),
        partial(losses.read_back, biblatex=True),
    ):
        assert quick is None or quick == exact(citation)


@given(_few() | citations.whole())
def test_what_the_fields_tell_is_what_reading_tells(citation: Citation) -> None:
    _agree(citation)


@pytest.mark.parametrize("case", found("writers"), ids=lambda case: case.id)
def test_the_writers_cases_agree(case: Case) -> None:
    for citation in Reading([str(case.input)]):
        _agree(citation)
        _agree(replace(citation, extra={}))


def test_a_plain_article_is_told_without_writing() -> None:
    citation = Citation(
        type="article-journal",
        citation_key="smith2003",
        title="Cells and their DNA",
        author=(Name(family="Smith", given="Ann B."), Name(family="Li", given="Xi")),
        issued=PartialDate(year=2003, month=5, day=1),
        container_title="Journal of Cells",
        volume="1",
        issue="2",
        page="3-9",
        doi="10.1000/cells.1",
        issn=(StandardNumber("1472-6920"),),
        language="en",
        abstract="Cells have DNA.",
        keyword=(Keyword("cells"), Keyword("DNA")),
        url=("https://example.org/cells",),
    )
    assert ris.untold(citation) == ()
    assert bibtex.untold(citation) == ()
    assert bibtex.untold(replace(citation, extra={"nbib": {"XX": ["y"]}})) == ("extra",)

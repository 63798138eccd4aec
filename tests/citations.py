"""Hypothesis strategies for citations with hostile but legal values."""

import unicodedata

import msgspec
from hypothesis import strategies as st

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

_HOSTILE = (
    *("ER  - ", "TY  - JOUR", "\nER  - \n\nTY  - BOOK\nTI  - x", "a\u2028AU  - b", "a\x0bb\x0cc"),
    *("\u202eabc", "{", "}", '"', "\\", "$x_1^2$", "p < 0.05 & <i>n</i>", "&amp;", "@article{x,"),
    *("a;b", "a, b", "\x1b[2J", "é", "\x85TY  - X", "10.1/{x}%", "\\write18{id}", "PMID: 1"),
)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.replace("\0", "").split()))


def texts() -> st.SearchStrategy[str]:
    """One-line texts as the model has them: NFC, no surplus white space; never empty."""
    letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    parts = st.lists(st.one_of(letters, st.sampled_from(_HOSTILE)), min_size=1, max_size=3)
    return parts.map("".join).map(_normal).filter(bool)


def dates() -> st.SearchStrategy[PartialDate]:
    """Dates of every precision, ranges and literals."""
    single = st.builds(PartialDate, year=st.integers(1, 2100)) | st.builds(
        PartialDate, year=st.integers(1, 2100), month=st.integers(1, 12), day=st.integers(0, 28)
    )
    ranges = st.tuples(single, single).map(
        lambda pair: msgspec.structs.replace(pair[0], end=pair[1])
    )
    seasons = st.builds(PartialDate, year=st.integers(1500, 2100), season=st.integers(1, 4))
    return single | ranges | seasons | st.builds(PartialDate, literal=texts())


def names() -> st.SearchStrategy[Name]:
    """Persons and bodies, some with affiliations."""
    persons = st.builds(Name, family=texts(), given=texts())
    rich = st.builds(
        Name,
        family=texts(),
        non_dropping_particle=st.sampled_from(["", "van der"]),
        suffix=st.sampled_from(["", "Jr."]),
        affiliation=st.lists(texts(), max_size=2).map(tuple),
        orcid=st.sampled_from(["", "0000-0002-1825-0097"]),
    )
    return persons | rich | st.builds(Name, literal=texts())


def whole() -> st.SearchStrategy[Citation]:
    """Citations with values in fields of every kind."""
    maybe = st.just("") | texts()
    several = st.lists(texts(), max_size=3).map(tuple)
    several_names = st.lists(names(), max_size=3).map(tuple)
    return st.builds(
        Citation,
        type=st.sampled_from(["", "article-journal", "book", "document"]),
        citation_key=st.sampled_from(["", "key2019", "Ä:ö/1", "http://x/y", "two words", "12"]),
        title=maybe,
        alternative_title=several,
        author=several_names,
        editor=several_names,
        issued=st.none() | dates(),
        dates=st.dictionaries(st.just("received"), dates()),
        container_title=maybe,
        volume=maybe,
        issue=maybe,
        page=maybe,
        number=maybe,
        publisher=maybe,
        doi=st.sampled_from(["", "10.1000/xyz", "10.1/odd"]),
        pmid=st.sampled_from(["", "31711477"]),
        issn=st.lists(
            st.builds(
                StandardNumber,
                st.sampled_from(["1472-6920", "2047-2382"]),
                st.sampled_from(["", "print", "electronic"]),
            ),
            max_size=2,
        ).map(tuple),
        identifiers=st.dictionaries(
            st.just("arXiv"), st.lists(texts(), min_size=1, max_size=2).map(tuple)
        ),
        url=several,
        language=st.sampled_from(["", "en", "pt-BR"]),
        abstract=st.lists(texts(), max_size=2).map("\n\n".join),
        abstract_sections=st.lists(st.builds(Section, texts(), texts()), max_size=1).map(tuple),
        keyword=st.lists(st.builds(Keyword, texts(), maybe), max_size=3).map(tuple),
        affiliation=several,
        funding=st.lists(st.builds(Funding, name=texts()), max_size=1).map(tuple),
        relations=st.lists(st.builds(Relation, st.just("cites"), text=texts()), max_size=1).map(
            tuple
        ),
        note=several,
        extra=st.dictionaries(
            st.sampled_from(["ris", "csl-json", "bibtex"]),
            st.dictionaries(
                st.sampled_from(["XX", "odd name", "scale"]), st.lists(texts()), min_size=1
            ),
        ),
    )

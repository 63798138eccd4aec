"""A citation as it is compared: its fingerprint, which stands beside the record."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import msgspec

from mentorlit import identifiers
from mentorlit.dedupe.fold import fold, squeeze
from mentorlit.dedupe.pages import Pages, leading_number, pages
from mentorlit.dedupe.persons import Person, groups, persons
from mentorlit.dedupe.titles import Title, title
from mentorlit.dedupe.venues import Venue, venue
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.tables import load

_ABSTRACT: Final = 300
"""Characters of a folded abstract that are compared: databases cut the end, not the beginning."""

_LONGEST: Final = DEFAULT.compared
"""Characters of any other field that are looked at."""

_ABSTRACT_LABEL: Final = re.compile(
    r"\A(?:abstract|summary|background|introduction|objectives?|purpose|aims?|context)\s+"
)
_FINE: Final = (
    "genre",
    "edition",
    "version",
    "publisher",
    "part_number",
    "chapter_number",
    "section",
    "collection_title",
    "collection_number",
    "event_title",
    "volume_title",
    "number",
)
"""Fields that only tell identical records from others."""


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of a citation; equal fingerprints are records with the same content.

    Identifiers are tuples because merged records have several; ``versions`` are DOIs without
    the part that numbers the versions of one document.
    """

    title: Title
    titles: tuple[Title, ...] = ()
    persons: tuple[Person, ...] = ()
    groups: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    venues: tuple[Venue, ...] = ()
    issn: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: Pages = Pages()
    doi: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    pmid: tuple[str, ...] = ()
    pmcid: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    abstract: str = ""
    type: str = ""
    language: str = ""
    preprint: bool = False
    edition: str = ""
    fine: tuple[str, ...] = ()


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load("dedupe/keys")[name])


def fingerprint(citation: Citation) -> Fingerprint:
    """Return what is compared of ``citation``."""
    doi = _doi(citation)
    venues = _venues(citation)
    listed = citation.author or citation.editor
    most = load("dedupe/score")["persons"]["most"]
    return Fingerprint(
        title=title(citation.title, citation.container_title),
        titles=_other_titles(citation),
        persons=persons(listed, most),
        groups=groups(listed),
        years=_years(citation),
        venues=venues,
        issn=tuple(sorted({number.value for number in citation.issn})),
        volume=leading_number(citation.volume),
        issue=leading_number(citation.issue),
        pages=pages(citation.page, citation.number),
        doi=doi,
        versions=tuple(sorted({_unversioned(one) for one in doi})),
        pmid=_identifiers(citation.pmid, citation, "PMID"),
        pmcid=_identifiers(citation.pmcid.upper(), citation, "PMCID"),
        isbn=tuple(sorted({identifiers.isbn13(number.value) for number in citation.isbn})),
        others=_others(citation),
        abstract=_abstract(citation.abstract),
        type=citation.type,
        language=citation.language.partition("-")[0],
        preprint=_preprint(citation, doi, venues),
        edition=_edition(citation.edition),
        fine=tuple(fold(getattr(citation, field)[:_LONGEST]) for field in _FINE),
    )


def _other_titles(citation: Citation) -> tuple[Title, ...]:
    """Return the original and alternative titles, as compared."""
    stated = (citation.original_title, *citation.alternative_title)
    return tuple(title(text) for text in stated if text)


def _years(citation: Citation) -> tuple[int, ...]:
    """Return the years of publication: of the issue and, if stated, ahead of print."""
    stated = (citation.issued, citation.dates.get("epub"))
    return tuple(sorted({date.year for date in stated if date and date.year is not None}))


def _venues(citation: Citation) -> tuple[Venue, ...]:
    stated = (citation.container_title, citation.container_title_short)
    found = {text: venue(text) for text in stated if text}
    return tuple(one for one in found.values() if one.words)


def _identifiers(value: str, citation: Citation, scheme: str) -> tuple[str, ...]:
    return tuple(sorted({one for one in (value, *citation.identifiers.get(scheme, ())) if one}))


def _doi(citation: Citation) -> tuple[str, ...]:
    """Return every DOI, in lower case."""
    stated = _identifiers(citation.doi, citation, "DOI")
    return tuple(
        sorted({identifiers.doi(text[:_LONGEST]) or text[:_LONGEST].casefold() for text in stated})
    )


def _unversioned(doi: str) -> str:
    for pattern in _patterns("doi_versions"):
        match = pattern.fullmatch(doi)
        if match:
            return match[1]
    return doi


def _others(citation: Citation) -> tuple[str, ...]:
    """Return identifiers of other schemes as ``scheme:value``, those that name one work."""
    schemes = load("dedupe/keys")["schemes"]
    return tuple(
        sorted(
            f"{scheme.casefold()}:{value.casefold()}"
            for scheme, values in citation.identifiers.items()
            if scheme.casefold() in schemes
            for value in values
        )
    )


def _abstract(stated: str) -> str:
    """Return the beginning of the folded abstract, without its first label."""
    folded = fold(stated[: 4 * _ABSTRACT])
    return squeeze(_ABSTRACT_LABEL.sub("", folded))[:_ABSTRACT]


def _edition(stated: str) -> str:
    """Return the number of an edition, in digits or words; the first one counts as none."""
    numerals: dict[str, str] = load("dedupe/titles")["numerals"]
    number = leading_number(stated)
    words = (numerals.get(word, "") for word in fold(stated).split())
    number = number or next(filter(None, words), "")
    return "" if number == "1" else number


def _preprint(citation: Citation, doi: tuple[str, ...], venues: Iterable[Venue]) -> bool:
    """Tell whether the record itself says that it is a preprint."""
    if fold(citation.genre) in {"preprint", "working paper"}:
        return True
    servers: list[str] = load("dedupe/venues")["preprint_doi"]
    if any(one.startswith(tuple(servers)) for one in doi):
        return True
    return any(one.kind == "preprint" for one in venues)

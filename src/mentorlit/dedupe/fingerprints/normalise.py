"""A citation as it is compared: its fingerprint, which stands beside the record."""

import re
from functools import cache, lru_cache
from operator import attrgetter
from typing import Final

import msgspec

from mentorlit import identifiers
from mentorlit.dedupe.fingerprints.empty_titles import no_title
from mentorlit.dedupe.fingerprints.fold import beginning, fold, squeeze
from mentorlit.dedupe.fingerprints.forms import form, short
from mentorlit.dedupe.fingerprints.pages import Pages, leading_number, pages
from mentorlit.dedupe.fingerprints.persons import Person, groups, persons
from mentorlit.dedupe.fingerprints.titles import Title, title
from mentorlit.dedupe.fingerprints.venues import Venue, venue
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation, Relation
from mentorlit.tables import load

_ABSTRACT: Final = 300
"""Characters of a folded abstract that are compared: databases cut the end, not the beginning."""

_ENOUGH: Final = 480
"""Characters of an abstract that mostly have as many letters, and then show them all."""

_LONGEST: Final = DEFAULT.compared
"""Characters of any other field that are looked at."""

_TITLES: Final = 6
"""Titles besides the first that are compared: each is compared with each of the other record."""

_RELATIONS: Final = 1000
"""Relations of one record that are looked at."""

_ADDRESSES: Final = 8
_LANDING: Final = re.compile(
    r"/(?:full|abstract|pdf|epdf|html|meta|fulltext|summary)\Z|\.pdf\Z|[?#].*\Z"
)
"""Addresses of one record that are looked at, and what publishers put behind the DOI in them."""

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

_fine_of: Final = attrgetter(*_FINE)
_folded: Final = lru_cache(maxsize=1 << 12)(fold)
"""Publishers and series come again and again."""


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What is compared of a citation; equal fingerprints are records with the same content.

    Identifiers are tuples because merged records have several; ``versions`` are DOIs without
    the part that numbers the versions of one document. ``form`` is the form of publication
    (tables/dedupe/forms.toml), ``short`` that the record describes one page of a supplement,
    ``stated`` which relations the record states, to ``scheme:value``.
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
    form: str = ""
    short: bool = False
    language: str = ""
    edition: str = ""
    stated: tuple[tuple[str, str], ...] = ()
    fine: str = ""


@cache
def _versioned() -> re.Pattern[str]:
    """Return all patterns of DOIs with versions as one; each has one group."""
    return re.compile("|".join(load("dedupe/keys")["doi_versions"]))


@cache
def _most() -> int:
    most: int = load("dedupe/score")["persons"]["most"]
    return most


def fingerprint(citation: Citation) -> Fingerprint:
    """Return what is compared of ``citation``."""
    doi = _doi(citation)
    venues = _venues(citation)
    listed = citation.author or citation.editor
    return Fingerprint(
        title=title(citation.title[: 2 * _LONGEST], citation.container_title[:_LONGEST]),
        titles=_other_titles(citation),
        persons=persons(listed, _most()),
        groups=groups(listed),
        years=_years(citation),
        venues=venues,
        issn=tuple(sorted({number.value for number in citation.issn})) if citation.issn else (),
        volume=leading_number(citation.volume),
        issue=leading_number(citation.issue),
        pages=pages(citation.page, citation.number),
        doi=doi,
        versions=tuple(sorted({_unversioned(one) for one in doi})) if doi else (),
        pmid=_identifiers(citation.pmid, citation, "PMID"),
        pmcid=_identifiers(citation.pmcid.upper(), citation, "PMCID"),
        isbn=_isbn(citation),
        others=_others(citation),
        abstract=_abstract(citation.abstract),
        type=citation.type,
        form=form(citation, doi, venues),
        short=short(citation),
        language=citation.language.partition("-")[0],
        edition=_edition(citation.edition),
        stated=_stated(citation.relations),
        fine=_fine(citation),
    )


def _fine(citation: Citation) -> str:
    """Return the fields that only tell identical records from others, as one text."""
    values = _fine_of(citation)
    if not any(values):
        return ""
    return "|".join(
        [f"{number}={_folded(one[:_LONGEST])}" for number, one in enumerate(values) if one]
    )


def _isbn(citation: Citation) -> tuple[str, ...]:
    if not citation.isbn:
        return ()
    return tuple(sorted({identifiers.isbn13(number.value) for number in citation.isbn}))


def _stated(relations: tuple[Relation, ...]) -> tuple[tuple[str, str], ...]:
    """Return the relations that a source states to a work with an identifier, in the list's names.

    What deduplication itself added is left out: a record is compared as its source made it.
    """
    if not relations:
        return ()
    table = load("dedupe/relations")
    found: set[tuple[str, str]] = set()
    for one in relations[:_RELATIONS]:
        kind = table["synonyms"].get(one.kind, one.kind)
        known = kind in table["stated"] or kind in table["inverses"]
        if known and not one.by and one.scheme in ("DOI", "PMID", "PMCID") and one.id:
            found.add((kind, f"{one.scheme.casefold()}:{one.id[:_LONGEST].casefold()}"))
    return tuple(sorted(found))


def _other_titles(citation: Citation) -> tuple[Title, ...]:
    """Return the original and alternative titles, as compared."""
    if not citation.original_title and not citation.alternative_title:
        return ()
    stated = (citation.original_title, *citation.alternative_title)
    return tuple([title(text[: 2 * _LONGEST]) for text in stated[:_TITLES] if text])


def _years(citation: Citation) -> tuple[int, ...]:
    """Return the years of publication: of the issue and, if stated, ahead of print."""
    issued, ahead = citation.issued, citation.dates.get("epub") if citation.dates else None
    year = issued.year if issued else None
    first = ahead.year if ahead else None
    if first is None or first == year:
        return () if year is None else (year,)
    return (first,) if year is None else (min(year, first), max(year, first))


def _venues(citation: Citation) -> tuple[Venue, ...]:
    """Return the container's names: the full one, its parallel title after "=", the short one."""
    found: list[Venue] = []
    for stated in (citation.container_title, citation.container_title_short):
        if not stated:
            continue
        for text in stated.split(" = ", 2)[:2] if " = " in stated else (stated,):
            one = venue(text[:_LONGEST])
            if one.words and one not in found:
                found.append(one)
    return tuple(found)


def _identifiers(value: str, citation: Citation, scheme: str) -> tuple[str, ...]:
    more = citation.identifiers.get(scheme, ()) if citation.identifiers else ()
    if not more:
        return (value,) if value else ()
    return tuple(sorted({one for one in (value, *more) if one}))


def _doi(citation: Citation) -> tuple[str, ...]:
    """Return every DOI, in lower case."""
    stated = _identifiers(citation.doi, citation, "DOI")
    if not stated:
        return _doi_elsewhere(citation)
    read = {identifiers.doi(text[:_LONGEST]) or text[:_LONGEST].casefold() for text in stated}
    found = tuple(sorted([doi for doi in read if not doi.startswith(_of_records())]))
    return found or _doi_elsewhere(citation)


@cache
def _of_records() -> tuple[str, ...]:
    return tuple(load("dedupe/keys")["doi_of_records"])


def _doi_elsewhere(citation: Citation) -> tuple[str, ...]:
    """Return the DOI in an address of the record, or in the place of its title, if it has none."""
    for text in (*citation.url[:_ADDRESSES], citation.title):
        at = text.find("10.", 0, _LONGEST)
        if at < 0 or (at > 0 and text[at - 1] not in "/:= "):
            continue
        if text is citation.title and not no_title(text, fold(text[:_LONGEST])):
            continue
        found = _LANDING.sub("", identifiers.doi(text[at:_LONGEST]))
        if found and not found.startswith(_of_records()):
            return (found,)
    return ()


def _unversioned(doi: str) -> str:
    match = _versioned().fullmatch(doi)
    return match[match.lastindex or 0] if match else doi


def _others(citation: Citation) -> tuple[str, ...]:
    """Return identifiers of other schemes as ``scheme:value``, those that name one work."""
    if not citation.identifiers:
        return ()
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
    if not stated:
        return ""
    text = stated[: 4 * _ABSTRACT]
    for part in dict.fromkeys((beginning(text, _ENOUGH), text)):
        found = squeeze(_ABSTRACT_LABEL.sub("", fold(part)))
        if len(found) >= _ABSTRACT:
            break
    return found[:_ABSTRACT]


def _edition(stated: str) -> str:
    """Return the number of an edition, in digits or words; the first one counts as none."""
    if not stated:
        return ""
    table = load("dedupe/titles")
    numerals: dict[str, str] = {**table["numerals"], **table["ordinals"]}
    number = leading_number(stated)
    words = (numerals.get(word, "") for word in fold(stated[:_LONGEST]).split())
    number = (
        number
        or next(filter(None, words), "")
        or ("rev" if "rev" in stated[:_LONGEST].lower() else "")
    )
    return "" if number == "1" else number

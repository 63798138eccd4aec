"""Writer of MODS 3.8, one ``modsCollection`` (https://www.loc.gov/standards/mods/).

Everything that the schema has an element for is written; docs/formats/mods.md says what stands
where. What contains an article or chapter is a related item of type ``host``, which has the
volume, issue and pages too.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from mentorlit.dates import iso
from mentorlit.formats.mods.written import date_elements, name_element, shown
from mentorlit.formats.mods.written_related import (
    identifier_type,
    is_contained,
    related,
    standard_numbers,
)
from mentorlit.layout import Layout
from mentorlit.losses import is_said, ordered
from mentorlit.model import NAME_FIELDS, Citation
from mentorlit.tables import load, phrases
from mentorlit.xmlwrite import HEAD, attributes, damaged, leaf, nest

_OPEN: Final = '<modsCollection xmlns="http://www.loc.gov/mods/v3">\n'
_CLOSE: Final = "</modsCollection>\n"
_ELSEWHERE: Final = ("container_author", "collection_editor", "reviewed_author")
_NOTES: Final = (
    ("annote", "annotation"),
    ("affiliation", "affiliation"),
    ("status", "status"),
    ("version", "version"),
    ("number_of_volumes", "number of volumes"),
)
"""Fields that stand in notes of a type."""


def _collected(citation: Citation, _: int) -> str:
    body = "".join(f"{element}\n" for element in _elements(citation) if element)
    return f'<mods version="3.8">\n{body}</mods>\n'


write: Final = Layout(_collected, head=HEAD + _OPEN, tail=_CLOSE)
"""Yields a collection with one ``mods`` element for each citation."""


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the fields of which MODS does not hold all, by their JSON names."""
    names = set(damaged(citation))
    if citation.extra:
        names.add("extra")
    if not is_said(citation):
        names.add("abstract-sections")
    if citation.accessed and not (citation.url and iso(citation.accessed)):
        names.add("accessed")
    return ordered(names)


def _elements(citation: Citation) -> Iterator[str]:
    yield from _titles(citation)
    for field in NAME_FIELDS:
        if field not in _ELSEWHERE:
            yield from (name_element(field, name) for name in getattr(citation, field))
    yield _event(citation)
    yield from _kind(citation)
    yield _origin(citation)
    yield nest("language", _language(citation.language))
    yield _description(citation)
    yield leaf("abstract", _abstract(citation))
    for keyword in citation.keyword:
        scheme = attributes(authority=_authority(keyword.scheme))
        yield nest("subject", leaf("topic", keyword.text), attributes=scheme)
    yield from _notes(citation)
    yield from related(citation)
    yield from _identifiers(citation)
    yield from _locations(citation)
    yield leaf("accessCondition", citation.rights)
    yield _record(citation)


def _titles(citation: Citation) -> Iterator[str]:
    yield nest("titleInfo", leaf("title", citation.title))
    short = attributes(type="abbreviated")
    yield nest("titleInfo", leaf("title", citation.title_short), attributes=short)
    for title in citation.alternative_title:
        yield nest("titleInfo", leaf("title", title), attributes=attributes(type="alternative"))


def _event(citation: Citation) -> str:
    parts = (
        leaf("namePart", citation.event_title),
        leaf("namePart", citation.event_place, attributes(type="termsOfAddress")),
        leaf("namePart", shown(citation.event_date), attributes(type="date")),
    )
    return nest("name", *parts, attributes=attributes(type="conference"))


def _kind(citation: Citation) -> Iterator[str]:
    text = "" if citation.type in _NO_TEXT else "text"
    yield leaf("typeOfResource", _resources().get(citation.type, text))
    yield leaf("genre", _genres().get(citation.type, citation.type))
    yield leaf("genre", citation.genre)


_NO_TEXT: Final = frozenset(["", "broadcast", "dataset", "event", "performance", "speech"])
"""Types of which that is not sure."""
_CLOSED: Final = frozenset(
    [
        *("cartographic", "notated music", "sound recording", "still image", "moving image"),
        *("software, multimedia", "mixed material"),
    ]
)
"""Values of typeOfResource in every version of the schema."""


@cache
def _resources() -> dict[str, str]:
    known = {kind: word for word, kind in load("mods")["resources"].items() if word in _CLOSED}
    return known | {"figure": "still image"}


@cache
def _genres() -> dict[str, str]:
    """Return, by CSL type, the word that the table has first."""
    return {kind: phrases(words)[0] for kind, words in load("mods")["types"].items()}


def _origin(citation: Citation) -> str:
    dates = [date_elements("dateIssued", citation.issued)]
    for event, date in citation.dates.items():
        dates.append(date_elements("dateOther", date, event))
    return nest(
        "originInfo",
        nest("place", leaf("placeTerm", citation.publisher_place, attributes(type="text"))),
        leaf("publisher", citation.publisher),
        *dates,
        leaf("edition", citation.edition),
    )


def _language(tag: str) -> str:
    return leaf("languageTerm", tag, attributes(type="code", authority="rfc5646"))


def _description(citation: Citation) -> str:
    pages = citation.number_of_pages
    return nest(
        "physicalDescription",
        leaf("form", citation.medium),
        leaf("extent", f"{pages} pages" if pages.isdigit() else pages),
    )


def _abstract(citation: Citation) -> str:
    parts = (f"{part.label}: {part.text}" for part in citation.abstract_sections)
    return citation.abstract or "\n\n".join(parts)


@lru_cache(1024)
def _authority(scheme: str) -> str:
    """Return the authority's code for a scheme, else the scheme as it is."""
    codes = {name: code for code, name in reversed(load("mods")["schemes"].items())}
    return str(codes.get(scheme, scheme))


def _notes(citation: Citation) -> Iterator[str]:
    for note in citation.note:
        yield leaf("note", note)
    for field, kind in _NOTES:
        value = getattr(citation, field)
        for text in (value,) if isinstance(value, str) else value:
            yield leaf("note", text, attributes(type=kind))
    for grant in citation.funding:
        parts = (grant.name, ", ".join(grant.award), grant.doi, grant.statement)
        yield leaf("note", "; ".join(filter(None, parts)), attributes(type="funding"))


def _identifiers(citation: Citation) -> Iterator[str]:
    if not is_contained(citation):
        yield from standard_numbers(citation)
    own = (
        ("doi", citation.doi),
        ("pmid", citation.pmid),
        ("pmc", citation.pmcid),
        ("citekey", citation.citation_key),
    )
    for kind, text in own:
        yield leaf("identifier", text, attributes(type=kind))
    for scheme, texts in citation.identifiers.items():
        for text in texts:
            yield leaf("identifier", text, attributes(type=identifier_type(scheme)))


def _locations(citation: Citation) -> Iterator[str]:
    accessed = iso(citation.accessed) if citation.accessed else ""
    usage = "primary display"
    for url in citation.url:
        marks = attributes(usage=usage, dateLastAccessed=accessed)
        yield nest("location", leaf("url", url, marks))
        usage, accessed = "", ""
    yield nest(
        "location",
        leaf("physicalLocation", citation.archive),
        leaf("shelfLocator", citation.call_number),
        _copy(citation.archive_location),
    )


def _copy(place: str) -> str:
    inner = nest("copyInformation", leaf("shelfLocator", place))
    return nest("holdingSimple", inner)


def _record(citation: Citation) -> str:
    own_id = citation.origin.id if citation.origin else ""
    return nest(
        "recordInfo",
        leaf("recordContentSource", citation.source),
        leaf("recordIdentifier", own_id),
    )

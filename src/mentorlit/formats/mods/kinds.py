"""What a MODS record describes: genre, typeOfResource, issuance and host to a CSL type."""

from typing import Final

from lxml.etree import _Element

from mentorlit.formats.mods.vocabulary import kinds, mapped
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_CONTAINED: Final = {"periodical": "article-journal"}
_SERIAL: Final = frozenset({"continuing", "serial", "integrating resource"})
_MONOGRAPHIC: Final = frozenset({"monographic", "single unit", "multipart monograph"})
_WHOLE: Final = frozenset({"book", "periodical", "graphic", "report"})


def kind(record: XmlRecord, item: _Element | None) -> tuple[str, str]:
    """Return the CSL type of the record, and the genre that said it; ``item`` is its host.

    Words that say nothing about the type stay, and so does a genre that says more than it.
    """
    genres = [(value(genre), genre) for genre in record.all("genre")]
    found, genre = _ranked(genres, "types")
    resource = _resource(record)
    if item is not None and (found in ("", *_WHOLE)):
        host, _ = _ranked([(value(one), one) for one in record.all("genre", item)], "parts")
        part = host or _issued_as(record, item) or _CONTAINED.get(found, "")
        if found == "book" and not _has_pages(record, item):
            # a volume of a work in several
            part = ""
        if part and (found or resource in ("", "collection")):
            return part, genre
        if not found and not resource:
            return _by_number(record, item), genre
    if found or resource:
        return found or resource, genre
    issuance = {value(one) for one in record.under("originInfo", "issuance")}
    if issuance & _SERIAL:
        return "periodical", genre
    is_book = issuance & _MONOGRAPHIC or any(
        "isbn" in attribute(one, "type") for one in record.all("identifier")
    )
    return ("book" if is_book and not _is_bare(record) else ""), genre


def _ranked(words: list[tuple[str, _Element]], section: str) -> tuple[str, str]:
    """Return the type of the word that the table has first, and the word."""
    table = kinds(section)
    known = [
        (*table[word], text) for text, _ in words if (word := text.lower().strip(" .")) in table
    ]
    # Of words that mean the same type the longest says most ("Ph.D. thesis", "thesis").
    best = min(known, key=lambda one: (one[0], -len(one[2])), default=(0, "", ""))
    return best[1], best[2]


def _resource(record: XmlRecord) -> str:
    for element in record.all("typeOfResource"):
        if attribute(element, "manuscript") == "yes":
            return "manuscript"
        if found := mapped("resources", value(element)):
            record.use(element)
            return found
        if value(element).lower() in ("text", "text resource"):
            record.use(element)
    return ""


def _issued_as(record: XmlRecord, item: _Element) -> str:
    """Return what a part of the host is by the way in which the host is issued."""
    for info in record.all("originInfo", item):
        for issuance in record.all("issuance", info):
            if value(issuance) in _SERIAL:
                return "article-journal"
            if value(issuance) in _MONOGRAPHIC:
                return "chapter"
    return ""


def _has_pages(record: XmlRecord, item: _Element) -> bool:
    """Tell whether the record has a range of pages in its host."""
    parts = [*record.all("part"), *record.all("part", item)]
    return any(record.all("extent", part) for part in parts)


def _by_number(record: XmlRecord, item: _Element) -> str:
    """Return what a part of the host is by the host's numbers: ISSN and issue, or ISBN."""
    types = {attribute(one, "type").lower() for one in record.all("identifier", item)}
    if any("isbn" in kind for kind in types):
        return "chapter"
    details = {
        attribute(detail, "type")
        for part in record.all("part", item)
        for detail in record.all("detail", part)
    }
    return "article-journal" if "issue" in details or any("issn" in one for one in types) else ""


def _is_bare(record: XmlRecord) -> bool:
    """Tell whether the kind of resource is one that no book is."""
    return any(value(one).startswith("three") for one in record.all("typeOfResource"))

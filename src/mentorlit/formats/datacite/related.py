"""Identifiers and related works of DataCite's XML (schema 4.6, properties 1, 11, 12 and 20)."""

from typing import Any, Final

from lxml.etree import _Element

from mentorlit import identifiers
from mentorlit.formats.datacite.titles import SERIES
from mentorlit.formats.datacite.vocabulary import holds, mapped, relation
from mentorlit.model import Relation, StandardNumber
from mentorlit.names import parse
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_FIRST: Final = ("doi", "pmid", "pmcid")


class Numbers:
    """The identifiers of the work, each in its field or by its scheme."""

    def __init__(self) -> None:
        self.single: dict[str, str] = {}
        self.lists: dict[str, dict[Any, None]] = {"url": {}, "issn": {}, "isbn": {}}
        self.others: dict[str, dict[str, None]] = {}

    def add(self, kind: str, text: str) -> bool:
        """Take one identifier of a kind that the table knows, or of an unknown one."""
        scheme = mapped("identifiers", kind)
        if scheme == "ISSN":
            found = identifiers.issns(text, checked=False)
            self.lists["issn"] |= dict.fromkeys(map(StandardNumber, found))
            return bool(found)
        if scheme == "ISBN":
            found = identifiers.isbns(text, checked=False)
            self.lists["isbn"] |= dict.fromkeys(map(StandardNumber, found))
            return bool(found)
        if scheme == "URL":
            self.lists["url"][text] = None
            return True
        if scheme.lower() in _FIRST:
            found = getattr(identifiers, scheme.lower())(text)
            return bool(found) and self._one(scheme, found)
        if scheme:
            self.others.setdefault(scheme, {})[text] = None
        return bool(scheme)

    def _one(self, scheme: str, text: str) -> bool:
        if self.single.setdefault(scheme.lower(), text) != text:
            self.others.setdefault(scheme, {})[text] = None
        return True

    def values(self) -> dict[str, Any]:
        """Return what was found as a citation's fields."""
        found: dict[str, Any] = dict(self.single)
        found |= {field: tuple(listed) for field, listed in self.lists.items()}
        found["identifiers"] = {scheme: tuple(texts) for scheme, texts in self.others.items()}
        return found


def numbers(record: XmlRecord) -> Numbers:
    """Take the identifier and the alternate ones; kinds that are not known stay."""
    found = Numbers()
    for element in record.all("identifier"):
        if found.add(attribute(element, "identifierType") or "DOI", value(element)):
            record.use(element)
    for element in record.under("alternateIdentifiers", "alternateIdentifier"):
        if found.add(attribute(element, "alternateIdentifierType"), value(element)):
            record.use(element)
    return found


def relations(record: XmlRecord, found: Numbers) -> tuple[Relation, ...]:
    """Take the related identifiers; the ISSN or ISBN of what holds the work is also its own."""
    listed: dict[Relation, None] = {}
    for element in record.under("relatedIdentifiers", "relatedIdentifier"):
        scheme = attribute(element, "relatedIdentifierType")
        word, text = attribute(element, "relationType"), record.text(element)
        known = mapped("identifiers", scheme) or scheme
        if known in ("ISSN", "ISBN") and holds(word) and found.add(known, text):
            continue
        if known in ("DOI", "PMID", "PMCID"):
            text = getattr(identifiers, known.lower())(text) or text
        if text:
            listed[Relation(relation(word), known, text)] = None
    return tuple(listed)


def held_in(record: XmlRecord) -> tuple[dict[str, Any], tuple[Relation, ...]]:
    """Take the related items (since 4.4): the one that holds the work, and the others."""
    container: dict[str, Any] = {}
    others: list[Relation] = []
    for item in record.under("relatedItems", "relatedItem"):
        word = attribute(item, "relationType")
        if holds(word) and not container:
            container = _container(record, item)
        else:
            others.append(_other(record, item, relation(word)))
    return container or _series(record), tuple(others)


def _container(record: XmlRecord, item: _Element) -> dict[str, Any]:
    found: dict[str, Any] = {"container_title": _title(record, item)}
    for field, tag in (("volume", "volume"), ("issue", "issue"), ("edition", "edition")):
        found[field] = record.first_text(tag, item)
    first, last = record.first_text("firstPage", item), record.first_text("lastPage", item)
    found["page"] = f"{first}-{last}" if last and last != first else first
    for element in record.all("number", item):
        field = {"article": "number", "chapter": "chapter_number", "report": "number"}.get(
            attribute(element, "numberType").lower(), ""
        )
        if field and not found.get(field):
            found[field] = record.text(element)
    outer = Numbers()
    for element in record.all("relatedItemIdentifier", item):
        if outer.add(attribute(element, "relatedItemIdentifierType"), value(element)):
            record.use(element)
    found["issn"], found["isbn"] = tuple(outer.lists["issn"]), tuple(outer.lists["isbn"])
    if number := outer.single.get("doi"):
        found["relations"] = (Relation("part-of", "DOI", number),)
    editors = [
        parse(record.text(record.first("contributorName", one)))
        for listed in record.all("contributors", item)
        for one in record.all("contributor", listed)
        if attribute(one, "contributorType") == "Editor"
    ]
    found["editor"] = tuple(editors)
    return found


def _title(record: XmlRecord, item: _Element) -> str:
    for titles in record.all("titles", item):
        if title := record.first_text("title", titles):
            return title
    return ""


def _other(record: XmlRecord, item: _Element, kind: str) -> Relation:
    title = _title(record, item)
    element = record.first("relatedItemIdentifier", item)
    if element is None:
        return Relation(kind, text=title)
    scheme = attribute(element, "relatedItemIdentifierType")
    return Relation(kind, mapped("identifiers", scheme) or scheme, record.text(element), title)


def _series(record: XmlRecord) -> dict[str, Any]:
    """Take a description of the series, if it is exactly ``Title, volume(issue), first-last``."""
    for element in record.under("descriptions", "description"):
        if attribute(element, "descriptionType") != "SeriesInformation":
            continue
        if match := SERIES.match(value(element)):
            record.use(element)
            found = {field: text or "" for field, text in match.groupdict().items()}
            found["container_title"] = found.pop("title")
            return found
    return {}

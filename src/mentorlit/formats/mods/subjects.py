"""subject (MODS user guidelines): headings as one text each, with their vocabulary."""

from typing import Final

from lxml.etree import _Element

from mentorlit import names
from mentorlit.formats.mods.people import person
from mentorlit.formats.mods.titles import joined
from mentorlit.formats.mods.vocabulary import mapped
from mentorlit.model import Keyword
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, local, value

_DIVISION: Final = "--"
_SKIPPED: Final = frozenset({"cartographics", "geographicCode"})


def keywords(record: XmlRecord) -> tuple[Keyword, ...]:
    """Take the subjects.

    The parts of a subject are subdivisions of one heading ("Ice--Greenland"); topics alone,
    without a vocabulary, are keywords of their own, as reference managers write them.
    """
    found: dict[Keyword, None] = {}
    for subject in record.all("subject"):
        for text, authority in _headings(record, subject):
            if text:
                found[Keyword(text, mapped("schemes", authority) or authority)] = None
    return tuple(found)


def _headings(record: XmlRecord, subject: _Element) -> list[tuple[str, str]]:
    authority = attribute(subject, "authority")
    parts: list[tuple[str, str, str]] = []
    for child in subject:
        name = local(child)
        if not name or name in _SKIPPED:
            continue
        parts.append((name, _text(record, child, name), attribute(child, "authority")))
    if not parts:
        if len(subject):
            return []
        record.use(subject)
        return [(value(subject), authority)]
    if not authority and all(name == "topic" for name, _, _ in parts):
        return [(text, own) for _, text, own in parts]
    first = next((own for _, _, own in parts if own), "")
    return [(_DIVISION.join(text for _, text, _ in parts if text), authority or first)]


def _text(record: XmlRecord, child: _Element, name: str) -> str:
    """Take one part of a subject."""
    if name == "name":
        people = person(record, child)
        dates = [value(part) for part in record.all("namePart", child)]
        shown = names.sort_form(people)
        life = [text for text in dates if text and text[:1].isdigit()]
        record.use(*record.all("namePart", child))
        return ", ".join((shown, *life))
    if name == "titleInfo":
        return joined(record, child)
    if name == "hierarchicalGeographic":
        record.use(child)
        return _DIVISION.join(text for text in map(value, child) if text)
    return record.text(child)

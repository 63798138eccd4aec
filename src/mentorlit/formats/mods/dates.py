"""Dates of MODS (user guidelines, originInfo): encodings, qualifiers, beginnings and ends."""

import re
from typing import Final, NamedTuple

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import dates
from mentorlit.formats.mods.vocabulary import other_events
from mentorlit.model import PartialDate
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, local, value

_UNKNOWN: Final = re.compile(r"(?i)[0-9]{0,3}[ux?-]{1,4}\Z|9999\Z|uuuu|\|+\Z")
_COMPACT: Final = re.compile(r"([12][0-9]{3})(0[1-9]|1[0-2])\Z")
_OPEN: Final = re.compile(r"([0-9]{4})\s*[-/]\s*(?:\.\.|9999|uuuu)?\Z")
_YEARS: Final = re.compile(r"([12][0-9]{3})\s*[-–/]\s*([12][0-9]{3})\Z")
_EVENTS: Final = {
    "dateCreated": "created",
    "dateCaptured": "captured",
    "dateValid": "valid",
    "dateModified": "modified",
    "copyrightDate": "copyright",
}
_MACHINE: Final = frozenset({"w3cdtf", "iso8601", "edtf", "temper", "marc"})
_BRACKETS: Final = "[]<>() .,"


class Dates(NamedTuple):
    """The date of issue and the other dated events of a record or related item."""

    issued: PartialDate | None
    events: dict[str, PartialDate]
    unclear: tuple[str, ...]


def dated(record: XmlRecord, scope: _Element) -> Dates:
    """Take the dates of ``scope``; what a date does not hold stays.

    Of several dates of issue the key date counts, then the encoded ones, then the first. Where
    nothing was issued, the date of copyright or else of creation stands for it: that is the date
    of photographs, manuscripts and maps.
    """
    found: dict[str, list[_Element]] = {}
    for info in record.all("originInfo", scope):
        other = attribute(info, "eventType").lower() in other_events()
        for child in info:
            name = local(child)
            if name == "dateOther" or (name == "dateIssued" and other):
                name = attribute(child, "type") or attribute(info, "eventType") or name
            if "date" in local(child).lower() and value(child):
                found.setdefault(name, []).append(child)
    unclear: list[str] = []
    issued = _best(record, found.pop("dateIssued", []), unclear)
    stand_in = sorted(
        (name for name in ("copyrightDate", "dateCreated") if name in found),
        key=lambda name: not any(attribute(one, "keyDate") == "yes" for one in found[name]),
    )
    for name in stand_in:
        if issued is None:
            issued = _best(record, found.pop(name), unclear)
    events = {
        _EVENTS.get(name, name): date
        for name, elements in found.items()
        if (date := _best(record, elements, unclear)) is not None
    }
    return Dates(issued, events, tuple(unclear))


def _best(record: XmlRecord, elements: list[_Element], unclear: list[str]) -> PartialDate | None:
    """Take the date that says most; a beginning and an end are one range."""
    ends = {attribute(one, "point"): one for one in reversed(elements) if attribute(one, "point")}
    first, last = ends.get("start"), ends.get("end")
    if first is not None and (date := read(first)):
        record.use(first)
        end = read(last) if last is not None else None
        if last is not None and (end or _UNKNOWN.match(value(last))):
            record.use(last)
        return replace(date, end=end) if end and end != date else date
    ranked = sorted(elements, key=_rank)
    for element in ranked:
        date = read(element)
        if date is None:
            continue
        for other in ranked:
            same = other is element or read(other) in (date, PartialDate(year=date.year))
            if same and _is_whole(value(other), date):
                record.use(other)
        if not record.is_used(element):
            unclear.append(value(element))
        return date
    texts = [value(element) for element in ranked]
    unclear += [text for text in texts if not _UNKNOWN.match(text)][:1]
    return None


def _rank(element: _Element) -> tuple[bool, bool]:
    encoded = attribute(element, "encoding") in _MACHINE
    return attribute(element, "keyDate") != "yes", not encoded


def _is_whole(text: str, date: PartialDate) -> bool:
    """Tell whether the date says all that the text does; marks of copyright say nothing more."""
    text = re.sub(r"(?i)(?<![a-z])[cp©℗](?=\s?[0-9]{4})", "", text)
    return dates.is_whole(text, date) or _COMPACT.match(text) is not None


def read(element: _Element) -> PartialDate | None:
    """Return the date in one element, None if it has none."""
    text = value(element).strip(_BRACKETS + "~%")
    if not text or _UNKNOWN.match(text):
        return None
    date = _parsed(text)
    if date is None or date.literal:
        return None
    vague = attribute(element, "qualifier") in ("approximate", "questionable")
    marked = attribute(element, "encoding") == "edtf" and value(element)[-1:] in "~?%"
    return replace(date, circa=True) if vague or marked else date


def _parsed(text: str) -> PartialDate | None:
    if match := _COMPACT.match(text):
        return dates.make(int(match[1]), int(match[2]))
    if match := _YEARS.match(text):
        first, last = dates.make(int(match[1])), dates.make(int(match[2]))
        return replace(first, end=last) if first and last and match[1] < match[2] else first
    if match := _OPEN.match(text):
        return dates.make(int(match[1]))
    begin, slash, ending = text.partition("/")
    if slash and len(begin) > 4:
        start, end = dates.parse(begin), dates.parse(ending)
        return replace(start, end=end) if start and end and start != end else start
    return dates.parse(text)

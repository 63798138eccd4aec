"""Dates: ``year``, ``month`` and ``day`` as elements, several for one work."""

from lxml import etree

from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.formats.scholarly.draft import Draft, word
from mentorlit.model import PartialDate
from mentorlit.tables import load

_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def read(element: etree._Element) -> PartialDate | None:
    """Return the date; months from 21 on are seasons or quarters (schema, ``month``)."""
    parts = {inner.tag: word(inner) for inner in element}
    month = parts.get("month", "")
    season = _SEASONS.get(month, "")
    if season or (month.isdecimal() and int(month) > 12):
        month = ""
    return from_parts(parts.get("year", ""), month, parts.get("day", ""), season)


def published(draft: Draft, elements: list[etree._Element]) -> None:
    """Take the dates of publication; the earliest is the one, as in Crossref's REST API."""
    events = load("crossref_xml")["date"]
    found: list[PartialDate] = []
    for element in elements:
        medium = (element.get("media_type") or "").lower()
        date = read(element)
        if date is None:
            rest.keep(draft.extra, element)
            continue
        found.append(date)
        _keep_rest(draft, element, date)
        if medium:
            draft.date(events.get(medium, medium), date, element)
    if found:
        draft.fields["issued"] = min(found, key=_order)


def _order(date: PartialDate) -> tuple[int, int, int]:
    return date.year or 0, date.month or date.season * 3 or 13, date.day or 32


def event(draft: Draft, element: etree._Element) -> None:
    """Take a date that is not one of publication."""
    date = read(element)
    draft.date(load("crossref_xml")["event"].get(element.tag, element.tag), date, element)
    if date is not None:
        _keep_rest(draft, element, date)


def _keep_rest(draft: Draft, element: etree._Element, date: PartialDate) -> None:
    """Keep a date whose month or day no calendar has."""
    month, day = element.find("month"), element.find("day")
    lacks_month = month is not None and word(month).strip("0") and not (date.month or date.season)
    if lacks_month or (day is not None and word(day).strip("0") and not date.day):
        rest.keep(draft.extra, element)


def between(start: list[str], end: list[str]) -> PartialDate | None:
    """Return the range between two dates, each as year, month and day; None without a start."""
    first, last = (from_parts(each[0], each[1], each[2]) for each in (start, end))
    if first is None or last is None or first == last:
        return first
    return PartialDate(year=first.year, month=first.month, day=first.day, end=last)

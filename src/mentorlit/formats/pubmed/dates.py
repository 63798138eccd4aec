"""PubDate, MedlineDate and dates of the history."""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Final

from lxml import etree

from mentorlit.dates import is_season, is_whole, make, month, parse
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.model import PartialDate
from mentorlit.xmltext import inside

_YEARS: Final = r"(\d{4})\s?[-/]\s?(\d{4})\Z"
_TWO: Final = (
    r"(\d{4}) ([A-Za-z]{3,9})(?: (\d{1,2}))?\s?[-/]\s?"
    r"(?:(\d{4}) )?([A-Za-z]{3,9})?(?: ?(\d{1,2}))?\Z"
)


def published(element: etree._Element) -> tuple[PartialDate | None, str]:
    """Return the date in a ``PubDate`` and the text of it that the date does not hold."""
    return _published(tuple([(inner.tag, inner.text or "") for inner in inside(element)]))


@lru_cache(16384)
def _published(tags: tuple[tuple[str, str], ...]) -> tuple[PartialDate | None, str]:
    parts = {tag: text.strip() for tag, text in tags}
    text = parts.get("MedlineDate", "")
    if text:
        return medline(text)
    year, month_, day = parts.get("Year", ""), parts.get("Month", ""), parts.get("Day", "")
    season = parts.get("Season", "")
    date = from_parts(year, month_, day, season)
    said = " ".join(part for part in (year, month_, season, day) if part)
    if date is None:
        return (PartialDate(literal=said), "") if said else (None, "")
    if day and month_.isdecimal():
        return date, "" if date.day else said
    return date, "" if is_whole(said, date) else said


def medline(text: str) -> tuple[PartialDate | None, str]:
    """Read a ``MedlineDate`` (``1998 Dec-1999 Jan``, ``2000 Spring-Summer``, ``2015 Nov 7-13``).

    Return the date and, if it does not hold all of the text, the text.
    """
    text = " ".join(text.split())
    date = _range(text) or parse(text)
    if date is None:
        found = re.search(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)", text)
        date = make(int(found[1])) if found else PartialDate(literal=text)
    return date, "" if is_whole(text, date) else text


def _range(text: str) -> PartialDate | None:
    match = re.match(_YEARS, text)
    if match:
        return _joined(make(int(match[1])), make(int(match[2])))
    match = re.match(_TWO, text)
    if not match:
        return None
    first = _side(match[1], match[2], match[3])
    last = _side(match[4] or match[1], match[5] or match[2], match[6])
    return _joined(first, last)


def _side(year: str, word: str, day: str | None) -> PartialDate | None:
    number = month(word)
    if number:
        return make(int(year), number, int(day or 0))
    return parse(f"{word} {year}") if is_season(word) and not day else None


def _joined(first: PartialDate | None, last: PartialDate | None) -> PartialDate | None:
    """Return the range from ``first`` to ``last``, None if it is none."""
    if first is None or last is None or _order(first) >= _order(last):
        return None
    return PartialDate(
        year=first.year, month=first.month, day=first.day, season=first.season, end=last
    )


def _order(date: PartialDate) -> tuple[int, int, int]:
    return date.year or 0, date.month or date.season, date.day


_first_three: Final[Callable[[etree._Element], list[etree._Element]]] = itemgetter(slice(3))


def event(element: etree._Element) -> PartialDate | None:
    """Return the date of an event: ``Year``, ``Month`` and ``Day``; the hour is left out."""
    first = _first_three(element)
    if len(first) == 3:
        one, two, three = first
        if one.tag == "Year" and two.tag == "Month" and three.tag == "Day":
            return from_parts(one.text or "", two.text or "", three.text or "")
    year = month_ = day = ""
    for inner in element:
        tag = inner.tag
        if tag == "Year":
            year = inner.text or ""
        elif tag == "Month":
            month_ = inner.text or ""
        elif tag == "Day":
            day = inner.text or ""
            break
    return from_parts(year, month_, day)

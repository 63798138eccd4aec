"""Dates as tags write them, on top of what :mod:`mentorlit.dates` reads."""

import re
from typing import Final

from mentorlit import dates
from mentorlit.model import PartialDate

_TIME: Final = re.compile(
    r"[T ]?\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?[AaPp]\.?[Mm]\.?)?"
    r"(?:\s?(?:Z|UTC|GMT|[A-Z]{2,4}(?=\s)|[+-]\d{2}:?\d{2}))?"
)
_DOTTED: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?\Z")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{4})\Z")
_ISO_WITHIN: Final = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_YEARS: Final = re.compile(r"((?:1[5-9]|20)\d\d)\s?[-–/]\s?((?:1[5-9]|20)?\d\d)\Z")
_FIRST_YEAR, _LAST_YEAR = 1450, 2099
"""Years of printing. What lies outside is of another calendar (1398, 2562) or a slip."""


def read(text: str) -> PartialDate | None:
    """Read a tag's date: any order of day and month that is certain, times of day dropped.

    ``01.02.2019`` has the day first, as everywhere where full stops are written; ``01/02/2019``
    says only the year. ``05/2019`` is a month. A month or day that no calendar has is dropped
    (``2013-13-45``, ``2010/00/00``). Years of other calendars give None.
    """
    text = " ".join(_TIME.sub(" ", text[:200]).split()).strip(" .,;()[]")
    found = _read(text)
    if found is None or found.year is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found


def _read(text: str) -> PartialDate | None:
    if match := _DOTTED.match(text):
        return dates.make(int(match[3]), int(match[2]), int(match[1]))
    if match := _MONTH_FIRST.match(text):
        return dates.make(int(match[2]), int(match[1]))
    if match := _ISO_WITHIN.search(text):
        return dates.make(int(match[1]), int(match[3]), int(match[4]))
    if (match := _YEARS.match(text)) and len(match[2]) == 4:
        return dates.make(int(match[1])) if match[1] == match[2] else _range(match)
    return dates.parse(text)


def _range(match: re.Match[str]) -> PartialDate | None:
    """Return the range of two years; ``2011-2010`` is none."""
    first, last = int(match[1]), int(match[2])
    return PartialDate(year=first, end=dates.make(last)) if first < last else None


def precision(date: PartialDate) -> int:
    """Return 1 for a year, 2 for a season, month or range, 3 for a day."""
    if date.day:
        return 3
    return 2 if date.month or date.season or date.end else 1


def is_placeholder(date: PartialDate) -> bool:
    """Tell whether a date says no more than its year: a year alone, or the first of January."""
    return precision(date) == 1 or (date.month == 1 and date.day == 1)

"""Dates as MEDLINE writes them: ``2019 Dec 3``, ``2006 May-Jun``, ``20180330``, ``2010/05/21``."""

import re
from functools import lru_cache
from typing import Final

from mentorlit import dates
from mentorlit.formats.nbib.lines import one_line
from mentorlit.model import PartialDate

_PLAIN: Final = re.compile(r"(\d{4})(?: ([^\W\d_]{3,9}|\d{1,2})(?: (\d{1,2}))?)?\Z")
_MONTH: Final = r"(?:([^\W\d_]{3,9})(?: (\d{1,2}))?)?"
_RANGE: Final = re.compile(rf"(\d{{4}}) ?{_MONTH} ?- ?(?:(\d{{4}})(?: |\Z))?{_MONTH}\Z")
_DAYS: Final = re.compile(r"(\d{4}) ([^\W\d_]{3,9}) (\d{1,2}) ?- ?(\d{1,2})\Z")
_STAMP: Final = re.compile(r"(\d{4})/?(\d{2})/?(\d{2})(?: \d\d:\d\d)?\Z")


@lru_cache(4096)
def publication(text: str) -> tuple[PartialDate | None, bool]:
    """Return the date of a DP, and whether it is all that ``text`` says.

    Year with month, season or day, or a range of them (MedlineDate). A text that is no such date
    comes as ``literal``; an empty one gives None.
    """
    text = one_line(text)
    date = _date(text) if text else None
    return date, dates.is_whole(text, date)


def _date(text: str) -> PartialDate | None:
    match = _PLAIN.match(text)
    if match:
        return _made(match[1], match[2], match[3])
    match = _DAYS.match(text)
    if match:
        return _ranged(_made(match[1], match[2], match[3]), _made(match[1], match[2], match[4]))
    match = _RANGE.match(text)
    if match and (match[4] or match[5]):
        start = _made(match[1], match[2], match[3])
        return _ranged(start, _made(match[4] or match[1], match[5], match[6]))
    return dates.parse(text) or PartialDate(literal=text)


def _made(year: str, month: str | None, day: str | None) -> PartialDate | None:
    """Return the date, the month a word, a season or a number."""
    if not month:
        return dates.make(int(year))
    number = int(month) if month.isdecimal() else dates.month(month)
    if number:
        return dates.make(int(year), number, int(day) if day else 0)
    return dates.parse(f"{month} {year}")


def _ranged(start: PartialDate | None, end: PartialDate | None) -> PartialDate | None:
    if start is None or end is None or start == end:
        return start
    return PartialDate(
        year=start.year, month=start.month, day=start.day, season=start.season, end=end
    )


@lru_cache(16384)
def event(text: str) -> PartialDate | None:
    """Return the date of one of the other tags, all of them to the day, without the time."""
    match = _STAMP.match(text.strip())
    if match:
        return dates.make(int(match[1]), int(match[2]), int(match[3]))
    return None

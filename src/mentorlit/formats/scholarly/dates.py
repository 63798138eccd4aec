"""Dates whose year, month, day and season are elements of their own."""

import re
from functools import lru_cache
from typing import Final

from mentorlit.dates import is_season, make, month, parse
from mentorlit.model import PartialDate

_RANGE: Final = re.compile(r"\s*[-/\u2010-\u2015]\s*")


@lru_cache(16384)
def from_parts(year: str, month_: str = "", day: str = "", season: str = "") -> PartialDate | None:
    """Return the date; a month or season may be a number, a word or two words (``Jan-Feb``).

    None without a year. What is no month, day or season of any calendar is left out.
    """
    month_, season = month_.strip(), season.strip()
    number = _number(year)
    if not number or len(year.strip().lstrip("-")) != 4:
        return None
    number = -number if year.strip().startswith("-") else number
    if not month_ and not season:
        return make(number)
    if month_ and month_.isdecimal():
        return make(number, _number(month_), _number(day))
    return _in_words(number, month_ or season, day)


def is_whole(date: PartialDate | None, month_: str, day: str, season: str) -> bool:
    """Tell whether ``date`` holds the month, day and season that it was made of."""
    if date is None:
        return not (month_ or day or season)
    said = bool(month_ or season)
    return bool(date.month or date.season) == said and bool(date.day or date.end) >= bool(day)


def _in_words(year: int, words: str, day: str) -> PartialDate | None:
    found = month(words)
    if found:
        return make(year, found, _number(day))
    parts = _RANGE.split(words.strip())
    months = [month(part) or _number(part) for part in parts]
    if len(parts) == 2 and 0 < months[0] < months[1] <= 12:
        return PartialDate(year=year, month=months[0], end=make(year, months[1]))
    if is_season(words.strip()):
        return parse(f"{words} {year}")
    return make(year)


def _number(text: str) -> int:
    text = text.strip().lstrip("-")
    return int(text) if text.isdecimal() and len(text) <= 4 else 0

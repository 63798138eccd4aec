"""Dates: from the ways sources write them to :class:`~mentorlit.model.PartialDate` and back."""

import re
from functools import cache
from typing import Final

from msgspec.structs import replace

from mentorlit.model import PartialDate
from mentorlit.tables import load, phrases

_ISO: Final = re.compile(
    r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?\Z"
)
_COMPACT: Final = r"([12]\d{3})(\d{2})(\d{2})\Z"
_DAY_FIRST: Final = r"(\d{1,2})[./](\d{1,2})[./](\d{4})\Z"
_WORD: Final = re.compile(r"[^\W\d_]+")
_YEAR: Final = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_CIRCA: Final = r"(?i)(?<![^\W\d_])(?:circa|approximately|ca\.?|c\.)\s{0,3}(?=\d)"
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_TIME: Final = re.compile(r"(?<=\d)[T ]\d\d:.*", re.DOTALL)
_JOINED: Final = r"[^\W\d_]\.?\s?[-/\u2010-\u2015\u2212]\s?[^\W\d_]"
_SILENT: Final = frozenset(["de", "del", "of", "the", "st", "nd", "rd", "th", "er", "z"])
_ABOUT: Final = frozenset(["circa", "ca", "c", "approximately"])
_CJK: Final = r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?"
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@cache
def _months() -> dict[str, int]:
    """Month names and abbreviations of all languages in tables/months.toml to 1-12."""
    table = load("months")
    return {
        word: number
        for number, key in enumerate(table["months"], 1)
        for word in phrases(table["months"][key])
    }


@cache
def _seasons() -> dict[str, int]:
    table = load("months")
    return {
        word: n
        for n, key in enumerate(table["seasons"], 1)
        for word in phrases(table["seasons"][key])
    }


def month(word: str) -> int:
    """Return 1 to 12 for the name or abbreviation of a month in a known language, else 0."""
    return _months().get(word.rstrip(".").lower(), 0)


def is_season(word: str) -> bool:
    """Tell whether ``word`` is the name of a season in a known language."""
    return word.lower() in _seasons()


def make(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """Return the date, without a month or day that no calendar has; None for a year of 0."""
    if not 0 < abs(year) <= 9999:
        return None
    if not 1 <= month <= 12:
        return PartialDate(year=year)
    if not 1 <= day <= _DAYS[month - 1]:
        return PartialDate(year=year, month=month)
    return PartialDate(year=year, month=month, day=day)


def parse(text: str) -> PartialDate | None:
    """Read one date: ISO 8601, ``11 Nov 2019``, ``Nov 11 2019``, ``Spring 2010``, ``2019年11月``.

    ``07/03/2020`` is ambiguous: only the year is kept unless one number exceeds 12. A text with
    exactly one year but no readable rest gives that year; one without a year gives None.
    ``Mar-Apr 2003`` is a range, ``ca. 2003`` and ``c. 2003`` are uncertain (``c2003`` is a year of
    copyright). What of the text the date does not hold, :func:`is_whole` tells.
    """
    text = text.strip().strip(".,;").strip()
    match = _ISO.match(text) or re.match(_COMPACT, text)
    if match:
        return make(*(int(part) if part else 0 for part in match.groups()))
    match = re.search(_CJK, text) if "年" in text or "년" in text else None
    if match:
        return make(*(int(part) if part else 0 for part in match.groups()))
    match = re.match(_DAY_FIRST, text)
    if match:
        first, second, year = (int(part) for part in match.groups())
        if first > 12 >= second:
            return make(year, second, first)
        if second > 12 >= first:
            return make(year, first, second)
        return make(year, first, first) if first == second else make(year)
    about = re.match(_CIRCA, text)
    date = _words(text[about.end() :] if about else text)
    uncertain = about or text.rstrip(")] ").endswith("?")
    return replace(date, circa=True) if date and uncertain else date


def is_whole(text: str, date: PartialDate | None) -> bool:
    """Tell whether ``date`` holds every number and every word of ``text``, times of day aside."""
    if date is None:
        return not text.strip()
    if date.literal:
        return " ".join(text.split()) == date.literal
    ends = [one for one in (date, date.end) if one is not None]
    numbers = {0}
    for one in ends:
        numbers |= {abs(one.year or 0), one.month, one.day, int(_digits(one))}
        if one.season:
            # as months in CSL and EDTF
            numbers |= {one.season + 12, one.season + 20}
    if "?" in text and not date.circa:
        return False
    return all(_is_said(token, date, ends, numbers) for token in _tokens(text))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_TIME.sub("", text))


def _digits(date: PartialDate) -> str:
    return f"{abs(date.year or 0):04d}{date.month:02d}{date.day:02d}"


def _is_said(token: str, date: PartialDate, ends: list[PartialDate], numbers: set[int]) -> bool:
    if token.isdecimal():
        return len(token) <= 10 and int(token) in numbers
    word = token.lower()
    if word in _SILENT:
        return True
    if word in _ABOUT and date.circa:
        return True
    if number := month(word):
        return any(one.month == number for one in ends)
    if number := _seasons().get(word, 0):
        return any(one.season == number for one in ends)
    return word in "年月日년월일"


def _words(text: str) -> PartialDate | None:
    """Read a date with a month or season in words."""
    years = _YEAR.findall(text)
    if len(years) != 1:
        return None
    year = int(years[0])
    words = _WORD.findall(text)
    months = [number for number in map(month, words) if number]
    days = [int(d) for d in re.findall(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª)?(?!\d)", text)]
    if not months:
        seasons = [s for s in (_seasons().get(word.lower(), 0) for word in words) if s]
        return PartialDate(year=year, season=seasons[0]) if len(seasons) == 1 else make(year)
    if len(set(months)) > 1:
        return _months_of(year, months, text) if not days else make(year)
    return make(year, months[0], days[0] if len(days) == 1 else 0)


def _months_of(year: int, months: list[int], text: str) -> PartialDate | None:
    """Return a range of two months; the year alone if they are none (``Dec-Jan``: of which?)."""
    if len(months) == 2 and months[0] < months[1] and re.search(_JOINED, text):
        return PartialDate(year=year, month=months[0], end=make(year, months[1]))
    return make(year)


def iso(date: PartialDate) -> str:
    """Return ``2019``, ``2019-11`` or ``2019-11-11``, or ``""`` for a date without a year.

    Seasons, ranges and uncertainty are left out.
    """
    if date.year is None:
        return ""
    text = f"{date.year:04d}" if date.year >= 0 else f"-{-date.year:04d}"
    if date.month:
        text += f"-{date.month:02d}"
        if date.day:
            text += f"-{date.day:02d}"
    return text

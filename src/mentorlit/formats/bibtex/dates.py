"""Dates of BibTeX (year, month, day) and BibLaTeX (ISO 8601-2, levels 0 and 1; EDTF)."""

import re
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from mentorlit import dates
from mentorlit.formats.tex import decode
from mentorlit.model import PartialDate

_EDTF: Final = re.compile(
    r"(y?-?[0-9]{4,9}|[0-9]{2}(?:XX|uu)|[0-9]{3}[Xu])(?:-([0-9]{2}))?(?:-([0-9]{2}))?"
    r"(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?([?~%]{0,2})\Z"
)
_MONTH_DAY: Final = re.compile(r"([0-9]{1,2})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_YEAR: Final = re.compile(r"-?[0-9]{4}")
_TIE: Final = re.compile(r"(?<!\\)~")
_OPEN: Final = ("", "..", "open", "unknown", "*")


def edtf(text: str) -> PartialDate | None:
    """Return the date or range in ``text``; an open or unknown end is left out.

    Negative years count as the standard does: 0000 is 1 BC.
    """
    text = text.strip()
    start, slash, end = text.partition("/")
    first = _single(start.strip())
    if not slash:
        return first
    last = _single(end.strip())
    if first is None:
        return None
    if last is None:
        return first
    return replace(first, end=last)


def is_whole(text: str, date: PartialDate) -> bool:
    """Tell whether ``date`` holds all that a field says; an open end it cannot hold."""
    if date.literal:
        return text.strip() == date.literal
    return not is_open(text) and dates.is_whole(text, date)


def is_open(text: str) -> bool:
    """Tell whether ``text`` is a range of which one side is open or unknown."""
    start, slash, end = text.partition("/")
    return bool(slash) and (start.strip().lower() in _OPEN or end.strip().lower() in _OPEN)


@lru_cache(maxsize=4096)
def published(whole: str, month: str, day: str) -> tuple[PartialDate | None, bool, tuple[str, ...]]:
    """Read the sources of ``date`` or ``year``, ``month`` and ``day``.

    Returns the date, whether it holds all of the first, and which of the others it holds.
    """
    text = as_text(whole)
    alone = from_parts(text, "", "")
    made = from_parts(text, as_text(month), as_text(day))
    if not alone or not made:
        return None, False, ()
    used: list[str] = []
    if not (alone.month or alone.season) and (made.month or made.season):
        used.append("month")
    if not alone.day and made.day:
        used.append("day")
    return made, is_whole(text, made), tuple(used)


def as_text(source: str) -> str:
    """Return the source of a date as text in which ``~``, a mark of EDTF, is no tie."""
    if "~" in source:
        source = _TIE.sub(r"{\\textasciitilde}", source)
    return decode(source) if source else ""


def _single(text: str) -> PartialDate | None:
    match = _EDTF.match(text)
    if not match:
        return None
    digits = match[1].removeprefix("y")
    if not digits.removeprefix("-").isdigit() or len(digits) > 10:
        return None
    year, month = int(digits), int(match[2] or 0)
    circa = bool(match[4])
    if 21 <= month <= 24:
        return PartialDate(year=year, season=month - 20, circa=circa)
    if not year:
        return None
    made = dates.make(year, month, int(match[3] or 0))
    if made is None:
        return PartialDate(year=year, circa=circa)
    return PartialDate(year=made.year, month=made.month, day=made.day, circa=circa)


def from_parts(year: str, month: str, day: str) -> PartialDate | None:
    """Return the date that the fields of classic BibTeX tell; a year in words is a ``literal``.

    ``month`` may be a macro, a number, a name, a range of months, or hold the day as well
    (``10 jan``).
    """
    text = year.strip().strip("()[]{}.,; ")
    if not text:
        return None
    if is_open(year) and edtf(text) is None:
        # Only the end is known: no year of publication.
        return PartialDate(literal=year.strip())
    made = edtf(text) or dates.parse(text)
    if made is None or made.year is None:
        return PartialDate(literal=year.strip())
    if made.month or made.season or made.end or not month.strip():
        return made
    return _within(made, made.year, month, day)


def _within(made: PartialDate, base: int, month: str, day: str) -> PartialDate:
    """Add what the fields ``month`` and ``day`` say to a year."""
    months = [number for number in map(dates.month, _WORD.findall(month)) if number]
    numbers = [int(number) for number in _MONTH_DAY.findall(month)]
    if not months:
        return _numbered(made, base, month, day)
    if len(months) == 2 and months[0] != months[1]:
        last = dates.make(base if months[1] > months[0] else base + 1, months[1])
        return PartialDate(year=base, month=months[0], end=last)
    if len(set(months)) != 1:
        return made
    if len(numbers) == 1:
        day = day or str(numbers[0])
    elif len(numbers) == 2:
        return _days(base, months[0], numbers) or made
    return _day(base, months[0], day) or made


def _numbered(made: PartialDate, base: int, month: str, day: str) -> PartialDate:
    """Read a month in digits, or a season."""
    numbers = [int(number) for number in _MONTH_DAY.findall(month)]
    if len(numbers) == 1 and 1 <= numbers[0] <= 12:
        return _day(base, numbers[0], day) or made
    worded = dates.parse(f"{month.replace('~', ' ')} {base}")
    return worded if worded and worded.season else made


def _day(year: int, month: int, day: str) -> PartialDate | None:
    found = re.fullmatch(r"\s*([0-9]{1,2})\s*", day)
    return dates.make(year, month, int(found[1]) if found else 0)


def _days(year: int, month: int, numbers: list[int]) -> PartialDate | None:
    """Return a range of days within one month."""
    first, last = dates.make(year, month, numbers[0]), dates.make(year, month, numbers[1])
    if first and last and 0 < first.day < last.day:
        return PartialDate(year=year, month=month, day=first.day, end=last)
    return dates.make(year, month)

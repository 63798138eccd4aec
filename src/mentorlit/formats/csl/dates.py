"""CSL dates: ``{"date-parts": [[2019, 11, 11]]}`` and what is found instead."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit.dates import is_whole as is_said
from mentorlit.dates import make, parse
from mentorlit.model import PartialDate
from mentorlit.plaintext import clean

_EDTF: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)\Z")
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_MAX_YEAR: Final = 9999


def encode(date: PartialDate) -> dict[str, Any] | None:
    """Return the CSL form of ``date``; None for one that says nothing."""
    if date.year is None:
        return {"literal": date.literal} if date.literal else None
    parts = [_parts(date)]
    if date.end is not None and date.end.year is not None:
        parts.append(_parts(date.end))
    shown: dict[str, Any] = {"date-parts": parts}
    if date.season:
        shown["season"] = date.season
    if date.circa:
        shown["circa"] = True
    return shown


def _parts(date: PartialDate) -> list[int]:
    parts = [date.year or 0]
    if date.month:
        parts.append(date.month)
        if date.day:
            parts.append(date.day)
    return parts


def decode(raw: Any) -> PartialDate | None:
    """Return the date in a CSL date object, date parts alone, a text or a year."""
    raw = _object(raw)
    if not isinstance(raw, dict):
        return _text(clean(raw))
    date = _from_parts(raw.get("date-parts"))
    if date is None:
        texts = (clean(raw.get(key)) for key in ("edtf", "raw", "literal"))
        text = next((text for text in texts if text), "")
        date = _text(text) or _from_parts([_year_month_day(raw)])
        date = date or (PartialDate(literal=text) if text else None)
    return None if date is None else _qualified(date, raw)


def _object(raw: Any) -> Any:
    """Return a list of date parts, or of dates with year, month and day, as one object."""
    if not isinstance(raw, list):
        return raw
    if not raw or not all(isinstance(one, dict) for one in raw):
        return {"date-parts": raw}
    parts = [_year_month_day(one) for one in raw]
    if all(one[0] is None for one in parts):
        return raw[0]
    others = {name: value for name, value in raw[0].items() if name in ("season", "circa")}
    return {"date-parts": parts, **others}


def is_whole(raw: Any, date: PartialDate) -> bool:
    """Tell whether ``date``, decoded from ``raw``, holds all that ``raw`` says."""
    raw = _object(raw)
    if not isinstance(raw, dict):
        return _is_said(clean(raw), date)
    season = _season(raw.get("season"))
    numbers = " ".join([*_flat(raw.get("date-parts")), *map(clean, _year_month_day(raw))])
    texts = [text for key in ("edtf", "raw", "literal") if (text := clean(raw.get(key)))]
    if date.literal:
        return texts.count(date.literal) == len(texts)
    return (
        season in (0, date.season)
        and is_said(numbers, date)
        and all(_is_said(text, date) for text in texts)
    )


def _is_said(text: str, date: PartialDate) -> bool:
    """Tell whether ``date`` holds what ``text`` says; no date holds that its range is open."""
    return not text.endswith(("/", "..")) and is_said(text, date)


def _year_month_day(raw: dict[str, Any]) -> list[Any]:
    return [raw.get(key) for key in ("year", "month", "day")]


def _flat(raw: Any) -> list[str]:
    """Return the numbers in a list of lists, or in a list, as texts."""
    items = raw if isinstance(raw, list) else []
    return [clean(part) for item in items for part in (item if isinstance(item, list) else [item])]


def _qualified(date: PartialDate, raw: dict[str, Any]) -> PartialDate:
    """Add what the members ``season`` and ``circa`` say."""
    season, circa = _season(raw.get("season")), raw.get("circa") or date.circa
    if date.year is None or (not season and not circa):
        return date
    return PartialDate(
        year=date.year,
        month=date.month,
        day=date.day,
        season=date.season if date.month else season or date.season,
        circa=circa not in (False, "false", "0", 0, None, ""),
        end=date.end,
    )


def _season(raw: Any) -> int:
    text = clean(raw).lower()
    if re.fullmatch("[1-4]", text, re.ASCII):
        return int(text)
    return _SEASONS.get(text, 0)


def _from_parts(raw: Any) -> PartialDate | None:
    """Return the date or range in a list of lists of numbers, which may be texts or null."""
    if not isinstance(raw, list):
        return None
    if raw and not isinstance(raw[0], list):
        raw = [raw]
    found = [date for date in (_one(parts) for parts in raw[:2]) if date is not None]
    if not found:
        return None
    if len(found) == 1 or found[0] == found[1]:
        return found[0]
    start, end = found
    return PartialDate(
        year=start.year, month=start.month, day=start.day, season=start.season, end=end
    )


def _one(parts: Any) -> PartialDate | None:
    numbers = [_number(part) for part in parts[:3]] if isinstance(parts, list) else []
    if not numbers or numbers[0] is None or not 0 < abs(numbers[0]) <= _MAX_YEAR:
        return None
    year, month, day = (*(number or 0 for number in numbers), 0, 0)[:3]
    season = _season_month(month)
    return PartialDate(year=year, season=season) if season else make(year, month, day)


def _season_month(month: int) -> int:
    """Return the season that CSL (13 to 16) or EDTF (21 to 24) numbers as a month, else 0."""
    return month - 12 if 13 <= month <= 16 else month - 20 if 21 <= month <= 24 else 0


def _number(raw: Any) -> int | None:
    text = clean(raw)
    return int(text) if re.fullmatch(r"-?\d{1,5}", text, re.ASCII) else None


def _text(text: str) -> PartialDate | None:
    """Return a date written as EDTF (one date or an interval) or in words."""
    start, slash, end = text.partition("/")
    if slash and "/" not in end:
        first, last = _edtf(start), _edtf(end)
        if first and last:
            return replace(first, end=last)
        if first and end in ("", ".."):
            return first
    return _edtf(text) or parse(text)


def _edtf(text: str) -> PartialDate | None:
    match = _EDTF.match(text)
    if not match:
        return None
    date = _one([match[1], match[2] or 0, match[3] or 0])
    if date is None or not match[4]:
        return date
    return PartialDate(
        year=date.year, month=date.month, day=date.day, season=date.season, circa=True
    )

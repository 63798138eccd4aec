"""The dates of a work of Crossref, and of its conference."""

from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final

from mentorlit.dates import make
from mentorlit.formats.aggregator.text import line, said
from mentorlit.formats.crossref_json.schema import Date, Event, Flat, Work
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load

_SPRING: Final = 21
"""Crossref numbers the seasons as months (schema 5.3.1, month): spring is 21."""


def date_of(date: Date | None) -> PartialDate | None:
    """Return a date of Crossref; None for one whose parts are null."""
    return _read(date)[0] if date else None


def _read(date: Date) -> tuple[PartialDate | None, bool]:
    """Return the date, and whether it holds every part that is stated."""
    return _made(tuple(date.date_parts[0])) if date.date_parts else (None, True)


@lru_cache(16384)
def _made(parts: tuple[int | None, ...]) -> tuple[PartialDate | None, bool]:
    found = _dated(parts)
    return found, _parts(found) == [part for part in parts if part]


def _dated(parts: tuple[int | None, ...]) -> PartialDate | None:
    if not parts or parts[0] is None:
        return None
    year, month, day = (*(part or 0 for part in parts), 0, 0)[:3]
    if _SPRING <= month < _SPRING + 4:
        return PartialDate(year=year, season=month - _SPRING + 1) if make(year) else None
    return make(year, month, day)


@cache
def _events() -> tuple[Callable[[Work], tuple[Date | None, ...]], tuple[tuple[str, str], ...]]:
    """Return what takes the dates other than ``issued`` out of a work, and their names and keys."""
    table = load("crossref_json")["date"]
    return attrgetter(*(name.replace("-", "_") for name in table)), tuple(table.items())


def add(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> tuple[Problem, ...]:
    """Take the date of publication, which Crossref says is the earliest, and all others."""
    problems: tuple[Problem, ...] = ()
    issued, is_whole = _read(work.issued) if work.issued else (None, True)
    if issued is None:
        issued = date_of(work.published)
        is_whole = not work.issued or _is_whole(work.issued, issued)
    fields["issued"] = issued
    if work.issued and not is_whole:
        extra["issued"] = {"date-parts": work.issued.date_parts}
        problems = (
            Problem("date-unclear", "the date has a month or day of no calendar", "issued"),
        )
    dates: dict[str, PartialDate] = {}
    take, names = _events()
    for (name, key), stated in zip(names, take(work), strict=True):
        if stated is None:
            continue
        found, is_whole = _read(stated)
        if found:
            dates[key] = found
        if not is_whole:
            extra[name] = {"date-parts": stated.date_parts}
    if dates:
        fields["dates"] = dates
    issue = work.journal_issue
    if issue and not _is_repeated(issue, fields, dates):
        extra["journal-issue"] = issue
    return problems


def _is_whole(stated: Date, found: PartialDate | None) -> bool:
    """Tell whether a date holds every part that is stated."""
    return _parts(found) == [part for parts in stated.date_parts[:1] for part in parts if part]


def _is_repeated(issue: Flat, fields: dict[str, Any], dates: dict[str, PartialDate]) -> bool:
    """Tell whether ``journal-issue`` says only what the work says as well."""
    if issue.keys() - {"issue", "published-print", "published-online"}:
        return False
    if issue.get("issue") not in (None, fields["issue"]):
        return False
    pairs = (("published-print", "print"), ("published-online", "epub"))
    return all(
        name not in issue or issue[name] == {"date-parts": [_parts(dates.get(key))]}
        for name, key in pairs
    )


def _parts(date: PartialDate | None) -> list[int | None]:
    if date is None:
        return []
    month = date.month or (date.season and date.season + _SPRING - 1)
    return [part for part in (date.year, month, date.day) if part]


def add_event(event: Event, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Put the conference of a paper into ``fields``."""
    fields["event_title"] = line(event.name)
    fields["event_place"] = line(event.location)
    start, end = date_of(event.start), date_of(event.end)
    if start and end and start != end:
        start = PartialDate(year=start.year, month=start.month, day=start.day, end=end)
    fields["event_date"] = start or end
    others = {name: getattr(event, name) for name in ("acronym", "theme", "number", "sponsor")}
    if any(map(said, others.values())):
        extra["event"] = {name: value for name, value in others.items() if said(value)}

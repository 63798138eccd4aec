"""Dates of one RIS record: PY, Y1 and DA in every combination; Y2; events such as ``/received``."""

import re
from functools import lru_cache
from typing import Any, Final

import msgspec

from mentorlit.dates import is_whole, make, month, parse
from mentorlit.formats.ris.tags import SHORT, Tags, one_line
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load

_SLASHED: Final = re.compile(r"(-?\d{4})(?:/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?)?\Z")
# The days of a conference: "9-14 July 2017", "28 Aug.-1 Sept. 2017"
_DAYS: Final = re.compile(
    r"(\d{1,2})(?: ([^\W\d_]{3,12})\.?)?\s?[-\u2013]\s?(\d{1,2}) ([^\W\d_]{3,12})\.? (\d{4})\Z"
)
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DATE_TAGS: Final = ("PY", "DA", "Y1")


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> list[Problem]:
    """Take the date tags of ``tags`` into ``fields``; what they do not hold stays.

    Return the problems of texts that say more than could be held.
    """
    problems: list[Problem] = []
    events: dict[str, PartialDate] = {}
    found: list[PartialDate] = []
    for name in _DATE_TAGS:
        if name in tags:
            if "conference" in group:
                tags[name] = _of_event(tags[name], fields)
            tags[name] = _take(tags[name], found, events, problems)
    if "C1" in tags:
        tags["C1"] = [value for value in tags["C1"] if not _in_full(value, found)]
    if issued := _best(found, tags.get("DA", [])) or _literal(tags):
        fields["issued"] = issued
    if "Y2" in tags and (accessed := _whole(tags, "Y2", day=False)):
        fields["accessed"] = accessed
    if "OP" in tags and (original := _whole(tags, "OP", day=False)):
        fields["original_date"] = original
    if "ET" in tags and "article" in group and (epub := _whole(tags, "ET")):
        events.setdefault("epub", epub)
    if events:
        fields["dates"] = events
    return problems


def _take(
    values: list[str],
    found: list[PartialDate],
    events: dict[str, PartialDate],
    problems: list[Problem],
) -> list[str]:
    """Sort the dates in ``values`` into dates of publication and events; return what stays."""
    kept = []
    for value in values:
        date, event, is_held = _understood(value)
        if date and event:
            events.setdefault(event, date)
        elif date:
            found.append(date)
        if date and not is_held:
            problems.append(_unclear(one_line(value), "" if event else "issued"))
        if not (date and is_held):
            kept.append(value)
    return kept


def _in_full(value: str, found: list[PartialDate]) -> bool:
    """Take the date that JSTOR gives beside the year (``Full publication date: Sep., 1945``)."""
    head, label, text = value.partition("Full publication date: ")
    date, event, is_held = _understood(text) if label and not head else (None, "", False)
    if date is None or event or not is_held:
        return False
    found.append(date)
    return True


def _of_event(values: list[str], fields: dict[str, Any]) -> list[str]:
    """Take the first range of days, on which no paper appears but a conference is held (IEEE)."""
    for value in values:
        match = _DAYS.match(one_line(value)) if "event_date" not in fields else None
        if match:
            first, early, last, late, year = match.groups()
            start = make(int(year), month(early or late), int(first))
            end = make(int(year), month(late), int(last))
            if start and end and start.day and end.day:
                fields["event_date"] = msgspec.structs.replace(start, end=end)
                return [other for other in values if other != value]
    return values


def _understood(value: str) -> tuple[PartialDate | None, str, bool]:
    """Return the date in ``value``, the event it is of, and whether the date is all it says."""
    return _remembered(value) if len(value) <= SHORT else _read_date(value)


def _read_date(value: str) -> tuple[PartialDate | None, str, bool]:
    text = one_line(value)
    date, event = _slashed(text)
    # The name of the event is no part of the date.
    return date, event, is_whole(text.rpartition("/")[0] if event else text, date)


_remembered: Final = lru_cache(maxsize=4096)(_read_date)


def _unclear(text: str, field: str) -> Problem:
    return Problem("date-unclear", f"the date {text[:200]!r} is not understood in full", field)


def _slashed(text: str) -> tuple[PartialDate | None, str]:
    """Read ``YYYY/MM/DD/other``, and other forms; return the date and the event it is of."""
    match = _SLASHED.match(text)
    if not match:
        return parse(text), ""
    # A day without a month ("2003//12") is nothing to know a day of.
    parts = [part or "" for part in match.groups()[:3]]
    known = [part.strip("0") != "" for part in parts]
    date = parse("-".join(parts[: known.index(False) if False in known else 3]))
    other = (match[4] or "").strip().lower()
    if date is None or not other:
        return date, ""
    if "circa" in other:
        date = msgspec.structs.replace(date, circa=True)
    season = _SEASONS.get(other, 0)
    if season and not date.month:
        return PartialDate(year=date.year, season=season), ""
    worded = None if date.month else parse(f"{other} {date.year}")
    if worded and worded.month:
        return worded, ""
    return date, load("ris")["event"].get(other, "")


def _best(found: list[PartialDate], loose: list[str]) -> PartialDate | None:
    """Return the first date's most precise form; a month or day without year completes it.

    What completes it is taken out of ``loose``, the texts that stay in DA.
    """
    if not found:
        return None
    same = [date for date in found if date.year == found[0].year]
    best = same[0]
    if len(same) > 1:
        best = max(same, key=_precision)
    if best.month or best.season:
        return best
    for text in loose:
        if _understood(text)[0] or not re.search(r"[^\W\d_]", text):
            continue
        date = parse(f"{one_line(text)} {best.year}")
        if date and date.year == best.year and (date.month or date.season):
            loose.remove(text)
            return date
    return best


def _precision(date: PartialDate) -> tuple[bool, bool, bool]:
    return bool(date.month or date.season), bool(date.day), date.circa


def _literal(tags: Tags) -> PartialDate | None:
    """Return what PY says in words (``in press``)."""
    for name in ("PY", "Y1"):
        for value in tags.get(name, ()):
            if re.search(r"[^\W\d_]{3}", value) and "/" not in value:
                tags[name].remove(value)
                return PartialDate(literal=one_line(value))
    return None


def _whole(tags: Tags, name: str, *, day: bool = True) -> PartialDate | None:
    """Take the first value of ``name`` that is a date with a year and, if so wanted, a day."""
    for value in tags[name]:
        text = one_line(value)
        date = _slashed(text)[0] if re.match(r"-?\d{4}(?:[-/]|\Z)", text) else None
        if date and (date.day or not day):
            tags[name].remove(value)
            return date
    return None

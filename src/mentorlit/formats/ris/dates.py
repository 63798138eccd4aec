"""Dates of one RIS record: PY, Y1 and DA in every combination; Y2; events such as ``/received``."""

import re
from typing import Any, Final

import msgspec

from mentorlit.dates import is_whole, parse
from mentorlit.formats.ris.tags import Tags, one_line
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load

_SLASHED: Final = re.compile(r"(-?\d{4})(?:/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?)?\Z")
_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DATE_TAGS: Final = ("PY", "DA", "Y1")


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> list[Problem]:
    """Take the date tags of ``tags`` into ``fields``; what they do not hold stays.

    Return the problems of texts that say more than could be held.
    """
    problems: list[Problem] = []
    events: dict[str, PartialDate] = {}
    found: list[PartialDate] = []
    loose: list[str] = []
    for name in _DATE_TAGS:
        values, tags[name] = tags.get(name, []), []
        for value in values:
            text = one_line(value)
            date, event = _slashed(text)
            if date and event:
                events.setdefault(event, date)
            elif date:
                found.append(date)
            if date and not _holds(date, event, text):
                tags[name].append(value)
                problems.append(_unclear(text, "" if event else "issued"))
            elif date:
                pass
            elif name == "DA":
                loose.append(text)
            else:
                tags[name].append(value)
    fields["issued"] = _best(found, loose)
    tags["DA"] += loose
    if fields["issued"] is None:
        fields["issued"] = _literal(tags)
    fields["accessed"] = _accessed(tags)
    if "article" in group and (epub := _whole(tags, "ET")):
        events.setdefault("epub", epub)
    fields["dates"] = events
    return problems


def _unclear(text: str, field: str) -> Problem:
    return Problem("date-unclear", f"the date {text[:200]!r} is not understood in full", field)


def _holds(date: PartialDate, event: str, text: str) -> bool:
    """Tell whether ``date`` is all that ``text`` says, but for the name of the event."""
    return is_whole(text.rpartition("/")[0] if event else text, date)


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
    """Return the first date's most precise form; a month or day without year completes it."""
    if not found:
        return None
    same = [date for date in found if date.year == found[0].year]
    best = max(same, key=lambda date: (bool(date.month or date.season), bool(date.day)))
    if best.month or best.season:
        return best
    for text in loose:
        date = parse(f"{text} {best.year}") if re.search(r"[^\W\d_]", text) else None
        if date and date.year == best.year and (date.month or date.season):
            loose.remove(text)
            return date
    return best


def _literal(tags: Tags) -> PartialDate | None:
    """Return what PY says in words (``in press``)."""
    for name in ("PY", "Y1"):
        for value in tags[name]:
            if re.search(r"[^\W\d_]{3}", value) and "/" not in value:
                tags[name].remove(value)
                return PartialDate(literal=one_line(value))
    return None


def _accessed(tags: Tags) -> PartialDate | None:
    return _whole(tags, "Y2", day=False)


def _whole(tags: Tags, name: str, *, day: bool = True) -> PartialDate | None:
    """Take the first value of ``name`` that is a date with a year and, if so wanted, a day."""
    for value in tags.get(name, []):
        text = one_line(value)
        date = _slashed(text)[0] if re.match(r"-?\d{4}(?:[-/]|\Z)", text) else None
        if date and (date.day or not day):
            tags[name].remove(value)
            return date
    return None

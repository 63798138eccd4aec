"""Dates of publication and of the history."""

from lxml import etree

from mentorlit.dates import is_whole, parse
from mentorlit.formats.jats.draft import JatsDraft, meaning
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import text
from mentorlit.model import PartialDate


def read(element: etree._Element) -> tuple[PartialDate | None, str]:
    """Return the date of a ``date`` or ``pub-date``, and the text of it that it does not hold."""
    parts = {inner.tag: word(inner) for inner in element}
    year, day = parts.get("year", ""), parts.get("day", "")
    month, season = parts.get("month", ""), parts.get("season", "")
    if year:
        date = from_parts(year, month, day, season)
        said = " ".join(part for part in (day, month, season, year) if part)
        return date or PartialDate(literal=said), "" if _holds(said, date) else said
    iso = (element.get("iso-8601-date") or "").strip()
    said = " ".join(
        line for inner in element if inner.tag == "string-date" and (line := text(inner))
    )
    date = parse(said) or parse(iso)
    if date is None:
        return (PartialDate(literal=said), "") if said else (None, "")
    return date, "" if not said or is_whole(said, date) else said


def _holds(said: str, date: PartialDate | None) -> bool:
    return date is None or is_whole(said, date)


def published(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``pub-date``: one of several, by what its attributes say."""
    kind = (element.get("pub-type") or element.get("date-type") or "").lower()
    form = (element.get("publication-format") or "").lower()
    events = meaning("date")
    name = events.get(f"{kind} {form}".strip(), events.get(kind, kind))
    date, left = read(element)
    if left:
        draft.unclear("pub-date", left)
    if date is not None and name not in draft.published:
        draft.published[name] = date
    elif date is not None:
        draft.date(name, date, element)


def history(draft: JatsDraft, element: etree._Element) -> None:
    """Take the dates of a ``history``."""
    for inner in element:
        kind = (inner.get("date-type") or "").lower()
        event(draft, meaning("date").get(kind, kind), inner)


def event(draft: JatsDraft, name: str, element: etree._Element) -> None:
    """Take the date of an event; one that is not understood in full stays as it is."""
    date, left = read(element)
    draft.date(name or "published", None if left or (date and date.literal) else date, element)


def finish(draft: JatsDraft) -> None:
    """Decide which date is that of publication; the others are events.

    The journal issue's counts (print, else collection), made more precise by the electronic one
    if that is of the same year: NLM's practice, which PubMed and PMC cite by.
    """
    found = draft.published
    order = [name for name in meaning("published")["order"] if name in found]
    chosen = found[order[0]] if order else None
    if chosen is not None and chosen.year and not chosen.month and not chosen.season:
        better = (found[name] for name in ("epub", "published", "print") if name in found)
        chosen = next((d for d in better if d.year == chosen.year and d.month), chosen)
    if chosen is None and found:
        chosen = next(iter(found.values()))
    if chosen is not None:
        draft.fields["issued"] = chosen
    for name, date in found.items():
        if date != chosen and not date.literal:
            draft.dates.setdefault(name, date)

"""Dates of one EndNote record: ``year`` with the first of ``pub-dates``; ``access-date``."""

from typing import Any

from mentorlit.dates import is_whole, parse
from mentorlit.formats.endnote.elements import Lines, unmarked
from mentorlit.model import PartialDate, Problem


def read(lines: Lines, fields: dict[str, Any], problems: list[Problem]) -> None:
    """Take the dates of ``lines`` into ``fields``; what they do not hold stays."""
    year = unmarked(" ".join(lines.pop("year", ())))
    days = [unmarked(line) for line in lines.pop("pub-dates", ())]
    date = parse(year)
    for day in days[:1]:
        better = _together(year, day)
        if better is not None and (date is None or better.year == date.year):
            date = better
            if is_whole(day, date):
                days = days[1:]
    if date is None and year:
        date = PartialDate(literal=year)
    fields["issued"] = date
    if year and not is_whole(year, date):
        lines["year"] = [year]
        message = f"the date {year[:200]!r} is not understood in full"
        problems.append(Problem("date-unclear", message, "issued"))
    if days:
        lines["pub-dates"] = days
    _accessed(lines, fields)
    _electronic(lines, fields)


def _together(year: str, day: str) -> PartialDate | None:
    """Return the date in ``day``, which may have a year of its own or not."""
    date = parse(day)
    if date is not None and date.year:
        return date
    return parse(f"{day} {year}")


def _electronic(lines: Lines, fields: dict[str, Any]) -> None:
    """Take the date of electronic publication, which EndNote has as an article's edition."""
    text = " ".join(lines.get("edition", ()))
    date = parse(text) if str(fields.get("type", "")).startswith("article") else None
    if date is not None and is_whole(text, date):
        fields["dates"] = {"epub": date}
        del lines["edition"]


def _accessed(lines: Lines, fields: dict[str, Any]) -> None:
    for name in ("access-date", "accessed-date"):
        text = " ".join(lines.get(name, ()))
        date = parse(text)
        if date is not None and is_whole(text, date):
            fields["accessed"] = date
            del lines[name]
            return

"""The dates of an entry: of publication and others."""

from typing import Final

from mentorlit.formats.bibtex.dates import edtf, is_open, is_whole, published
from mentorlit.formats.bibtex.draft import SHORT, Draft
from mentorlit.model import PYTHON_NAME, PartialDate, Problem
from mentorlit.tables import load

DATES: Final = tuple((field, PYTHON_NAME[name]) for field, name in load("bibtex")["dates"].items())
"""The fields with dates other than that of publication, and their variables."""


def take_other_dates(draft: Draft) -> None:
    """Take the dates other than that of publication."""
    for field, variable in DATES:
        if field in draft.left and variable not in draft.known:
            made = edtf(draft.raw(field))
            if made is None:
                continue
            draft.put(variable, made)
            _drop_date(draft, field, variable, made)


def take_issued(draft: Draft) -> None:
    """Take the date of publication, in one field or in three."""
    left = draft.left
    main = "date" if "date" in left else "year"
    if main not in left:
        return
    whole, month, day = left[main], left.get("month", ""), left.get("day", "")
    if len(whole) + len(month) + len(day) > SHORT:
        made, is_all, used = published.__wrapped__(whole, month, day)
    else:
        made, is_all, used = published(whole, month, day)
    if not made:
        return
    draft.known["issued"] = made
    if is_all:
        del left[main]
    else:
        _doubt_date(draft, main, "issued")
    for field in used:
        left.pop(field, None)
    if main == "date" and made.year is not None and ("month" in left or "day" in left):
        _drop_parts(draft, made)
    year_alone = PartialDate(year=made.year)
    if "year" in left and made.year is not None and edtf(draft.raw("year")) == year_alone:
        del left["year"]


def _drop_parts(draft: Draft, made: PartialDate) -> None:
    """Take month and day out of ``left`` if they only say again what the date says."""
    left = draft.left
    again = published.__wrapped__(f"{made.year:04d}", left.get("month", ""), left.get("day", ""))[0]
    if again is not None and (again.month or again.season):
        parts = (again.month, again.season, again.day or made.day)
        if parts == (made.month, made.season, made.day):
            left.pop("month", None)
            left.pop("day", None)


def _drop_date(draft: Draft, field: str, variable: str, made: PartialDate) -> None:
    """Take a date out of ``left`` if ``made`` holds all of it; else it stays, as a problem."""
    if is_whole(draft.raw(field), made):
        del draft.left[field]
    else:
        _doubt_date(draft, field, variable)


def _doubt_date(draft: Draft, field: str, variable: str) -> None:
    text = draft.raw(field)[:200]
    if is_open(text):
        message = f"the range {text!r} has an open end, which stays in extra alone"
        draft.problems.append(Problem("date-open", message, variable))
    else:
        message = f"the date {text!r} is not understood in full"
        draft.problems.append(Problem("date-unclear", message, variable))

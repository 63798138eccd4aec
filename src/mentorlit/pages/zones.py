"""Which part of the page a line belongs to: the record's own, its body, or other works."""

from typing import Final

from mentorlit.pages import citeline, grammar, people
from mentorlit.pages.marks import Mark

_RUN: Final = 3
"""Headings in a row that make a table of contents or a menu: no section is empty so often."""


def assign(marks: list[Mark]) -> None:
    """Set ``zone`` of every mark; turn menus and lists of contents into noise."""
    _silence_menus(marks)
    zone = ""
    begun = next((i for i, m in enumerate(marks) if _says_something(m)), len(marks))
    for index, mark in enumerate(marks):
        if mark.what == "zone" and mark.kind in ("others", "references") and index < begun:
            mark.what = "noise"  # a menu: nothing of the record has come yet
        elif mark.what == "zone" and not mark.line.bullet:
            zone = _entered(marks, index, zone)
        elif zone == "references" and _own_data(marks, index):
            zone = ""
        mark.zone = zone


def _says_something(mark: Mark) -> bool:
    """Tell whether a line shows that the record has begun.

    Prose, a labelled value, a DOI, a citation line and a list of names do; menus have none.
    """
    value = mark.value
    if not value or mark.what in ("noise", "number"):
        return False
    if len(value) > 200 or mark.what == "label" or "10." in value:
        return True
    names = people.people(value) if "," in value or ";" in value else []
    return len(names) > 1 or citeline.read(value) is not None


def _entered(marks: list[Mark], index: int, zone: str) -> str:
    """Return the zone after the zone mark at ``index``."""
    mark = marks[index]
    if mark.kind == "resume":
        return ""
    if mark.kind == "body":
        before = marks[index - 1] if index else None
        if before and before.what == "label" and before.kind == "abstract":
            mark.what = "section"
            return zone
        return zone or "body"
    return mark.kind


def _own_data(marks: list[Mark], index: int) -> bool:
    """Tell whether a label of the record stands after the references (OJS's sidebar)."""
    mark = marks[index]
    if mark.what != "label" or mark.kind not in ("date", "citation", "epub"):
        return False
    if mark.kind == "citation":
        return mark.mode == "line"
    following = mark.value or (marks[index + 1].value if index + 1 < len(marks) else "")
    return grammar.date(following) is not None


def _empty_heading(mark: Mark) -> bool:
    return not mark.value.strip() if mark.what == "label" else mark.what in ("zone", "section")


def _silence_menus(marks: list[Mark]) -> None:
    """Make noise of the headings of each run without any text between them."""
    run: list[int] = []
    for index in range(len(marks) + 1):
        mark = marks[index] if index < len(marks) else None
        if mark is not None and (_empty_heading(mark) or (run and mark.what == "noise")):
            run.append(index)
            continue
        headings = [i for i in run if marks[i].what != "noise"]
        if len(headings) >= _RUN:
            _silence(marks, headings, mark)
        run = []


def _silence(marks: list[Mark], headings: list[int], after: Mark | None) -> None:
    """Silence one run; its last heading stays when it is the label of the text ``after`` it."""
    last = marks[headings[-1]]
    contents = sum(marks[i].what in ("zone", "section") for i in headings)
    keeps = after is not None and last.what == "label"
    if keeps and last.line.bullet:
        keeps = after is not None and after.line.bullet and last.kind not in ("author", "title")
    if keeps and (contents < 2 or last.line.gap):
        headings = headings[:-1]
    for index in headings:
        marks[index].what = "noise"

"""Which part of the page a line belongs to: the record's own, its body, or other works."""

from typing import Final

from mentorlit.pages import abstracts, citeline, grammar, people
from mentorlit.pages.marks import Mark

_RUN: Final = 3
"""Headings in a row that make a table of contents or a menu: no section is empty so often."""


def assign(marks: list[Mark]) -> None:
    """Set ``zone`` of every mark; turn menus and lists of contents into noise."""
    _silence_menus(marks)
    _silence_contents(marks)
    zone = ""
    begun = next((i for i, m in enumerate(marks) if _says_something(m)), len(marks))
    abstract = next((i for i in range(len(marks)) if _is_abstract(marks, i)), -1)
    for index, mark in enumerate(marks):
        early = mark.what == "zone" and index < begun
        listed = mark.what == "zone" and mark.kind == "body" and _contents(marks, index, abstract)
        if listed or (early and (mark.kind in ("others", "references") or index < abstract)):
            mark.what = "noise"  # a menu: nothing of the record has come yet
        elif mark.what == "zone" and not mark.line.bullet:
            zone = _entered(marks, index, zone)
        elif zone == "references" and _own_data(marks, index):
            zone = ""
        mark.zone = "" if zone == "body" and _told_late(mark) else zone
    _reopen(marks)


def _contents(marks: list[Mark], index: int, abstract: int) -> bool:
    """Tell whether a heading of the body stands in a list of contents: the abstract comes below."""
    return index < abstract and not any(len(m.value) > 200 for m in marks[index:abstract])


def _reopen(marks: list[Mark]) -> None:
    """Take back a zone of other works that an abstract follows, though none came before it.

    Then its heading was a tab or a menu's word. A zone with identifiers or citations is kept.
    """
    first = next((i for i, m in enumerate(marks) if _is_abstract(marks, i)), -1)
    zone = marks[first].zone if first >= 0 else ""
    if zone not in ("others", "references"):
        return
    start = first
    while start > 0 and marks[start - 1].zone == zone:
        start -= 1
    if any("10." in m.line.text or citeline.read(m.line.text) for m in marks[start:first]):
        return
    at = start
    while at < len(marks) and marks[at].zone == zone and (at <= first or marks[at].what != "zone"):
        marks[at].zone = ""
        if marks[at].what == "zone":
            marks[at].what = "noise"
        at += 1


def _told_late(mark: Mark) -> bool:
    """Tell whether a line below the first heading of the body is the record's (Frontiers, PLOS)."""
    labelled = mark.what == "label" and mark.mode == "colon" and bool(mark.value)
    if labelled and mark.kind in ("received", "accepted", "revised"):
        return grammar.date(mark.value) is not None
    return labelled and mark.kind in ("keyword", "citation")


def _is_abstract(marks: list[Mark], index: int) -> bool:
    """Tell whether the mark at ``index`` is the label of an abstract with prose after it."""
    mark = marks[index]
    if mark.what != "label" or mark.kind != "abstract":
        return False
    return any(len(m.value) > 120 for m in marks[index : index + 3])


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
            mark.what, mark.value = "section", mark.line.text
            return zone
        return zone or "body"
    return mark.kind


def _own_data(marks: list[Mark], index: int) -> bool:
    """Tell whether a label of the record stands after the references (OJS's sidebar)."""
    mark = marks[index]
    if mark.kind == "doi" and mark.mode == "colon" and mark.value:
        return any(m.line.text.casefold() == "refbacks" for m in marks[index + 1 : index + 3])
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
    prose = after is not None and last.kind == "abstract" and len(after.value) > 120
    if keeps and (contents < 2 or last.line.gap or prose):
        headings = headings[:-1]
    if after is not None and (kept := _abstract_in(marks, headings)):
        headings = headings[:-kept]
    elif after is not None and _repeated(marks, headings):
        headings = headings[:-1]
    for index in headings:
        marks[index].what = "noise"


def _abstract_in(marks: list[Mark], headings: list[int]) -> int:
    """Return 2 where a run ends with an abstract's label and the first section's word, else 0."""
    label, section = marks[headings[-2]], marks[headings[-1]]
    return 2 * (label.what == "label" and label.kind == "abstract" and section.what == "section")


def _silence_contents(marks: list[Mark]) -> None:
    """Make noise of the word "Abstract" in a list of contents: another one heads the text."""
    alone = [i for i, m in enumerate(marks) if m.kind == "abstract" and m.mode == "line"]
    heading = [i for i in alone if _is_abstract(marks, i)] if len(alone) > 1 else []
    for index in alone if heading else ():
        after = marks[index + 1] if index + 1 < len(marks) else None
        if index not in heading and after is not None and not _prose_follows(after):
            marks[index].what = "noise"


def _prose_follows(mark: Mark) -> bool:
    return mark.what == "section" or abstracts.is_sentence(mark.value)


def _repeated(marks: list[Mark], headings: list[int]) -> bool:
    """Tell whether a run ends with the heading of other works that a menu in it names too."""
    last = marks[headings[-1]]
    if last.what != "zone" or last.kind != "others":
        return False
    return any(marks[i].line.text == last.line.text for i in headings[:-1])

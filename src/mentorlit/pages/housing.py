"""Labelled authors and labelled affiliations, joined where the same marks stand at both."""

import msgspec

from mentorlit.pages import authors
from mentorlit.pages.findings import Findings
from mentorlit.pages.marks import Mark


def link(findings: Findings) -> None:
    """Give authors that a label or markup tells their affiliations.

    "Braun, Virginia1" works where "1University of ..." is.

    All or none: each author needs a mark, and each affiliation begins with one.
    """
    claim = findings.best("author")
    places = findings.all_best("affiliation")
    if claim is None or claim.rank > 2 or not places or places[0].rank > 2:
        return
    lines = [Mark(line, "text", value=line.text) for line in claim.lines]
    found = {name: _line_of(name.family or name.literal, lines) for name in claim.value}
    if not lines or any(at < 0 or name.affiliation for name, at in found.items()):
        return
    marked = [
        (place.lines[0].text, Mark(place.lines[0], "text"), -1) for place in places if place.lines
    ]
    names = authors.housed(found, lines, marked)
    linked = {text for name in names for text in name.affiliation}
    if not linked:
        return
    seen = [line for place in places if place.value in linked for line in place.lines]
    at = findings.claims["author"].index(claim)
    findings.claims["author"][at] = msgspec.structs.replace(
        claim, value=tuple(names), lines=(*claim.lines, *seen)
    )
    left = [place for place in findings.claims["affiliation"] if place.value not in linked]
    findings.claims["affiliation"] = left
    if not left:
        del findings.claims["affiliation"]


def _line_of(family: str, lines: list[Mark]) -> int:
    return next((at for at, mark in enumerate(lines) if family in mark.value), -1)

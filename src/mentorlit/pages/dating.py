"""Labelled dates: of publication, and of what else happened to the work."""

import re
from typing import Final

from mentorlit import dates
from mentorlit.model import PartialDate
from mentorlit.pages import citations, citeline, grammar, links
from mentorlit.pages.entries import Entry, note
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold

_YEAR_LAST: Final = r"(\D{3,120}?)[,\s]+[(\[]?[c©]?((?:1[5-9]|20)\d\d)[)\]]?\.?\Z"
EVENTS: Final = {
    "epub": "epub",
    "received": "received",
    "accepted": "accepted",
    "revised": "revised",
    "defence": "defence",
}
"""Kinds of label to the name of the event in ``Citation.dates``."""
_PRINTED: Final = frozenset(
    {"issue date", "cover date", "print publication date", "published in print"}
)


def published(entry: Entry, findings: Findings) -> None:
    """Add a date of publication; one of print counts before one of the online version."""
    value = links.without_link_text(entry.values[0][0])
    before, http, address = value.partition("http")
    if http and (found := grammar.date(before)):
        value = before
        links.address(f"http{address}", findings, f"label/{entry.label}", entry.values[0][1])
    found = _american(value) or grammar.date(value)
    weak = 2 if "online" in fold(entry.label) else int(entry.mode == "spaced")
    weak = -1 if fold(entry.label) in _PRINTED else weak
    if found:
        note(entry, findings, "issued", found, weak)
        return
    cited = citeline.read(value)
    if cited:
        citations.note_cited(findings, cited, f"citation/{entry.label}", 2, *entry.lines)
        return
    match = re.match(_YEAR_LAST, value)
    if match and "original" not in fold(entry.label):  # its publisher is that of another edition
        note(entry, findings, "issued", grammar.date(match[2]), 1)
        place, colon, publisher = match[1].partition(" : ")
        note(entry, findings, "publisher", (publisher or place).strip(" ,:["), 1)
        note(entry, findings, "publisher_place", place.strip(" ,:[]") if colon else "", 1)


def _american(value: str) -> PartialDate | None:
    """Read "9-14-2015" (Digital Commons), where the second number can be no month."""
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)", value)
    certain = match is not None and int(match[2]) > 12
    return dates.make(int(match[3]), int(match[1]), int(match[2])) if match and certain else None


def event(entry: Entry, findings: Findings) -> None:
    """Add the date of another event (received, accepted, first online)."""
    found = grammar.date(entry.values[0][0].split(";")[0].split(" / ")[0])
    if found:
        note(entry, findings, "dates", {EVENTS[entry.kind]: found})


def status(entry: Entry, findings: Findings) -> None:
    """Add the date behind a status ("Published - Nov 11 2019")."""
    kind, found = grammar.status(entry.values[0][0])
    if kind == "date":
        note(entry, findings, "issued", found)
    elif kind and found:
        note(entry, findings, "dates", {EVENTS[kind]: found})

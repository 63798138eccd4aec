"""The engine: from the lines of a page to what they state, step by step."""

from collections.abc import Iterable

import msgspec

from mentorlit.pages import abstracts, citations, claims, entries, remainder, tongue, zones
from mentorlit.pages.entries import Entry
from mentorlit.pages.findings import Findings
from mentorlit.pages.head import Head
from mentorlit.pages.lexicon import fold, heading_key
from mentorlit.pages.lines import Line, flat
from mentorlit.pages.marks import Mark, classify


class Page(msgspec.Struct):
    """A page after it was read: the mark of every line, and what they state."""

    marks: list[Mark]
    findings: Findings


def examine(lines: Iterable[Line]) -> Page:
    """Read the visible lines of one page.

    Lines are classified, the record's own part is told from body and other works, labels are
    read with their values, then citation lines and the label-less head around them, and at last
    what stands alone (identifiers, copyright line, keywords in bullets). The language is that of
    the record's text.
    """
    marks = [mark for line in lines for mark in classify(line)]
    zones.assign(marks)
    findings = Findings()
    found = entries.collect(marks)
    for entry in found:
        claims.claim(entry, findings)
    own = [mark for mark in marks if not mark.zone]
    _abstract(found, findings)
    remainder.before_head(own, findings)
    head = Head(own, findings, _context(marks))
    place = head.read()
    citations.note_reference(findings, findings.text("title"))
    remainder.after_head(own, findings, place, found)
    _language(marks, findings)
    return Page(marks, findings)


def _context(marks: list[Mark]) -> str:
    """Return the short lines of the page folded: where a title may be repeated."""
    short = [mark.line.text for mark in marks[:3000] if len(mark.line.text) < 1500]
    return "\n".join(heading_key(fold(text)) for text in short)


def _abstract(found: list[Entry], findings: Findings) -> None:
    """Take the labelled abstract with the most text in the language of the first."""
    best: Entry | None = None
    for entry in found:
        if entry.kind not in ("abstract", "description") or not entry.values:
            continue
        weak = entry.kind == "description"
        text = abstracts.unprompted(abstracts.join(value_marks(entry)))
        if not (abstracts.is_prose(text) or abstracts.is_sentence(text)):
            continue
        if best is None or (best.kind == "description" and not weak):
            best = entry
    for entry in found:
        if entry.kind in ("abstract", "description") and entry is not best and entry.values:
            findings.keep(entry.label, [flat(value) for value, _ in entry.values])
    if best:
        note_abstract(findings, value_marks(best), 1, f"label/{best.label}")


def value_marks(entry: Entry) -> list[Mark]:
    """Return the marks that hold the entry's values."""
    return [mark for mark in entry.marks if mark.value]


def note_abstract(findings: Findings, marks: list[Mark], rank: int, rule: str) -> None:
    """Add an abstract and its sections."""
    text = abstracts.unprompted(abstracts.join(marks))
    lines = tuple(mark.line for mark in marks)
    findings.add("abstract", text, rank, rule, *lines)
    findings.add("abstract_sections", abstracts.sections(marks, text), rank, rule, *lines)


def _language(marks: list[Mark], findings: Findings) -> None:
    """Tell the language from abstract and title, else from the body."""
    if findings.has("language"):
        return
    claim = findings.best("abstract") or findings.best("title")
    if claim:
        text = f"{findings.text('title')}\n{findings.text('abstract')}"
        findings.add("language", tongue.detect(text), 3, "text/words", *claim.lines)
        return
    own = [mark for mark in marks if mark.zone in ("", "body")]
    body = [mark.line for mark in own if len(mark.line.text) > 100][:12]
    text = "\n".join(line.text for line in body)
    findings.add("language", tongue.detect(text), 3, "text/words", *body)

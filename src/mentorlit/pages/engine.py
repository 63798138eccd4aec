"""The engine: from the lines of a page to what they state, step by step."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

import msgspec

from mentorlit.limits import DEFAULT
from mentorlit.pages import (
    abstracts,
    alignment,
    catalogue,
    citations,
    claims,
    dumps,
    entries,
    frontmatter,
    housing,
    remainder,
    roles,
    settling,
    surroundings,
    tongue,
    zones,
)
from mentorlit.pages.entries import Entry
from mentorlit.pages.findings import Findings
from mentorlit.pages.head import Head
from mentorlit.pages.known import Known, named
from mentorlit.pages.lexicon import fold, heading_key
from mentorlit.pages.lines import Line, flat
from mentorlit.pages.marks import Mark, classify
from mentorlit.pages.profile import Profile, classified, name_rules

_EXTENT: Final = 160
"""Characters below which a description may be that of a book's pages and size."""
_PARAGRAPH: Final = 200
"""Characters from which on the language of a paragraph is told with certainty."""


class Page(msgspec.Struct):
    """A page after it was read: the mark of every line, and what they state."""

    marks: list[Mark]
    findings: Findings


def examine(
    lines: Iterable[Line], known: Known | None = None, profiles: Sequence[Profile] = ()
) -> Page:
    """Read the visible lines of one page; ``known`` tells what its tags say of the title.

    ``profiles`` are those of the user that apply to the page; their words come before all others.
    Lines are classified, the record's own part is told from body and other works, labels are
    read with their values, then citation lines and the label-less head around them, and at last
    what stands alone (identifiers, copyright line, keywords in bullets). The language is that of
    the record's text.
    """
    lines = list(islice(lines, DEFAULT.page_lines + 1))
    lines = dumps.unwrapped(frontmatter.unfolded(lines))
    if known is not None:
        lines = named(lines, known)
    marks = classified(lines, profiles) if profiles else [m for x in lines for m in classify(x)]
    marks = alignment.restored(marks)
    zones.assign(marks)
    catalogue.name_title(marks)
    findings = Findings()
    if known is not None:
        surroundings.references(marks, known.caption)
        surroundings.take(marks, findings)
    found = settling.settled(entries.collect(marks))
    taken, left = settling.in_one_language(found)
    for entry in taken:
        claims.claim(entry, findings)
    for entry in left:
        findings.keep(entry.label, [flat(value) for value, _ in entry.values])
    housing.link(findings)
    own = [mark for mark in marks if not mark.zone]
    _abstract(found, findings)
    roles.take(own, findings)
    housing.link(findings)
    remainder.before_head(own, findings)
    head = Head(own, findings, _context(marks))
    place = head.read()
    roles.nearest(own, findings, place)
    citations.note_reference(findings, findings.text("title"))
    citations.prefer_whole_names(findings)
    goes_on = any(mark.zone in ("body", "references") for mark in marks)
    remainder.after_head(own, findings, place, found, goes_on=goes_on)
    if known is not None:
        surroundings.name_periodical(marks, findings, known.caption)
    _language(marks, findings)
    if profiles:
        name_rules(marks, findings)
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
        if weak and len(text) < _EXTENT and re.search(r"\d\s?cm\b", text):
            continue
        if not (abstracts.is_prose(text) or abstracts.is_sentence(text)):
            continue
        if best is None or (best.kind == "description" and not weak) or _heads(best, entry):
            best = entry
    for entry in found:
        if entry.kind in ("abstract", "description") and entry is not best and entry.values:
            findings.keep(entry.label, [flat(value) for value, _ in entry.values])
    if best:
        note_abstract(findings, value_marks(best), 1, f"label/{best.label}")


def _heads(first: Entry, second: Entry) -> bool:
    """Tell whether an "Abstract" alone is the page's heading, for the labelled one is longer."""
    if first.mode != "line" or second.mode != "colon" or second.kind != "abstract":
        return False
    lengths = [sum(len(mark.value) for mark in value_marks(e)) for e in (first, second)]
    if lengths[0] >= min(_EXTENT, lengths[1]):
        return False
    for mark in first.marks[1:]:
        mark.used = ""
    return True


def value_marks(entry: Entry) -> list[Mark]:
    """Return the marks that hold the entry's values."""
    return [mark for mark in entry.marks if mark.value]


def note_abstract(findings: Findings, marks: list[Mark], rank: int, rule: str) -> None:
    """Add an abstract and its sections, up to where it is told again in another language."""
    marks = _one_language(marks)
    text = abstracts.unprompted(abstracts.join(marks))
    lines = tuple(mark.line for mark in marks)
    findings.add("abstract", text, rank, rule, *lines)
    findings.add("abstract_sections", abstracts.sections(marks, text), rank, rule, *lines)


def _one_language(marks: list[Mark]) -> list[Mark]:
    """Return the marks before the first long paragraph in another language than the first."""
    long = [i for i, mark in enumerate(marks) if len(mark.value) > _PARAGRAPH]
    if len(long) < 2:
        return marks
    first = tongue.detect(marks[long[0]].value)
    for index in long[1:]:
        if first and tongue.detect(marks[index].value) not in ("", first):
            return marks[:index]
    return marks


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

"""Abstracts: paragraphs put together, and the labelled sections of structured ones."""

import re
from typing import Final

from mentorlit import abstracts
from mentorlit.model import Section
from mentorlit.pages.lexicon import fold, is_section_word, noise
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark

_LEAD: Final = re.compile(r"([^\W\d_][^:.\n]{1,58}?)(?:\s?[:：]\s?|\u00a0+|\t)(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.!?…](?:\s|\Z|\")|[。！？]")
_PROMPT: Final = (
    r"(?i)(?:abstract|summary|resumen|resumo|résumé|zusammenfassung|摘要|要旨)\s*[:：.]?\s*"
)

_RIGHTS: Final = (
    r"(?<=[.!?])\s+(?:Copyright\s*)?(?:©|\([cC]\)|Copyright)\s*(?:Copyright\s*)?(?:19|20)\d\d\b"
    r"[^.]{0,120}(?:\.[^.]{0,60}){0,3}\Z"
)
"""The line of rights that indexes set behind an abstract."""
_DATED: Final = r"(?<=[.!?])\s*\((?:19|20)\d\d-\d\d-\d\d\)\Z"
"""The date of a description in Dataverse."""
_FROM_AUTHOR: Final = r"\s*(?:\([A-Z][a-z]{3,20}\)\s*)?\[ABSTRACT FROM (?:AUTHOR|PUBLISHER)\]\Z"
"""What EBSCO writes behind an abstract."""


def leading_label(text: str) -> str:
    """Return the section word that ``text`` begins with (set off by colon, TAB or NBSP)."""
    match = _LEAD.match(text)
    return match[1].strip() if match and is_section_word(match[1]) else ""


def is_prose(text: str) -> bool:
    """Tell whether ``text`` is running prose: a long sentence or several."""
    if len(text) < 60:
        return False
    ends = len(_SENTENCE_END.findall(text[:5000]))
    wide = len(text) >= 120 or ord(text[0]) > 0x2E80
    return wide and ends >= 1 and (ends > 1 or len(text) > 200 or text.rstrip()[-1] in ".。")


def is_sentence(text: str) -> bool:
    """Tell whether ``text`` is at least one whole sentence: enough where a label vouches for it."""
    if len(text) < 20 or text.rstrip()[-1] not in ".!?。" or len(text.split()) < 5:
        return False
    return len(text) > 120 or not any(phrase in fold(text) for phrase in noise("no_abstract"))


def _heading(mark: Mark, text: str) -> str:
    """Return the section word that stands on a line of its own, or nothing."""
    return text.rstrip(" :：") if mark.what == "section" and len(text) <= 60 else ""


def join(marks: list[Mark]) -> str:
    """Put the lines of an abstract together: paragraphs by blank lines, wrapped lines by spaces.

    A section word on a line of its own is set before its paragraph with a colon.
    """
    paragraphs: list[str] = []
    heading = ""
    for mark in marks:
        text = flat(mark.value)
        if alone := _heading(mark, text):
            heading = alone
            continue
        if heading:
            paragraphs.append(f"{heading}: {text}")
            heading = ""
        elif paragraphs and not mark.line.gap and not leading_label(mark.value):
            paragraphs[-1] = f"{paragraphs[-1]} {text}"
        else:
            paragraphs.append(text)
    return "\n\n".join(paragraphs)


def sections(marks: list[Mark], abstract: str) -> tuple[Section, ...]:
    """Return the labelled sections of an abstract, if it has two or more."""
    found = _by_paragraph(marks)
    return tuple(found) if len(found) > 1 else abstracts.sections(abstract)


def _by_paragraph(marks: list[Mark]) -> list[Section]:
    found: list[Section] = []
    heading = ""
    for mark in marks:
        text = flat(mark.value)
        if alone := _heading(mark, text):
            heading = alone
            continue
        label = heading or leading_label(mark.value)
        if label:
            body = text if heading else text[len(flat(label)) :].lstrip(" :：")
            found.append(Section(flat(label), body))
        elif found:
            last = found.pop()
            found.append(Section(last.label, f"{last.text}\n\n{text}"))
        heading = ""
    return [] if any(abstracts.headings(section.text) for section in found) else found


def unprompted(text: str) -> str:
    """Return an abstract without the word "Abstract" at its start."""
    text = re.sub(_FROM_AUTHOR, "", text) if text.endswith("]") else text
    text = re.sub(_DATED, "", text) if text.endswith(")") else text
    if "©" in text[-200:] or "Copyright" in text[-200:]:
        text = re.sub(_RIGHTS, "", text)
    if not any(mark in text[:24] for mark in ":：."):
        return text
    match = re.match(_PROMPT, text)
    return text[match.end() :] if match and match[0].rstrip().endswith((":", "：", ".")) else text

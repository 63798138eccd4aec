"""An abstract that no label and no markup shows: prose below the title, or all there is."""

import re
from typing import Final

from mentorlit.pages import abstracts, roles, wrapping
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, noise
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark

_SERVICE: Final = 800
"""Characters; no longer does a page speak of itself."""
_PARAGRAPH: Final = 200
_LONGEST: Final = 4000
_OF_A_WORK: Final = ("author", "doi", "volume", "affiliation", "report_number", "pmid")
_OF_PERIODICAL: Final = (
    r"(?i)\b(?:(?:the|this) journal|peer.reviewed|submissions|revista|open access)\b"
)
"""What a periodical says of itself on its own page."""
_CITES: Final = (
    r"\[\d{1,3}[\],–-]|\((?:[A-Z][^()]{1,60},|see|cf\.) ?[^()]{0,40}(?:19|20)\d\d[a-z]?\)"
)
"""A citation of another work, which a body has and an abstract rarely."""


def below_title(marks: list[Mark], findings: Findings, title: int) -> None:
    """Take the first paragraph of prose below the head; further ones if they are sections."""
    taken: list[Mark] = []
    named = fold(findings.text("title"))
    journal = fold(findings.text("container_title"))
    for mark in marks[title + 1 :]:
        free = mark.what in ("text", "section") and not mark.used
        free = free and not (len(named) > 20 and named in fold(mark.value))  # a reference
        labelled = mark.what == "section" or bool(abstracts.leading_label(mark.value))
        if not taken and free and _of_service(mark.value, journal):
            return
        if not taken:
            if (
                free
                and mark.what == "text"
                and not mark.value.endswith(("...", "…"))
                and ((abstracts.is_prose(mark.value) and len(mark.value) > 150) or labelled)
            ):
                taken.append(mark)
            continue
        structured = abstracts.leading_label(taken[0].value) or taken[0].what == "section"
        if not (free and structured and labelled):
            break
        taken.append(mark)
    if not taken and wrapping.is_wrapped(marks):
        taken = wrapping.paragraph(marks, title + 1)
    text = abstracts.join(taken)
    if taken and abstracts.is_prose(text) and not roles.is_body(marks, taken[-1]):
        lines = tuple(mark.line for mark in taken)
        findings.add("abstract", text, 3, "head/abstract", *lines)
        sections = abstracts.sections(taken, text)
        findings.add("abstract_sections", sections, 3, "head/abstract", *lines)
        for mark in taken:
            mark.used = "abstract"


def alone(marks: list[Mark], findings: Findings, *, goes_on: bool) -> None:
    """Take the only paragraph of prose where the title, not the work's data or text, is lost."""
    if any(mark.what == "section" for mark in marks):
        return  # the headings of a body whose beginning is lost
    free = [mark for mark in marks if mark.what == "text" and not mark.used]
    prose = [m for m in free if len(m.value) > _PARAGRAPH and abstracts.is_prose(m.value)]
    known = any(findings.has(field) for field in _OF_A_WORK)
    if len(prose) != 1 or not (goes_on or known) or len(prose[0].value) > _LONGEST:
        return
    text = flat(prose[0].value)
    if re.search(_OF_PERIODICAL, text) or any(mark.line.role for mark in marks):
        return
    cites = re.search(_CITES, text) or text.endswith(("...", "…", ":")) or text.startswith("©")
    journal = fold(findings.text("container_title"))
    if cites or _of_service(text, journal) or wrapping.is_wrapped(marks):
        return
    if not roles.is_body(marks, prose[0]):
        findings.add("abstract", text, 4, "page/only paragraph", prose[0].line)
        prose[0].used = "abstract"


_OF_PERIODICALS: Final = ("is", "publishes", "aims", "covers", "welcomes", "seeks")


def _of_service(text: str, journal: str) -> bool:
    """Tell whether a paragraph speaks of access to the work, or of the periodical itself."""
    if not 60 < len(text) < _SERVICE:
        return False
    folded = fold(text)
    named = folded.removeprefix("the ").startswith(journal.removeprefix("the "))
    said = folded[len(journal) :][:28].split()
    about = bool(journal) and named and any(verb in said for verb in _OF_PERIODICALS)
    return about or any(phrase in folded for phrase in noise("service"))

"""What kind of text a page is when it is not the page of a work."""

import re
from typing import Final

from mentorlit import identifiers
from mentorlit.model import Problem
from mentorlit.pages import abstracts, citeline, containers
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold
from mentorlit.pages.lines import has_cjk
from mentorlit.pages.marks import Mark
from mentorlit.tables import load

_LISTED: Final = 2000
"""Lines looked at for a list of works."""

_NO_WORK: Final = frozenset({"language", "url", "type"})
"""Claims that say nothing of which work it is."""

_HEADING: Final = r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[^\W\d_a-zà-ÿ][^.!?。:：]{1,80}"
_SHORT: Final = 4000
"""Characters. Bot checks, error pages and cookie walls stay well below."""


def refusal(marks: list[Mark], findings: Findings) -> str:
    """Return the phrase that shows a bot check, error page or cookie wall, or ``""``."""
    if findings.has("author") or findings.has("doi") or findings.has("abstract"):
        return ""
    size = sum(len(mark.line.text) for mark in marks)
    if size > _SHORT:
        return ""
    text = fold(" ".join(mark.line.text for mark in marks))
    phrases: list[str] = load("pages/refused")["phrases"]
    return next((phrase for phrase in phrases if phrase in text), "")


def several(marks: list[Mark], findings: Findings) -> int:
    """Return how many works the page cites as its own, if that shows a list of works, else 0.

    Search results and tables of contents cite one work after the other and hold no abstract; two
    citation lines with different DOIs, or three different ones, are taken for such a list.
    """
    if findings.has("abstract"):
        return 0
    cited: set[tuple[str, str, str]] = set()
    dois: set[str] = set()
    for mark in marks[:_LISTED]:
        text = mark.line.text
        found = citeline.read(text) if not mark.zone and len(text) < 400 else None
        if found and found.page and found.volume and (found.journal or containers.vancouver(text)):
            cited.add((found.journal, found.volume, found.page))
            dois.add(identifiers.doi(text[text.find("10.") :]) if "10." in text else "")
    many = len(cited) > 2 or len(dois - {""}) > 1
    return len(cited) if many else 0


def nothing(marks: list[Mark], findings: Findings) -> bool:
    """Tell whether the text states nothing of a work and is not the body of an article either."""
    return set(findings.claims) <= _NO_WORK and not _body(marks, findings)


def problems(marks: list[Mark], findings: Findings) -> tuple[Problem, ...]:
    """Say what kind of text it is where no title was found."""
    if findings.has("title"):
        return ()
    name = _body(marks, findings)
    if name:
        message = (
            f"the text is the body of an article: it begins with the section heading '{name}'; "
            "title, authors, journal and date are not in it"
        )
        return (Problem("body-only", message),)
    return (Problem("no-title", "nothing in the text shows which line is the title", "title"),)


def _body(marks: list[Mark], findings: Findings) -> str:
    """Return the section heading that a text begins with which is the body of an article."""
    first = next((mark for mark in marks if mark.what != "noise"), None)
    if first is None or findings.has("author"):
        return ""
    if first.what not in ("zone", "section") and not _numbered(marks):
        return ""
    return first.line.text.strip()[:60]


def _numbered(marks: list[Mark]) -> bool:
    """Tell whether a text begins with a numbered heading and running text ("2 研究方法")."""
    first, second = (mark.line.text for mark in marks[:2]) if len(marks) > 1 else ("", "")
    prose = abstracts.is_prose(second) or (has_cjk(second) and len(second) > 30)
    return prose and re.fullmatch(_HEADING, first) is not None

"""What kind of text a page is when it is not the page of a work."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit import identifiers
from mentorlit.limits import DEFAULT
from mentorlit.model import JSON_NAME, Problem
from mentorlit.pages import abstracts, citeline, containers
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold
from mentorlit.pages.lines import has_cjk
from mentorlit.pages.marks import Mark
from mentorlit.tables import load

_LISTED: Final = 2000
"""Lines looked at for a list of works."""

_NO_WORK: Final = frozenset({"language", "url", "type", "publisher", "rights", "note"})
"""Claims that say nothing of which work it is."""

_HEADING: Final = r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[^\W\d_a-zà-ÿ][^.!?。:：]{1,80}"
_PAGES_ALONE: Final = re.compile(r"(?:pp?\.\s?)?\d{1,5}\s?[-–]\s?\d{1,5}")
_DOI_ALONE: Final = r"(?i)(?:doi[:\s]*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\Z"
_SHOWN: Final = (
    r"(?i)\b(?:showing|displaying|results?|hits|records|treffer|ergebnisse|résultats|notices"
    r"|resultados|risultati|wyniki|sonuç|результаты|записи)\b.{0,20}\b1\s?[-–]\s?\d+"
    r"\s(?:of|von|de|sur|di|z|из|av|fra|van|/)\s\d"
)
_TOP: Final = 60
_CONTENTS: Final = 3
_SHORT: Final = 4000
"""Characters. Bot checks, error pages and cookie walls stay well below."""


def refusal(marks: list[Mark], findings: Findings) -> str:
    """Return the phrase that shows a bot check, error page or cookie wall, or ``""``."""
    if findings.has("author") or findings.has("doi") or findings.has("abstract"):
        return ""
    size = sum(len(mark.line.text) for mark in marks)
    if size > _SHORT:
        return ""
    text = fold(" ".join(mark.line.text for mark in marks)).replace("’", "'")
    phrases: list[str] = load("pages/refused")["phrases"]
    return next((phrase for phrase in phrases if phrase in text), "")


def several(marks: list[Mark], findings: Findings) -> int:
    """Return how many works the page cites as its own, if that shows a list of works, else 0.

    Search results and tables of contents cite one work after the other and hold no abstract; two
    citation lines with different DOIs, or three different ones, are taken for such a list. So are
    pages pasted one after the other: two abstracts and two citation lines with different DOIs.
    """
    pasted = sum(mark.kind == "abstract" and not mark.zone for mark in marks[:_LISTED]) > 1
    if findings.has("abstract") and not pasted:
        return 0
    cited: set[tuple[str, str, str]] = set()
    dois: set[str] = set()
    if not pasted and _hits(marks):
        return _hits(marks)
    for at, mark in enumerate(marks[:_LISTED]):
        text = mark.line.text
        found = citeline.read(text) if not mark.zone and len(text) < 400 else None
        if found and found.page and found.volume and (found.journal or containers.vancouver(text)):
            cited.add((found.journal, found.volume, found.page))
            below = marks[at + 1].line.text if at + 1 < len(marks) else ""
            told = text if "10." in text else below if re.match(_DOI_ALONE, below) else ""
            dois.add(identifiers.doi(told[told.find("10.") :]) if told else "")
    if findings.has("abstract"):
        return len(cited) if len(cited) > 1 and len(dois - {""}) > 1 else 0
    many = len(cited) > 2 or len(dois - {""}) > 1
    return len(cited) if many else _contents(marks)


def _hits(marks: list[Mark]) -> int:
    """Return how many numbered lines a page has that counts what it shows ("1 - 20 of 345")."""
    if not any(re.search(_SHOWN, mark.line.text) for mark in marks[:_TOP]):
        return 0
    numbered = [m.line.text.split(".")[0] for m in marks[:_LISTED] if not m.zone]
    places = {text for text in numbered if text.isdecimal()}
    return len(places) if {"1", "2"} <= places else 0


def _contents(marks: list[Mark]) -> int:
    """Return how many different ranges of pages stand on lines of their own, if more than two."""
    alone = [mark.line.text for mark in marks[:_LISTED] if not mark.zone]
    pages = {text for text in alone if len(text) < 20 and _PAGES_ALONE.fullmatch(text)}
    return len(pages) if len(pages) >= _CONTENTS else 0


def nothing(marks: list[Mark], findings: Findings) -> bool:
    """Tell whether the text states nothing of a work and is not the body of an article either."""
    return set(findings.claims) <= _NO_WORK and not _body(marks, findings)


def problems(marks: list[Mark], findings: Findings) -> tuple[Problem, ...]:
    """Say what kind of text it is where no title was found, and what is above a bound."""
    told = tuple(_beyond(marks, findings))
    if findings.has("title"):
        return told
    name = _body(marks, findings)
    if name:
        message = (
            f"the text is the body of an article: it begins with the section heading '{name}'; "
            "title, authors, journal and date are not in it"
        )
        return (Problem("body-only", message), *told)
    message = "nothing in the text shows which line is the title"
    return (Problem("no-title", message, "title"), *told)


def _beyond(marks: list[Mark], findings: Findings) -> Iterator[Problem]:
    """Yield what was left because the page has too much of it."""
    if len(marks) > DEFAULT.page_lines:
        message = f"the page has more than {DEFAULT.page_lines} lines; what follows was not read"
        yield Problem("page-too-long", message)
    for field in findings.beyond:
        if field in JSON_NAME:
            message = (
                f"more than {DEFAULT.page_claims} places of the page state it; others were left"
            )
            yield Problem("too-many-values", message, JSON_NAME[field])


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

"""Web pages that are not the page of a work: error pages, issues, journals, bot checks."""

import re
from typing import Final

from mentorlit.pages import citeline, people, verdict
from mentorlit.pages.engine import Page
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold
from mentorlit.pages.neighbourhood import journal_like
from mentorlit.tables import load, phrases
from mentorlit.webpages.trust import rank

_CAPTION: Final = 120
"""Characters; the caption of an error page is short."""
_FIRST: Final = 3
_FIRST_WORDS: Final = 40
"""Characters; what a button says is shorter."""
_LISTED: Final = 3
"""Works of which a page tells the pages apart from each other."""
_PARTED: Final = r"\s[|·•:–—-]+\s|:\s"
"""What parts the name of a site from the heading of its page."""
_MARKS: Final = " .!?:-–—"
_HOST: Final = r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}"
_RANGE: Final = r"(?:pp?\.?\s?)?\d{1,5}\s?[-–—]\s?\d{1,5}"
_OF_ANYTHING: Final = frozenset({"title", "language", "url", "type", "rights", "note"})
"""What the page of a thing that is no work may state as well."""
_OF_A_WORK: Final = ("author", "doi", "pmid", "pmcid", "page", "number", "keyword")
_CODES: Final = {
    "not-a-page": "the page is a bot check, cookie wall or error page ('{}'), not a record",
    "several-works": "the page lists {} works (search results, a table of contents), not one",
    "no-bibliographic-data": (
        "the page is that of a journal, site, person or thing ('{}'), not of a work"
    ),
}


def refusal(caption: str, page: Page, tagged: Findings) -> tuple[str, str]:
    """Return the code and message with which a page is rejected, or two empty texts.

    ``caption`` is the text of its ``title`` element, ``tagged`` what its tags state: a page whose
    tags give authors, a DOI or an abstract is that of a work whatever else is on it.
    """
    if any(_stated(tagged, field) for field in ("author", "doi", "abstract")):
        return "", ""
    for code, what in (
        ("not-a-page", _error(caption, page) or verdict.refusal(page.marks, page.findings)),
        ("not-a-page", _dead_end(caption, page)),
        ("several-works", _issue(caption, page)),
        ("no-bibliographic-data", _journal(page) or _on_sale(page)),
    ):
        if what:
            return code, _CODES[code].format(what)
    return "", ""


def _stated(tagged: Findings, field: str) -> bool:
    """Tell whether tags for works state ``field``, not only those that every page of a site has."""
    return any(claim.rank < rank("visible") for claim in tagged.claims.get(field, ()))


def _headings(caption: str, page: Page) -> list[str]:
    """Return the caption and the title that was read, folded, if they are short."""
    texts = [fold(caption), fold(page.findings.text("title"))]
    texts += [fold(m.line.text) for m in page.marks[:40] if m.line.role in ("title", "named")]
    return [text for text in texts if 0 < len(text) < _CAPTION]


def _error(caption: str, page: Page) -> str:
    """Return the phrase of an error page that the caption or the heading is made of."""
    phrases: list[str] = load("pages/refused")["phrases"]
    for text in _headings(caption, page):
        for phrase in phrases:
            if phrase in text and len(text) < 3 * len(phrase) + 20:
                return phrase
    return ""


def _dead_end(caption: str, page: Page) -> str:
    """Return the heading that says that there is no work here, if nobody and no DOI is named."""
    if page.findings.has("author") or page.findings.has("doi"):
        return ""
    known = load("pages/refused")["heading"]
    begins, ends = tuple(known["begins"]), tuple(known["ends"])
    for text in _headings(caption, page):
        for part in (text, *re.split(_PARTED, text)):
            bare = part.replace("’", "'").strip(_MARKS)
            if bare in known["whole"] or bare.startswith(begins) or bare.endswith(ends):
                return bare
    return ""


def _issue(caption: str, page: Page) -> str:
    """Return how many works a page cites that is headed by an issue's number alone."""
    works = verdict.several(page.marks, page.findings)
    if works:
        return str(works)
    if any(_listing(text) for text in _headings(caption, page)):
        return "some"
    if page.findings.has("abstract") or page.findings.has("doi"):
        return ""
    for text in _headings(caption, page)[1:]:
        found = citeline.read(text)
        if not found or not found.volume or found.page:
            continue
        behind = text[found.end :].lstrip(" )0123456789")
        named = found.issue and found.start < _FIRST and behind.startswith(":")
        if named or len(text) - found.end + found.start < 12:
            return "some"
    ranges = {mark.line.text for mark in page.marks if not mark.zone and _is_range(mark.line.text)}
    return str(len(ranges)) if len(ranges) >= _LISTED else ""


def _is_range(text: str) -> bool:
    """Tell whether a line is nothing but a range of pages, as tables of contents have them."""
    return len(text) < 20 and re.fullmatch(_RANGE, text) is not None


def _listing(text: str) -> bool:
    """Tell whether a folded heading is that of a search, a list of works or a log-in."""
    begins = tuple(phrases(load("webpages/elements")["listings"]))
    found = next((start for start in begins if text.startswith(start)), "")
    rest = text[len(found) :].lstrip()
    set_apart = not rest or rest[0] in "|-–:\"“'«"
    return bool(found) and (set_apart or " " in found or found == "browsing")


def _on_sale(page: Page) -> str:
    """Return the title of a page that sells something and states nothing that only works have."""
    if not set(page.findings.claims) <= _OF_ANYTHING:
        return ""
    offers = phrases(load("webpages/elements")["offers"])
    sold = any(fold(m.line.text) in offers for m in page.marks if len(m.line.text) < _FIRST_WORDS)
    return page.findings.text("title") if sold else ""


def _journal(page: Page) -> str:
    """Return the title of a page that is a periodical's, or empty where it may be a work's."""
    findings = page.findings
    title = findings.text("title")
    if any(findings.has(field) for field in _OF_A_WORK):
        return ""
    if title:
        body = len(title.split()) < 7 and not title.islower() and people.is_institution(title)
        named = journal_like(title) or people.people(title) or re.fullmatch(_HOST, fold(title))
        return title if body or named else ""
    return "" if findings.has("abstract") else findings.text("container_title")

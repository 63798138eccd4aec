"""Rules between carriers: titles."""

import re
from typing import Final

from mentorlit.webpages.casework import Case, key, names_of_site
from mentorlit.webpages.tagtexts import is_cut

_SEPARATOR: Final = re.compile(r"\s+[|\-–—·•:»«]+\s+|\s*\|\s*|\s+::\s+|\s*»\s*")
_BRACKET: Final = re.compile(r"\s*\[([^\[\]]{2,60})\]\Z|\A\[([^\[\]]{2,60})\]\s*")
_PAGE_TITLES: Final = ("opengraph", "html", "title")


def site_in_title(case: Case) -> None:
    """Cut the name of the site, journal or publisher that is attached to a title.

    Evidence: the part cut off is what ``og:site_name`` or another tag states as site, journal,
    its abbreviation or publisher; and in a title made for works, a bar parts them, or what is left
    is another carrier's title or a line of its own on the page.
    """
    claim = case.best("title")
    if claim is None:
        return
    bare = _without_site(case, str(claim.value))
    if bare == claim.value or len(bare) < 4:
        return
    known = [key(str(one.value)) for one in case.others("title")]
    sure = case.carrier(claim) in _PAGE_TITLES or f"{bare} | " in str(claim.value)
    if sure or key(bare) in (*known, *case.visible.split("\n")):
        case.replace(claim, bare, "site-in-title")


def _without_site(case: Case, title: str) -> str:
    bracket = _BRACKET.search(title)
    names = names_of_site(case)
    if bracket and key(bracket[1] or bracket[2]) in names:
        return title.replace(bracket[0], "").strip()
    parts = _SEPARATOR.split(title)
    marks = _SEPARATOR.findall(title)
    if len(parts) < 2:
        return title
    while len(parts) > 1 and key(parts[-1]) in names:
        parts.pop()
        marks.pop()
    while len(parts) > 1 and key(parts[0]) in names:
        parts.pop(0)
        marks.pop(0)
    return parts[0] + "".join(mark + part for mark, part in zip(marks, parts[1:], strict=True))


def title_of_journal(case: Case) -> None:
    """Let another title replace one that is the name of the site or journal.

    Evidence: it is the same as ``og:site_name`` or the journal's title, and another carrier or the
    page has a title that is not.
    """
    claim = case.best("title")
    names = names_of_site(case)
    if claim is None or key(str(claim.value)) not in names:
        return
    other = next((one for one in case.others("title") if key(str(one.value)) not in names), None)
    if other is not None and case.carrier(other) not in _PAGE_TITLES:
        case.take(other, "title-of-journal")


def statement_of_responsibility(case: Case) -> None:
    """Cut what a library's title says behind a slash of who wrote the work (ISBD, area 1).

    Evidence: the part behind the last slash has the family name of an author.
    """
    claim, author = case.best("title"), case.best("author")
    if claim is None or author is None or " / " not in str(claim.value):
        return
    title, _, behind = str(claim.value).rpartition(" / ")
    words = set(re.findall(r"[^\W\d_]+", behind.casefold()))
    if title and any(name.family.casefold() in words for name in author.value):
        case.replace(claim, title, "statement-of-responsibility")


def cut_title(case: Case) -> None:
    """Let a longer title that begins alike replace one cut with an ellipsis."""
    claim = case.best("title")
    if claim is None or not is_cut(str(claim.value)):
        return
    begins = key(str(claim.value))
    for other in case.others("title"):
        if key(str(other.value)).startswith(begins) and len(begins) > 10:
            case.take(other, "cut-title")
            return


def title_in_capitals(case: Case) -> None:
    """Let the same title in ordinary letters replace one in capitals."""
    claim = case.best("title")
    if claim is None or not str(claim.value).isupper():
        return
    whole = key(str(claim.value))
    for other in case.others("title"):
        if key(str(other.value)) == whole and not str(other.value).isupper():
            case.take(other, "title-in-capitals")
            return
    for mark in case.marks[:400]:
        if key(mark.line.text) == whole and not mark.line.text.isupper():
            rule = "visible/line [title-in-capitals]"
            case.decide("title", mark.line.text, rule, mark.line)
            return

"""Citations in one text, as dc:source and dcterms:bibliographicCitation have them.

``Journal; Vol. 12, No. 3 (2014); 1-20`` (OJS), ``Journal, Vol 3, Iss 2, Pp 1-10 (2014)`` (DOAJ) and
their forms in other languages. Only what a label, a bracket or its place tells is taken.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from mentorlit.tables import load, phrases

_DASH: Final = r"[-‐-―−]"
_NUMBER: Final = r"[A-Za-z]{0,2}[0-9]{1,5}[A-Za-z]?"
_RANGE: Final = rf"{_NUMBER}\s?{_DASH}{{1,2}}\s?{_NUMBER}"
_YEAR: Final = re.compile(r"[(\[]\s?((?:1[6-9]|20)[0-9]{2})(?:[-/][0-9]{2,4})?\s?[)\]]")
_LAST: Final = re.compile(rf"[;,:]\s?({_RANGE})[\s.;]*\Z")
_COMPACT: Final = re.compile(
    rf"(?P<title>[^0-9;]{{3,200}}?)[,;.]?\s(?P<volume>[0-9]{{1,4}})\s?"
    rf"\((?P<issue>[0-9]{{1,4}}(?:[-/][0-9]{{1,4}})?)\)\s?[,:;]\s?(?:pp?\.?\s?)?(?P<page>{_RANGE})"
)
_PLAIN: Final = re.compile(r"(?<![\w-])([0-9]{1,4})\s?\(([0-9]{1,4}(?:[-/][0-9]{1,4})?)\)")
# Volume and issue behind the year, as HAL has them: "Journal, 2016, 541 (2), pp.123-140".
_BEHIND_YEAR: Final = re.compile(
    r",\s(?:1[6-9]|20)[0-9]{2},\s([0-9]{1,4})(?:\s?\(([^()]{1,20})\))?,\s"
)
# A part of a book, as EPrints has it: "Smith, John, (ed.) Machines of Time. Springer, pp. 33-58".
_IN_BOOK: Final = re.compile(
    r"(?P<editors>[^()]{3,300}?),?\s\((?i:eds?|hrsg|hg|orgs?|coords?|éds?)\.?\)\s"
    r"(?P<title>[^.]{3,300})\.\s"
)
# Chinese and Japanese put the label behind the number, or before a page.
_COUNTED: Final = {
    "volume": re.compile(r"第?\s?([0-9]{1,4})\s?[卷巻]"),
    "issue": re.compile(r"第?\s?([0-9]{1,4}(?:[-/][0-9]{1,4})?)\s?[期号號]"),
    "page": re.compile(rf"[頁页]\s?({_RANGE})"),
}
_IN_PAGES: Final = re.compile(rf"\bpp?\.\s({_RANGE})")
_ISBN: Final = re.compile(r"ISBN:?\s([0-9Xx-]{10,17})")
_BARE_YEAR: Final = re.compile(r"[,.;–—-]\s?((?:1[6-9]|20)[0-9]{2})(?=[,.;)\s]|\Z)")
_ISSN: Final = re.compile(
    r"[,;]?\s?\(?(?i:e-?issn|issn(?:-e)?)[:\s]{1,3}([0-9]{4}-?[0-9]{3}[0-9Xx])\)?"
)
_EDITED: Final = re.compile(r"(?i)\((?:eds?|hrsg|hg|orgs?|coords?|comps?|dirs?|éds?)\b")
_WORDS: Final = re.compile(r"[^\W\d_]{4,}")
_OPENING: Final = re.compile(r"(?:(?:In|En|Em|Dans|I|W|V|В)(?::|\s(?=[^\W\d_]))\s?)?")
_MARKS: Final = " .,;:/–—-\"”»'’)]?!"
_CERTAIN: Final = 8
"""Characters that a title needs to be looked for within a citation."""
_LONGEST: Final = 500


@cache
def _labelled(part: str) -> re.Pattern[str]:
    """Return the pattern for a part of a citation with one of its labels in front."""
    words = sorted(phrases(load("dublin_core")["citation"][part]), key=len, reverse=True)
    labels = "|".join(map(re.escape, words))
    what = {
        "page": rf"({_RANGE}|{_NUMBER})",
        "volume": r"([0-9]{1,4}(?:[-/][0-9]{1,4})?|[IVXLC]{1,8})",
        "issue": r"([0-9]{1,4}(?:\s?[-–/]\s?[0-9]{1,4})?(?:\s?[A-Z])?|[IVX]{1,6})",
    }[part]
    return re.compile(rf"(?i:(?<![^\W\d_])(?:{labels}))\.?\s{{0,2}}{what}(?![\w])")


def behind_title(text: str, titles: Iterable[str], families: Iterable[str]) -> str:
    """Return what stands behind the work's own title in a reference to it, which names it first.

    A text without the title comes back whole, unless it begins with an author: then nothing sure
    can be said of it, and nothing is returned.
    """
    lower = text.lower()
    for title in titles:
        start = lower.find(title.lower()) if len(title) >= _CERTAIN else -1
        if start >= 0 and len(lower) == len(text) and len(title) < len(text):
            rest = text[start + len(title) :].lstrip(_MARKS)
            return _OPENING.sub("", rest, count=1)
    begins = any(family and lower.startswith(family.lower()) for family in families)
    return "" if begins else text


def cited(text: str) -> dict[str, str]:
    """Return title, volume, issue, page, year and ISSN of a citation, nothing if it is none.

    It is one if it begins with a title and has a volume, an issue or a range of pages behind it.
    """
    if not 8 <= len(text) <= _LONGEST:
        return {}
    issn = _ISSN.search(text)
    text = _ISSN.sub("", text)
    if match := _COMPACT.match(text):
        found = {part: said.strip() for part, said in match.groupdict().items()}
        found["title"] = found["title"].rstrip(" ,;.")
    else:
        found = _by_labels(text)
    if year := _YEAR.search(text) or _BARE_YEAR.search(text):
        found["year"] = year[1]
    is_citation = found.get("title") and (
        found.keys() & {"volume", "issue"} or _is_span(found.get("page", ""))
    )
    if not is_citation or _EDITED.search(found["title"]):
        return {}
    if issn:
        found["issn"] = issn[1]
    if "page" in found:
        found["page"] = re.sub(rf"\s?{_DASH}{{1,2}}\s?", "-", found["page"])
    return found


def in_book(text: str) -> dict[str, str]:
    """Return editors, title, page and ISBN of the book in a reference to a part of it."""
    match = _IN_BOOK.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return {}
    found = {part: said.strip(" ,") for part, said in match.groupdict().items()}
    if page := _IN_PAGES.search(text, match.end()):
        found["page"] = re.sub(rf"\s?{_DASH}{{1,2}}\s?", "-", page[1])
    if isbn := _ISBN.search(text, match.end()):
        found["isbn"] = isbn[1]
    return found


def _is_span(page: str) -> bool:
    """Tell whether a range is one of pages, and no shelf mark such as ``Y2-41001``."""
    sides = [side.strip() for side in re.split(_DASH, page) if side.strip()]
    letters = {"".join(filter(str.isalpha, side)) for side in sides}
    return bool(sides) and len(letters) == 1


def _by_labels(text: str) -> dict[str, str]:
    """Return what labels tell; the title is what stands before all of it."""
    found: dict[str, str] = {}
    begin = len(text)
    start = 0
    for part in ("volume", "issue", "page"):
        match = _labelled(part).search(text, start)
        if match is None and not text.isascii():
            match = _COUNTED[part].search(text, start)
        if match:
            found[part] = match[1]
            begin = min(begin, match.start())
            start = match.end()
    if "volume" not in found and (match := _BEHIND_YEAR.search(text)):
        found["volume"], found["issue"] = match[1], found.get("issue") or match[2] or ""
        begin = min(begin, match.start())
        start = max(start, match.end() - 1)
    if "volume" not in found and (match := _PLAIN.search(text)):
        found["volume"], found["issue"] = match[1], found.get("issue") or match[2]
        begin = min(begin, match.start())
        start = max(start, match.end())
    if "page" not in found and (match := _LAST.search(text, start)):
        found["page"] = match[1]
        begin = min(begin, match.start())
    if year := _YEAR.search(text) or _BARE_YEAR.search(text):
        if _WORDS.search(text[year.end() : begin]):
            # An author, the year, a title: a reference to the work, not to where it appeared.
            return {}
        begin = min(begin, year.start())
    title = text[:begin].strip(" ,;:.([–—-")
    found["title"] = title.partition(";")[0].strip(" ,")
    return found


def is_all(text: str, found: dict[str, str]) -> bool:
    """Tell whether ``found`` says every number of ``text``."""
    said = " ".join(found.values())
    return all(number in said for number in re.findall(r"[0-9]+", text))

"""References to a place in a host item: 773 $g and $q, in the wordings of many catalogues."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load, phrases

_LONGEST: Final = 300
_TAGGED: Final = re.compile(
    r"\b(volume|number|issue|year|pages|month|day)\s?:\s?([^\s,;]{1,30})", re.IGNORECASE
)
_NAMES: Final = {
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "year": "year",
    "pages": "page",
}
_PAGES: Final = (
    r"(?P<page>[A-Za-z]{0,3}\d{1,6}[A-Za-z]?(?:\s?[-–—]\s?[A-Za-z]{0,3}\d{1,6}[A-Za-z]?)?"
    r"(?:,\s?\d{1,6}[-–]\d{1,6}){0,4})(?![\d/])"
)
_NUMBER: Final = r"(\d{1,5}[A-Za-z]?(?:\s?[/-]\s?\d{1,4})?)(?!\d)"
_VOLUME: Final = r"(\d{1,5}[A-Za-z]?(?:\s?[/-]\s?\d{1,4})?(?!\d)|(?-i:[IVXLC]{1,8})(?![^\W_]))"
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PARENTHESES: Final = re.compile(r"\(([^()]{0,60})\)")
# Vol. 17, no. 4 (Apr. 2003), p. 50-55: the form of AACR2's and RDA's examples, which most records
# have. The patterns below come to the same.
_USUAL: Final = re.compile(
    r"[Vv]ol\. ([1-9][0-9]{0,3})(?:, [Nn]o\. ([1-9][0-9]{0,3}))? "
    r"\(((?:[A-Z][a-z]{2,8}\.? )?(1[5-9][0-9]{2}|20[0-9]{2}))\)"
    r"(?:, pp?\. (e?[1-9][0-9]{0,5}(?:[-–][1-9][0-9]{0,5})?))?\Z"
)
# 17(4):50-55 and 12:3, 50-55
_COMPACT: Final = re.compile(
    r"(?<!\d)(?P<volume>\d{1,4})\s?(?:\((?P<issue>(?!1[5-9]\d\d|20\d\d)\d[\w/-]{0,9})\)"
    r"|:(?P<number>\d{1,4}(?:[/-]\d{1,4})?)(?=\s?[(,<]))"
)
# 35.2008,2
_DOTTED: Final = re.compile(
    r"(?<!\d)(\d{1,4})\.((?:19|20)\d\d)\s?,\s?(\d{1,4}(?:[/-]\d{1,4})?)(?!\d)"
)
# 2015/3 and 2010, 3
_YEAR_FIRST: Final = re.compile(
    r"\s*((?:19|20)\d\d)\s?[,/:]\s?(\d{1,3}(?:[/-]\d{1,3})?)(?=\s?[,;(]|\s*\Z)"
)
_COLON_PAGES: Final = re.compile(r":\s?([A-Za-z]?\d{1,6}\s?[-–]\s?[A-Za-z]?\d{1,6})\W*\Z")
_FIRST: Final = re.compile(r"\s*(\d{1,4}(?:[/-]\d{1,4})?)\s?\.?\s?(?=[(,;:]|(?:19|20)\d\d,|\Z)")
_BEHIND_YEAR: Final = re.compile(r"\)\s?,?\s?(\d{1,4}(?:[/-]\d{1,4})?)\s?(?=,|;|:|\Z)")
_ENUMERATION: Final = re.compile(r"([^<]{0,60})(?:<([A-Za-z]{0,3}\d{1,6}[A-Za-z]?))?")


@cache
def _worded(kind: str) -> re.Pattern[str]:
    """Return the pattern of a number behind one of the words of its kind."""
    words = sorted(phrases(load("marc")["reference"][kind]), key=len, reverse=True)
    number = {"page": _PAGES, "volume": _VOLUME}.get(kind, _NUMBER)
    joined = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_])(?:{joined})(?:\.|:)?\s?[º°]?\s?\[?{number}", re.IGNORECASE)


def parse(text: str) -> dict[str, str]:
    """Return ``volume``, ``issue``, ``page``, ``year`` and ``date`` (as written) of a reference.

    A number counts if a word, its place in a known order or a mark tells what it is.
    """
    text = " ".join(text[-_LONGEST:].split())
    usual = _USUAL.match(text)
    if usual and usual[1] != usual[4]:
        volume, issue, date, year, page = usual.groups()
        known = {"volume": volume, "issue": issue, "date": date, "year": year, "page": page}
        return {name: value for name, value in known.items() if value}
    if ":" in text:
        tagged = {
            _NAMES[tag.lower()]: value
            for tag, value in _TAGGED.findall(text)
            if tag.lower() in _NAMES
        }
        if tagged:
            return tagged
    found: dict[str, str] = {}
    rest = _with_year(text, found)
    rest = _with_pages(rest, found)
    _with_numbers(rest, found)
    return found


def _with_year(text: str, found: dict[str, str]) -> str:
    """Take the year, in parentheses if it is there; return the text without them."""
    for match in _PARENTHESES.finditer(text):
        year = _YEAR.search(match[1])
        if year:
            found["year"], found["date"] = year[1], match[1]
            return text[: match.start()] + "()" + text[match.end() :]
    years = _YEAR.findall(text)
    if len(set(years)) == 1:
        found["year"] = years[0]
    return text


def _with_pages(text: str, found: dict[str, str]) -> str:
    """Take the pages behind their word, or behind the last colon; return the text before."""
    worded = list(_worded("page").finditer(text))
    if worded:
        found["page"] = worded[-1]["page"]
        return text[: worded[-1].start()]
    colon = _COLON_PAGES.search(text)
    if colon:
        found["page"] = colon[1]
        return text[: colon.start()]
    return text


def _with_numbers(rest: str, found: dict[str, str]) -> None:
    """Take volume and issue."""
    if _in_known_order(rest, found):
        return
    issue = _worded("issue").search(rest)
    volume = _worded("volume").search(rest)
    if volume and volume[1] != found.get("year"):
        found["volume"] = volume[1]
    elif not volume:
        begins = _FIRST.match(rest)
        if begins and begins[1] != found.get("year"):
            found["volume"] = begins[1]
    if issue:
        found["issue"] = issue[1]
    elif "volume" in found:
        behind = _BEHIND_YEAR.search(rest)
        if behind and behind[1] != found["volume"]:
            found["issue"] = behind[1]
    if "volume" not in found and "issue" not in found and "year" in found:
        found.setdefault("date", rest.strip(" ,;:"))


def _in_known_order(rest: str, found: dict[str, str]) -> bool:
    """Take volume and issue, or issue alone, out of forms without words."""
    compact = _COMPACT.search(rest)
    if compact:
        found["volume"], found["issue"] = compact["volume"], compact["issue"] or compact["number"]
        return True
    dotted = _DOTTED.search(rest)
    if dotted:
        found["volume"], found["year"], found["issue"] = dotted.groups()
        return True
    year_first = _YEAR_FIRST.match(rest)
    if year_first:
        found["year"], found["issue"] = year_first.groups()
    return bool(year_first)


def enumeration(text: str) -> dict[str, str]:
    """Return volume, issue and first page of 773 $q (``24:B:9<235``)."""
    match = _ENUMERATION.match(text.strip())
    if not match:
        return {}
    levels = [level for level in match[1].split(":") if level]
    found = {"page": match[2]} if match[2] else {}
    if levels and levels[0].isdigit():
        found["volume"] = levels[0]
    if len(levels) > 1:
        found["issue"] = levels[-1]
    return found

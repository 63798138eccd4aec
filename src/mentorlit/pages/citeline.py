"""Citation lines: journal, date, volume, issue and pages in one line, in many styles."""

import re
from copy import copy
from functools import lru_cache
from typing import Final

from mentorlit import dates
from mentorlit.model import PartialDate
from mentorlit.pages import citestyles, citewords, grammar
from mentorlit.pages.cited import Cited, told
from mentorlit.pages.containers import MONTH_YEAR, journal_before

_LONGEST: Final = 1500
_P: Final = grammar.PAGES
_DATE: Final = (
    r"(?:1[5-9]|20)\d\d(?:[ ,]+[^\W\d_]{3,9}\.?(?:[-/–][^\W\d_]{3,9}\.?)?(?:\s\d{1,2})?)?"
)
_COMPACT: Final = re.compile(
    rf"(?:(?P<date>{_DATE})\s?[;,.:]\s?)?(?:vol(?:ume)?\.?\s?)?(?<![\w.-])(?P<volume>[A-Z]?\d{{1,4}}[A-Za-z]?)"
    r"(?:\s?(?P<suppl>Suppl(?:\.|ement)?(?:\s?\d+)?))?"
    r"(?:\s?[(（](?P<issue>[^()（）]{1,40})[)）])?"
    r"(?:(?:\s?[:：]\s?(?:pp?\.?\s?|Art(?:icle)?\.?\s)?|\s?[,.]\s?(?:pp?|S|с|С)\.\s?"
    rf"|(?<=[)）])\s?[,.]\s?|(?<=[)）])\s(?=\d{{1,5}}[-–]\d))(?P<pages>{_P}|Doc\d+))?"
    r"(?![\w-])"
)
_DAY_BEFORE: Final = r",\s(\d{1,2})\s([^\W\d_]{3,9})\.?\s\Z"
_MONTH_BEFORE: Final = r"[\s,.]([^\W\d_]{3,9})\.?\s(\d{1,2}),\s\Z"
_YEAR: Final = re.compile(r"(?<![\d.\w/-])(1[5-9]\d\d|20\d\d)(?![\d\w/-])")
_BRACKETED_YEAR: Final = r"[(（]\s?((?:1[5-9]|20)\d\d)[a-z]?[)）]"
_DIGIT: Final = re.compile(r"\d")
_MOST_ISSUES: Final = 53
"""Issues of a weekly in one year; a higher number behind a year is a volume."""
_PROSE_GOES_ON: Final = r",?\s+[^\W\d_A-ZÀ-Þ]{2}"


def read(text: str) -> Cited | None:
    """Return what ``text`` cites, or None unless it shows the numbers of a periodical together.

    That is: volume with issue, pages or year, each marked by its word ("Vol. 8, no 88", "Cilt 9,
    Sayı 1", "第39卷第1期") or by the punctuation of a reference ("2019;19(1):417").
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    found = _read(text)
    return found if found is None else copy(found)


# Zones, values, the head and the verdict ask for the same lines.
@lru_cache(maxsize=1024)
def _read(text: str) -> Cited | None:
    if ". – " in text or ". — " in text:
        text = text.replace(". – ", ". ").replace(". — ", ". ")  # GOST 7.1
    if " , " in text:
        text = text.replace(" , ", ", ")  # Cambridge Core
    readings = [citewords.worded(text), _compact(text), citewords.cjk(text)]
    if len(text) < 400 and any(century in text for century in ("20", "19", "18")):
        readings += [_commas(text), _year_between(text)]
    readings.append(citestyles.read(text))
    found = [cited for cited in readings if cited]
    return max(found, key=told, default=None)


def _compact(text: str) -> Cited | None:
    """Read ``2012 Nov 26;41(3):36–42``, ``18 (1). pp. 1-14``, ``6:e4886``."""
    for match in _COMPACT.finditer(text):
        found = _from_match(text, match)
        if found:
            return found
    return None


def _from_match(text: str, match: re.Match[str]) -> Cited | None:
    volume, issue = match["volume"], match["issue"] or match["suppl"] or ""
    if _YEAR.fullmatch(volume) and not match["date"]:
        return _year_and_issue(text, match)
    pages = match["pages"] or ""
    pages = grammar.pages(pages) or pages
    date = dates.parse(match["date"]) if match["date"] else None
    end = match.end()
    if not date and (year := _year_then_pages(text, match)):
        date, pages, end = year
    if issue and _YEAR.fullmatch(issue.strip()):
        date, issue = date or dates.parse(issue.strip()), ""
    alone = not issue and not pages and _before_doi(text, match)
    if not (issue or pages or alone):
        return None
    start = match.start()
    if date and (dated := _day_before(text, match)):
        date, start = dated
    date = date or _year_around(text, start, end)
    if not alone and not _plausible(match, issue, pages, date):
        return None
    journal = journal_before(text, start)
    if alone and not journal:
        return None
    if alone and (day := re.search(_PUBLISHED, text)):
        date = dates.parse(day[1]) or date
    return Cited(journal, date, volume, issue, pages, "", start, end)


_PAGES_NEXT: Final = rf"\s?[,;:.]\s?(?:(?:pp?|[Ss]|ss|Seiten|с)\.?\s?)?({_P})(?![\w])"
_DOI_NEXT: Final = r"[.,]?\s?(?:doi\b|https?://(?:dx\.)?doi\.org/)"
_PUBLISHED: Final = r"\(Published:?\s(\d{1,2}\s[^\W\d_]{3,9}\s\d{4})\)"


def _day_before(text: str, match: re.Match[str]) -> tuple[PartialDate | None, int] | None:
    """Read the day before the year: ``JAMA September 6, 2006, 296 (9)``, ``, 6 September 2006``."""
    if not match["date"] or not match["date"][:4].isdigit():
        return None
    before = text[: match.start()]
    found = re.search(_DAY_BEFORE, before) or re.search(_MONTH_BEFORE, before)
    if not found:
        return None
    day, name = found[1], found[2]
    if not day.isdigit():
        day, name = name, day
    month = dates.month(name)
    return (dates.make(int(match["date"][:4]), month, int(day)), found.start()) if month else None


def _year_then_pages(text: str, match: re.Match[str]) -> tuple[PartialDate, str, int] | None:
    """Read ``14(2), 2019, S. 33-52``: what follows the issue is the year, then come the pages.

    Without pages a year after a comma is still the year of a line that states no other.
    """
    year = _YEAR.fullmatch(match["pages"] or "")
    comma = text[match.end("issue") + 1 : match.start("pages")].strip() == "," if year else False
    date = dates.make(int(year[1])) if year and comma else None
    if date is None:
        return None
    following = re.compile(_PAGES_NEXT).match(text, match.end())
    page = grammar.pages(following[1]) if following else ""
    if following and page:
        return date, page, following.end()
    other = _year_around(text, match.start(), match.end())
    return None if other else (date, "", match.end())


def _before_doi(text: str, match: re.Match[str]) -> bool:
    """Tell whether ``2021; 372 doi:`` stands there: year and volume of a work known by its DOI."""
    dated = bool(match["date"]) and ";" in text[match.end("date") : match.start("volume")]
    return dated and re.compile(_DOI_NEXT).match(text, match.end()) is not None


_COMMAS: Final = (
    rf"[,.]?\s(?:(?P<first>(?:1[5-9]|20)\d\d),\s?(?P<v>\d{{1,4}}),(?:\s?(?P<i>\d{{1,4}}),)?\s?"
    rf"(?:pp?\.\s?)?(?P<p>{_P})|(?P<v2>\d{{1,4}}),\s?(?P<p2>\d{{1,5}}[-–]\d{{1,5}}),\s?"
    r"(?:(?:doi:|https?://)\S{5,80},\s)?(?P<last>(?:1[5-9]|20)\d\d)(?:-(?P<m>0[1-9]|1[0-2]))?)(?=\Z|[.,;]?\s|[.;]\Z)"
)


def _commas(text: str) -> Cited | None:
    """Read ``2016, 93, 4, 612–617`` and ``5, 67–81, 2022``: numbers with commas alone between."""
    match = re.search(_COMMAS, text) if text.count(",") > 1 else None
    if not match or not (page := grammar.pages(match["p"] or match["p2"])):
        return None
    date = dates.make(int(match["first"] or match["last"]), int(match["m"] or 0))
    journal = journal_before(text, match.start())
    if not journal:
        return None
    found = Cited(journal, date, match["v"] or match["v2"], match["i"] or "", page)
    found.start, found.end = match.start() + 1, match.end()
    return found


_BETWEEN: Final = rf"\s(\d{{1,4}})\s?\(((?:1[5-9]|20)\d\d)\)[,:]?\s?({_P})(?=\Z|[.,;\s])"


def _year_between(text: str) -> Cited | None:
    """Read ``72 (2008) 254–267``: volume, year in brackets, pages."""
    match = re.search(_BETWEEN, text) if "(" in text else None
    journal = journal_before(text, match.start()) if match else ""
    page = grammar.pages(match[3]) if match else ""
    if not match or not journal or not page:
        return None
    date = dates.make(int(match[2]))
    return Cited(journal, date, match[1], "", page, "", match.start() + 1, match.end())


def _year_and_issue(text: str, match: re.Match[str]) -> Cited | None:
    """Read ``2014(5): 3-12``: a year and an issue of a periodical without volumes."""
    pages = grammar.pages(match["pages"] or "")
    if not (match["issue"] and pages and grammar.number(match["issue"])):
        return None
    weekly = not match["issue"].isdigit() or int(match["issue"]) <= _MOST_ISSUES
    volume, issue = ("", match["issue"]) if weekly else (match["issue"], "")
    found = Cited("", dates.make(int(match["volume"])), volume, issue, pages)
    found.start, found.end = match.start(), match.end()
    found.journal = journal_before(text, match.start())
    return found


def _plausible(match: re.Match[str], issue: str, pages: str, date: PartialDate | None) -> bool:
    """Tell whether the numbers are a periodical's and not a time of day, a ratio or a score."""
    if issue and not grammar.number(issue):
        return False
    if issue:
        rest = match.string[match.end() :]
        return bool(pages) or (date is not None and not re.match(_PROSE_GOES_ON, rest))
    ranged = bool(match["date"]) or not pages.isdigit()
    return date is not None and bool(pages) and ranged


def _year_around(text: str, start: int, end: int) -> PartialDate | None:
    """Return the one year in brackets, or near the numbers, outside of them."""
    bracketed = re.compile(_BRACKETED_YEAR)
    match = bracketed.search(text, end) or bracketed.search(text, 0, start)
    if match:
        return dates.make(int(match[1]))
    month = re.compile(MONTH_YEAR).search(text, end, end + 40)
    if month and dates.month(month[2]):
        return dates.make(int(month[3]), dates.month(month[2]), int(month[1] or 0))
    near = _YEAR.search(text, end, end + 30) or _YEAR.search(text, max(0, start - 16), start)
    return dates.make(int(near[1])) if near else None

"""Citation lines: journal, date, volume, issue and pages in one line, in many styles."""

import re
from functools import cache
from typing import Final

import msgspec

from mentorlit import dates
from mentorlit.model import PartialDate
from mentorlit.pages import grammar
from mentorlit.pages.containers import MONTH_YEAR, journal_before
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.tables import load

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
    rf"|(?<=[)）])\s?[,.]\s?)(?P<pages>{_P}|Doc\d+))?"
    r"(?![\w-])"
)
_DAY_BEFORE: Final = r",\s(\d{1,2})\s([^\W\d_]{3,9})\.?\s\Z"
_YEAR: Final = re.compile(r"(?<![\d.\w/-])(1[5-9]\d\d|20\d\d)(?![\d\w/-])")
_BRACKETED_YEAR: Final = r"[(（]\s?((?:1[5-9]|20)\d\d)[a-z]?[)）]"
_BRACKETED_ISSUE: Final = r"\s?\((\d{1,3}(?:[-–/]\d{1,3})?)\)"
_CJK_VOLUME: Final = r"第?\s?(\d{1,4})\s?[卷巻권]"
_CJK_ISSUE: Final = r"第?\s?(\d{1,4}(?:[-–]\d+)?)\s?[期號号호]"
_CJK_PAGES: Final = rf"({_P})\s?[页頁쪽]|[页頁]\s?({_P})"
_DIGIT: Final = re.compile(r"\d")
_PROSE_GOES_ON: Final = r",?\s+[^\W\d_A-ZÀ-Þ]{2}"


class Cited(msgspec.Struct):
    """What a citation line states; ``start`` and ``end`` bound its numbers in the text."""

    journal: str = ""
    date: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    start: int = 0
    end: int = 0


def read(text: str) -> Cited | None:
    """Return what ``text`` cites, or None unless it shows the numbers of a periodical together.

    That is: volume with issue, pages or year, each marked by its word ("Vol. 8, no 88", "Cilt 9,
    Sayı 1", "第39卷第1期") or by the punctuation of a reference ("2019;19(1):417").
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    readings = [_worded(text), _compact(text), _cjk(text)]
    if len(text) < 400 and any(century in text for century in ("20", "19", "18")):
        readings += [_commas(text), _year_between(text)]
    found = [cited for cited in readings if cited]
    return max(found, key=_told, default=None)


def _told(cited: Cited) -> int:
    """Count the numbers told."""
    return sum(map(bool, (cited.volume, cited.issue, cited.page or cited.number, cited.date)))


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
    start = match.start()
    before = re.search(_DAY_BEFORE, text[:start]) if match["date"] else None
    if date and before and (month := dates.month(before[2])):
        date = dates.make(date.year or 0, month, int(before[1]))
        start = before.start()
    date = date or _year_around(text, start, end)
    journal = journal_before(text, start)
    alone = bool(journal) and not issue and not pages and _before_doi(text, match)
    if not alone and not _plausible(match, issue, pages, date):
        return None
    if alone and (day := re.search(_PUBLISHED, text)):
        date = dates.parse(day[1]) or date
    return Cited(journal, date, volume, issue, pages, "", start, end)


_PAGES_NEXT: Final = rf"\s?[,;:.]\s?(?:(?:pp?|[Ss]|ss|Seiten|с)\.?\s?)?({_P})(?![\w])"
_DOI_NEXT: Final = r"[.,]?\s?(?:doi\b|https?://(?:dx\.)?doi\.org/)"
_PUBLISHED: Final = r"\(Published:?\s(\d{1,2}\s[^\W\d_]{3,9}\s\d{4})\)"


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
    rf"[,.]?\s(?:(?P<first>(?:1[5-9]|20)\d\d),\s?(?P<v>\d{{1,4}}),(?:\s?(?P<i>\d{{1,3}}),)?\s?"
    rf"(?:pp?\.\s?)?(?P<p>{_P})|(?P<v2>\d{{1,4}}),\s?(?P<p2>\d{{1,5}}[-–]\d{{1,5}}),\s?"
    r"(?P<last>(?:1[5-9]|20)\d\d)(?:-(?P<m>0[1-9]|1[0-2]))?)(?=\Z|[.,;]?\s|[.;]\Z)"
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
    found = Cited("", dates.make(int(match["volume"])), "", match["issue"], pages)
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


_WORDED: Final = {
    "volume": r"([A-Za-z]?\d{1,4}[A-Za-z]?|[IVXLCivxlc]{1,7})(?![\w])",
    "issue": (
        r"(\d{1,4}(?:[-–/]\d{1,4})?|[IVXivx]{1,5}|(?i:Suppl)\.?\s?\d{0,3}|[A-Za-z]\d{1,3})"
        r"(?![\w])"
    ),
    "page": rf"({_P})(?![\w])",
    "number": r"([A-Za-z]{0,4}\d{2,10})(?![\w])",
}


@cache
def _worded_pattern(kind: str) -> re.Pattern[str]:
    """Return the pattern of one kind of number: its word, then a value."""
    known = sorted((re.escape(word) for word in load("pages/citation")[kind]), key=len)
    longest_first = "|".join(reversed(known))
    return re.compile(rf"(?<![^\W\d_])(?i:{longest_first})\s?[.:#]?\s?{_WORDED[kind]}")


def _worded(text: str) -> Cited | None:
    """Read ``Volume 145, July 2023, Pages 228-237``, ``v3 n3 p68-80 2015``, ``Том 17, № 4``."""
    if len(text) > 400:
        return None
    volume = _worded_pattern("volume").search(text)
    if not volume:
        return None
    number = _worded_pattern("number").search(text, volume.end())
    issue = re.compile(_BRACKETED_ISSUE).match(text, volume.end())
    issue = issue or _worded_pattern("issue").search(
        text, volume.end(), number.start() if number else len(text)
    )
    page = None if number else _worded_pattern("page").search(text, (issue or volume).end())
    hits = [match for match in (volume, issue, page, number) if match]
    spans = [(match.start(), match.end()) for match in hits]
    date = _date_outside(text, spans)
    last = max(end for _, end in spans)
    whole = bool(issue) and last > len(text) - 3 and _periodical(text, volume.start())
    if volume[0][1:2].isdigit() and not (issue or (page and page.start() - volume.end() < 4)):
        return None  # "v1" is a version
    if _YEAR.fullmatch(volume[1]) or not (date or (issue and (page or number)) or whole):
        return None
    found = Cited(
        date=date, volume=volume[1], start=min(s for s, _ in spans), end=max(e for _, e in spans)
    )
    found.issue = flat(issue[1]) if issue else ""
    found.page = grammar.pages(page[1]) if page else ""
    found.number = number[1] if number else ""
    found.journal = journal_before(text, found.start)
    return found


def _periodical(text: str, start: int) -> bool:
    """Tell whether nothing, or a periodical's title, stands before the numbers."""
    return start == 0 or bool(journal_before(text, start))


def _date_outside(text: str, spans: list[tuple[int, int]]) -> PartialDate | None:
    """Return the date of the line: a year outside the numbers, with the month before it."""
    for match in _YEAR.finditer(text):
        if any(start <= match.start() < end for start, end in spans):
            continue
        month = re.compile(MONTH_YEAR).search(text, max(0, match.start() - 40), match.end())
        if month and dates.month(month[2]):
            return dates.make(int(month[3]), dates.month(month[2]), int(month[1] or 0))
        return dates.make(int(match[1]))
    return None


def _cjk(text: str) -> Cited | None:
    """Read ``第39卷第1期, 73-89页``."""
    if len(text) > 300 or not has_cjk(text):
        return None
    volume, issue = re.search(_CJK_VOLUME, text), re.search(_CJK_ISSUE, text)
    if not (volume and issue):
        return None
    page = re.search(_CJK_PAGES, text) or _worded_pattern("page").search(text, issue.end())
    spans = [(m.start(), m.end()) for m in (volume, issue, page) if m]
    year = _YEAR.search(text) or re.search(r"((?:19|20)\d\d)\s?年", text)
    found = Cited(volume=volume[1], issue=issue[1], start=volume.start(), end=spans[-1][1])
    found.page = grammar.pages(page[1] or page[page.lastindex or 1]) if page else ""
    found.date = dates.make(int(year[1])) if year else None
    found.journal = journal_before(
        text, min(volume.start(), year.start() if year else volume.start())
    )
    return found

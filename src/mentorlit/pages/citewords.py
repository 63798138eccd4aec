"""Citation lines that name their numbers: "Vol. 8, no 88", "Cilt 9, Sayı 1", "第39卷第1期"."""

import re
from functools import cache
from typing import Final

from mentorlit import dates
from mentorlit.model import PartialDate
from mentorlit.pages import grammar
from mentorlit.pages.cited import Cited
from mentorlit.pages.containers import MONTH_YEAR, journal_before
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.tables import load

_P: Final = grammar.PAGES
_YEAR: Final = re.compile(r"(?<![\d.\w/-])(1[5-9]\d\d|20\d\d)(?![\d\w/-])")
_BRACKETED_ISSUE: Final = r"\s?\((\d{1,3}(?:[-–/]\d{1,3})?)\)"
_CJK_VOLUME: Final = r"第?\s?(\d{1,4})\s?[卷巻권]"
_CJK_ISSUE: Final = r"第?\s?(\d{1,4}(?:[-–]\d+)?)\s?[期號号호]"
_CJK_PAGES: Final = rf"({_P})\s?[页頁쪽]|[页頁]\s?({_P})"
_WORDED: Final = {
    "volume": r"([A-Za-z]?\d{1,4}[A-Za-z]?|[IVXLCivxlc]{1,7})(?![\w])",
    "issue": (
        r"(?:\((?=\d{1,3}\)))?(\d{1,4}(?:[-–/]\d{1,4})?|[IVXivx]{1,5}|(?i:Suppl)\.?\s?\d{0,3}"
        r"|[A-Za-z]{1,5}\d{1,3})"
        r"(?![\w])"
    ),
    "page": rf"({_P})(?![\w])",
    "number": r"([A-Za-z]{0,4}\d{2,10})(?![\w])",
}


@cache
def _worded_pattern(kind: str) -> re.Pattern[str]:
    """Return the pattern of one kind of number: its word, then a value."""
    every = sorted((re.escape(word) for word in load("pages/citation")[kind]), key=len)
    longest_first = "|".join(reversed(every))
    parted = r"(?![IVXLCivxlc])" if kind == "volume" else ""  # "Roczniki" has no volume "i"
    known = rf"(?<![^\W\d_])(?<!/)(?i:{longest_first}){parted}"
    return re.compile(rf"{known}\s?[.:#]?\s?{_WORDED[kind]}")


_GLUED: Final = re.compile(
    r"(?<=\s[A-Z])(?=Vol(?:ume|\.)\s\d)|(?<=[a-z)])(?=Vol\.\s\d)"
    r"|(?<=[a-z\d)])(?=(?:Volume|Issue|Article No|Pages|pp|https?:)(?![a-z]{4}))"
    r"|(?<=\d)(?=e\d+[-–]e\d)|(?<=\d)(?=(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s)"
)
_BARE_PAGES: Final = r"[,:)\s]{1,3}(?:-\s)?(e?\d{1,5}\s?[-–]\s?e?\d{1,5})(?=\Z|[.,;\s])"
_MONTH_GLUED: Final = r"(?<![^\W_])([^\W\d_]{3,9})((?:19|20)\d\d)(?=, )"
"""EBSCO's ``Jul2017, Vol. 45 Issue 4``."""
_NUMERIC: Final = r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?![\d.])"
_LAST_NUMBER: Final = r",\s(\d{5,7}|e\d{2,7})\Z"
_ISSUE_ONLY: Final = r"(?:\A|[\s.,;(])({words})\s?[.:#]?\s?(\d{{1,4}}(?:[-–/]\d{{1,4}})?)(?![\w-])"


def worded(text: str) -> Cited | None:
    """Read ``Volume 145, July 2023, Pages 228-237``, ``v3 n3 p68-80 2015``, ``Том 17, № 4``."""
    if len(text) > 400:
        return None
    if "Vol" in text and _GLUED.search(text):
        text = _GLUED.sub(" ", text)
    volume = _worded_pattern("volume").search(text)
    if not volume:
        return _issue_alone(text) if len(text) < 200 else None
    number = _worded_pattern("number").search(text, volume.end())
    limit = number.start() if number else len(text)
    issue = _issue_after(text, volume.end(), limit)
    last = issue or volume
    page = _worded_pattern("page").search(text, last.end())
    page = page or (re.compile(_BARE_PAGES).match(text, last.end()) if issue else None)
    if not page and not number and not issue:
        number = re.search(_LAST_NUMBER, text)
    return _from_words(text, volume, issue, page, number)


def _issue_after(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the issue behind a volume, in brackets or with its word."""
    issue = re.compile(_BRACKETED_ISSUE).match(text, start)
    issue = issue or _worded_pattern("issue").search(text, start, end)
    paged = issue is not None and text[: issue.start()].endswith(("p.", "-"))
    return None if paged else issue  # "p.n71-n71" is an article's number


def _from_words(
    text: str,
    volume: re.Match[str],
    issue: re.Match[str] | None,
    page: re.Match[str] | None,
    number: re.Match[str] | None,
) -> Cited | None:
    """Return what the numbers amount to, if there are enough of them."""
    spans = [match.span() for match in (volume, issue, page, number) if match]
    date = _date_outside(text, spans)
    last = max(end for _, end in spans)
    whole = bool(issue) and last > len(text) - 3 and _periodical(text, volume.start())
    if volume[0][1:2].isdigit() and not (issue or (page and page.start() - volume.end() < 4)):
        return None  # "v1" is a version
    if _YEAR.fullmatch(volume[1]) and number and not issue:
        date = date or dates.make(int(volume[1]))
    elif _YEAR.fullmatch(volume[1]):
        return None
    if not (date or (issue and (page or number)) or whole):
        return None
    found = Cited(date=date, volume=volume[1], start=min(s for s, _ in spans), end=last)
    found.issue = flat(issue[1]) if issue else ""
    found.page = grammar.pages(page[1]) if page else ""
    found.number = number[1] if number and not page else ""
    found.journal = journal_before(text, found.start)
    return found


@cache
def _issue_pattern() -> re.Pattern[str]:
    words = (
        "№",
        "no",
        "nr",
        "núm",
        "nº",
        "n°",
        "n.º",
        "heft",
        "sayı",
        "issue",
        "numéro",
        "número",
        "số",
    )
    return re.compile(_ISSUE_ONLY.format(words="|".join(words)), re.IGNORECASE)


def _issue_alone(text: str) -> Cited | None:
    """Read ``2015. № 7. С. 12-20`` and ``Núm. 45 (2019)``: a periodical without volumes."""
    issue = _issue_pattern().search(text)
    if not issue or _YEAR.fullmatch(issue[2]):
        return None
    page = _worded_pattern("page").match(text, _skip(text, issue.end()))
    date = _date_outside(text, [issue.span(), page.span() if page else issue.span()])
    rest = _YEAR.sub("", text[issue.end() :]).strip(" ().,:;")
    if not date or not (page or not rest):
        return None
    found = Cited("", date, "", issue[2], grammar.pages(page[1]) if page else "")
    found.start, found.end = issue.start(1), (page or issue).end()
    found.journal = journal_before(text, found.start)
    return found if found.journal or not text[: found.start].strip(" .,;0123456789") else None


def _skip(text: str, at: int) -> int:
    """Return the place of the next word, behind a year that may stand between."""
    match = re.compile(r"[\s.,;:(]*(?:(?:1[5-9]|20)\d\d[\s.,;:)]*)?").match(text, at)
    return match.end() if match else at


def _periodical(text: str, start: int) -> bool:
    """Tell whether nothing, or a periodical's title, stands before the numbers."""
    return start == 0 or bool(journal_before(text, start))


def _is_folio(match: re.Match[str]) -> bool:
    """Tell whether a number is that of the page whose running head the line is."""
    return match.start() == 0 and match.string[match.end() : match.end() + 4].strip().isupper()


def _date_outside(text: str, spans: list[tuple[int, int]]) -> PartialDate | None:
    """Return the date of the line: a year outside the numbers, with the month before it."""
    if glued := re.search(_MONTH_GLUED, text):
        month_number = dates.month(glued[1])
        if month_number or dates.is_season(glued[1]):
            return dates.make(int(glued[2]), month_number)
    for match in _YEAR.finditer(text):
        if any(start <= match.start() < end for start, end in spans) or _is_folio(match):
            continue
        month = re.compile(MONTH_YEAR).search(text, max(0, match.start() - 40), match.end())
        if month and dates.month(month[2]):
            return dates.make(int(month[3]), dates.month(month[2]), int(month[1] or 0))
        return dates.make(int(match[1]))
    whole = re.search(_NUMERIC, text)
    return dates.make(int(whole[3]), int(whole[2]), int(whole[1])) if whole else None


def cjk(text: str) -> Cited | None:
    """Read ``第39卷第1期, 73-89页``."""
    if len(text) > 300 or not has_cjk(text):
        return None
    volume, issue = re.search(_CJK_VOLUME, text), re.search(_CJK_ISSUE, text)
    if not (volume and issue):
        return None
    page = re.search(_CJK_PAGES, text) or _worded_pattern("page").search(text, issue.end())
    page = page or re.compile(_BARE_PAGES).match(text, issue.end())
    spans = [(m.start(), m.end()) for m in (volume, issue, page) if m]
    year = _YEAR.search(text) or re.search(r"((?:19|20)\d\d)\s?(?:年|[/.]\d{1,2}\))", text)
    found = Cited(volume=volume[1], issue=issue[1], start=volume.start(), end=spans[-1][1])
    found.page = grammar.pages(page[1] or page[page.lastindex or 1]) if page else ""
    month = re.compile(r"[/.](\d{1,2})\)").match(text, year.end(1)) if year else None
    found.date = dates.make(int(year[1]), int(month[1]) if month else 0) if year else None
    start = min(volume.start(), year.start() if year else volume.start())
    found.journal = journal_before(text, start).removesuffix("제").removesuffix("第").rstrip()
    return found

"""Styles of citation whose numbers prove nothing alone: they must be the whole line.

``Phys. Rev. B 88, 035444 – Published 29 July 2013``, ``PeerJ 6:e4886``, ``2009 J. Phys.:
Condens. Matter 21 395502``: behind the periodical's title come two numbers and at most a date
and an identifier. Anything else on the line, and it is not read.
"""

import re
from typing import Final

from mentorlit import dates
from mentorlit.pages import grammar
from mentorlit.pages.cited import Cited, told
from mentorlit.pages.containers import journal_before

_LONGEST: Final = 260
_P: Final = grammar.PAGES
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_DAY: Final = rf"(?:\d{{1,2}}\s)?(?:[^\W\d_]{{3,9}}\.?\s)?(?:\d{{1,2}},\s)?{_YEAR}"
_TAIL: Final = re.compile(
    rf"(?:\s?[-–—|]\s?(?:Published|Published online|Accepted)\s(?P<event>[^()|]{{6,24}})"
    rf"|[,;]?\s?\((?:Published\s)?(?P<bracket>{_DAY})\)|[,;]\s(?P<bare>{_YEAR}))?"
    r"[\s.,;|•·–-]{0,4}(?:(?i:(?:https?://(?:dx\.)?)?doi\b|PMID|https?://|\[pii\])\S{0,4}\s?.{0,80})?\Z"
)
_SHORT: Final = 120
_PERIODICAL: Final = ("journal", "revista", "review", "annals", "bulletin", "archives", "letters")
_DATED: Final = (
    r"(?P<journal>[^\d|:]{4,90}?)(?:, (?P<day>\d{1,2} [^\W\d_]{3,9} (?:19|20)\d\d)"
    r"| \((?P<month>[^\W\d_]{3,9} (?:19|20)\d\d)\))"
)
_CORE: Final = re.compile(
    r"(?<=[^\W\d_.)’'][ \u00a0,.])\s?(?P<v>[A-Z]?\d{1,4}[A-Z]?)(?P<sep>\s?[:,]\s?)"
    rf"(?P<p>{_P})(?![\w])"
)
_LEADING_DATE: Final = rf"\A([^\W\d_]{{3,9}}\s{_YEAR})(?:\s?·\s?|\s(?=[A-Z])|(?=[A-Z]))"
_IOP: Final = (
    rf"(?:.{{2,80}}?\s)?({_YEAR})\s([A-Z][^\d,;]{{1,80}}?)\s(\d{{1,4}})\s"
    r"(\d{2,7}(?:[-–]\d{1,6})?)\.?\Z"
)
_IOP_BEFORE: Final = r"(?:et al\.?|\band\s[^\d]{2,40})\s\Z"
_CAIRN_ISSUE: Final = rf"({_YEAR})/(\d{{1,2}})\s\((?:[Nn][o°º.]{{1,2}}|[Vv]ol\.)\s(\d{{1,4}})\)\Z"
_PERSEE: Final = rf"(?:Année|année)\s({_YEAR})\s+(\d{{1,4}})-(\d{{1,3}})\s+pp?\.\s?({_P})"
_CAIRN: Final = (
    rf"({_YEAR})/(\d{{1,2}}(?:-\d{{1,2}})?)(?:\s\((?:[Nn][o°º.]{{1,2}}|Vol\.?|vol\.)\s[^()]{{1,12}}\))?"
    r"[,.]?\s(?:pages?|pp?\.)\s(\d{1,5})\s?(?:à|to|a|[-–])\s?(\d{1,5})"
)
_OPENEDITION: Final = (
    rf"(?<=[,.])\s(\d{{1,4}}(?:[-–]\d{{1,4}})?(?:/\d{{1,2}})?)\s\|\s({_YEAR})(?![-\d])"
    r"(?:,\s(?:pp?\.\s?)?(\d{1,5}\s?[-–]\s?\d{1,5}))?"
)
_YEAR_FIRST: Final = rf"\((\d{{4}})\)[.,]?\s([A-Z]?\d{{1,4}})[,:]\s({_P})(?![\w])"
_INSPIRE: Final = rf"\s(\d{{1,4}})\s\(({_YEAR})\)\s(\d{{1,3}}),\s(\d{{1,7}}(?:-\d{{1,7}})?)\Z"
_SPIE: Final = rf"Proceedings Volume (\d{{1,5}}), ([^;]{{5,160}}); ([A-Z\d]{{3,9}}) \(({_YEAR})\)"
_YEAR_INSIDE: Final = (
    rf"\s(\d{{1,4}})\s?\(({_YEAR})\)\s?[,.]?\s?(?:(?:H|Heft|Nr|no)\.?\s)?(\d{{1,3}}(?:[-/]\d)?)"
    rf"[,:.]\s(?P<unit>pp?|S|s|Seiten?|Art(?:icle|ikel)?)\.?\s?({_P})(?![\w])"
)


def read(text: str) -> Cited | None:
    """Return what a line in one of these styles cites, or None."""
    if len(text) > _LONGEST:
        return None
    readings = [_two_numbers(text), _year_first(text), _year_inside(text), _dated(text)]
    if text[-1:] == ")" and text[4:5] == "/" and (issue := re.match(_CAIRN_ISSUE, text)):
        date = dates.make(int(issue[1]))
        readings.append(Cited("", date, issue[3], issue[2], "", "", 0, len(text)))
    if " | " in text:
        readings.append(_openedition(text))
    if text[-1:].isdigit() or text[-2:-1].isdigit():
        readings += [_iop(text), _french(text)]
    if text.startswith("Proceedings Volume "):
        readings.append(_spie(text))
    if text[-1:].isdigit() and ", " in text and "(" in text:
        readings.append(_inspire(text))
    return max((cited for cited in readings if cited), key=told, default=None)


def _dated(text: str) -> Cited | None:
    """Read ``Front. Psychol., 14 May 2019`` and ``African Journal of X (Jun 2017)`` (DOAJ)."""
    match = re.fullmatch(_DATED, text) if len(text) < _SHORT else None
    date = dates.parse(match["day"] or match["month"]) if match else None
    if not match or date is None or not date.month:
        return None
    journal = match["journal"]
    known = "." in journal or any(word in journal.casefold().split() for word in _PERIODICAL)
    if not known or not _titled(journal):
        return None
    return Cited(journal, date, start=match.end("journal"), end=len(text))


def _two_numbers(text: str) -> Cited | None:
    """Read ``J. Chem. Phys. 123, 064107 (2005)`` and ``Front. Psychol. 10:1119. doi: ...``."""
    opening = re.match(_LEADING_DATE, text)
    if opening and not (date := dates.parse(opening[1])):
        opening = None
    begin = opening.end() if opening else 0
    for match in _CORE.finditer(text, begin):
        tail = _TAIL.match(text, match.end())
        if tail is None:
            continue
        told_date = tail["event"] or tail["bracket"] or tail["bare"]
        page = grammar.pages(match["p"])
        numbers = ":" in match["sep"] and _telling(page)
        if not page or not (told_date or numbers or ("-" in page and _ends_so(text, match))):
            continue
        journal = journal_before(text[begin : match.start()], match.start() - begin)
        if not journal or not _titled(journal):
            continue
        found = Cited(journal, None, match["v"], "", page, "", match.start(), match.end())
        found.date = dates.parse(told_date.replace(",", "")) if told_date else None
        if opening and not found.date:
            found.date = date
        return found
    return None


def _ends_so(text: str, match: re.Match[str]) -> bool:
    """Tell whether volume and pages end a line that begins with the title of a periodical."""
    words = text[: match.start()].casefold().replace(",", " ").split()
    return any(word in words for word in _PERIODICAL) and not text[match.end() :].strip(" .")


def _telling(page: str) -> bool:
    """Tell whether a page is none of a time, a score or a ratio: a range or an article's number."""
    return "-" in page or page[0].isalpha() or len(page) > 2


def _titled(journal: str) -> bool:
    """Tell whether the words are capitalised as a periodical's: the first, and most others."""
    words = [word for word in journal.split() if word[0].isalpha()]
    small = [word for word in words if word.islower()]
    return bool(words) and words[0] not in small[:1] and len(small) * 2 <= len(words)


def _iop(text: str) -> Cited | None:
    """Read ``2009 J. Phys.: Condens. Matter 21 395502``, with authors before it or without."""
    match = re.match(_IOP, text)
    if not match or not _titled(match[2]):
        return None
    authors = text[: match.start(1)]
    if authors and not re.search(_IOP_BEFORE, authors):
        return None
    found = Cited(match[2].rstrip(" ,"), dates.make(int(match[1])), match[3])
    found.page = grammar.pages(match[4])
    found.start, found.end = match.start(3), match.end()
    return found


def _french(text: str) -> Cited | None:
    """Read ``Année 1982 37-2 pp. 345-362`` (Persée) and ``2014/3 (n° 188), pages 25 à 38``."""
    match = re.search(_PERSEE, text) if "nnée" in text else None
    if match:
        found = Cited("", dates.make(int(match[1])), match[2], match[3], grammar.pages(match[4]))
    else:
        match = re.search(_CAIRN, text) if "/" in text else None
        if not match:
            return None
        page = f"{match[3]}-{match[4]}"
        found = Cited("", dates.make(int(match[1])), "", match[2], page)
    found.start, found.end = match.span()
    found.journal = journal_before(text, found.start)
    return found if found.journal or not found.start else None


def _inspire(text: str) -> Cited | None:
    """Read ``Phys.Rev.D 90 (2014) 5, 052004`` and ``JHEP 07 (2012) 005-030`` (INSPIRE)."""
    match = re.search(_INSPIRE, text)
    journal = journal_before(text, match.start()) if match else ""
    if not match or not journal or not _titled(journal):
        return None
    found = Cited(journal, dates.make(int(match[2])), match[1], match[3])
    found.page = match[4]
    found.start, found.end = match.start() + 1, match.end()
    return found


def _spie(text: str) -> Cited | None:
    """Read ``Proceedings Volume 7732, Space Telescopes 2010; 77320T (2010)``."""
    match = re.match(_SPIE, text)
    if not match:
        return None
    found = Cited(match[2], dates.make(int(match[4])), match[1], "", match[3])
    found.end = match.end()
    return found


def _openedition(text: str) -> Cited | None:
    """Read ``Genèses, 50 | 2018, 45-71`` and ``Genèses [En ligne], 50 | 2018`` (OpenEdition)."""
    match = re.search(_OPENEDITION, text)
    journal = journal_before(text, match.start()) if match else ""
    if not match or not journal:
        return None
    volume, _, issue = match[1].rpartition("/")
    found = Cited(journal, dates.make(int(match[2])), volume, issue)
    found.page = grammar.pages(match[3]) if match[3] else ""
    found.start, found.end = match.span()
    return found


def _year_first(text: str) -> Cited | None:
    """Read ``Acta Cryst. (2008). A64, 112-122``."""
    match = re.search(_YEAR_FIRST, text) if "(" in text else None
    if not match or not _TAIL.match(text, match.end()):
        return None
    journal = journal_before(text, match.start())
    page = grammar.pages(match[3])
    if not journal or not _titled(journal) or not page:
        return None
    date = dates.make(int(match[1]))
    return Cited(journal, date, match[2], "", page, "", match.start(), match.end())


def _year_inside(text: str) -> Cited | None:
    """Read ``Zeitschrift für Pädagogik 55 (2009) 2, S. 248-265`` and ``1(2000), 2, Art. 20``."""
    match = re.search(_YEAR_INSIDE, text) if "(" in text else None
    journal = journal_before(text, match.start()) if match else ""
    page = grammar.pages(match[5]) if match else ""
    if not match or not journal or not page:
        return None
    date = dates.make(int(match[2]))
    found = Cited(journal, date, match[1], match[3], page, "", match.start() + 1, match.end())
    if match["unit"].startswith("Art"):
        found.page, found.number = "", page
    return found

"""Whole references ("How to cite"): authors, year, title and the citation line in one text."""

import re
from typing import Final

import msgspec

from mentorlit import dates, identifiers
from mentorlit.model import Name, PartialDate
from mentorlit.pages import citeline, containers, grammar, people
from mentorlit.pages.cited import Cited
from mentorlit.pages.lines import flat

_YEAR: Final = r"\(((?:1[5-9]|20)\d\d)[a-z]?(?:,\s[^()]{1,30})?\)[.,:]?\s*"
_BARE_YEAR: Final = r"(?<=[.,])\s((?:1[5-9]|20)\d\d)[a-z]?\s?[.:]\s+"
_YEAR_LAST: Final = r",\s((?:1[5-9]|20)\d\d)\Z"
_YEAR_BEHIND_DOI: Final = r"10\.\S{5,200}, ((?:19|20)\d\d)\.?\Z"
"""The year behind the DOI (Copernicus)."""
_ADDRESS: Final = r"(?s)(?:https?://|doi:|DOI:|DOI\s|Available)\S*.*\Z"
_SENTENCE: Final = (
    r"(?<=[^\W\d_]{3})[.?!](?:[\"”»])?\s+(?=[\w«“\"])"
    r"|(?<=[\d)\]])\.\s+(?=[A-ZÀ-Þ])|[?!]\s+(?=[A-ZÀ-Þ])"
)
_PROCEEDINGS: Final = (
    r"In:?\s((?:Proceedings|Proc\.|Advances|Findings|Companion|(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th))\b"
    r"[^.()]{10,250}?)(?:\s\([^()]{2,60}\))*(?:,?\s(?:pp?\.|pages?)?\s?(\d{1,5}\s?[-–]\s?\d{1,5})(?![-\d])"
    r"|[.,]|\Z)"
)
"""The proceedings that a paper is in, and its pages (ACM, ACL)."""
_LOOSE: Final = r" ([.,;:])(?= )"
_GBT: Final = (
    r"(?s)(.{2,300}?)[.．]\s*(.{2,400}?)\s*\[J[^\]]{0,6}\]\s*[.．]\s*([^,，]{2,80})[,，]\s*(.*)"
)


class Reference(msgspec.Struct):
    """The parts of a reference that could be told apart; ``shortened`` authors end in et al."""

    authors: list[Name] = []
    shortened: bool = False
    title: str = ""
    date: PartialDate | None = None
    doi: str = ""
    cited: Cited | None = None


def read(text: str, title: str = "") -> Reference:
    """Read a reference in APA, Chicago, EPrints, Vancouver or GB/T 7714 style.

    ``title`` is the work's title where it is already known; it then parts title and journal.
    """
    text = re.sub(_LOOSE, r"\1", flat(text)[:4000])
    found = Reference(doi=identifiers.doi(text[text.find("10.") :]) if "10." in text else "")
    last = re.search(_YEAR_BEHIND_DOI, text) if found.doi else None
    text = re.sub(_ADDRESS, "", text).strip()
    gbt = re.match(_GBT, text) if "[J" in text else None
    if gbt:
        found.authors, found.title = people.people(gbt[1]), gbt[2].strip()
        found.cited = citeline.read(gbt[4])
        if found.cited:
            found.cited.journal, found.date = gbt[3].strip(), found.cited.date
        return found
    if _vancouver(found, text):
        return found
    year = re.search(_YEAR, text[:3000]) or re.search(_BARE_YEAR, text[:3000])
    rest = text
    if year and year.start() > 2:
        found.authors = people.people(text[: year.start()].strip(" ,"))
        if found.authors:
            rest = text[year.end() :]
            found.date = dates.make(int(year[1]))
    elif title:
        _before_title(found, text, title)
        if last and found.authors and not found.date:
            found.date = dates.make(int(last[1]))
    _title_and_source(found, rest, title)
    names = text[: len(text) - len(rest)] if rest != text else text[:3000]
    found.shortened = "et al" in names or "..." in names or "…" in names
    return found


def _vancouver(found: Reference, text: str) -> bool:
    """Read ``Smith J, Doe A. A title. J Abbr. 2010;49(1):1-10`` where it parts for certain."""
    parts = containers.vancouver(text)
    cited = citeline.read(text) if parts else None
    if not parts or not cited or cited.journal != parts[2] or not cited.date:
        return False
    found.authors = people.people(parts[0])
    found.shortened = "et al" in parts[0]
    found.title, found.date, found.cited = parts[1], cited.date, cited
    return bool(found.authors)


def _before_title(found: Reference, text: str, title: str) -> None:
    """Read authors before the title, and a year between them (``Doe, J., 2019, "..."``)."""
    place = text.casefold().find(title.casefold())
    before = text[:place].strip(' ,:"“') if place > 2 else ""
    year = re.search(_YEAR_LAST, before)
    found.authors = people.people(before[: year.start()] if year else before) if before else []
    if year and found.authors:
        found.date = dates.make(int(year[1]))


def _title_and_source(found: Reference, rest: str, title: str) -> None:
    """Part what follows authors and year into title, periodical and numbers."""
    place = rest.casefold().find(title.casefold()) if title else -1
    if place >= 0:
        found.title = title
        source = rest[place + len(title) :].strip(' .,:;"”»?!')
    else:
        match = _title_end(rest)
        if match and found.authors:
            end = match.start() + (rest[match.start()] in "?!")
            found.title = rest[:end].strip(' "“”«»')
            source = rest[match.end() :]
        else:
            source = ""
    if source and (met := re.match(_PROCEEDINGS, source)):
        found.cited = Cited(met[1].rstrip(" ,"), found.date, page=grammar.pages(met[2] or ""))
    elif source:
        found.cited = citeline.read(_dated(source, found.date))
        if found.cited and found.cited.date is None:
            found.cited.date = found.date
    if found.title and len(found.title.split()) < 2:
        found.title = ""


def _title_end(rest: str) -> re.Match[str] | None:
    """Return the end of the title; a question may have a subtitle behind it."""
    match = re.search(_SENTENCE, rest)
    if match and rest[match.start()] in "?!":
        later = re.compile(_SENTENCE).search(rest, match.end())
        cited = citeline.read(rest[later.end() :]) if later else None
        return later if cited and cited.journal else match
    return match


def _dated(source: str, date: PartialDate | None) -> str:
    """Return the source with the reference's year at its end, where it has none of its own."""
    if date is None or date.year is None or re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", source):
        return source
    return f"{source} ({date.year})"

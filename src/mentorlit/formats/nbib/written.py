"""Names and dates as the MEDLINE/PubMed format has them."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.dates import iso
from mentorlit.model import Citation, Name, PartialDate

_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_SEASONS: Final = ("", "Spring", "Summer", "Autumn", "Winter")
_INITIAL: Final = re.compile(r"(?:(?<=-)|(?<![\w'’]))[^\W\d_]")
_COMPACT: Final = frozenset(["DEP", "DA", "DCOM", "LR"])
"""Tags of dates without slashes."""


def author_lines(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the lines of all persons, each with its affiliations and ORCID.

    Affiliations of the record stand before the first name.
    """
    for place in citation.affiliation:
        yield "AD", place
    for field, tags in (("author", ("FAU", "AU")), ("editor", ("FED", "ED"))):
        for name in getattr(citation, field):
            yield from _name(name, tags)
    for name in citation.contributor:
        if name.role == "investigator":
            yield from _name(name, ("FIR", "IR"))


def _name(name: Name, tags: tuple[str, str]) -> Iterator[tuple[str, str]]:
    if name.literal:
        yield "CN" if tags[0] == "FAU" else tags[0], name.literal
    else:
        family = f"{name.non_dropping_particle} {name.family}".strip()
        given = f"{name.given} {name.dropping_particle}".strip()
        yield tags[0], f"{family}, {given} {name.suffix}".strip(" ,")
        initials = "".join(_INITIAL.findall(name.given)).upper()
        yield tags[1], " ".join(filter(None, (family, initials, name.suffix)))
    if name.orcid:
        yield "AUID", f"ORCID: {name.orcid}"
    for place in name.affiliation:
        yield ("IRAD" if tags[0] == "FIR" else "AD"), place


def published(date: PartialDate | None) -> str:
    """Return a date as DP has it: ``2019 Dec 3``, ``2001 Autumn``, ``2006 May-Jun``."""
    if date is None:
        return ""
    text = _words(date)
    end = date.end
    if end is None or date.year is None:
        return text
    if end.year != date.year or date.season or end.season:
        return f"{text}-{_words(end)}"
    if end.month == date.month and date.day and end.day:
        return f"{text}-{end.day}"
    return f"{text}-{_words(end).partition(' ')[2]}".rstrip("-")


def _words(date: PartialDate) -> str:
    if date.year is None:
        return date.literal
    parts = [iso(PartialDate(year=date.year))]
    if date.season:
        parts.append(_SEASONS[date.season] if 0 < date.season < 5 else "")
    elif 0 < date.month < 13:
        parts += [_MONTHS[date.month - 1], str(date.day) if date.day else ""]
    return " ".join(filter(None, parts))


def event(date: PartialDate, tag: str) -> str:
    """Return the date of an event as its tag has it; empty for one that is not to the day."""
    if not date.day or date.year is None:
        return ""
    if tag in _COMPACT:
        return iso(date).replace("-", "")
    return iso(date).replace("-", "/") + " 00:00"

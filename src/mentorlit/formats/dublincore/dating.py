"""Dates of Dublin Core: which of several is that of publication, and the other events."""

import re
from typing import Any, Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import dates
from mentorlit.formats.dublincore.elements import Elements
from mentorlit.model import PartialDate
from mentorlit.tables import load

_EMBARGO: Final = "info:eu-repo/date/embargoEnd/"
_TIME: Final = re.compile(r"[0-9]T[0-9]")
_YEARS: Final = re.compile(r"(?<=\A[0-9]{4})\s?[-–]\s?(?=[12][0-9]{3}\Z)")
_COPYRIGHT: Final = re.compile(r"[,;]?\s?[c©]\s?[12][0-9]{3}")


def dated(elements: Elements, values: dict[str, Any]) -> None:
    """Take the date of publication: dcterms:issued, else the one of dc:date that is most like it.

    Repositories put into dc:date when they received a record, with the time of day, beside the
    date of publication, without: that one counts, of several the earliest.
    """
    cited_year = values.pop("cited_year", "")
    events: dict[str, PartialDate] = {}
    for name, event in load("dublin_core")["dates"].items():
        for element, text in elements.all(name):
            if (date := dates.parse(text)) and event not in events:
                events[event] = date
                elements.record.use(element)
    pairs = elements.all("issued") or elements.all("date")
    known: list[tuple[_Element, str, PartialDate]] = []
    for element, text in pairs:
        bare = text.removeprefix(_EMBARGO)
        if (date := _date(bare)) is None:
            continue
        if bare != text:
            events["embargo"] = date
            elements.record.use(element)
        else:
            known.append((element, text, date))
    issued = _chosen(known)
    values["dates"] = events
    values["issued"] = issued or (dates.parse(cited_year) if cited_year else None)
    if issued is None:
        return
    for element, text, date in known:
        same = date in (issued, PartialDate(year=issued.year))
        if same and dates.is_whole(text, issued):
            elements.record.use(element)


def _date(text: str) -> PartialDate | None:
    """Read a date; a period (``2013/2014``) is a range."""
    first, slash, last = _YEARS.sub("/", text).partition("/")
    if slash and len(first) >= 4 and len(last) >= 4:
        start, end = dates.parse(first), dates.parse(last)
        return replace(start, end=end) if start and end and start != end else start
    return dates.parse(text) or dates.parse(_COPYRIGHT.sub("", text).strip("[] "))


def _chosen(known: list[tuple[_Element, str, PartialDate]]) -> PartialDate | None:
    plain = [date for _, text, date in known if not _TIME.search(text)]
    candidates = plain or [date for _, _, date in known]
    if not candidates:
        return None
    year = min(date.year or 0 for date in candidates)
    of_year = [date for date in candidates if date.year == year]
    return max(of_year, key=lambda date: (bool(date.month), bool(date.day)))

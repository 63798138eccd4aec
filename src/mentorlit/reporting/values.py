"""The fields of a record as a person reads them, one text each."""

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final

from mentorlit.dates import iso
from mentorlit.model import PYTHON_NAME, Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.names import sort_form
from mentorlit.tables import load

_MARKUP: Final = re.compile(r'</?(?:i|b|sub|sup|sc)>|<span class="nocase">|</span>')
"""The only markup that a value may hold: it says nothing about which paper a record is."""


@cache
def labels() -> dict[str, str]:
    """Return the fields that are compared, by their JSON names, with what a report calls them."""
    return dict(load("reporting/texts")["fields"])


def stated(record: Citation) -> dict[str, str]:
    """Return the fields that a record states, in the order of a report, as texts on one line."""
    found = {}
    for name in labels():
        value = getattr(record, PYTHON_NAME[name])
        if value and (text := " ".join(_MARKUP.sub("", _text(value)).split())):
            found[name] = text
    return found


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{key} {_text(value[key])}" for key in sorted(value))
    return _SHOWN.get(type(value), str)(value)


def _date(date: PartialDate) -> str:
    return iso(date) or date.literal


_SHOWN: Final[dict[type, Callable[[Any], str]]] = {
    Name: sort_form,
    PartialDate: _date,
    Keyword: attrgetter("text"),
    StandardNumber: attrgetter("value"),
}
"""How a value of each kind is shown."""


def byline(record: Citation) -> str:
    """Return in a few words whose the work is, when and where it appeared."""
    people = [sort_form(name) for name in (record.author or record.editor)[:3]]
    more = len(record.author or record.editor) - len(people)
    if more > 0:
        people.append("et al.")
    year = record.issued.year if record.issued else None
    where = record.container_title or record.container_title_short or record.publisher
    parts = ("; ".join(people), "" if year is None else str(year), where)
    return " ".join(_MARKUP.sub("", " · ".join(filter(None, parts))).split())


def title(record: Citation) -> str:
    """Return the title without markup, on one line."""
    return " ".join(_MARKUP.sub("", record.title).split())

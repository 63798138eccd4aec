"""Writer of CSV (RFC 4180) and TSV: a header of the fields' JSON names, one row for each citation.

The columns are always the same, so that rows of several files fit. A cell that a spreadsheet
would take for a formula begins with an apostrophe, and so does one that begins with an apostrophe:
readers take one away again. docs/formats/csv.md says what each cell holds and what is lost.
"""

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from mentorlit.composing import normalized
from mentorlit.dates import iso
from mentorlit.layout import Layout
from mentorlit.losses import is_said, ordered
from mentorlit.model import (
    JSON_NAME,
    NAME_FIELDS,
    PYTHON_NAME,
    Citation,
    Funding,
    Keyword,
    Name,
    PartialDate,
    Relation,
    StandardNumber,
)
from mentorlit.names import sort_form
from mentorlit.tables import load

FORMULA: Final = "=+-@＝＋－＠'"
"""What a cell may not begin with; an apostrophe in front makes it text."""

_SEPARATOR: Final = "; "
_BETWEEN: Final = {"url": " "}
"""What parts several values of a field, if it is not a semicolon: addresses may hold one."""
# Controls, line ends of any kind, bidi marks and the byte-order mark.
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)
_SEASONS: Final = ("", "Spring", "Summer", "Autumn", "Winter")


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the fields of which the cells do not hold all, by their JSON names."""
    names = {name for name, is_lost in _partly(citation) if is_lost}
    for name in _columns():
        value = getattr(citation, PYTHON_NAME[name])
        if (
            PYTHON_NAME[name] not in _BETWEEN
            and isinstance(value, tuple)
            and any(";" in _shown(item) for item in value)
        ):
            names.add(name)
    return ordered(names)


def _partly(citation: Citation) -> Iterator[tuple[str, bool]]:
    for field in NAME_FIELDS:
        names: tuple[Name, ...] = getattr(citation, field)
        yield JSON_NAME[field], any(name.orcid or name.affiliation or name.role for name in names)
        yield JSON_NAME[field], any("," in name.literal for name in names)
    yield "keyword", any(keyword.scheme for keyword in citation.keyword)
    yield "abstract-sections", not is_said(citation)
    yield "identifiers", any(len(found) > 1 for found in citation.identifiers.values())
    yield "extra", bool(citation.extra)


class _Line:
    """Where the csv module puts one row."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _layout(dialect: str, mark: str = "") -> Layout:
    line = _Line()
    writer = csv.writer(line, dialect, lineterminator="\n")
    fields = [(PYTHON_NAME[name], _between(name)) for name in _columns()]

    def record(citation: Citation, _: int) -> str:
        writer.writerow([_cell(getattr(citation, field), between) for field, between in fields])
        return line.text

    writer.writerow(_columns())
    return Layout(record, head=mark + line.text)


@cache
def _columns() -> tuple[str, ...]:
    return tuple(load("csv")["columns"])


def _between(name: str) -> str:
    """Return what parts the values of a field, given its JSON name."""
    return _BETWEEN.get(PYTHON_NAME[name], _SEPARATOR)


def _cell(value: Any, between: str) -> str:
    """Return the text of a cell: on one line, so that none can begin a record, and no formula."""
    if not value:
        return ""
    text = between.join(map(_shown, value)) if isinstance(value, tuple) else _shown(value)
    if not text.isprintable():
        text = " ".join(_CONTROLS.sub(" ", text).split())
    if not text.isascii():
        text = normalized("NFC", text)
    return f"'{text}" if text[:1] and text[0] in FORMULA else text


def _shown(value: Any) -> str:
    """Return a value of the model as one text."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _SEPARATOR.join(f"{key}: {_joined(item)}" for key, item in value.items())
    show = _SHOWN.get(type(value))
    return show(value) if show else ""


def _joined(value: Any) -> str:
    """Return the values of one scheme, or one date."""
    return ", ".join(value) if isinstance(value, tuple) else _shown(value)


def _date(date: PartialDate) -> str:
    """Return ``2019-11-03``, ``Spring 2019``, ``2001/2002``, ``ca. 1963`` or the source's words."""
    if date.year is None:
        return date.literal
    year = iso(PartialDate(year=date.year))
    text = f"{_SEASONS[date.season]} {year}" if 0 < date.season < 5 else iso(date)
    text = f"ca. {text}" if date.circa else text
    return f"{text}/{_date(date.end)}" if date.end else text


def _number(number: StandardNumber) -> str:
    return f"{number.value} ({number.medium})" if number.medium else number.value


def _grant(grant: Funding) -> str:
    parts = (grant.name, ", ".join(grant.award), grant.doi, grant.statement)
    return ": ".join(filter(None, parts))


def _relation(relation: Relation) -> str:
    target = f"{relation.scheme} {relation.id}".strip()
    return ": ".join(filter(None, (relation.kind, target, relation.text)))


def _keyword(keyword: Keyword) -> str:
    return keyword.text


_SHOWN: Final[dict[type, Callable[[Any], str]]] = {
    Name: sort_form,
    PartialDate: _date,
    StandardNumber: _number,
    Funding: _grant,
    Relation: _relation,
    Keyword: _keyword,
}
"""How a value of each kind is written."""

write: Final = _layout("excel", "\ufeff")
"""Yields CSV with commas, with the byte-order mark by which spreadsheets know UTF-8."""

write_tabs: Final = _layout("excel-tab")
"""Yields the same with tabs, without a byte-order mark; no cell holds a tab."""

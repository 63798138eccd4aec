"""MARC staff views in the rows of an HTML page."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mentorlit.formats.marc import staff_view
from mentorlit.htmlrows import Row

_FIELD: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=<t[hdr]))"
    r"(?:LEADER|LDR|[0-9]{3}[\s\u00a0<][^|$\u2021\u01c2]{0,30}[|$\u2021\u01c2]\s?[a-z0-9])"
)
"""What is left of a field in a row that does not begin with a tag."""


def line(row: Row) -> str:
    """Return a row as one line: cells parted by tabs."""
    return "\t".join(cell.replace("\n", " ").strip("\t ") or " " for cell in row.cells)


def records(page: Iterable[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Yield the rows of each record, and whether they can be read as one.

    A leader, a 001 behind fields or a table begins a record. A table that has a leader or two rows
    of fields, but none that can be read, is one that is damaged.
    """
    held = _Held()
    for row in page:
        text = line(row)
        tag, rest = staff_view.split(text)
        is_field = bool(tag and rest.strip())
        begins = is_field and (tag == "LDR" or (tag == "001" and held.data > 0))
        if held.has_other(row) or (begins and held.fields):
            yield from held.records()
            held = _Held()
        if is_field:
            held.add(row, tag)
        elif row.table and (tag or _FIELD.search(text)):
            held.damaged.append(row)
    yield from held.records()


class _Held:
    """The rows of one table, or of one record in it."""

    def __init__(self) -> None:
        self.fields: list[Row] = []
        self.damaged: list[Row] = []
        self.data = 0
        self.has_head = False

    def add(self, row: Row, tag: str) -> None:
        """Take the row of a field."""
        self.fields.append(row)
        self.data += tag != "LDR" and not tag.startswith("00")
        self.has_head = self.has_head or tag == "LDR"

    def has_other(self, row: Row) -> bool:
        """Tell whether a row stands in another table than those that are held."""
        last = self.fields[-1:] or self.damaged[-1:]
        return bool(last) and last[0].table != row.table

    def records(self) -> Iterator[tuple[list[Row], bool]]:
        """Yield the record or damaged table that the rows are."""
        if self.data > 1 or (self.data and self.has_head):
            yield self.fields, True
            return
        found = sorted((*self.fields, *self.damaged), key=lambda row: row.offset)
        if self.has_head or len(found) > 1:
            yield found, False

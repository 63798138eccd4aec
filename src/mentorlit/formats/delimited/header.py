"""What the columns of a table hold: told by their headers, or by the user."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from mentorlit.columns import ColumnMap
from mentorlit.tables import load, phrases

DELIMITERS: Final = ",\t;|"
_ENOUGH: Final = 2
"""Known columns that a header has at least."""


class Header(NamedTuple):
    """The columns of one table: their names, each but once, and what is held by which of them.

    ``separator`` is what parts names of persons, ``order`` how one without a comma is written, if
    that is known.
    """

    names: tuple[str, ...]
    held: dict[str, tuple[str, ...]]
    separator: str = ""
    order: str = ""

    @property
    def is_known(self) -> bool:
        """Whether enough of the columns are known for the rows to be records."""
        return len(self.held) >= _ENOUGH and bool(self.held.keys() & {"title", "DOI", "PMID"})


def plain(text: str) -> str:
    """Return a header in lower case, letters and digits alone."""
    return "".join(filter(str.isalnum, text.casefold()))


@cache
def _known() -> dict[str, str]:
    table = load("delimited")["columns"]
    return {alias: field for field, block in table.items() for alias in phrases(block)}


def delimiter_of(line: str, columns: ColumnMap) -> str:
    """Return the delimiter with which most of a header is known, or has most cells."""
    wanted = {plain(c) for cs in columns.fields.values() for c in cs if isinstance(c, str)}
    wanted |= _known().keys()

    def found(delimiter: str) -> tuple[int, int]:
        cells = [plain(cell) for cell in line.split(delimiter)]
        return len(wanted & set(cells)) if len(cells) > 1 else 0, len(cells)

    return max(DELIMITERS, key=found)


def header_of(cells: Sequence[str]) -> Header:
    """Return what the columns with these headers hold, as far as tables/delimited.toml knows.

    Where several hold the same field, they come in the order of that table.
    """
    names = unique(cells)
    dialect = _dialect({plain(cell) for cell in cells})
    separator, order = dialect.pop("names", ""), dialect.pop("order", "")
    known = {**_known(), **dialect}
    rank = {alias: number for number, alias in enumerate(known)}
    ranked = sorted(
        (rank[alias], name)
        for name, cell in zip(names, cells, strict=True)
        if known.get(alias := plain(cell))
    )
    aliases = list(known)
    held: dict[str, tuple[str, ...]] = {}
    for number, name in ranked:
        field = known[aliases[number]]
        held[field] = (*held.get(field, ()), name)
    if "source" in held and "container-title" not in held and held.keys() & {"volume", "issue"}:
        # Where there are volumes and no column for the journal, the source is the journal.
        held["container-title"] = held.pop("source")
    return Header(names, held, separator, order)


def _dialect(headers: set[str]) -> dict[str, str]:
    """Return the headers that have a meaning of their own in a table with these headers."""
    for dialect in load("delimited")["dialects"].values():
        if headers.issuperset(phrases(dialect["mark"])):
            return {alias: field for alias, field in dialect.items() if alias != "mark"}
    return {}


def declared(cells: Sequence[str], columns: ColumnMap) -> Header:
    """Return the columns that the user declares, by header or number; the others are not known."""
    names = unique(cells)
    by_name = {
        plain(cell): name for cell, name in zip(reversed(cells), reversed(names), strict=True)
    }
    held: dict[str, tuple[str, ...]] = {}
    for field, wanted in columns.fields.items():
        for column in wanted:
            if isinstance(column, int):
                name = names[column - 1] if column <= len(names) else ""
            else:
                name = by_name.get(plain(column), "")
            if name:
                held[field] = (*held.get(field, ()), name)
    return Header(names, held)


def unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headers on one line, each but once; a blank one is the number of its column."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = base = " ".join(cell.split()) or f"column {number}"
        count = 2
        while name in names:
            name = f"{base} ({count})"
            count += 1
        names[name] = None
    return tuple(names)

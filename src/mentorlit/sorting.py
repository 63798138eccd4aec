"""The order of the records in a document: ``--sort``."""

from array import array
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from mentorlit.citekeys import transliterated, untagged
from mentorlit.model import NAME_FIELDS, Citation
from mentorlit.names import sort_form
from mentorlit.problems import UsageError

_LONGEST: Final = 96
"""Bytes of a text that count in sorting: what bounds the memory a record takes."""

_FIRST: Final = 3
"""Names that count in sorting by author."""


class SortField(NamedTuple):
    """One field to sort by."""

    name: str
    descending: bool


def sort_fields(names: Sequence[str]) -> tuple[SortField, ...]:
    """Return the fields that ``year``, ``-title`` and the like stand for.

    Raises:
        UsageError: an unknown field.

    """
    fields = tuple(SortField(name.lstrip("-+"), name.startswith("-")) for name in names)
    for field in fields:
        if field.name not in _VALUES:
            close = get_close_matches(field.name, _VALUES, 1)
            known = f"did you mean {close[0]}?" if close else f"known are {', '.join(_VALUES)}"
            raise UsageError(f"--sort: unknown field {field.name!r}; {known}")
    return fields


class Order:
    """Finds the order of records given one by one, in some 200 bytes for each and field."""

    def __init__(self, fields: Sequence[SortField]) -> None:
        self._fields = fields
        self._values: list[list[bytes]] = [[] for _ in fields]
        self._count = 0

    def of(self, citation: Citation) -> list[bytes]:
        """Return what a record is sorted by; its citation key is the final one."""
        return [_VALUES[field.name](citation)[:_LONGEST] for field in self._fields]

    def add(self, found: Sequence[bytes]) -> None:
        """Add the next record, with what it is sorted by."""
        self._count += 1
        for value, values in zip(found, self._values, strict=True):
            values.append(value)

    def places(self) -> Sequence[int]:
        """Return the places of the records, from 0, in their order.

        Records that are equal stay as they came. Those that do not state a field are last,
        whatever the direction.
        """
        places = list(range(self._count))
        for field, values in reversed(list(zip(self._fields, self._values, strict=True))):
            places.sort(key=values.__getitem__, reverse=field.descending)
            places.sort(key=lambda place, values=values: not values[place])  # type: ignore[misc]
        return array("Q", places)


def _text(text: str) -> bytes:
    """Return what a text is compared by: letters and digits without case and accents."""
    folded = transliterated(untagged(text)).casefold()
    spaced = "".join(c if c.isalnum() else " " for c in folded)
    return " ".join(spaced.split()).encode(errors="replace")


def _author(citation: Citation) -> bytes:
    for field in NAME_FIELDS:
        if names := getattr(citation, field):
            return b"\0".join(_text(sort_form(name)) for name in names[:_FIRST])
    return b""


def _year(citation: Citation) -> bytes:
    """Return the year so that bytes compare as numbers do, years before 1 included."""
    year = citation.issued.year if citation.issued else None
    return b"" if year is None else _number(year + (1 << 31), 4)


def _date(citation: Citation) -> bytes:
    issued = citation.issued
    if issued is None or issued.year is None:
        return b""
    return _year(citation) + _number(issued.month or issued.season * 3, 1) + _number(issued.day, 1)


def _number(number: int, size: int) -> bytes:
    return min(max(number, 0), (1 << 8 * size) - 1).to_bytes(size)


_VALUES: Final[dict[str, Callable[[Citation], bytes]]] = {
    "author": _author,
    "date": _date,
    "journal": lambda citation: _text(citation.container_title or citation.container_title_short),
    "key": lambda citation: citation.citation_key.casefold().encode(errors="replace"),
    "title": lambda citation: _text(citation.title),
    "type": lambda citation: citation.type.encode(errors="replace"),
    "year": _year,
}

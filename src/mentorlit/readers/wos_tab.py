"""Reader of Web of Science's tab-delimited export: the tags of its records as columns.

A row is read as a tagged record is, by :mod:`mentorlit.formats.wos.record`. What is tolerated and
where everything goes is in docs/formats/wos-tab.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.delimited.rows import Lines, Row, rows
from mentorlit.formats.tagged.record import Tags
from mentorlit.formats.wos.record import read_tags
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.tables import load

_ADDRESSES: Final = re.compile(r"; (?=\[)")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every row below the header.

    Rejected are rows with more cells than the header has, and rows without a title.
    """
    lists = frozenset(load("wos")["lines"]["tags"])
    header: list[str] | None = None
    ordinal = 0
    for row in rows(Lines(stream), "\t"):
        if header is None and not row.code:
            header = [cell.strip() for cell in row.cells]
            continue
        ordinal += 1
        yield _record(stream, (ordinal, row.line, row.offset), row, header or [], lists)


def _record(
    stream: Stream,
    place: tuple[int, int, int],
    row: Row,
    header: list[str],
    lists: frozenset[str],
) -> Citation | Reject:
    code, message = row.code, row.message
    if not code and any(row.cells[len(header) :]):
        code = "columns"
        message = f"{len(row.cells)} cells, but the header has {len(header)}"
    if code:
        return stream.reject(place, code, message, row.raw, row.length)
    tags: Tags = {}
    for tag, cell in zip(header, row.cells, strict=False):
        if text := cell.strip():
            tags.setdefault(tag, []).extend(_values(tag, text, lists))
    fields, own = read_tags(tags, row.problems)
    if not fields.get("title"):
        return stream.reject(place, "not-a-record", "no title in this row", row.raw, row.length)
    return Citation(origin=stream.origin(*place, own), **fields)


def _values(tag: str, text: str, lists: frozenset[str]) -> list[str]:
    """Return the values in a cell: lists are parted by semicolons."""
    if tag == "C1":
        return _ADDRESSES.split(text)
    return [part.strip() for part in text.split("; ")] if tag in lists else [text]

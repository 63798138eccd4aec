"""A whole table: its header, then one record a row."""

import re
from collections.abc import Iterator
from typing import Any, Final

from mentorlit.columns import ColumnMap
from mentorlit.formats.delimited.header import (
    Header,
    declared,
    delimiter_of,
    header_of,
)
from mentorlit.formats.delimited.record import fields_of
from mentorlit.formats.delimited.rows import Lines, Row, rows
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream

_SEP: Final = re.compile(rb"(?i)sep=([\t,;|:])\s*\Z")
_PREAMBLE: Final = 6
"""Lines among which a header is looked for."""
_TOLD: Final = ("title", "doi", "pmid", "pmcid", "isbn", "abstract")
"""One of these makes a row a record."""
_TOGETHER: Final = ("author", "issued", "container_title", "volume", "page")
"""Two of these do so too: papers without a title are in every database of some size."""


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a record or reject for every row below the header; see readers/csv.py."""
    columns = stream.beside.columns or ColumnMap()
    lines = Lines(stream)
    delimiter = columns.delimiter or _delimiter(lines, columns)
    header: Header | None = None
    ordinal = 0
    for row in rows(lines, delimiter):
        if not columns.header:
            header = declared([""] * len(row.cells), columns)
        elif header is None and not row.code:
            header = declared(row.cells, columns) if columns.fields else header_of(row.cells)
            continue
        ordinal += 1
        yield _record(stream, ordinal, row, header, columns)


def _delimiter(lines: Lines, columns: ColumnMap) -> str:
    """Return the delimiter that the header has; the line ``sep=;`` of spreadsheets says it."""
    match = _SEP.match(lines.peek())
    if match:
        lines.next()
        return match[1].decode()
    _skip_preamble(lines, columns)
    return delimiter_of(lines.stream.text(lines.peek())[0], columns)


def _skip_preamble(lines: Lines, columns: ColumnMap) -> None:
    """Drop lines about the export before the header ("About the data: exported on ...")."""
    if columns.fields or not columns.header:
        return
    seen: list[tuple[Line, int]] = []
    while len(seen) < _PREAMBLE and (line := lines.next()) is not None:
        seen.append((line, lines.cut))
        text = lines.stream.text(line[2])[0]
        cells = text.split(delimiter_of(text, columns))
        if header_of([cell.strip(' \r\n"\ufeff') for cell in cells]).is_known:
            seen = seen[-1:]
            break
    lines.give_back(seen)


def _record(
    stream: Stream, ordinal: int, row: Row, header: Header | None, columns: ColumnMap
) -> Citation | Reject:
    place = (ordinal, row.line, row.offset)
    code, message = row.code, row.message
    if not code and (header is None or not (header.is_known or columns.fields)):
        code = "no-columns"
        message = "the header names no columns that are known; --map declares what they hold"
    elif (
        not code
        and header
        and len(row.cells) > len(header.names)
        and any(row.cells[len(header.names) :])
    ):
        code = "columns"
        message = f"{len(row.cells)} cells, but the header has {len(header.names)}"
    if code or header is None:
        return stream.reject(place, code, message, row.raw, row.length)
    fields, own = fields_of(
        header, row.cells, columns.separator, _problems(row, header), stream.format
    )
    if not _is_record(fields):
        message = "neither a title, a number nor an abstract, nor two of author, date and place"
        return stream.reject(place, "not-a-record", message, row.raw, row.length)
    return Citation(origin=stream.origin(*place, own), **fields)


def _is_record(fields: dict[str, Any]) -> bool:
    """Tell a record from a remark or a sum between the rows."""
    if any(fields.get(name) for name in _TOLD):
        return True
    return sum(1 for name in _TOGETHER if fields.get(name)) > 1


def _problems(row: Row, header: Header) -> tuple[Problem, ...]:
    problems = row.problems
    if row.loose:
        message = "quotation marks within a cell that are not doubled"
        problems += (Problem("loose-quotes", message),)
    if len(row.cells) < len(header.names):
        message = f"{len(row.cells)} cells, but the header has {len(header.names)}"
        problems += (Problem("short-row", message),)
    return problems

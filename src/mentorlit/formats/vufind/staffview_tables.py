"""VuFind's staff view in an HTML page: tables of Solr field names and their values.

A row has the field's name in its first cell and the values, parted by ``<br>``, in the second. A
MARC table beside it on the page is the document's ``fullrecord``.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.marc.staff_view_html import line, records
from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.formats.vufind.schema import base, is_known
from mentorlit.htmlrows import Row, rows
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_WORD: Final = re.compile(r"\s{0,100}(?:</?t[hdr]\s{0,10})?([A-Za-z][A-Za-z0-9_.]{1,80})")
_ID_BEHIND: Final = 2
"""An id behind more known fields than these begins another record."""
_DAMAGED: Final = "a table of fields of VuFind's Solr schema that cannot be read as a record"
_NO_FIELDS: Final = "no field of VuFind's Solr schema that says anything about a work"


def tables(stream: Stream, raw: bytes) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every table of Solr fields in the page ``raw``.

    A page that says something but has no such table is one reject.
    """
    problems = stream.text(raw)[1]
    page = list(rows(raw, lambda piece: stream.text(piece)[0], stream.start))
    found = list(_tables(page))
    marc = list(records(page))
    ordinal = 0
    for ordinal, (held, is_readable) in enumerate(found, 1):
        own = marc[ordinal - 1] if len(marc) == len(found) else ([], False)
        if is_readable:
            beside = own[0] if own[1] else []
            yield _read_one(stream, ordinal, held, beside, raw, problems)
        else:
            yield _reject(stream, ordinal, sorted(held + own[0], key=_offset), raw)
    if not ordinal and raw.strip():
        yield stream.reject((1, 1, stream.start), "no-fields", _NO_FIELDS, raw)


def _read_one(
    stream: Stream,
    ordinal: int,
    found: list[Row],
    marc: list[Row],
    page: bytes,
    problems: tuple[Problem, ...],
) -> Citation | Reject:
    """Return the record or reject of one table and the MARC table that belongs to it."""
    place = (ordinal, found[0].line, found[0].offset)
    fields: dict[str, list[str]] = {}
    for row in found:
        values = [value for part in row.cells[1:] for value in part.split("\n") if value.strip()]
        fields.setdefault(_name(row), []).extend(value.strip() for value in values)
    if marc:
        fields.setdefault("fullrecord", ["\n".join(map(line, marc))])
    citation = citation_of(fields, stream.origin(*place), problems=problems)
    if citation:
        return citation
    raw = page[found[0].offset - stream.start : found[-1].end - stream.start]
    return stream.reject(place, "no-fields", _NO_FIELDS, raw)


def _name(row: Row) -> str:
    return row.cells[0].strip().rstrip(":").strip()


def _offset(row: Row) -> int:
    return row.offset


def _reject(stream: Stream, ordinal: int, found: list[Row], page: bytes) -> Reject:
    place = (ordinal, found[0].line, found[0].offset)
    raw = page[found[0].offset - stream.start : found[-1].end - stream.start]
    return stream.reject(place, "damaged-table", _DAMAGED, raw)


def _tables(page: list[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Yield the rows of each table of Solr fields, and whether it can be read.

    One that can be read has two fields of the schema; an ``id`` begins a record. Where a tag is
    broken, rows may stand outside of a table, and fields in one cell.
    """
    held: list[Row] = []
    damaged: list[Row] = []
    known = 0
    for row in page:
        name = _name(row)
        last = held[-1:] or damaged[-1:]
        begins = name == "id" and known > _ID_BEHIND
        if last and (row.table != last[0].table or begins):
            yield from _table(held, damaged, known)
            held, damaged, known = [], [], 0
        if len(row.cells) > 1 and name and " " not in name:
            held.append(row)
            known += is_known(base(name))
        elif row.table and _has_name(row):
            damaged.append(row)
    yield from _table(held, damaged, known)


def _table(held: list[Row], damaged: list[Row], known: int) -> Iterator[tuple[list[Row], bool]]:
    """Yield the rows of a table that has fields of the schema."""
    if known > 1:
        yield held, True
        return
    fields = [row for row in held if _has_name(row)] + damaged
    if len(fields) > 1 or any("_" in word for row in fields for word in _words(row)):
        yield sorted(fields, key=_offset), False


def _has_name(row: Row) -> bool:
    """Tell whether a field of the schema is named at the beginning of a row or its cells."""
    return any(is_known(base(word)) for word in _words(row))


def _words(row: Row) -> Iterator[str]:
    """Yield the first word of a row, or of the cell behind the rest of a broken tag."""
    for cell in row.cells[:2]:
        match = _WORD.match(cell)
        if match:
            yield match[1]
        if not cell.lstrip().startswith("<"):
            break

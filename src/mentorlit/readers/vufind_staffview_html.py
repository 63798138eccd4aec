"""Reader of VuFind's staff view as HTML: a table of Solr field names and their values.

A row has the field's name in its first cell and the values, parted by ``<br>``, in the second. A
MARC table beside it on the page is the document's ``fullrecord``.
Fields: docs/formats/vufind-solr.md, layout: docs/formats/vufind-staffview-html.md.
"""

from collections.abc import Iterator

from mentorlit.formats.marc.staff_view_html import line, records
from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.formats.vufind.schema import base, is_known
from mentorlit.htmlrows import Row, rows
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError

_NO_FIELDS = "no field of VuFind's Solr schema that says anything about a work"


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every table of Solr fields in a page."""
    try:
        raw = stream.whole(stream.limits.page)
    except TooLargeError as error:
        place = (1, 1, stream.start)
        yield stream.reject(place, "too-large", "the page is too large", error.kept)
        return
    problems = stream.text(raw)[1]
    page = list(rows(raw, lambda piece: stream.text(piece)[0], stream.start))
    tables = list(_tables(page))
    marc = list(records(page))
    ordinal = 0
    for ordinal, found in enumerate(tables, 1):
        own = marc[ordinal - 1] if len(marc) == len(tables) else []
        yield _read_one(stream, ordinal, found, own, raw, problems)
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


def _tables(page: list[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each table that has two fields of the schema; an ``id`` begins a record."""
    held: list[Row] = []
    known = 0
    for row in page:
        name = _name(row)
        if len(row.cells) < 2 or not row.table or " " in name or not name:
            continue
        if held and (row.table != held[-1].table or (name == "id" and known > 2)):
            if known > 1:
                yield held
            held, known = [], 0
        held.append(row)
        known += is_known(base(name))
    if known > 1:
        yield held

"""MARC staff views in an HTML page: tables of tags, indicators and subfields, or lines of text.

VuFind's ``/Record/ID/Details`` and pages of other catalogues.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.marc import staff_view
from mentorlit.formats.marc.reading import cited
from mentorlit.formats.marc.staff_view_html import line, records
from mentorlit.htmlrows import Row, rows
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_DAMAGED: Final = "a table of MARC fields that cannot be read as a record"


def staff_views(stream: Stream, raw: bytes) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record of the page ``raw``.

    A page that says something but has no field of a record is one reject.
    """
    problems = stream.text(raw)[1]
    ordinal = 0
    page = rows(raw, lambda piece: stream.text(piece)[0], stream.start)
    for found, is_readable in records(page):
        ordinal += 1
        if is_readable:
            yield _read_one(stream, ordinal, found, raw, problems)
        else:
            place = (ordinal, found[0].line, found[0].offset)
            yield stream.reject(place, "damaged-table", _DAMAGED, _between(stream, found, raw))
    if not ordinal and raw.strip():
        message = "no field of a MARC record"
        yield stream.reject((1, 1, stream.start), "no-record", message, raw)


def _read_one(
    stream: Stream, ordinal: int, found: list[Row], page: bytes, problems: tuple[Problem, ...]
) -> Citation | Reject:
    """Return the record or reject of some rows."""
    place = (ordinal, found[0].line, found[0].offset)
    raw = _between(stream, found, page)
    tags = [staff_view.split(line(row)) for row in found]
    return cited(stream, place, staff_view.of_rows(tags), raw, problems)


def _between(stream: Stream, found: list[Row], page: bytes) -> bytes:
    """Return the bytes of a page from the first of some rows to the last."""
    return page[found[0].offset - stream.start : found[-1].end - stream.start]

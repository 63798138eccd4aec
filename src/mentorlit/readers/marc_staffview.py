"""Reader of MARC staff views, copied as text from a catalogue's page.

VuFind, Sierra, Koha, Aleph, Primo, Alma, Evergreen, Voyager, Symphony, WorldCat: see
docs/formats/marc-staffview.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.marc import staff_view
from mentorlit.formats.marc.reading import cited
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream

_FIELD: Final = re.compile(
    rb"[ \t]{0,3}[=.]?(?:LEADER|Leader|leader|LDR|[0-9]{3}|[A-Z]{3}|[A-Z][0-9]{2}|[0-9]{2}[A-Z])"
    rb"(?:[\s.:|$#\\_\xc2]|\xe2\x80\xa1|\xc7\x82|[0-9_#\\]{2}[\s|$_\xe2\xc7]|\Z)"
)
_START: Final = re.compile(rb"[ \t]{0,3}[=.]?(?:LEADER|Leader|leader|LDR|000)[\s.:\xc2]")
_BOUNDARY: Final = re.compile(rb"\*{3} DOCUMENT BOUNDARY|FORM=")
_FIRST: Final = re.compile(rb"[ \t]{0,3}[=.]?001[\s.:]")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record; text around records is the page's."""
    ordinal = 0
    for lines, left in _chunks(stream):
        ordinal += 1
        yield _read_one(stream, ordinal, lines, left)
    if not ordinal:
        yield stream.reject((1, 1, stream.start), "no-record", "no field of a MARC record", b"")


def _read_one(stream: Stream, ordinal: int, lines: list[Line], left: int) -> Citation | Reject:
    """Return the record or reject of one record's lines."""
    place = (ordinal, lines[0][0], lines[0][1])
    raw = b"".join(line[2] for line in lines)
    if len(raw) > stream.limits.record:
        return stream.reject(place, "too-large", "the record is too long", raw)
    text, problems = stream.text(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    record = staff_view.record(text.split("\n"))
    if left:
        message = f"lines left out after the last field: {left}"
        problems += (Problem("text-after-fields", message),)
    return cited(stream, place, record, raw, problems)


def _chunks(stream: Stream) -> Iterator[tuple[list[Line], int]]:
    """Yield the lines of each record, and how many of the page's lines follow them."""
    chunk = _Chunk(stream.limits.record)
    for line in stream.lines():
        if chunk.ends_before(line[2]):
            yield chunk.lines, chunk.left
            chunk = _Chunk(stream.limits.record)
        chunk.add(line)
    if chunk.lines:
        yield chunk.lines, chunk.left


class _Chunk:
    """The lines of one record as they come."""

    def __init__(self, limit: int) -> None:
        self.lines: list[Line] = []
        self.left = 0
        self._limit = limit
        self._size = 0
        self._gap = False
        self._has_data = False

    def ends_before(self, raw: bytes) -> bool:
        """Tell whether a new record begins with a line."""
        if not self.lines:
            return False
        if _START.match(raw) or _BOUNDARY.match(raw):
            return True
        return self._has_data and bool(_FIRST.match(raw))

    def add(self, line: Line) -> None:
        """Take a line: a field, the continuation of one, or text that belongs to the page."""
        raw = line[2]
        if _FIELD.match(raw):
            self._gap = False
            self._keep(line)
            self._has_data = self._has_data or not raw.lstrip(b" \t=.").startswith(
                (b"00", b"L", b"l")
            )
        elif not raw.strip():
            self._gap = bool(self.lines)
        elif not self.lines or _BOUNDARY.match(raw):
            return
        elif self._gap:
            self.left += 1
        else:
            self._keep(line)

    def _keep(self, line: Line) -> None:
        if self._size <= self._limit:
            self.lines.append(line)
            self._size += len(line[2])

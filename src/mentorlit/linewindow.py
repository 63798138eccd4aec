"""A window on a stream from which single lines can be taken, and whole records beside them."""

import re
from typing import Final

from mentorlit.stream import Line, Stream

_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n?|\n)")
_AHEAD: Final = 1 << 16
"""So many bytes must be there before a record is looked for: nearly all records are shorter."""
_FILLED: Final = 1 << 18
"""So many bytes are there after a filling, so that few bytes are moved twice."""


class Window:
    """The bytes of a stream from some place on, for readers that cut plain records out whole.

    Attributes:
        data: what is held.
        position: where in it the next line begins.
        limit: bytes that a record may have.
        ended: whether nothing comes behind ``data``.
        number: number of the next line, from 1.
        offset: its offset in the input.
        cut: full length of the last line that was taken, if it was longer than the limit, else 0.

    """

    def __init__(self, stream: Stream) -> None:
        self._blocks = stream.whole_line_ends()
        self._returns = False
        self.limit = stream.limits.record
        self.data = b""
        self.position = 0
        self.ended = False
        self.number = 1
        self.offset = stream.start
        self.cut = 0

    def look_ahead(self) -> bytes:
        """Return ``data``, with so much of what comes that nearly every record is whole."""
        if len(self.data) - self.position < _AHEAD and not self.ended:
            self.fill()
        return self.data

    def move(self, position: int) -> None:
        """Go on at ``position`` in ``data``, where a line begins."""
        self.number += self.lines_between(self.position, position)
        self.offset += position - self.position
        self.position = position

    def line(self) -> Line | None:
        """Take the next line as :meth:`Stream.lines` gives it, None at the end."""
        match = _LINE.match(self.data, self.position)
        if match is None and not self.ended:
            self.fill()
            match = _LINE.match(self.data, self.position)
        raw, length = (match[0], len(match[0])) if match else self._long()
        if not raw:
            return None
        place = (self.number, self.offset, raw[: self.limit + 1])
        self.position = match.end() if match else self.position
        self.number += 1
        self.offset += length
        self.cut = length if length > self.limit else 0
        return place

    def _long(self) -> tuple[bytes, int]:
        """Take a line that goes on beyond the window; of a very long one its beginning."""
        kept = self.data[self.position :]
        length = len(kept)
        pieces = [kept]
        self.data, self.position = b"", 0
        while not self.ended:
            self.fill()
            match = _LINE.match(self.data)
            piece = match[0] if match else self.data
            self.position = len(piece)
            if length <= self.limit:
                pieces.append(piece)
            length += len(piece)
            if match:
                break
        return b"".join(pieces), length

    def fill(self) -> None:
        """Add the next bytes; beyond the last ones the window has ended."""
        pieces = [self.data[self.position :]]
        size = len(pieces[0])
        while size < _FILLED and not self.ended:
            pieces.append(next(self._blocks, b""))
            size += len(pieces[-1])
            self.ended = not pieces[-1]
        self.data = b"".join(pieces)
        self.position = 0
        self._returns = b"\r" in self.data

    def lines_between(self, start: int, end: int) -> int:
        """Return how many lines end between two places."""
        lines = self.data.count(b"\n", start, end)
        if self._returns:
            lines += self.data.count(b"\r", start, end) - self.data.count(b"\r\n", start, end)
        return lines

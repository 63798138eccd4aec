"""A stretch of a stream's bytes, from which whole plain records and single lines can be taken."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.stream import Line, Stream

_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n?|\n)")
_BLANK: Final = re.compile(rb"[\r\n]*+")
_END: Final = re.compile(rb"\nER  -[ \t]*+\r?\n")
_TYPE: Final = b"TY  - "

_AHEAD: Final = 1 << 16
"""So many bytes must be there before a record is looked for: nearly all records are shorter."""
_FILLED: Final = 1 << 18
"""So many bytes are there after a filling, so that few bytes are moved twice."""


class Window:
    """The bytes of a stream from some place on.

    ``number`` and ``offset`` are where the next line begins, ``cut`` tells that the last line
    taken was longer than a record may be.
    """

    def __init__(self, stream: Stream) -> None:
        self._blocks = _whole_line_ends(stream)
        self._limit = stream.limits.record
        self._data = b""
        self._position = 0
        self._next = 0
        self._ended = False
        self._returns = False
        self.number = 1
        self.offset = stream.start
        self.cut = False

    def record(self) -> Line | None:
        """Return what may be a whole record, if one begins here after blank lines.

        It goes from ``TY  - `` to the first line that begins with ``ER``, which has nothing else,
        and the next one, or the end of the input, follows. :meth:`take` moves on behind it.
        """
        if len(self._data) - self._position < _AHEAD and not self._ended:
            self._fill()
        data = self._data
        start = _BLANK.match(data, self._position).end()  # type: ignore[union-attr] # may be empty
        end = self._end(start) if data.startswith(_TYPE, start) else None
        if end is None or end.end() - start > self._limit:
            return None
        after = _BLANK.match(data, end.end()).end()  # type: ignore[union-attr] # may be empty
        if not data.startswith(_TYPE, after) and not (after == len(data) and self._ended):
            return None
        self._next = after
        if start != self._position:
            self._move(start)
        return self.number, self.offset, data[start : end.end()]

    def take(self) -> None:
        """Move on behind the record that :meth:`record` has just returned."""
        self._move(self._next)

    def _move(self, position: int) -> None:
        self.number += self._lines(self._position, position)
        self.offset += position - self._position
        self._position = position

    def _end(self, start: int) -> re.Match[bytes] | None:
        """Return the first line behind ``start`` that begins with ER, if it is all that it is."""
        place = self._data.find(b"\nER", start)
        return _END.match(self._data, place) if place >= 0 else None

    def line(self) -> Line | None:
        """Take the next line as :meth:`Stream.lines` gives it, None at the end."""
        match = _LINE.match(self._data, self._position)
        if match is None and not self._ended:
            self._fill()
            match = _LINE.match(self._data, self._position)
        raw, length = (match[0], len(match[0])) if match else self._long()
        if not raw:
            return None
        place = (self.number, self.offset, raw[: self._limit + 1])
        self._position = match.end() if match else self._position
        self.number += 1
        self.offset += length
        self.cut = length > self._limit
        return place

    def back(self, line: Line) -> None:
        """Put back the line that was just taken; not one that was cut."""
        self.number, self.offset, raw = line
        self._position -= len(raw)
        if self._position < 0:
            self._data, self._position = raw + self._data[self._position + len(raw) :], 0

    def _long(self) -> tuple[bytes, int]:
        """Take a line that goes on beyond the window; of a very long one its beginning."""
        kept = self._data[self._position :]
        length = len(kept)
        pieces = [kept]
        self._data, self._position = b"", 0
        while not self._ended:
            self._fill()
            match = _LINE.match(self._data)
            piece = match[0] if match else self._data
            self._position = len(piece)
            if length <= self._limit:
                pieces.append(piece)
            length += len(piece)
            if match:
                break
        return b"".join(pieces), length

    def _fill(self) -> None:
        """Add the next bytes; beyond the last ones the window has ended."""
        pieces = [self._data[self._position :]]
        size = len(pieces[0])
        while size < _FILLED and not self._ended:
            pieces.append(next(self._blocks, b""))
            size += len(pieces[-1])
            self._ended = not pieces[-1]
        self._data = b"".join(pieces)
        self._position = 0
        self._returns = b"\r" in self._data

    def _lines(self, start: int, end: int) -> int:
        """Return how many lines end between two places."""
        lines = self._data.count(b"\n", start, end)
        if self._returns:
            lines += self._data.count(b"\r", start, end) - self._data.count(b"\r\n", start, end)
        return lines


def _whole_line_ends(stream: Stream) -> Iterator[bytes]:
    """Yield the bytes in blocks that are not empty and do not end between CR and LF."""
    carried = b""
    for block in stream.blocks():
        whole = carried + block
        carried = b"\r" if whole.endswith(b"\r") else b""
        if len(whole) > len(carried):
            yield whole[:-1] if carried else whole
    if carried:
        yield carried

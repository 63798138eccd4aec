"""A stretch of a stream's bytes, from which lines and whole well-formed blocks can be taken."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.stream import Line, Stream

# A block that nobody can misread: it begins a line, its braces balance, no other block can begin
# in it, and nothing follows it on its last line. Whatever else looks like a block is cut out line
# by line. One scan for each kind of byte is several times as fast as one regular expression.
_OPENING: Final = re.compile(rb"[ \t\r\n]{0,64}+(@([A-Za-z][A-Za-z0-9_-]{0,63})[ \t]*+\{)")
_REST_OF_LINE: Final = re.compile(rb"[ \t]*+(?:\r\n?|\n)")
_NO_BRACE: Final = bytes(byte for byte in range(256) if byte not in b"{}")
_LEVELS: Final = 6
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n?|\n)")

_AHEAD: Final = 1 << 16
"""So many bytes must be there before a block is looked for: nearly all blocks are shorter."""
_FILLED: Final = 1 << 18
"""So many bytes are there after a filling, so that few bytes are moved twice."""


class Window:
    """The bytes of a stream from some place on.

    ``number`` and ``offset`` are where the next line begins, ``cut`` the full length of the last
    line taken if it was longer than a record may be, else 0.
    """

    def __init__(self, stream: Stream) -> None:
        self._blocks = _whole_line_ends(stream)
        self._limit = stream.limits.record
        self._data = b""
        self._position = 0
        self._returns = False
        self._ended = False
        self.number = 1
        self.offset = stream.start
        self.cut = 0

    def block(self) -> tuple[bytes, bytes, bytes, int, int] | None:
        """Take a well-formed block with the blank lines before it, if one begins here.

        Returns kind, body, all bytes, line and offset; the body lacks the delimiters.
        """
        if len(self._data) - self._position < _AHEAD and not self._ended:
            self._fill()
        data, position = self._data, self._position
        opening = _OPENING.match(data, position)
        if opening is None:
            return None
        start, body = opening.span(1)
        following = data.find(b"@", body)
        end = data.rfind(b"}", body, following if following >= 0 else len(data))
        rest = _REST_OF_LINE.match(data, end + 1) if end > 0 else None
        if rest is None or end - start > self._limit or not _balanced(data[body:end]):
            return None
        line = self.number + self._lines(position, start)
        offset = self.offset + start - position
        self._position = rest.end()
        self.number = line + self._lines(start, self._position)
        self.offset += self._position - position
        return opening[2], data[body:end], data[start : end + 1], line, offset

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
        self.cut = length if length > self._limit else 0
        return place

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


def _balanced(body: bytes) -> bool:
    """Tell whether the braces in ``body`` balance, in at most a few levels."""
    braces = body.translate(None, _NO_BRACE)
    for _ in range(_LEVELS):
        if not braces:
            return True
        braces = braces.replace(b"{}", b"")
    return False


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

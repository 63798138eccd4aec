"""A body in chunks (RFC 9112, 7.1), read as strictly as its lengths must be.

http.client takes signs, prefixes and blanks for numbers, and never looks at what stands between
two chunks.
"""

from http.client import HTTPException, IncompleteRead
from string import hexdigits
from typing import IO, Final

_DIGITS: Final = frozenset(hexdigits.encode())
_LONGEST_SIZE: Final = 16
"""Digits of the size of a chunk."""
_LONGEST_LINE: Final = 4096
"""Bytes of a line with a size and its extensions, which nobody uses."""
_TRAILERS: Final = 100
"""Lines after the last chunk; as many as http.client takes before a body."""


class Chunks:
    """The file of a connection, of which only what the chunks hold is seen."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = 0
        self._between = False
        self._ended = False

    def read1(self, size: int) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing after the last chunk.

        Raises:
            IncompleteRead: the connection or a chunk ends where it must not.
            HTTPException: there is no end of lines that nobody needs.

        """
        if not self._left and not self._ended:
            self._begin()
        if self._ended or size == 0:
            return b""
        block: bytes = self._file.read1(min(size, self._left))  # type: ignore[attr-defined]
        if not block:
            raise IncompleteRead(b"")
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Close the connection's file."""
        self._file.close()

    def flush(self) -> None:
        """Do nothing, as all files do that are read."""

    def _begin(self) -> None:
        """Read up to the data of the next chunk."""
        if self._between and self._line().strip(b"\r\n"):
            raise IncompleteRead(b"")
        self._between = True
        size = self._line().partition(b";")[0].strip()
        if not 0 < len(size) <= _LONGEST_SIZE or not _DIGITS.issuperset(size):
            raise IncompleteRead(b"")
        self._left = int(size, 16)
        if not self._left:
            self._end()

    def _end(self) -> None:
        """Read what comes after the last chunk; some servers leave it out."""
        self._ended = True
        for _ in range(_TRAILERS):
            if not self._file.readline(_LONGEST_LINE).strip(b"\r\n"):
                return
        raise HTTPException("trailers")

    def _line(self) -> bytes:
        line = self._file.readline(_LONGEST_LINE)
        if line.endswith(b"\n"):
            return line
        raise HTTPException("line") if len(line) == _LONGEST_LINE else IncompleteRead(b"")

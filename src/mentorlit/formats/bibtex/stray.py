"""Fields that stand outside of any entry, because it was closed too early or has no beginning."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LOST_FIELD: Final = re.compile(
    rb"\A[\s,]*[A-Za-z][A-Za-z0-9_-]{0,63}[ \t]*=[ \t]*[{\"0-9]"
    rb"|[,}][ \t]*[A-Za-z][A-Za-z0-9_-]{0,63}[ \t]*=[ \t]*[{\"]"
)


class Stretch(NamedTuple):
    """Text with stray fields; ``length`` is what ``raw`` was in full."""

    line: int
    offset: int
    raw: bytes
    length: int


class StrayFields:
    """Gathers the fields that one entry has lost.

    They begin where text looks like a field, and end with a brace that closes more than they have
    opened, or before an empty line or the next block. At most ``limit`` bytes and one are kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._place = (1, 0)
        self._reset()

    def _reset(self) -> None:
        self._kept: list[bytes] = []
        self._size = 0
        self._depth = 0

    @property
    def open(self) -> bool:
        """Whether stray fields stand immediately before."""
        return bool(self._kept)

    def take(self, number: int, offset: int, text: bytes, length: int) -> Iterator[Stretch]:
        """Take the next text outside of blocks, a line at most; yield what ends with it."""
        if not self._kept:
            if b"=" not in text or text.lstrip().startswith(b"%") or not _LOST_FIELD.search(text):
                return
            self._place = (number, offset)
        elif self._depth <= 0 and not text.strip():
            yield from self.end()
            return
        room = self._limit + 1 - self._size
        if room > 0:
            self._kept.append(text[:room])
        self._size += length
        self._depth += text.count(b"{") - text.count(b"}")
        if self._depth < 0:
            yield from self.end()

    def end(self) -> Iterator[Stretch]:
        """Yield what was gathered, if anything was."""
        if self._kept:
            yield Stretch(*self._place, b"".join(self._kept), self._size)
            self._reset()

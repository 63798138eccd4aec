"""One input in parts that begin where a record begins, so that each can be read alone."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from mentorlit.limits import MEBIBYTE, Limits
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Beside, Stream, line_ends

PART: Final = MEBIBYTE
"""Bytes that go to one process at a time: long work for it, little to wait for at the end."""
_LONGEST: Final = 32 * MEBIBYTE
"""Bytes that are gathered in search of a place to part; without one, one process reads on."""
_TAIL: Final = 64 * 1024


class Part(NamedTuple):
    """A stretch of one input, with whole records in it, and where it stands.

    ``line`` is the number of line ends before it, ``start`` the bytes. ``beside`` tells a
    later part how the input begins.
    """

    data: bytes
    name: str
    source: str
    format: str
    encoding: str
    start: int
    line: int
    limits: Limits
    beside: Beside

    def stream(self, data: Iterable[bytes] = ()) -> Stream:
        """Return the part as readers take it, followed by ``data``."""
        return Stream(
            chain((self.data,), data),
            name=self.name,
            source=self.source,
            format=self.format,
            encoding=self.encoding,
            start=self.start,
            limits=self.limits,
            beside=self.beside,
        )


def records(part: Part, data: Iterable[bytes] = ()) -> Iterator[Citation | Reject]:
    """Read a part, and what follows it, with places as if it stood alone."""
    return BY_NAME[part.format].load()(part.stream(data))


def parts(
    stream: Stream, boundary: bytes, size: int
) -> Iterator[tuple[Part, Iterator[bytes] | None]]:
    """Yield an input in parts that begin after ``boundary``, a regular expression of the row.

    With a part comes None, or the blocks that follow it if no place to part was found in the next
    32 MiB: then the rest has to be read in one go, before anything else is asked for.
    """
    pattern = re.compile(boundary, re.MULTILINE) if boundary else None
    cutter = _Cutter(stream)
    wanted = size
    blocks = stream.blocks()
    for block in blocks:
        cutter.add(block)
        if cutter.held < wanted:
            continue
        place = _last(pattern, cutter.data()) if pattern else 0
        if place:
            yield cutter.cut(place), None
            wanted = size
        elif cutter.held >= _LONGEST:
            yield cutter.cut(cutter.held), blocks
            return
        else:
            wanted = 2 * cutter.held
    if cutter.held:
        yield cutter.cut(cutter.held), None


class _Cutter:
    """What has been read and not yet given to anybody."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._start = stream.start
        self._line = 0
        self._kept: list[bytes] = []
        self._preamble = b""
        self.held = 0

    def add(self, block: bytes) -> None:
        self._kept.append(block)
        self.held += len(block)

    def data(self) -> bytes:
        if len(self._kept) > 1:
            self._kept = [b"".join(self._kept)]
        return self._kept[0]

    def cut(self, place: int) -> Part:
        """Return everything up to ``place`` as a part."""
        whole, stream = self.data(), self._stream
        data = whole[:place]
        part = Part(
            data=data,
            name=stream.name,
            source=stream.source,
            format=stream.format,
            encoding=stream.encoding,
            start=self._start,
            line=self._line,
            limits=stream.limits,
            beside=stream.beside._replace(preamble=self._preamble),
        )
        self._preamble = self._preamble or data[:_TAIL]
        self._start += place
        self._line += line_ends(data)
        self._kept, self.held = [whole[place:]], len(whole) - place
        return part


def _last(pattern: re.Pattern[bytes], data: bytes) -> int:
    """Return the last place in ``data`` where it may be parted, 0 if there is none."""
    for begin in (max(0, len(data) - _TAIL), 0):
        places = [match.end() for match in pattern.finditer(data, begin)]
        if places and places[-1] < len(data):
            return places[-1]
        if len(places) > 1:
            return places[-2]
    return 0

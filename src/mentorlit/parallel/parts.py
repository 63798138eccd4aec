"""One input in parts that begin where a record begins, so that each can be read alone."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from mentorlit.limits import MEBIBYTE, Limits
from mentorlit.model import Citation, Origin
from mentorlit.parquetlines import lines, row_groups
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Beside, Stream, line_ends

PART: Final = MEBIBYTE // 4
"""Bytes that go to one process at a time: worth the way, and what they hold fits into its cache."""
_LONGEST: Final = 32 * MEBIBYTE
"""Bytes that are gathered in search of a place to part; without one, one process reads on."""
_TAIL: Final = 64 * 1024


class Relative(Origin, frozen=True):
    """A place counted from the start of a part."""


class _PartStream(Stream):
    """A part as readers take it: its places are unlike those that records bring with them."""

    kind_of_origin = Relative


class Group(NamedTuple):
    """One row group of a Parquet file."""

    file: str
    number: int


class Part(NamedTuple):
    """A stretch of one input, with whole records in it, and where it stands.

    ``line`` is the number of line ends before it, ``start`` the bytes. ``beside`` tells a
    later part how the input begins. Of Parquet, a part may be a row ``group`` that is still in its
    file.
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
    group: Group | None = None

    def stream(self, data: Iterable[bytes] = ()) -> Stream:
        """Return the part as readers take it, followed by ``data``."""
        blocks = lines(self.group.file, self.limits, self.group.number) if self.group else ()
        return _PartStream(
            chain((self.data,), blocks, data),
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


def row_parts(stream: Stream, file: str) -> Iterator[tuple[Part, None]]:
    """Yield the row groups of a Parquet file as parts; ``stream`` is the whole.

    Raises:
        InputError: the file cannot be read.

    """
    for number in range(row_groups(file)):
        part = Part(
            data=b"",
            name=stream.name,
            source=stream.source,
            format=stream.format,
            encoding=stream.encoding,
            start=0,
            line=0,
            limits=stream.limits,
            beside=stream.beside,
            group=Group(file, number),
        )
        yield part, None


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
        self._line += 0 if stream.beside.rows else line_ends(data)
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

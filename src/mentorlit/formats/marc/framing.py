"""Records of ISO 2709 in a stream of bytes: where each begins and ends, whatever is damaged.

A record ends at the terminator 0x1D; what leader/00-04 say of its length is a check, not a rule.
A record whose terminator is missing ends where the next leader begins.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.stream import Stream

TERMINATOR: Final = b"\x1d"
_NEXT: Final = re.compile(
    rb"\x1e[\r\n \0]{0,4}(?=\d{5}[a-zA-Z ]{2}[a-zA-Z0-9 #|]{2}.[ 0-9]{2}\d{5}.{3}4[0-9 ])"
)
_BLANK: Final = b" \t\r\n\0\x1a"


class Frame(NamedTuple):
    """The bytes of one record without its terminator, if it has one (``ended``)."""

    line: int
    offset: int
    raw: bytes
    length: int
    ended: bool


def frames(stream: Stream) -> Iterator[Frame]:
    """Yield what stands between the terminators of a stream, blanks and line ends left out.

    A terminator inside a record is told by the record's length, which holds what follows it.
    """
    limit = stream.limits.record
    held: Frame | None = None
    for frame in _between(stream):
        whole = _rejoined(held, frame) if held else None
        if held and whole is None:
            yield from _parted(held, limit)
        held = whole or frame
    if held:
        yield from _parted(held, limit)


def _between(stream: Stream) -> Iterator[Frame]:
    """Yield what stands between two terminators."""
    line, offset = 1, stream.start
    for raw, length, ended in _pieces(stream):
        body = raw.lstrip(_BLANK) if ended else raw.strip(_BLANK)
        if body and raw[0] == body[0]:
            yield Frame(line, offset, body, length, ended)
        elif body:
            lead = len(raw) - len(raw.lstrip(_BLANK))
            yield Frame(line + raw[:lead].count(b"\n"), offset + lead, body, length, ended)
        line += raw.count(b"\n")
        offset += length + ended


def _rejoined(held: Frame, frame: Frame) -> Frame | None:
    """Return two frames as one if only together they are as long as the first one says."""
    if frame.raw[:5].isdigit() or not held.raw[:5].isdigit():
        return None
    blanks = b" " * (frame.length - len(frame.raw))
    raw = held.raw + TERMINATOR + blanks + frame.raw
    if int(held.raw[:5]) != len(raw) + 1:
        return None
    return Frame(held.line, held.offset, raw, len(raw), frame.ended)


def _pieces(stream: Stream) -> Iterator[tuple[bytes, int, bool]]:
    """Yield what stands before each terminator, at most ``limits.record`` bytes of it."""
    limit = stream.limits.record
    held: list[bytes] = []
    size = 0
    for block in stream.blocks():
        *whole, rest = block.split(TERMINATOR)
        for piece in whole:
            length = size + len(piece)
            yield (
                (b"".join((*held, piece))[: limit + 1] if held else piece[: limit + 1]),
                length,
                True,
            )
            held, size = [], 0
        if rest and size <= limit:
            held.append(rest)
        size += len(rest)
    if size:
        yield b"".join(held)[: limit + 1], size, False


def _parted(frame: Frame, limit: int) -> Iterator[Frame]:
    """Yield the records of a frame: more than one if a terminator is missing between them."""
    raw = frame.raw
    declared = int(raw[:5]) if raw[:5].isdigit() else 0
    if frame.length > limit or declared == len(raw) + 1 or not _NEXT.search(raw, 24):
        yield frame
        return
    begin = 0
    line = frame.line
    for match in _NEXT.finditer(raw, 24):
        piece = raw[begin : match.start() + 1]
        yield Frame(line, frame.offset + begin, piece, len(piece), False)
        line += raw.count(b"\n", begin, match.end())
        begin = match.end()
    yield Frame(line, frame.offset + begin, raw[begin:], len(raw) - begin, frame.ended)

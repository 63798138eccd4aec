"""Records of ISO 2709 in a stream of bytes: where each begins and ends, whatever is damaged.

A record ends at the terminator 0x1D; what leader/00-04 say of its length is a check, not a rule.
A record whose terminator is missing ends where the next leader begins.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.stream import Stream, line_ends

TERMINATOR: Final = b"\x1d"
_FIELD_END: Final = b"\x1e"
# No digit in leader/09: so no leader is found all along a directory, which would be read each time.
_LEADER: Final = re.compile(
    rb"\d{5}[a-zA-Z ]{2}[a-zA-Z0-9 #|]{2}[^0-9][ 0-9]{2}\d{5}.{3}4[0-9 ]..", re.DOTALL
)
_DIRECTORY: Final = re.compile(rb"(?:[0-9A-Za-z]{3}\d{9})++\x1e")
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
    """Yield what stands between two terminators, at most one byte more than ``limits.record``.

    Blanks before it belong to nothing: they count neither as its bytes nor against the limit.
    """
    limit = stream.limits.record
    line, offset = 1, stream.start
    held: list[bytes] = []
    size = lines = 0
    for block in stream.whole_line_ends():
        pieces = block.split(TERMINATOR)
        for left, piece in enumerate(pieces, 1 - len(pieces)):
            body = piece if size else piece.lstrip(_BLANK)
            if len(body) < len(piece):
                lead = piece[: len(piece) - len(body)]
                line, offset = line + line_ends(lead), offset + len(lead)
            if body and size <= limit:
                held.append(body)
            size, lines = size + len(body), lines + line_ends(body)
            if left:
                if size:
                    yield Frame(line, offset, b"".join(held)[: limit + 1], size, True)
                line, offset = line + lines, offset + size + 1
                held, size, lines = [], 0, 0
    if size:
        yield Frame(line, offset, b"".join(held)[: limit + 1].rstrip(_BLANK), size, False)


def _rejoined(held: Frame, frame: Frame) -> Frame | None:
    """Return two frames as one if only together they are as long as the first one says."""
    if frame.raw[:5].isdigit() or not held.raw[:5].isdigit():
        return None
    length = frame.offset + frame.length - held.offset
    if int(held.raw[:5]) != length + 1 or held.length > len(held.raw):
        return None
    blanks = b" " * (frame.offset - held.offset - held.length - 1)
    raw = held.raw + TERMINATOR + blanks + frame.raw
    return Frame(held.line, held.offset, raw, length, frame.ended)


def _parted(frame: Frame, limit: int) -> Iterator[Frame]:
    """Yield the records of a frame: more than one if a terminator is missing between them.

    What stands before the first of them, or between two, is a frame as well.
    """
    raw = frame.raw
    if frame.length > limit or _digits(raw, 0) == len(raw) + 1:
        yield frame
        return
    begins = list(_begins(raw))
    if len(begins) == 1:
        yield frame
        return
    line, done = frame.line, 0
    for begin, end in zip(begins, (*begins[1:], len(raw)), strict=True):
        line += line_ends(raw[done:begin])
        done = begin
        last = end == len(raw)
        piece = raw[begin:end] if last else raw[begin:end].rstrip(_BLANK)
        yield Frame(line, frame.offset + begin, piece, len(piece), last and frame.ended)


def _begins(raw: bytes) -> Iterator[int]:
    """Yield where the frame, records after its first, and stray text behind records begin."""
    begin = 0
    leaders = (match.start() for match in _LEADER.finditer(raw, 1))
    for leader in (*(place for place in leaders if _is_record(raw, place)), len(raw)):
        yield begin
        stray = _stray(raw, begin, leader)
        if stray:
            yield stray
        begin = leader


def _is_record(raw: bytes, begin: int) -> bool:
    """Tell whether a leader is one: by what stands before it, its directory, or its length."""
    return (
        raw[max(0, begin - 5) : begin].rstrip(b"\r\n \0").endswith(_FIELD_END)
        or _DIRECTORY.match(raw, begin + 24) is not None
        or begin + _digits(raw, begin) == len(raw) + 1
    )


def _stray(raw: bytes, begin: int, end: int) -> int:
    """Return where something begins that follows a record whole in length and fields, else 0."""
    stop = begin + _digits(raw, begin) - 1
    if not begin < stop < end or raw[stop - 1 : stop] != _FIELD_END:
        return 0
    # Before the fields stand 24 bytes of leader, 12 for each field, and one more terminator.
    if 24 + 12 * (raw.count(_FIELD_END, begin, stop) - 1) + 1 != _digits(raw, begin + 12):
        return 0
    rest = raw[stop:end].lstrip(_BLANK)
    return end - len(rest) if rest else 0


def _digits(raw: bytes, begin: int) -> int:
    """Return the number of five digits at a place in a leader, 0 if there is none."""
    digits = raw[begin : begin + 5]
    return int(digits) if digits.isdigit() else 0

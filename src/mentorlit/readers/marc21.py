"""Reader of MARC 21 and UNIMARC in ISO 2709, the binary exchange format of library catalogues.

Structure: MARC 21 Specifications, Part 2 (https://www.loc.gov/marc/specifications/specrecstruc.html).
Dialects and mapping: docs/formats/marc21.md.
"""

from collections.abc import Iterator

from mentorlit.formats.marc.framing import Frame, frames
from mentorlit.formats.marc.iso2709 import parse
from mentorlit.formats.marc.reading import cited
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NO_END = Problem("no-end", "the record does not end with a record terminator")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record of ISO 2709."""
    for ordinal, frame in enumerate(frames(stream), 1):
        yield _read_one(stream, ordinal, frame)


def _read_one(stream: Stream, ordinal: int, frame: Frame) -> Citation | Reject:
    """Return the record or reject that one frame makes."""
    place = (ordinal, frame.line, frame.offset)
    if frame.length > stream.limits.record:
        message = "the record is too long"
        return stream.reject(place, "too-large", message, frame.raw, frame.length)
    if not frame.raw[:5].isdigit() and b"\x1e" not in frame.raw:
        message = "no leader of a MARC record"
        return stream.reject(place, "not-a-record", message, frame.raw)
    record, fault, problems = parse(frame.raw)
    if record is None:
        code = "damaged" if frame.ended else "truncated"
        return stream.reject(place, code, f"not a whole MARC record: {fault}", frame.raw)
    if not frame.ended and _is_cut(frame.raw):
        message = "not a whole MARC record: cut short in a field"
        return stream.reject(place, "truncated", message, frame.raw)
    if not frame.ended:
        problems += (_NO_END,)
    return cited(stream, place, record, frame.raw, problems)


def _is_cut(raw: bytes) -> bool:
    """Tell whether the last field is not whole: without terminator, and by the record's length."""
    return raw[-1:] != b"\x1e" and raw[:5].isdigit() and int(raw[:5]) > len(raw) + 2

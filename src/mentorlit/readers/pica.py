"""Reader of PICA+: plain text, normalized and binary PICA, PICA XML.

Syntax: https://format.gbv.de/pica; fields: https://format.k10plus.de/; docs/formats/pica.md.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from lxml.etree import _Element

from mentorlit.composing import normalized
from mentorlit.formats.pica.citation import citation
from mentorlit.formats.pica.record import Record, of_rows, parse
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream
from mentorlit.xmlsplit import pieces
from mentorlit.xmltext import attribute, children, local, value

_RECORDS: Final = frozenset({"record"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record."""
    blocks = stream.blocks()
    head = b""
    for block in blocks:
        head += block
        if head.strip():
            break
    again = Stream(
        chain((head,), blocks),
        name=stream.name,
        source=stream.source,
        format=stream.format,
        encoding=stream.encoding,
        start=stream.start,
        limits=stream.limits,
    )
    yield from (_read_xml if head.lstrip().startswith(b"<") else _read_text)(again)


def _read_text(stream: Stream) -> Iterator[Citation | Reject]:
    for ordinal, lines in enumerate(_chunks(stream), 1):
        place = (ordinal, lines[0][0], lines[0][1])
        raw = b"".join(line[2] for line in lines)
        if len(raw) > stream.limits.record:
            yield stream.reject(place, "too-large", "the record is too long", raw)
            continue
        text, problems = stream.text(raw)
        yield _cited(stream, place, parse(normalized("NFC", text)), raw, problems)


def _cited(
    stream: Stream,
    place: tuple[int, int, int],
    record: Record,
    raw: bytes,
    problems: tuple[Problem, ...],
) -> Citation | Reject:
    """Return the citation of a record, or the reject that says why there is none."""
    if not record:
        return stream.reject(place, "not-a-record", "no field of a PICA record", raw)
    found = citation(record, stream.origin(*place), problems)
    if found:
        return found
    message = "no field of the record says anything about a work"
    return stream.reject(place, "no-fields", message, raw)


def _chunks(stream: Stream) -> Iterator[list[Line]]:
    """Yield the lines of each record: one line (normalized, binary) or lines up to a blank one."""
    held: list[Line] = []
    size = 0
    for line in stream.lines():
        raw = line[2]
        bare = raw.strip(b" \t\r\n\x1d\x1e\xef\xbb\xbf")
        alone = raw.rstrip().endswith(b"\x1e") or raw.count(b"\x1e") > 1
        if held and (alone or not bare or (_begins(bare) and _has_begun(held))):
            yield held
            held, size = [], 0
        if bare and size <= stream.limits.record:
            held.append(line)
            size += len(raw)
        if alone and held:
            yield held
            held, size = [], 0
    if held:
        yield held


def _begins(bare: bytes) -> bool:
    """Tell whether a line begins a record without a blank line before it."""
    return bare.startswith((b"001@ ", b"001A ", b"002@ ", b"003@ "))


def _has_begun(held: list[Line]) -> bool:
    """Tell whether the lines held have got behind the first group of fields."""
    return any(not line[2].lstrip(b" \t\x1d\x1e").startswith(b"00") for line in held)


def _read_xml(stream: Stream) -> Iterator[Citation | Reject]:
    for piece in pieces(stream, _RECORDS):
        if piece.element is None:
            yield stream.reject(piece.place, piece.code, piece.message, piece.raw, piece.length)
        else:
            record = of_rows(_rows(piece.element))
            yield _cited(stream, piece.place, record, piece.raw, piece.problems)


def _rows(element: _Element) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield tag, occurrence and subfields of each field."""
    for field in element.iter():
        if local(field) == "datafield":
            subfields = [
                (attribute(each, "code")[:1], value(each)) for each in children(field, "subfield")
            ]
            yield attribute(field, "tag"), attribute(field, "occurrence"), subfields

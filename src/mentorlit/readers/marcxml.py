"""Reader of MARCXML and MarcXchange: collections, OAI-PMH and SRU responses, single records.

http://www.loc.gov/standards/marcxml/. Dialects: docs/formats/marcxml.md, mapping:
docs/formats/marc21.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.marc import xml, xml_plain
from mentorlit.formats.marc.reading import cited
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_RECORDS: Final = frozenset({"record"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every MARC record."""
    ordinal = 0
    for piece in pieces(stream, _RECORDS, xml_plain.record):
        for found in _read_piece(stream, piece, ordinal):
            ordinal += 1
            yield found


def _read_piece(stream: Stream, piece: Piece, ordinal: int) -> Iterator[Citation | Reject]:
    """Yield what one record element holds: a record, or several in an envelope of their own."""
    place = (ordinal + 1, piece.line, piece.offset)
    if piece.plain is not None:
        yield cited(stream, place, piece.plain, piece.raw, piece.problems)
        return
    if piece.element is None:
        yield stream.reject(place, piece.code, piece.message, piece.raw, piece.length)
        return
    found = list(xml.records(piece.element))
    if not found:
        message = "a record element without leader and fields of MARC"
        yield stream.reject(place, "not-a-record", message, piece.raw, piece.length)
    for index, element in enumerate(found, 1):
        place = (ordinal + index, piece.line, piece.offset)
        yield cited(stream, place, xml.record(element), piece.raw, piece.problems)

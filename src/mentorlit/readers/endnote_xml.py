"""Reader of EndNote XML, as EndNote, Zotero, Mendeley and others export it.

DTD: RSXML.dtd of EndNote; the mapping is in docs/formats/endnote-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.endnote.record import citation
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_NAMES: Final = frozenset({"record"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every ``record``."""
    for piece in pieces(stream, _NAMES):
        yield _record(stream, piece)


def _record(stream: Stream, piece: Piece) -> Citation | Reject:
    code, message = piece.code, piece.message
    if piece.element is not None:
        without_namespaces(piece.element)
        found = citation(piece.element, stream.origin(*piece.place), piece.problems)
        if found is not None:
            return found
        code, message = "empty-record", "the record says nothing"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)

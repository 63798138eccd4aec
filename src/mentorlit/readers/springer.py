"""Reader of Springer's A++ XML: articles, chapters, books.

The mapping is in docs/formats/springer.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.formats.springer.record import drafts
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_NAMES: Final = frozenset({"Publisher"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every article or chapter; a book without chapters stands for itself."""
    ordinal = 0
    for piece in pieces(stream, _NAMES):
        for record in _records(stream, piece, ordinal + 1):
            ordinal += 1
            yield record


def _records(stream: Stream, piece: Piece, ordinal: int) -> Iterator[Citation | Reject]:
    code, message, element = piece.code, piece.message, piece.element
    if element is not None:
        without_namespaces(element)
        found = False
        for draft in drafts(element, piece.problems):
            found = True
            origin = stream.origin(ordinal, piece.line, piece.offset)
            yield draft.citation(origin, next(iter(draft.doi), ""))
            ordinal += 1
        if found:
            return
        code, message = "empty-record", "there is no article, chapter or book in it"
    place = (ordinal, piece.line, piece.offset)
    yield stream.reject(place, code, message, piece.raw, piece.length)

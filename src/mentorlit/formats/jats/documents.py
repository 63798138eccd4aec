"""Articles, books and parts of books in JATS or BITS, as they come in an input."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mentorlit.formats.jats.record import citation
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES: Final = frozenset({"article", "book", "book-part-wrapper"})
_NO_METADATA: Final = frozenset(
    {
        *("body", "back", "floats-group", "floats-wrap", "sub-article", "response"),
        *("book-body", "book-back", "book-part-back", "front-matter"),
    }
)


def documents(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every article, book and part of a book that stands for itself."""
    for piece in pieces(stream, _NAMES):
        yield _record(stream, piece)


def _record(stream: Stream, piece: Piece) -> Citation | Reject:
    code, message = piece.code, piece.message
    if piece.element is not None:
        _strip(piece.element)
        without_namespaces(piece.element)
        found = citation(piece.element, stream.origin(*piece.place), piece.problems)
        if found is not None:
            return found
        code, message = "empty-record", "the record has no metadata"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)


def _strip(element: "_Element") -> None:
    """Take away the text and the references, which hold most elements."""
    for inner in list(element):
        name = inner.tag.rpartition("}")[2]
        if name in _NO_METADATA:
            element.remove(inner)
        elif name == "book-part":
            _strip(inner)

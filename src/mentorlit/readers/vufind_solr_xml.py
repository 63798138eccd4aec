"""Reader of VuFind's Solr documents as XML: a Solr response, or documents to be added to an index.

The forms are Solr's XML response and its update message
(https://solr.apache.org/guide/solr/latest/query-guide/response-writers.html). Fields:
docs/formats/vufind-solr.md.
"""

from collections.abc import Iterator
from typing import Any, Final

from lxml.etree import _Element

from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.model import Citation
from mentorlit.plaintext import printable
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces
from mentorlit.xmltext import local

_RECORDS: Final = frozenset({"doc"})
_CHILDREN: Final = {"doc": "_childDocuments_"}
_LISTS: Final = frozenset({"arr", "lst", "result"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every document and a reject for what is none.

    Fields that an update message repeats are one field with several values.
    """
    for piece in pieces(stream, _RECORDS):
        yield _read_one(stream, piece)


def _read_one(stream: Stream, piece: Piece) -> Citation | Reject:
    code, message = piece.code, piece.message
    if piece.element is not None:
        fields = _fields(piece.element)
        citation = citation_of(fields, stream.origin(*piece.place), problems=piece.problems)
        if citation:
            return citation
        code, message = "no-fields", "no document with fields of VuFind's Solr schema that say much"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)


def _fields(doc: _Element) -> dict[str, list[Any]]:
    """Return the texts of a document's fields by their names; a document in it is one text."""
    found: dict[str, list[Any]] = {}
    for element in doc:
        name = element.get("name") or _CHILDREN.get(local(element)) or local(element)
        inner = element if local(element) in _LISTS else (element,)
        texts = [_text(one) for one in inner if local(one)]
        if texts:
            found.setdefault(" ".join(name.split()), []).extend(texts)
    return found


def _text(element: _Element) -> str:
    parts = map(str, element.itertext())
    return printable((" " if len(element) else "").join(parts))

"""Reader of DBLP: the dump, single records, persons' lists, results of the search API.

https://dblp.org/xml/docu/dblpxml.pdf; the mapping is in docs/formats/dblp-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.dblp.record import draft_of, is_person
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_NAMES: Final = frozenset(
    {
        *("article", "inproceedings", "proceedings", "book", "incollection", "phdthesis"),
        *("mastersthesis", "www", "data", "person", "info"),
    }
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every publication.

    Records of persons (home pages) are rejects ``person``: they describe no publication.
    """
    for piece in pieces(stream, _NAMES):
        yield _record(stream, piece)


def _record(stream: Stream, piece: Piece) -> Citation | Reject:
    code, message, element = piece.code, piece.message, piece.element
    if element is not None:
        without_namespaces(element)
        if is_person(element):
            code, message = "person", "the record describes a person, not a publication"
        else:
            draft = draft_of(element, piece.problems)
            if draft.fields.get("title") or draft.fields.get("author"):
                key = next(iter(draft.other_ids.get("DBLP", ())), "")
                return draft.citation(stream.origin(*piece.place), key)
            code, message = "empty-record", "the record says nothing"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)

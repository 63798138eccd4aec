"""Reader of Crossref's XML: unixref, unixsd (query results), deposits, also within OAI-PMH.

Schemas: unixref1.1.xsd, crossref_query_output3.0.xsd, crossref5.3.1.xsd; the mapping is in
docs/formats/crossref-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.crossref_xml.record import drafts
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_NAMES: Final = frozenset(
    {
        *("query", "doi_record", "journal", "book", "conference", "dissertation", "report-paper"),
        *("standard", "database", "sa_component", "posted_content", "peer_review"),
        *("pending_publication", "grant"),
    }
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every item: one a record, in deposits also several.

    Records of DOIs that Crossref does not know are rejects ``unresolved``.
    """
    ordinal = 0
    for piece in pieces(stream, _NAMES):
        for record in _records(stream, piece, ordinal + 1):
            ordinal += 1
            yield record


def _records(stream: Stream, piece: Piece, ordinal: int) -> Iterator[Citation | Reject]:
    code, message = piece.code, piece.message
    element = piece.element
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
        code, message = "empty-record", "the record has no content that Crossref's schema knows"
        errors = [" ".join(map(str, each.itertext())) for each in element.iter("error", "msg")]
        if element.get("status") == "unresolved" or errors:
            code = "unresolved"
            message = " ".join(["Crossref does not know this DOI:", *errors][:2])
            message = " ".join(message.split())[:300].rstrip(":")
    place = (ordinal, piece.line, piece.offset)
    yield stream.reject(place, code, message, piece.raw, piece.length)

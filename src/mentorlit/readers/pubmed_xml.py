"""Reader of PubMed XML: efetch sets, baseline and update files, books, lists of deleted records.

DTD: https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd; the mapping is in
docs/formats/pubmed-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.pubmed.record import citation
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_DELETED: Final = (b"DeleteCitation", b"DeleteDocument")
_NAMES: Final = frozenset(
    {"PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument", "PMID"}
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every article, book or chapter.

    Each PMID of a ``DeleteCitation`` is a reject ``deleted``: it tells that NLM has withdrawn the
    record, and describes nothing.
    """
    deleting = False
    for piece in pieces(stream, _NAMES):
        if b"Delete" in piece.before:
            deleting = _is_open(piece.before, deleting=deleting)
        yield _record(stream, piece, deleting=deleting)


def _record(stream: Stream, piece: Piece, *, deleting: bool) -> Citation | Reject:
    element, code, message = piece.element, piece.code, piece.message
    if element is not None:
        # Most have no namespace, and none to take off but that of formulas.
        tag = without_namespaces(element) if element.tag[:1] == "{" else element.tag
        if tag == "PMID":
            code, message = "stray-element", "a PMID that belongs to no record"
            if deleting:
                code, message = "deleted", "PubMed says that this record is deleted"
        else:
            found = citation(element, stream.origin(*piece.place), piece.problems)
            if found is not None:
                return found
            code, message = "empty-record", "the record says nothing"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)


def _is_open(wrapper: bytes, *, deleting: bool) -> bool:
    """Tell whether the end of ``wrapper`` is in a list of deleted records."""
    for name in _DELETED:
        start, end = wrapper.rfind(b"<" + name), wrapper.rfind(b"</" + name)
        if start != end:
            deleting = start > end
    return deleting

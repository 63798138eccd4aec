"""Reader of arXiv's metadata: feeds of its API (Atom), and its own forms in OAI-PMH.

https://info.arxiv.org/help/api/user-manual.html; the mapping is in docs/formats/arxiv.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.arxiv import entry, oai
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_NAMES: Final = frozenset({"entry", "arXiv", "arXivRaw"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every entry; what the API says went wrong is a reject ``api-error``."""
    for piece in pieces(stream, _NAMES):
        yield _record(stream, piece)


def _record(stream: Stream, piece: Piece) -> Citation | Reject:
    code, message, element = piece.code, piece.message, piece.element
    if element is not None:
        name = without_namespaces(element)
        own_id = (element.findtext("id") or "").strip()
        if entry.ERROR.match(own_id):
            summary = " ".join((element.findtext("summary") or "").split())
            code, message = "api-error", f"arXiv answered with an error: {summary[:300]}"
        else:
            read_one = entry.draft_of if name == "entry" else oai.draft_of
            draft = read_one(element, piece.problems)
            if draft.fields.get("title") or "arXiv" in draft.other_ids:
                number = next(iter(draft.other_ids.get("arXiv", ())), "")
                return draft.citation(stream.origin(*piece.place), number)
            code, message = "empty-record", "the entry says nothing"
    return stream.reject(piece.place, code, message, piece.raw, piece.length)

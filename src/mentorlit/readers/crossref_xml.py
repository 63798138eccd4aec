"""Reader of Crossref's XML: unixref, unixsd (query results), deposits, also within OAI-PMH.

Schemas: unixref1.1.xsd, crossref_query_output3.0.xsd, crossref5.3.1.xsd; the mapping is in
docs/formats/crossref-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from mentorlit.formats.crossref_xml.record import drafts
from mentorlit.formats.scholarly.several import works
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

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
    return works(stream, _NAMES, drafts, _why)


def _why(element: _Element) -> tuple[str, str]:
    errors = [" ".join(map(str, each.itertext())) for each in element.iter("error", "msg")]
    if element.get("status") == "unresolved" or errors:
        message = " ".join(["Crossref does not know this DOI:", *errors][:2])
        return "unresolved", " ".join(message.split())[:300].rstrip(":")
    return "empty-record", "the record has no content that Crossref's schema knows"

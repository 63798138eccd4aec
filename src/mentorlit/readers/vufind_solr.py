"""Reader of VuFind's Solr documents as JSON: one, an array, a Solr response, JSON lines.

The form is Solr's JSON response (https://solr.apache.org/guide/solr/latest/query-guide/response-writers.html),
whose documents are under ``response.docs``, or the documents alone. Fields:
docs/formats/vufind-solr.md.
"""

from collections.abc import Iterator

from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NOT_A_DOCUMENT = ("no-fields", "no object with fields of VuFind's Solr schema that say much")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every document and a reject for what is none.

    Documents come one by one, whatever holds them. Of members with the same name the last counts;
    the record then says so, and the others are in ``extra``.
    """

    def make(one: Found) -> Citation | None:
        if not isinstance(one.value, dict):
            return None
        citation = citation_of(one.value, stream.origin(*one.place), problems=one.problems)
        return with_repeated(citation, repeated(one.raw, one.value)) if citation else None

    yield from read_with(stream, found(stream, (b"docs",), "document"), make, _NOT_A_DOCUMENT)

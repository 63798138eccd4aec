"""Reader of VuFind's staff view as HTML: a table of Solr field names and their values.

Fields: docs/formats/vufind-solr.md, layout: docs/formats/vufind-staffview-html.md.
"""

from collections.abc import Iterator

from mentorlit.formats.vufind.staffview_tables import tables
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every table of Solr fields in a page."""
    try:
        raw = stream.whole(stream.limits.page)
    except TooLargeError as error:
        place = (1, 1, stream.start)
        yield stream.reject(place, "too-large", "the page is too large", error.kept)
        return
    yield from tables(stream, raw)

"""Reader of MARC staff views as HTML: tables of tags, indicators and subfields.

VuFind's ``/Record/ID/Details`` and pages of other catalogues; what is not in tables is read as
lines of text, as :mod:`mentorlit.readers.marc_staffview` does: docs/formats/marc-staffview.md.
"""

from collections.abc import Iterator

from mentorlit.formats.marc.staff_view_page import staff_views
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record of a page."""
    try:
        raw = stream.whole(stream.limits.page)
    except TooLargeError as error:
        place = (1, 1, stream.start)
        yield stream.reject(place, "too-large", "the page is too large", error.kept)
        return
    yield from staff_views(stream, raw)

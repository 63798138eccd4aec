"""Reader of DataCite's XML, kernel 2 to 4: resources alone, in a list or in OAI-PMH responses.

Specification: https://schema.datacite.org/. What maps to what: docs/formats/datacite-xml.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit import xmlrecord
from mentorlit.formats.datacite.record import citation
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_RECORDS: Final = frozenset({"resource"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every resource element; one that says nothing is rejected."""
    return xmlrecord.read(stream, _RECORDS, citation)

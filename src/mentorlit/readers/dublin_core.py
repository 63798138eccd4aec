"""Reader of Dublin Core: OAI-DC, qualified Dublin Core, SRU's, and descriptions in RDF.

Specification: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/.
What maps to what: docs/formats/dublin-core.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit import xmlrecord
from mentorlit.formats.dublincore.record import citation
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_RECORDS: Final = frozenset(
    {"dc", "qualifieddc", "qualifiedDC", "simpledc", "metadata", "record", "Description"}
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every record; one that says nothing is rejected."""
    return xmlrecord.read(stream, _RECORDS, citation)

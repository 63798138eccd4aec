"""Reader of MODS 3.x: one record, a collection, or records in OAI-PMH and SRU responses.

Specification: https://www.loc.gov/standards/mods/userguide/.
What maps to what: docs/formats/mods.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit import xmlrecord
from mentorlit.formats.mods.record import citation
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_RECORDS: Final = frozenset({"mods"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every mods element; one that says nothing is rejected."""
    return xmlrecord.read(stream, _RECORDS, citation)

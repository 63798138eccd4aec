"""Reader of Word's bibliography: Sources.xml, and the bibliography part of a document.

Specification: ECMA-376 part 1, 22.6.2. What maps to what: docs/formats/msbib.md.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit import xmlrecord
from mentorlit.formats.msbib.record import citation
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_RECORDS: Final = frozenset({"Source"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every Source element; one that says nothing is rejected."""
    return xmlrecord.read(stream, _RECORDS, citation)

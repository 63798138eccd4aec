"""Reader of Europe PMC's REST API: results, in core or in brief.

Schema: https://europepmc.org/RestfulWebService. Fields: docs/formats/europe-pmc.md.
"""

from collections.abc import Iterator

from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.europe_pmc.result import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS = (b"result",)
_NOT_A_RECORD = ("not-a-record", "this is no object with a title or an identifier")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every result and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        if not isinstance(one.value, dict):
            return None
        record = citation(Members(one.value), stream.origin(*one.place), one.problems)
        return with_repeated(record, repeated(one.raw, one.value)) if record else None

    yield from read_with(stream, found(stream, _ARRAYS, "result", levels=2), make, _NOT_A_RECORD)

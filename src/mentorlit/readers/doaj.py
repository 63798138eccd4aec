"""Reader of DOAJ: articles and journals of its API and its public data dump.

Schema: https://doaj.org/api/v4/docs. Fields: docs/formats/doaj.md.
"""

from collections.abc import Iterator

from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.doaj.article import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS = (b"results",)
_NOT_A_RECORD = ("not-a-record", "this is no object with a title or an identifier")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every record and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        if not isinstance(one.value, dict):
            return None
        record = citation(Members(one.value), stream.origin(*one.place), one.problems)
        return with_repeated(record, repeated(one.raw, one.value)) if record else None

    yield from read_with(stream, found(stream, _ARRAYS, "record", levels=1), make, _NOT_A_RECORD)

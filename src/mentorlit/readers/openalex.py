"""Reader of OpenAlex: works from its API or its snapshot, alone, in lists or on lines.

Schema: https://docs.openalex.org/api-entities/works/work-object. Fields: docs/formats/openalex.md.
"""

from collections.abc import Iterator

from mentorlit.formats.aggregator.fit import decoder, fitted
from mentorlit.formats.openalex.schema import Work
from mentorlit.formats.openalex.work import citation, own_id
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NOT_A_WORK = ("not-a-record", "this is no object with an OpenAlex id, a DOI or a title")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every work and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        work, rest = fitted(Work, one.value)
        if work is None or not (work.title or work.display_name or work.doi or work.authorships):
            return None
        origin = stream.origin(*one.place, own_id(work.id or ""))
        record = citation(work, rest, origin, one.problems)
        if isinstance(one.value, dict):
            return with_repeated(record, repeated(one.raw, one.value))
        return record

    yield from read_with(
        stream, found(stream, (b"results",), "work", decoder(Work)), make, _NOT_A_WORK
    )

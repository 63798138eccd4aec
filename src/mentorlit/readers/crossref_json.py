"""Reader of Crossref's REST API and public data files: works, alone or in lists, or on lines.

Schema: https://api.crossref.org/swagger-ui/index.html. Works stand under ``message``, under
``message.items``, under ``items`` (public data files), in an array or one on a line.
Fields: docs/formats/crossref-json.md.
"""

from collections.abc import Iterator
from typing import Any

from mentorlit.formats.aggregator.fit import decoder, fitted
from mentorlit.formats.crossref_json.schema import Work
from mentorlit.formats.crossref_json.work import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NOT_A_WORK = ("not-a-record", "this is no object with a DOI or a title, as works have")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every work and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        work, rest = fitted(Work, _unwrapped(one.value))
        if work is None or not (work.doi or work.title or work.author or work.container_title):
            return None
        record = citation(work, rest, stream.origin(*one.place, work.doi), one.problems)
        if isinstance(one.value, dict):
            return with_repeated(record, repeated(one.raw, one.value))
        return record

    works = found(stream, (b"items",), "work", decoder(Work), bounded=True)
    yield from read_with(stream, works, make, _NOT_A_WORK)


def _unwrapped(value: Any) -> Any:
    """Return the work in a response that has only one."""
    message = value.get("message") if isinstance(value, dict) else None
    return message if isinstance(message, dict) else value

"""Reader of MARC in JSON: one record, an array, a response that holds records, JSON lines.

Shapes: docs/formats/marc-json.md; mapping: docs/formats/marc21.md.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from mentorlit.formats.marc import json
from mentorlit.formats.marc.reading import cited
from mentorlit.jsonrecords import found
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS: Final = (b"records", b"docs", b"items", b"data", b"results", b"collection")
_DECODE: Final = msgspec.json.Decoder().decode


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record."""
    for one in found(stream, _ARRAYS, "record", _DECODE):
        if isinstance(one, Reject):
            yield one
            continue
        record = json.record(one.value)
        if record is None:
            message = "no fields of a MARC record"
            yield stream.reject(one.place, "not-a-record", message, one.raw)
        else:
            yield cited(stream, one.place, record, one.raw, one.problems)

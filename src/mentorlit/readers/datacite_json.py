"""Reader of DataCite's JSON: responses of its REST API (JSON:API) and metadata as JSON.

Schema: https://schema.datacite.org/ (2.0 to 4.6) and https://support.datacite.org/docs/api. DOIs
come alone or in a list, under ``data`` or not, with ``attributes`` or not, or one on a line.
Fields: docs/formats/datacite-json.md.
"""

from collections.abc import Iterator
from typing import Any

from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.datacite_json.record import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NOT_A_DOI = ("not-a-record", "this is no object with a DOI, a title or a creator")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every DOI and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        members = _attributes(one.value)
        if members is None:
            return None
        record = citation(members, stream.origin(*one.place), one.problems)
        return with_repeated(record, repeated(one.raw, one.value)) if record else None

    yield from read_with(stream, found(stream, (b"data",), "DOI", levels=1), make, _NOT_A_DOI)


def _attributes(value: Any) -> Members | None:
    """Return what a resource object of JSON:API says, in one object; others as they are."""
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        value = value["data"]
    if not isinstance(value, dict):
        return None
    attributes = value.get("attributes")
    if not isinstance(attributes, dict):
        return Members(value)
    outer = {name: item for name, item in value.items() if name not in ("attributes", "type")}
    return Members(outer | attributes)

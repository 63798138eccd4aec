"""Reader of VuFind's Solr documents as JSON: one, an array, a Solr response, JSON lines.

The form is Solr's JSON response (https://solr.apache.org/guide/solr/latest/query-guide/response-writers.html),
whose documents are under ``response.docs``, or the documents alone. Fields:
docs/formats/vufind-solr.md.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.jsonsplit import Element, elements
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS: Final = (b"docs",)
_FAULTS: Final = {
    "not-json": "this is not JSON",
    "truncated": "the input ends within this document or before the end of the array",
    "unbalanced": "a bracket or quotation mark in this document does not match",
    "too-deep": "this document is nested too deeply",
    "too-large": "this document is too large",
}


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every document and a reject for what is none.

    Documents come one by one, whatever holds them. Of members with the same name the last counts,
    as in every JSON parser (RFC 8259, 4).
    """
    limits = stream.limits
    found = elements(
        stream.blocks(),
        limit=limits.record,
        depth=limits.json_depth,
        arrays=_ARRAYS,
        start=stream.start,
    )
    for ordinal, element in enumerate(found, 1):
        yield _read_one(stream, ordinal, element)


def _read_one(stream: Stream, ordinal: int, element: Element) -> Citation | Reject:
    """Return the record or reject that one element of the input makes."""
    place = (ordinal, element.line, element.offset)
    fault, message = element.fault, _FAULTS.get(element.fault, "")
    fields: Any = None
    problems: tuple[Problem, ...] = ()
    if not fault:
        fields, problems, message = _decoded(stream, element.raw)
        fault = "not-json" if message else ""
    if not fault:
        citation = None
        if isinstance(fields, dict):
            citation = citation_of(fields, stream.origin(*place), problems=problems)
        if citation:
            return citation
        fault, message = "no-fields", "no object with fields of VuFind's Solr schema that say much"
    return stream.reject(place, fault, message, element.raw, element.length)


def _decoded(stream: Stream, raw: bytes) -> tuple[Any, tuple[Problem, ...], str]:
    """Return the JSON value, the problems of its encoding, and why there is none."""
    try:
        if not stream.encoding:
            try:
                return msgspec.json.decode(raw), (), ""
            except (UnicodeDecodeError, msgspec.DecodeError):
                pass
        text, problems = stream.text(raw)
        return msgspec.json.decode(text), problems, ""
    except (ValueError, RecursionError) as error:
        return None, (), f"this is not JSON: {error}"

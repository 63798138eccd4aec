"""Works in documents of JSON-LD."""

from collections.abc import Iterator
from typing import Any

from mentorlit.formats.schema_org.nodes import local, works
from mentorlit.formats.schema_org.work import citation
from mentorlit.jsonrecords import Found, repeated, value_of, with_repeated
from mentorlit.jsonsplit import elements
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream


def documents(stream: Stream, refusal: str, default: str = "") -> Iterator[Citation | Reject]:
    """Yield a citation for every work of ``stream``, a reject for every document without one.

    ``refusal`` is the message of those; ``default`` is the type of what has none.
    """
    ordinal = 0
    for found in _values(stream):
        for record in _records(stream, found, ordinal, refusal, default):
            ordinal += 1
            yield record


def _values(stream: Stream) -> Iterator[Found | Reject]:
    """Yield the values of the input; without ordinals."""
    limits = stream.limits
    blocks = stream.blocks()
    for element in elements(
        blocks, limit=limits.record, depth=limits.json_depth, start=stream.start
    ):
        yield value_of(stream, (1, element.line, element.offset), element, "document")


def _records(
    stream: Stream, found: Found | Reject, ordinal: int, refusal: str, default: str
) -> Iterator[Citation | Reject]:
    """Yield the works of one document, numbered on from ``ordinal``, or its reject."""
    if isinstance(found, Reject):
        place = (ordinal + 1, found.origin.line, found.origin.offset)
        yield stream.reject(place, found.code, found.message, found.raw, found.length)
        return
    made = list(_made(stream, found, ordinal, default))
    if not made:
        place = (ordinal + 1, *found.place[1:])
        yield stream.reject(place, "no-work", refusal, found.raw)
    yield from made


def _made(stream: Stream, found: Found, ordinal: int, default: str) -> Iterator[Citation]:
    document: Any = local(found.value)
    nodes = works(document)
    if not nodes and default and isinstance(document, dict):
        nodes = [document]
    earlier = repeated(found.raw, found.value) if len(nodes) == 1 else {}
    for node in nodes:
        origin = stream.origin(ordinal + 1, *found.place[1:])
        record = citation(node, origin, found.problems, default)
        if record:
            ordinal += 1
            yield with_repeated(record, earlier)

"""Works in documents of JSON-LD, which stand alone or in the scripts of a web page."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from mentorlit.formats.schema_org.nodes import local, works
from mentorlit.formats.schema_org.work import citation
from mentorlit.jsonrecords import Found, Place, repeated, value_of, with_repeated
from mentorlit.jsonsplit import elements
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream, line_ends

# Attributes are bounded, so that no page makes the search slow.
_SCRIPT: Final = re.compile(
    rb"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>(?:\s{0,200}(?://)?\s?<!(?:\[CDATA\[|--))?",
    re.IGNORECASE,
)
_END: Final = re.compile(rb"</script", re.IGNORECASE)
_TAIL: Final = re.compile(rb"(?://)?\s{0,20}(?:\]\]>|-->)\s{0,200}\Z")


def documents(stream: Stream, refusal: str, default: str = "") -> Iterator[Citation | Reject]:
    """Yield a citation for every work of ``stream``, a reject for every document without one.

    ``refusal`` is the message of those; ``default`` is the type of what has none. Of a web page
    scripts without a work are no rejects, unless there is no work in the whole page.
    """
    blocks = stream.blocks()
    first = b""
    for block in blocks:
        first += block
        if first.strip():
            break
    if first.lstrip().startswith(b"<"):
        yield from _page(stream, chain([first], blocks), refusal, default)
        return
    ordinal = 0
    for found in _values(stream, chain([first], blocks), (0, 1, stream.start)):
        for record in _records(stream, found, ordinal, refusal, default):
            ordinal += 1
            yield record


def _values(stream: Stream, blocks: Iterable[bytes], place: Place) -> Iterator[Found | Reject]:
    """Yield the values in ``blocks``, which begin at a place of the input; without ordinals."""
    limits = stream.limits
    split = elements(blocks, limit=limits.record, depth=limits.json_depth, start=place[2])
    for element in split:
        line = place[1] + element.line - 1
        yield value_of(stream, (1, line, element.offset), element, "document")


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


def _page(
    stream: Stream, blocks: Iterable[bytes], refusal: str, default: str
) -> Iterator[Citation | Reject]:
    """Yield the works in the scripts of a web page; of a page too large only its beginning."""
    page = b""
    for block in blocks:
        page += block
        if len(page) > stream.limits.page:
            break
    ordinal, line, done = 0, 1, 0
    faults: list[Reject] = []
    while match := _SCRIPT.search(page, done):
        begin, end = match.end(), _END.search(page, match.end())
        line += line_ends(page[done:begin])
        done = end.start() if end else len(page)
        text = page[begin:done]
        for found in _values(stream, [_TAIL.sub(b"", text)], (0, line, stream.start + begin)):
            for record in _records(stream, found, ordinal, refusal, default):
                if isinstance(record, Reject):
                    faults.append(record)
                else:
                    ordinal += 1
                    yield record
        line += line_ends(text)
    if not ordinal:
        yield faults[0] if faults else stream.reject((1, 1, stream.start), "no-work", refusal, page)

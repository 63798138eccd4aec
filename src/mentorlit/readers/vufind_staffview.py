"""Reader of VuFind's staff view, copied as text: Solr field names, each with its values.

The page is the record's tab "Staff View" (``/Record/ID/Details``) in any interface language, with
or without the rest of the page before it. A field's name begins a line; space, tab, colon or the
line end part it from its value; further values have lines of their own. Fields:
docs/formats/vufind-solr.md, layout: docs/formats/vufind-staffview.md.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from mentorlit.formats.vufind import staffview_marc
from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.formats.vufind.staffview_fields import TEXTS, Mark, choose
from mentorlit.formats.vufind.staffview_head import Stated, stated
from mentorlit.formats.vufind.staffview_records import Chunk, chunks, values_end
from mentorlit.model import Citation, Evidence, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream
from mentorlit.tables import load

_NO_FIELDS: Final = "no field of VuFind's Solr schema that says anything about a work"


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record; text before its fields is the page's head."""
    ordinal = 0
    for chunk in chunks(stream):
        first = next((line for line in chunk.lines if line[2].strip()), None)
        if first:
            ordinal += 1
            yield _read_one(stream, (ordinal, first[0], first[1]), chunk)


def _read_one(stream: Stream, place: tuple[int, int, int], chunk: Chunk) -> Citation | Reject:
    """Return the record or reject that one chunk makes."""
    if chunk.length > stream.limits.record:
        raw = b"".join(line[2] for line in chunk.lines)
        return stream.reject(place, "too-large", "the record is too long", raw, chunk.length)
    fields, places, problems = _fields(stream, chunk)
    found = citation_of(fields, stream.origin(*place), places=places, problems=problems)
    if found:
        return found
    raw = b"".join(line[2] for line in chunk.lines)
    raw = raw[place[2] - chunk.lines[0][1] :]
    return stream.reject(place, "no-fields", _NO_FIELDS, raw)


def _fields(
    stream: Stream, chunk: Chunk
) -> tuple[dict[str, list[str]], dict[str, tuple[Evidence, ...]], tuple[Problem, ...]]:
    """Return the fields with their values and places, and what is doubtful about the text."""
    marks = choose(chunk.marks, [line[2] for line in chunk.lines])
    stops = [m.line for m in marks[1:]] + [len(chunk.lines)]
    fields: dict[str, list[str]] = {}
    places: dict[str, tuple[Evidence, ...]] = {}
    doubtful = False
    left = 0
    marc = staffview_marc.place(chunk.lines)
    for found, stop in zip(marks, stops, strict=False):
        lines = _without(chunk.lines, found.line, stop, marc)
        if stop == len(chunk.lines):
            kept = values_end(found.name, [line[2] for line in lines])
            left = sum(bool(line[2].strip()) for line in lines[kept:])
            lines = lines[:kept]
        text, problems = stream.text(_value(found, lines))
        doubtful = doubtful or bool(problems)
        fields[found.name] = _values(found, text)
        places[found.name] = _evidence(found, lines)
    if marc[1] and "fullrecord" not in fields:
        raw = b"".join(line[2] for line in chunk.lines[marc[0] : marc[1]])
        fields["fullrecord"] = [stream.text(raw)[0].replace("\r\n", "\n").rstrip()]
    _add_head(stream, chunk.lines[: marks[0].line] if marks else [], fields, places)
    problems = stream.text(b"".join(line[2] for line in chunk.lines))[1] if doubtful else ()
    return fields, places, problems + _unread(left)


def _without(lines: Sequence[Line], begin: int, end: int, marc: tuple[int, int]) -> Sequence[Line]:
    """Return the lines of a field, those of a MARC record on the same page left out."""
    if begin < marc[0] < end:
        return [*lines[begin : marc[0]], *lines[marc[1] : end]]
    return lines[begin:end]


def _add_head(
    stream: Stream,
    head: Sequence[Line],
    fields: dict[str, list[str]],
    places: dict[str, tuple[Evidence, ...]],
) -> None:
    """Add what only the page's head says."""
    texts = [stream.text(line[2])[0] for line in head]
    for name, pieces in stated(texts, fields).items():
        fields[name] = [piece.value for piece in pieces]
        places[name] = tuple(_head_evidence(name, piece, head[piece.line]) for piece in pieces)


def _head_evidence(name: str, piece: Stated, line: Line) -> Evidence:
    """Return the place of a value of the head; of the whole line if it stands there otherwise."""
    number, offset, raw = line
    value = piece.value.encode()
    start = max(0, raw.find(value))
    end = start + len(value) if raw[start:].startswith(value) else len(raw.rstrip())
    return Evidence(number, offset + start, offset + end, f"head/{name}")


def _unread(lines: int) -> tuple[Problem, ...]:
    if not lines:
        return ()
    return (Problem("text-after-fields", f"lines left out after the last field: {lines}"),)


def _value(found: Mark, lines: Sequence[Line]) -> bytes:
    """Return the bytes behind the name, to the end of the field."""
    return lines[0][2][found.value :] + b"".join(line[2] for line in lines[1:])


def _values(found: Mark, text: str) -> list[str]:
    """Return the field's values: one text, or one for each line, empty ones included."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if _is_single(found.name):
        return [text.strip()]
    values = [line.strip() for line in text.split("\n")]
    return values[1:] if found.style == "own" and len(values) > 1 else values


@cache
def _single() -> frozenset[str]:
    return frozenset(load("vufind")["single"]) | TEXTS


def _is_single(name: str) -> bool:
    """Tell whether the schema allows only one value in the field."""
    return name in _single() or name.endswith(tuple(load("vufind")["single_suffixes"]))


def _evidence(found: Mark, lines: Sequence[Line]) -> tuple[Evidence, ...]:
    """Return the place of each of a field's values; of a single value, first to last byte."""
    rule = f"field/{found.name}"
    places: list[Evidence] = []
    for index, (number, offset, raw) in enumerate(lines):
        begin = 0 if index else found.value
        begin += len(raw[begin:]) - len(raw[begin:].lstrip())
        end = len(raw.rstrip())
        places.append(Evidence(number, offset + min(begin, end), offset + end, rule))
    if found.style == "own" and len(places) > 1:
        del places[0]
    if _is_single(found.name):
        return (msgspec.structs.replace(places[0], end=max(p.end for p in places)),)
    return tuple(places)

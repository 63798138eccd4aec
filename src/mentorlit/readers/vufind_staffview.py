"""Reader of VuFind's staff view, copied as text: Solr field names, each with its values.

The page is the record's tab "Staff View" (``/Record/ID/Details``) in any interface language, with
or without the rest of the page before it. A field's name begins a line; space, tab, colon or the
line end part it from its value; further values have lines of their own. Fields:
docs/formats/vufind-solr.md, layout: docs/formats/vufind-staffview.md.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from mentorlit.formats.vufind import staffview_marc
from mentorlit.formats.vufind.document import Place
from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.formats.vufind.staffview_fields import TEXTS, Mark, choose
from mentorlit.formats.vufind.staffview_head import Stated, stated
from mentorlit.formats.vufind.staffview_records import Chunk, chunks, values_end
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream
from mentorlit.tables import load

_NO_FIELDS: Final = "no field of VuFind's Solr schema that says anything about a work"


class _Places:
    """Where the values of the fields stand; made when asked for."""

    def __init__(self) -> None:
        self._fields: dict[str, tuple[Mark, Sequence[Line]]] = {}
        self._made: dict[str, list[Place]] = {}

    def note(self, found: Mark, lines: Sequence[Line]) -> None:
        """Note the lines of a field."""
        self._fields[found.name] = found, lines

    def add(self, name: str, places: list[Place]) -> None:
        """Add the places of a field that has no lines of its own."""
        self._made[name] = places

    def __call__(self, name: str) -> list[Place]:
        """Return the place of each value of the field."""
        if name not in self._made:
            field = self._fields.get(name)
            self._made[name] = _found_places(*field) if field else []
        return self._made[name]


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
) -> tuple[dict[str, list[str]], _Places, tuple[Problem, ...]]:
    """Return the fields with their values and places, and what is doubtful about the text."""
    raws = [line[2] for line in chunk.lines]
    marks = choose(chunk.marks, raws)
    whole = b"".join(raws)
    marc = staffview_marc.place(chunk.lines, whole)
    fields: dict[str, list[str]] = {}
    places = _Places()
    doubtful = False
    left = 0
    for index, found in enumerate(marks, 1):
        stop = marks[index].line if index < len(marks) else len(raws)
        if stop == found.line + 1 < len(raws) and _is_plain(stream, raws[found.line]):
            fields[found.name] = [raws[found.line][found.value :].decode("ascii").strip()]
            places.note(found, chunk.lines[found.line : stop])
            continue
        lines = _without(chunk.lines, found.line, stop, marc)
        if stop == len(raws):
            kept = values_end(found.name, [line[2] for line in lines])
            left = sum(bool(line[2].strip()) for line in lines[kept:])
            lines = lines[:kept]
        text, problems = _text(stream, _value(found, lines))
        doubtful = doubtful or bool(problems)
        fields[found.name] = _values(found, text)
        places.note(found, lines)
    if marc[1] and "fullrecord" not in fields:
        raw = b"".join(raws[marc[0] : marc[1]])
        fields["fullrecord"] = [stream.text(raw)[0].replace("\r\n", "\n").rstrip()]
    _add_head(stream, chunk.lines[: marks[0].line] if marks else [], fields, places)
    problems = stream.text(whole)[1] if doubtful else ()
    return fields, places, problems + _unread(left)


def _text(stream: Stream, raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of ``raw`` and what is doubtful about it, as the stream says."""
    return (raw.decode("ascii"), ()) if _is_plain(stream, raw) else stream.text(raw)


def _is_plain(stream: Stream, raw: bytes) -> bool:
    """Tell whether ``raw`` is ASCII that nothing is doubtful about."""
    return raw.isascii() and b"\0" not in raw and not stream.encoding


def _without(lines: Sequence[Line], begin: int, end: int, marc: tuple[int, int]) -> Sequence[Line]:
    """Return the lines of a field, those of a MARC record on the same page left out."""
    if begin < marc[0] < end:
        return [*lines[begin : marc[0]], *lines[marc[1] : end]]
    return lines[begin:end]


def _add_head(
    stream: Stream, head: Sequence[Line], fields: dict[str, list[str]], places: _Places
) -> None:
    """Add what only the page's head says."""
    texts = [_text(stream, line[2])[0] for line in head]
    for name, pieces in stated(texts, fields).items():
        fields[name] = [piece.value for piece in pieces]
        places.add(name, [_head_place(name, piece, head[piece.line]) for piece in pieces])


def _head_place(name: str, piece: Stated, line: Line) -> Place:
    """Return the place of a value of the head; of the whole line if it stands there otherwise."""
    number, offset, raw = line
    value = piece.value.encode()
    start = max(0, raw.find(value))
    end = start + len(value) if raw[start:].startswith(value) else len(raw.rstrip())
    return number, offset + start, offset + end, f"head/{name}"


def _unread(lines: int) -> tuple[Problem, ...]:
    if not lines:
        return ()
    return (Problem("text-after-fields", f"lines left out after the last field: {lines}"),)


def _value(found: Mark, lines: Sequence[Line]) -> bytes:
    """Return the bytes behind the name, to the end of the field."""
    if len(lines) == 1:
        return lines[0][2][found.value :]
    return lines[0][2][found.value :] + b"".join(line[2] for line in lines[1:])


def _values(found: Mark, text: str) -> list[str]:
    """Return the field's values: one text, or one for each line, empty ones included."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if "\n" not in text or _is_single(found.name):
        return [text.strip()]
    values = [line.strip() for line in text.split("\n")]
    return values[1:] if found.style == "own" and len(values) > 1 else values


@cache
def _single() -> frozenset[str]:
    return frozenset(load("vufind")["single"]) | TEXTS


@lru_cache(maxsize=4096)
def _is_single(name: str) -> bool:
    """Tell whether the schema allows only one value in the field."""
    return name in _single() or name.endswith(tuple(load("vufind")["single_suffixes"]))


def _found_places(found: Mark, lines: Sequence[Line]) -> list[Place]:
    """Return the place of each of a field's values; of a single value, first to last byte."""
    rule = f"field/{found.name}"
    if len(lines) == 1:
        number, offset, raw = lines[0]
        end = len(raw.rstrip())
        begin = len(raw) - len(raw[found.value :].lstrip())
        return [(number, offset + min(begin, end), offset + end, rule)]
    places: list[Place] = []
    begin = found.value
    for number, offset, raw in lines:
        end = len(raw.rstrip())
        begin = max(begin, len(raw) - len(raw[begin:].lstrip()))
        places.append((number, offset + min(begin, end), offset + end, rule))
        begin = 0
    if found.style == "own" and len(places) > 1:
        del places[0]
    if _is_single(found.name):
        number, start, _, _ = places[0]
        return [(number, start, max(place[2] for place in places), rule)]
    return places

"""Reader of mentorlit's own lines: one JSON object a line, as :mod:`mentorlit.writers.ndjson`.

A line made or edited by other programs (``jq``) is read too: members that the model does not
know travel in ``extra["ndjson"]``; a line without an origin gets its place in this input.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mentorlit.model import JSON_NAME, PYTHON_NAME, SCHEMA, Citation, Origin, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_DECODER: Final = msgspec.json.Decoder(Citation)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield one citation or reject for every line that is not blank."""
    ordinal = 0
    for number, offset, raw in stream.lines():
        if not raw.strip():
            continue
        ordinal += 1
        place = (ordinal, number, offset)
        if stream.cut:
            yield stream.reject(place, "too-large", "the line is too long", raw, stream.cut)
            continue
        try:
            citation = _DECODER.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            yield _tolerant(stream, place, raw)
            continue
        if citation.origin is None:
            citation = msgspec.structs.replace(citation, origin=stream.origin(*place))
        yield citation


def _tolerant(stream: Stream, place: tuple[int, int, int], raw: bytes) -> Citation | Reject:
    """Read a line that does not fit the model as it stands, value by value."""
    try:
        members = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return stream.reject(place, "not-json", f"the line is not JSON: {error}", raw)
    if not isinstance(members, dict):
        return stream.reject(place, "not-a-record", "the line is not a JSON object", raw)
    version = members.pop("schema", None)
    if version is not None and version != SCHEMA:
        return stream.reject(
            place, "other-schema", f"unknown schema {version!r}; this program reads {SCHEMA!r}", raw
        )
    return _citation(members, stream.origin(*place))


def _citation(members: dict[str, Any], place: Origin) -> Citation:
    """Make a citation of ``members``; what does not fit goes to ``extra`` with a problem."""
    known: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    problems: list[Problem] = []
    types = {JSON_NAME[field.name]: field.type for field in msgspec.structs.fields(Citation)}
    for name, value in members.items():
        if name not in types:
            unknown[name] = value
            continue
        # jq easily turns "13" into 13; as text it is the same volume.
        as_text = types[name] is str and type(value) in {int, float}
        try:
            known[PYTHON_NAME[name]] = msgspec.convert(
                str(value) if as_text else value, types[name]
            )
        except (msgspec.ValidationError, RecursionError) as error:
            unknown[name] = value
            problems.append(Problem("not-understood", f"{error}", name))
    if unknown:
        extra = dict(known.get("extra", {}))
        extra["ndjson"] = {**extra.get("ndjson", {}), **unknown}
        known["extra"] = extra
    if problems:
        known["problems"] = (*known.get("problems", ()), *problems)
    known.setdefault("origin", place)
    return Citation(**known)

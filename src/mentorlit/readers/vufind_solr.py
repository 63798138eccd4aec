"""Reader of VuFind's Solr documents as JSON: one, an array, a Solr response, JSON lines.

The form is Solr's JSON response (https://solr.apache.org/guide/solr/latest/query-guide/response-writers.html),
whose documents are under ``response.docs``, or the documents alone. Fields:
docs/formats/vufind-solr.md.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mentorlit.formats.vufind.record import citation as citation_of
from mentorlit.jsonsplit import Element, located
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
    as in every JSON parser (RFC 8259, 4); the record then says so, and the others are in ``extra``.
    """
    for place, element in located(stream, _ARRAYS):
        yield _read_one(stream, place, element)


def _read_one(stream: Stream, place: tuple[int, int, int], element: Element) -> Citation | Reject:
    """Return the record or reject that one element of the input makes."""
    fault, message = element.fault, _FAULTS.get(element.fault, "")
    fields: Any = None
    problems: tuple[Problem, ...] = ()
    if not fault:
        fields, problems, message = _decoded(stream, element.raw)
        fault = "not-json" if message else ""
    if not fault:
        citation = _record(stream, place, element.raw, fields, problems)
        if citation:
            return citation
        fault, message = "no-fields", "no object with fields of VuFind's Solr schema that say much"
    return stream.reject(place, fault, message, element.raw, element.length)


def _record(
    stream: Stream,
    place: tuple[int, int, int],
    raw: bytes,
    fields: Any,
    problems: tuple[Problem, ...],
) -> Citation | None:
    """Return the record of one JSON value, None if it is no document that says anything."""
    if not isinstance(fields, dict):
        return None
    repeated = _repeated(raw, fields)
    if repeated:
        message = f"members with the same name; the last counts: {', '.join(repeated)}"
        problems += (Problem("repeated-field", message),)
    citation = citation_of(fields, stream.origin(*place), problems=problems)
    return _with_repeated(citation, repeated) if citation and repeated else citation


def _repeated(raw: bytes, fields: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the earlier values of the members that the document has more than once.

    A document has as many ``":`` as members, unless a value holds one: only then it is read again.
    """
    if raw.count(b'":') == len(fields):
        return {}
    import json  # noqa: PLC0415 - start-up

    pairs: list[tuple[str, Any]] = []

    def keep(members: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs[:] = members
        return dict(members)

    try:
        json.loads(raw, object_pairs_hook=keep)
    except (ValueError, RecursionError):
        return {}
    last = {name: index for index, (name, _) in enumerate(pairs)}
    found: dict[str, list[Any]] = {}
    for index, (name, value) in enumerate(pairs):
        if last[name] != index and value != fields.get(name):
            found.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return found


def _with_repeated(citation: Citation, repeated: dict[str, list[Any]]) -> Citation:
    """Return the record with the earlier values of repeated members in ``extra``."""
    name = citation.origin.format if citation.origin else ""
    kept = {key: list(values) for key, values in citation.extra.get(name, {}).items()}
    for key, values in repeated.items():
        kept[key] = [*kept.get(key, ()), *values]
    return msgspec.structs.replace(citation, extra={**citation.extra, name: kept})


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

"""What every reader of JSON records does with the elements of its input before it reads one."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.jsonsplit import Element, elements
from mentorlit.jsontext import Decode
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_MESSAGES: Final = {
    "not-json": "this is not JSON",
    "truncated": "the input ends within this {noun} or before the end of the array",
    "unbalanced": "a bracket or quotation mark in this {noun} does not match",
    "too-deep": "this {noun} is nested too deeply",
    "too-large": "this {noun} is too large",
}
_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")

Place = tuple[int, int, int]
"""Ordinal, line and offset, as :meth:`mentorlit.stream.Stream.origin` takes them."""


class Found(NamedTuple):
    """One record's value, with its place, its bytes and what is doubtful about its encoding."""

    place: Place
    raw: bytes
    value: Any
    problems: tuple[Problem, ...] = ()


def found(
    stream: Stream,
    arrays: tuple[bytes, ...],
    noun: str,
    decode: Decode | None = None,
    levels: int = 8,
    *,
    bounded: bool = False,
) -> Iterator[Found | Reject]:
    """Yield the value of each element of ``stream``, whatever holds it; a reject for what is none.

    ``arrays``, ``levels``, ``decode`` and ``bounded`` are those of
    :func:`mentorlit.jsonsplit.elements`; ``noun`` is what messages call an element. What
    ``decode`` cannot read, but a more tolerant parser of JSON can (other encodings, raw control
    characters, NaN), comes as that one's value, with a problem.
    """
    split = elements(
        stream.blocks(),
        limit=stream.limits.record,
        depth=stream.limits.json_depth,
        arrays=arrays,
        levels=levels,
        start=stream.start,
        decode=decode,
        bounded=bounded,
    )
    for ordinal, element in enumerate(split, 1):
        yield value_of(stream, (ordinal, element.line, element.offset), element, noun)


def value_of(stream: Stream, place: Place, element: Element, noun: str) -> Found | Reject:
    """Return the value of one element, or the reject of what has none; ``noun`` as above."""
    if element.value is not None and not (stream.encoding and not element.raw.isascii()):
        return Found(place, element.raw, element.value)
    return _tolerant(stream, place, element, noun)


def _tolerant(stream: Stream, place: Place, element: Element, noun: str) -> Found | Reject:
    """Return the value of an element that is not plain JSON in UTF-8, or its reject."""
    fault = element.fault
    if fault in ("", "not-json"):
        text, problems = stream.text(element.raw)
        try:
            value = json.loads(text.strip().rstrip(","), strict=False, parse_constant=_nothing)
        except (ValueError, RecursionError):
            fault = "not-json"
        else:
            if fault:
                message = "JSON with values that its standard (RFC 8259) does not allow"
                problems += (Problem("loose-json", message),)
            return Found(place, element.raw, _whole_characters(value), problems)
    message = _MESSAGES[fault].format(noun=noun)
    return stream.reject(place, fault, message, element.raw, element.length)


def _whole_characters(value: Any) -> Any:
    """Put U+FFFD in place of half a surrogate pair, which no text may hold (RFC 8259, 8.2)."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {_whole_characters(name): _whole_characters(item) for name, item in value.items()}
    return value


def _nothing(_constant: str) -> None:
    """Read NaN and Infinity as null."""


def repeated(raw: bytes, value: Any) -> dict[str, list[Any]]:
    """Return the earlier values of members that an object has more than once, by their name.

    The last one counts, as in every JSON parser (RFC 8259, 4). A record has as many ``":`` as
    members, unless a text holds one or a blank parts them: only then it is read again.
    """
    if raw.count(b'":') == _count(value):
        return {}
    earlier: dict[str, list[Any]] = {}

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            last = {name: index for index, (name, _) in enumerate(pairs)}
            for index, (name, item) in enumerate(pairs):
                if last[name] != index and item != members[name]:
                    values = item if isinstance(item, list) else [item]
                    earlier.setdefault(name, []).extend(values)
        return members

    try:
        json.loads(raw, object_pairs_hook=keep, strict=False, parse_constant=_nothing)
    except (ValueError, RecursionError):
        return {}
    return _whole_characters(earlier) if earlier else {}


def _count(value: Any) -> int:
    """Return how many members the objects in ``value`` have together."""
    total = 0
    pending = [value]
    while pending:
        value = pending.pop()
        if type(value) is dict:
            total += len(value)
            pending += [item for item in value.values() if type(item) in (dict, list)]
        elif type(value) is list:
            pending += [item for item in value if type(item) in (dict, list)]
    return total


def with_repeated(citation: Citation, earlier: dict[str, list[Any]]) -> Citation:
    """Return the record with the earlier values of repeated members in ``extra``, and a problem."""
    if not earlier:
        return citation
    name = citation.origin.format if citation.origin else ""
    kept = dict(citation.extra.get(name, {}))
    for key, values in earlier.items():
        held = kept.get(key, [])
        kept[key] = [*(held if isinstance(held, list | tuple) else [held]), *values]
    message = f"members with the same name; the last counts: {', '.join(earlier)}"
    return msgspec.structs.replace(
        citation,
        extra={**citation.extra, name: kept},
        problems=(*citation.problems, Problem("repeated-field", message)),
    )


def read_with(
    stream: Stream,
    results: Iterator[Found | Reject],
    make: Callable[[Found], Citation | None],
    refusal: tuple[str, str],
) -> Iterator[Citation | Reject]:
    """Yield what ``make`` makes of each value, a reject for what it returns None for.

    ``refusal`` is the code and the message of those rejects.
    """
    for result in results:
        if isinstance(result, Reject):
            yield result
            continue
        citation = make(result)
        yield citation or stream.reject(result.place, *refusal, result.raw)

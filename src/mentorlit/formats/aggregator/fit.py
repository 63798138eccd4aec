"""JSON objects to structs of a schema, as far as they follow it; nothing else gets lost.

A format's structs name every member that its schema has and forbid others. A record that follows
the schema is decoded straight into them, which is fast; any other record goes through :func:`fit`.
"""

import re
from functools import cache
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import msgspec

from mentorlit.jsontext import Decode
from mentorlit.model import Problem
from mentorlit.plaintext import clean

_INTEGER: Final = re.compile(r"-?\d{1,9}\Z")
_AT: Final = re.compile(r"at `\$\.([^.\[`]+)")
_EMPTY: Final[tuple[Any, ...]] = ("", [], {}, None)

Schema = TypeVar("Schema", bound=msgspec.Struct)


def decoder(schema: type[msgspec.Struct]) -> Decode:
    """Return a function from bytes to a ``schema``, or to plain JSON values if they do not fit it.

    It raises :class:`msgspec.DecodeError` for what is not JSON.
    """
    typed = msgspec.json.Decoder(schema).decode
    plain = msgspec.json.Decoder().decode

    def decode(raw: bytes) -> Any:
        try:
            return typed(raw)
        except msgspec.ValidationError:
            return plain(raw)

    return decode


def fitted(schema: type[Schema], value: Any) -> tuple[Schema | None, dict[str, Any]]:
    """Return what :func:`decoder` made as a ``schema``, and the members that do not fit it."""
    if isinstance(value, schema):
        return value, {}
    return fit(schema, value) if isinstance(value, dict) else (None, {})


def fit(schema: type[Schema], members: dict[str, Any]) -> tuple[Schema, dict[str, Any]]:
    """Return ``members`` as a ``schema`` and, whole, those that it holds not all of.

    A text stands for a list of one text, a number for a text, null for what is not there. Members
    of the type :class:`msgspec.Raw` are those that a format does not keep.
    """
    plan = _plan(schema)
    known = {name: raw for name, raw in members.items() if name in plan and raw not in _EMPTY}
    rest = {name: raw for name, raw in members.items() if name not in plan and raw not in _EMPTY}
    odd: dict[str, Any] = {}
    while True:
        try:
            struct = msgspec.convert(known, schema)
            break
        except (ValueError, RecursionError) as error:
            name = _place(error)
            for one in [name] if name in known else list(known):
                odd[one] = known.pop(one)
    for name, raw in odd.items():
        attribute, kind = plan[name]
        if kind is msgspec.Raw:
            continue
        value, is_whole = _converted(kind, raw)
        if value is not None:
            setattr(struct, attribute, value)
        if not is_whole:
            rest[name] = raw
    return struct, rest


def doubts(schema: type[msgspec.Struct], rest: dict[str, Any]) -> tuple[Problem, ...]:
    """Return a problem for each member of the schema that is among those that do not fit it."""
    return tuple(
        Problem("not-understood", f"the value of {name!r} is not understood in full")
        for name in rest
        if name in _plan(schema)
    )


def _place(error: Exception) -> str:
    """Return the name of the member that msgspec could not convert."""
    match = _AT.search(str(error))
    return match[1] if match else ""


@cache
def _plan(schema: type[msgspec.Struct]) -> dict[str, tuple[str, Any]]:
    """Return, by the name of a JSON member, the attribute and its type."""
    return {field.encode_name: (field.name, field.type) for field in msgspec.structs.fields(schema)}


def _converted(kind: Any, raw: Any) -> tuple[Any, bool]:
    """Return ``raw`` as a value of the type ``kind``, None if it is none, and whether it is all."""
    try:
        return msgspec.convert(raw, kind), True
    except (ValueError, RecursionError):
        pass
    kind = _without_none(kind)
    origin = get_origin(kind) or kind
    if origin is list:
        return _list(get_args(kind)[0], raw)
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return _struct(origin, raw)
    if isinstance(raw, list) and origin in (str, int):
        values = [value for value in raw if value not in _EMPTY]
        value, is_whole = _converted(kind, values[0]) if values else (None, True)
        return value, is_whole and len(values) < 2
    return _scalar(origin, clean(raw))


def _scalar(kind: Any, text: str) -> tuple[Any, bool]:
    """Return a text as a text or number."""
    if kind is str and text:
        return text, True
    if kind is int and _INTEGER.match(text):
        return int(text), True
    return None, False


def _without_none(kind: Any) -> Any:
    """Return the first type of a union with None."""
    if get_origin(kind) in (UnionType, Union):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _list(kind: Any, raw: Any) -> tuple[Any, bool]:
    items = raw if isinstance(raw, list) else [raw]
    pairs = [_converted(kind, item) for item in items if item not in _EMPTY]
    return [value for value, _ in pairs if value is not None], all(whole for _, whole in pairs)


def _struct(kind: type[msgspec.Struct], raw: Any) -> tuple[Any, bool]:
    """Return an object as ``kind``; a text as one with nothing but its ``text_member``."""
    if isinstance(raw, dict):
        value, rest = fit(kind, raw)
        return value, not rest
    member = getattr(kind, "text_member", "")
    text = clean(raw)
    return (kind(**{member: text}), True) if member and text else (None, False)

"""Reader of CSL-YAML: lists of items, alone or under ``references``, as pandoc reads and writes it.

The members are those of CSL-JSON. Fields and forms: docs/formats/csl-yaml.md.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from mentorlit.formats.csl.item import Item, is_item
from mentorlit.formats.csl.yamlitems import Chunk, chunks
from mentorlit.jsonrecords import Place, with_repeated
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.yamltext import YamlError, load, resolved

_NO_CASE: Final = re.compile(r"\[([^\[\]]{1,500})\]\{\.nocase\}")
_NOT_AN_ITEM: Final = "this is no mapping with a key that CSL knows"


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every item and a reject for what cannot be read as one."""
    ordinal = 0
    for chunk in chunks(stream):
        place = (ordinal + 1, chunk.line, chunk.offset)
        for record in _records(stream, chunk, place):
            ordinal += 1
            yield record


def _records(stream: Stream, chunk: Chunk, place: Place) -> Iterator[Citation | Reject]:
    if chunk.length > stream.limits.record:
        yield stream.reject(place, "too-large", "this item is too large", chunk.raw, chunk.length)
        return
    if chunk.fault:
        yield stream.reject(place, "not-a-record", chunk.fault, chunk.raw)
        return
    text, problems = stream.text(chunk.raw)
    try:
        value, earlier = load(text, stream.limits.json_depth, bare=True)
    except YamlError as error:
        yield stream.reject(place, error.code, _located(error, chunk), chunk.raw)
        return
    items = _items(value, is_item_list=chunk.is_item)
    if not items:
        # What pandoc's metadata have beside the references is no record.
        if chunk.is_item or not isinstance(value, dict):
            yield stream.reject(place, "not-a-record", _NOT_AN_ITEM, chunk.raw)
        return
    for number, members in enumerate(items):
        record = _record(stream, members, (place[0] + number, *place[1:]), problems, earlier)
        yield record or stream.reject(
            (place[0] + number, *place[1:]), "not-a-record", _NOT_AN_ITEM, chunk.raw
        )


def _record(
    stream: Stream,
    members: Any,
    place: Place,
    problems: tuple[Problem, ...],
    earlier: dict[str, list[Any]],
) -> Citation | None:
    if not isinstance(members, dict) or not is_item(members):
        return None
    custom = resolved(members.get("custom"))
    plain = _unmarked(members)
    if custom is not None:
        plain["custom"] = custom
    citation = Item(plain, problems).citation(stream, place)
    return with_repeated(citation, _unmarked(earlier))


def _located(error: YamlError, chunk: Chunk) -> str:
    return f"{error} (line {chunk.line + error.line - 1})"


def _items(value: Any, *, is_item_list: bool) -> list[Any]:
    """Return the items in what one chunk holds: one item, or a list in brackets."""
    if is_item_list:
        return value if isinstance(value, list) else []
    if not isinstance(value, dict):
        return []
    for name in ("references", "items"):
        if isinstance(value.get(name), list):
            return list(value[name])
    return [value] if "type" in value and is_item(value) else []


def _unmarked(value: Any) -> Any:
    """Return plain texts, with pandoc's ``[x]{.nocase}`` in the form of CSL-JSON."""
    if isinstance(value, str):
        text = str(value)
        return _NO_CASE.sub(r'<span class="nocase">\1</span>', text) if "nocase" in text else text
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if isinstance(value, dict):
        return {name: _unmarked(item) for name, item in value.items()}
    return value

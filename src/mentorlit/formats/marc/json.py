"""MARC in JSON: the shapes that records have there, to the record model.

MARC-in-JSON (https://github.com/marc4j/marc4j/wiki/MARC-in-JSON-Description, also of pymarc,
ruby-marc and VuFind), MARC-JSON of BIBFRAME ancestors (``controlfield``/``datafield`` as MARCXML
has them), Catmandu's and other lists of rows.
"""

from collections.abc import Iterator
from typing import Any

from mentorlit.composing import normalized
from mentorlit.formats.marc.record import Content, DataField, Record
from mentorlit.plaintext import printable

_INDICATORS = (("ind1", "ind2"), ("i1", "i2"), ("indicator1", "indicator2"))


def record(value: Any) -> Record | None:
    """Return the record that a JSON value holds, or None if it is none."""
    if isinstance(value, list):
        return _of_rows(value)
    if not isinstance(value, dict):
        return None
    inner = value.get("record")
    if isinstance(inner, dict | list) and "fields" not in value:
        return record(inner)
    leader = _text(value.get("leader") or value.get("LDR") or value.get("000"))
    fields = list(_fields(value))
    return Record(leader, fields) if fields else None


def _fields(value: dict[str, Any]) -> Iterator[tuple[str, Content]]:
    """Yield the fields of a record object, whichever member holds them."""
    for name in ("controlfield", "controlfields", "datafield", "datafields", "fields"):
        held = value.get(name)
        if isinstance(held, dict):
            held = [{tag: one} for tag, some in held.items() for one in _listed(some)]
        for one in held if isinstance(held, list) else ():
            yield from _field(one)
    if not any(name in value for name in ("fields", "datafield", "datafields")):
        for tag, some in value.items():
            if len(tag) == 3 and tag.isdigit() and tag != "000":
                for one in _listed(some):
                    yield from _named(tag, one)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _field(one: Any) -> Iterator[tuple[str, Content]]:
    """Yield the field of one element: ``{"245": ...}`` or ``{"tag": "245", ...}``."""
    if isinstance(one, list):
        yield from _row(one)
    elif isinstance(one, dict) and "tag" in one:
        said = one.get("data", one.get("value", one.get("text", one.get("$"))))
        holder = one if said is None else said
        yield from _named(_text(one["tag"]), holder)
    elif isinstance(one, dict):
        for tag, content in one.items():
            for each in _listed(content):
                yield from _named(tag, each)


def _named(tag: str, content: Any) -> Iterator[tuple[str, Content]]:
    """Yield a field whose tag is known: a text, or an object with indicators and subfields."""
    if not isinstance(content, dict):
        text = _text(content)
        if text and len(tag) == 3:
            yield tag, text
        return
    field: DataField = [_indicators(content)]
    held = content.get("subfields", content.get("subfield", content.get("sf")))
    if held is None:
        held = {code: some for code, some in content.items() if len(code) == 1}
    if isinstance(held, dict):
        held = [held] if "code" in held else [{code: some} for code, some in held.items()]
    for one in held if isinstance(held, list) else ():
        _add(field, one)
    if len(tag) == 3 and len(field) > 1:
        yield tag, field


def _indicators(content: dict[str, Any]) -> str:
    for one, two in _INDICATORS:
        if one in content or two in content:
            return (_text(content.get(one)) or " ")[:1] + (_text(content.get(two)) or " ")[:1]
    both = content.get("indicators")
    if isinstance(both, list):
        both = "".join((_text(each) or " ")[:1] for each in both)
    return str(both or "")[:2].ljust(2)


def _add(field: DataField, one: Any) -> None:
    """Add a subfield: ``{"a": ...}``, ``{"code": "a", "value": ...}`` or ``["a", ...]``."""
    if isinstance(one, list) and len(one) == 2:
        one = {_text(one[0]): one[1]}
    if not isinstance(one, dict):
        return
    if "code" in one:
        code = _text(one["code"])
        one = {code: one.get("data", one.get("value", one.get("text", one.get("$"))))}
    for code, some in one.items():
        for each in _listed(some):
            if code:
                field += (code[:1], _text(each))


def _of_rows(rows: list[Any]) -> Record | None:
    """Return the record of Catmandu's rows: tag, two indicators, code and value in turn."""
    leader = ""
    fields: list[tuple[str, Content]] = []
    for row in rows:
        for tag, content in _row(row):
            if tag in ("LDR", "000"):
                leader = content if isinstance(content, str) else content[-1]
            else:
                fields.append((tag, content))
    return Record(leader, fields) if fields else None


def _row(row: Any) -> Iterator[tuple[str, Content]]:
    if not isinstance(row, list) or len(row) < 4 or len(_text(row[0])) != 3:
        return
    tag, one, two, *rest = (_text(each) for each in row)
    if rest[0] == "_":
        yield tag, rest[1] if len(rest) > 1 else ""
        return
    yield tag, [(one or " ")[:1] + (two or " ")[:1], *rest[: len(rest) // 2 * 2]]


def _text(value: Any) -> str:
    """Return a JSON scalar as text, as it stands."""
    if isinstance(value, str):
        return value if value.isascii() else printable(normalized("NFC", value))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

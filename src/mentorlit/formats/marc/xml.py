"""The elements of MARCXML (and MarcXchange, ISO 25577) to a record.

http://www.loc.gov/standards/marcxml/; elements are told by their local names, whatever the prefix.
"""

from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element

from mentorlit.composing import normalized
from mentorlit.formats.marc.record import Content, DataField, Record
from mentorlit.plaintext import printable


def records(element: _Element) -> Iterator[_Element]:
    """Yield the record elements in ``element``, itself included, that have fields."""
    if any(_name(inner.tag) in _FIELDS for inner in element):
        yield element
        return
    for inner in element:
        if isinstance(inner.tag, str):
            yield from records(inner)


_FIELDS = frozenset({"leader", "controlfield", "datafield"})


@lru_cache(maxsize=256)
def _name(tag: object) -> str:
    """Return the local name of a tag; ``""`` for comments and the like."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def record(element: _Element) -> Record:
    """Return the record that a record element holds."""
    leader = ""
    fields: list[tuple[str, Content]] = []
    for inner in element:
        name = _name(inner.tag)
        if name == "datafield":
            fields.append((inner.get("tag", ""), _data_field(inner)))
        elif name == "controlfield":
            fields.append((inner.get("tag", ""), _text(inner).strip("\n\r\t")))
        elif name == "leader":
            leader = _text(inner).strip("\n\r\t")
    return Record(leader, fields)


def _data_field(element: _Element) -> DataField:
    field = [(element.get("ind1") or " ")[:1] + (element.get("ind2") or " ")[:1]]
    for subfield in element:
        if _name(subfield.tag) == "subfield":
            field.append(subfield.get("code", ""))
            field.append(_text(subfield))
    return field


def _text(element: _Element) -> str:
    """Return the text of an element; what stands in elements inside it belongs to it."""
    text = element.text or ""
    if len(element):
        text = "".join(map(str, element.itertext()))
    if text.isascii():
        return text
    return printable(normalized("NFC", text))

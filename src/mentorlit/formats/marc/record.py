"""The record of the MARC family (ISO 2709, MARCXML, MARC-in-JSON, breaker, staff views).

In ``Citation.extra`` a record's fields stand under ``"marc21"`` or ``"unimarc"``, whatever the
carrier, as a dictionary::

    {"leader": "00755cam a2200241 a 4500",
     "001": ["5731351"],
     "245": [["10", "a", "ActivePerl with ASP and ADO /", "c", "Tobias Martinsson."]]}

``leader`` is a text; every other key is a tag with a list of its fields in order. A control field
is a text; a data field is a list: both indicators as one text, then code and value of each
subfield in turn. Leader, control fields and every data field that the citation does not tell
whole are there, values as in the source (in NFC). What is missing there is told whole by the
citation, so that a record can be written back from both.
"""

from collections.abc import Iterator
from typing import Any, Final, TypeGuard

DataField = list[str]
"""Indicators, then code and value of each subfield in turn."""

Content = str | DataField
"""A control field's text or a data field."""

FORMATS: Final = ("marc21", "unimarc")
"""The keys of ``Citation.extra`` that hold fields of such a record."""


class Record:
    """One record: its leader (24 characters, or ``""``) and its fields in the source's order."""

    __slots__ = ("fields", "leader")

    def __init__(self, leader: str, fields: list[tuple[str, Content]]) -> None:
        self.leader = leader
        self.fields = fields

    def control(self, tag: str) -> str:
        """Return the first control field ``tag``, or ``""``."""
        for name, content in self.fields:
            if name == tag and isinstance(content, str):
                return content
        return ""


def pairs(field: DataField) -> Iterator[tuple[str, str]]:
    """Return code and value of each subfield, in order."""
    return zip(field[1::2], field[2::2], strict=False)


def first(field: DataField, code: str) -> str:
    """Return the first subfield ``code`` without surrounding spaces, or ``""``."""
    if code not in field:
        return ""
    place = field.index(code)
    if place & 1:
        return field[place + 1].strip()
    # A value that is the same as the code.
    return next((value.strip() for name, value in pairs(field) if name == code), "")


def values(field: DataField, code: str) -> list[str]:
    """Return every subfield ``code`` that says something, without surrounding spaces."""
    if code not in field:
        return []
    return [text for name, value in pairs(field) if name == code and (text := value.strip())]


def codes(field: DataField) -> str:
    """Return the codes of the subfields, in order, as one text."""
    return "".join(field[1::2])


def kept(leader: str, fields: list[tuple[str, Content]]) -> dict[str, Any]:
    """Return leader and fields in the form of ``Citation.extra``."""
    found: dict[str, Any] = {"leader": leader} if leader else {}
    for tag, content in fields:
        if tag in found and tag != "leader":
            found[tag].append(content)
        else:
            # A field may be called "leader" too; the breaker's name for it is free.
            found.setdefault(tag if tag != "leader" else "LDR", []).append(content)
    return found


def under(name: str, leader: str, fields: list[tuple[str, Content]]) -> dict[str, dict[str, Any]]:
    """Return what :func:`kept` does under the key of its format, nothing if there is nothing."""
    found = kept(leader, fields)
    return {name: found} if found else {}


def restored(extra: dict[str, Any]) -> Record:
    """Return the record that :func:`kept` put away, fields in the order of their tags.

    What does not have that form (``extra`` may have been edited) is left out.
    """
    leader = extra.get("leader", "")
    fields = [
        (tag, content)
        for tag in sorted(tag for tag in extra if tag != "leader")
        for content in (extra[tag] if isinstance(extra[tag], list | tuple) else ())
        if isinstance(content, str) or _is_field(content)
    ]
    return Record(leader if isinstance(leader, str) else "", fields)


def _is_field(content: Any) -> TypeGuard[DataField]:
    return (
        isinstance(content, list)
        and len(content) % 2 == 1
        and all(isinstance(part, str) for part in content)
    )

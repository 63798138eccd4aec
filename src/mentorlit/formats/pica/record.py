"""The record of PICA+ and its syntaxes: plain text, normalized, binary, XML.

In ``Citation.extra["pica"]`` stand the fields that the citation does not tell whole: by tag, a list
of fields, each a list: the occurrence (``""`` or ``"01"``), then code and value of each subfield.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from mentorlit.composing import normalized

Field = list[str]
"""Occurrence, then code and value of each subfield in turn."""

Record = list[tuple[str, Field]]
"""Tags with their fields, in order."""

_FIELD: Final = re.compile(r"\s{0,3}([012][0-9]{2}[A-Z@])(?:/([0-9]{2,3}))?\s?(.*)", re.DOTALL)
_SIGNS: Final = ("\x1f", "ƒ", "‡", "$")


def parse(text: str) -> Record:
    """Return the fields of one record in any textual syntax.

    A field ends at a line end or the field separator 0x1E; ``$``, ``ƒ`` or 0x1F mark subfields,
    ``$$`` stands for a dollar sign.
    """
    record: Record = []
    ends = "\x1e" if "\x1e" in text else "\n"
    for part in _parts(text.replace("\r\n", "\n").replace("\x1d", ends), ends):
        match = _FIELD.match(part)
        if match:
            field = [match[2] or "", *_subfields(match[3].rstrip("\n\r"))]
            if len(field) > 1:
                record.append((match[1], field))
    return record


def _parts(text: str, ends: str) -> Iterator[str]:
    """Yield each field; a line that begins none goes on with the one before."""
    held: list[str] = []
    for part in text.split(ends):
        body = part.lstrip("\n")
        if ends != "\n" or _FIELD.match(body[:16]):
            if held:
                yield " ".join(held)
            held = [body]
        elif body.strip() and held:
            held.append(body.strip())
    if held:
        yield " ".join(held)


def _subfields(text: str) -> Iterator[str]:
    """Yield code and value of each subfield."""
    sign = next((each for each in _SIGNS if text.startswith(each)), "")
    if not sign:
        return
    if sign == "$":
        text = text.replace("$$", "\0")
    for piece in text.split(sign)[1:]:
        if piece and piece[0].isalnum():
            yield piece[0]
            yield piece[1:].replace("\0", "$").strip()


def of_rows(rows: Iterator[tuple[str, str, list[tuple[str, str]]]]) -> Record:
    """Return the record of tags, occurrences and subfields (PICA XML)."""
    record: Record = []
    for tag, occurrence, subfields in rows:
        field = [occurrence]
        for code, value in subfields:
            field += (code, normalized("NFC", value))
        record.append((tag, field))
    return record


def pairs(field: Field) -> Iterator[tuple[str, str]]:
    """Return code and value of each subfield, in order."""
    return zip(field[1::2], field[2::2], strict=False)


def first(field: Field, codes: str) -> str:
    """Return the first subfield that has one of ``codes``, tried in their order, or ``""``."""
    for code in codes:
        for name, value in pairs(field):
            if name == code and value.strip():
                return " ".join(value.split())
    return ""


def values(field: Field, code: str) -> list[str]:
    """Return every subfield ``code`` that says something."""
    return [
        " ".join(value.split()) for name, value in pairs(field) if name == code and value.strip()
    ]


def kept(record: Record) -> dict[str, Any]:
    """Return fields in the form of ``Citation.extra``."""
    found: dict[str, Any] = {}
    for tag, field in record:
        found.setdefault(tag, []).append(field)
    return found

"""``parse --explain``: each value of a record with the place it was read from."""

import textwrap
from typing import Any, Final

import msgspec

from mentorlit import names
from mentorlit.dates import iso
from mentorlit.model import (
    JSON_NAME,
    RECORD_FIELDS,
    Citation,
    Evidence,
    Keyword,
    Name,
    PartialDate,
    StandardNumber,
)
from mentorlit.writing import printable

_WIDTH: Final = 76
"""Columns of a value."""

_LONGEST: Final = 300
"""Characters of a value that are shown; longer ones are cut."""


def explained(citation: Citation) -> bytes:
    """Return a block of text, for people, that ends with a blank line.

    One line a value, under it the line and bytes of the input and the rule that read it there;
    then what is missing, what is doubtful, and the source's own fields.
    """
    lines = [_heading(citation)]
    for field, name in JSON_NAME.items():
        value = getattr(citation, field)
        if field in RECORD_FIELDS or not value:
            continue
        lines += _with_places(name, _shown(value), citation.evidence.get(name, ()))
    lines += [f"  missing                {name}" for name in citation.incomplete]
    lines += [f"  problem ({p.code}): {p.message}" for p in citation.problems]
    for format_name, fields in citation.extra.items():
        lines += [f"  {format_name} field {key}: {_plain(value)}" for key, value in fields.items()]
    return ("\n".join(map(printable, lines)) + "\n\n").encode("utf-8", "backslashreplace")


def _with_places(name: str, parts: list[str], places: tuple[Evidence, ...]) -> list[str]:
    """Return the lines of one field; each part has its own place if there is one for each."""
    paired = len(parts) == len(places)
    lines: list[str] = []
    for number, part in enumerate(parts):
        first, *more = textwrap.wrap(part, _WIDTH) or [""]
        lines.append(f"  {name if number == 0 else '':22} {first}")
        lines += [f"  {'':22} {line}" for line in more]
        if paired:
            lines.append(f"  {'':22}   ^ {_place(places[number])}")
    return lines if paired else lines + [f"  {'':22}   ^ {_place(found)}" for found in places]


def _heading(citation: Citation) -> str:
    origin = citation.origin
    if origin is None:
        return "record"
    shown = f"{origin.file}:{origin.line}: record {origin.ordinal}, {origin.format}"
    return f"{shown}, id {origin.id}" if origin.id else shown


def _place(found: Evidence) -> str:
    return f"line {found.line}, bytes {found.start}-{found.end}, {found.rule}"


def _shown(value: Any) -> list[str]:
    """Return the value's parts, each as one short line."""
    if isinstance(value, dict):
        return [f"{key}: {part}" for key, item in value.items() for part in _shown(item)]
    if isinstance(value, tuple):
        return [part for item in value for part in _shown(item)]
    return [_one(value)]


def _one(value: Any) -> str:
    """Return one value on one line."""
    if isinstance(value, Name):
        return names.sort_form(value)
    if isinstance(value, PartialDate):
        return iso(value) or value.literal or str(value.year)
    if isinstance(value, Keyword):
        return f"{value.text} [{value.scheme}]" if value.scheme else value.text
    if isinstance(value, StandardNumber):
        return f"{value.value} ({value.medium})" if value.medium else value.value
    if isinstance(value, msgspec.Struct):
        return _short(" | ".join(map(str, filter(None, msgspec.structs.astuple(value)))))
    return _short(str(value))


def _plain(value: Any) -> str:
    """Return a value of ``extra`` for reading; lists of texts are the common case."""
    parts = value if isinstance(value, list) else [value]
    return _short("; ".join(map(str, parts)))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 4]} ..."

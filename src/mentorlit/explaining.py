"""``parse --explain``: each value of a record with the place it was read from."""

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

_WIDTH: Final = 72


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
        lines += [f"  {name:22} {part}" for part in _shown(value)]
        lines += [f"  {'':22}   ^ {_place(found)}" for found in citation.evidence.get(name, ())]
    lines += [f"  missing                {name}" for name in citation.incomplete]
    lines += [f"  problem ({p.code}): {p.message}" for p in citation.problems]
    for format_name, fields in citation.extra.items():
        lines += [f"  {format_name} field {key}: {_short(str(v))}" for key, v in fields.items()]
    return ("\n".join(map(printable, lines)) + "\n\n").encode("utf-8", "backslashreplace")


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


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 4]} ..."

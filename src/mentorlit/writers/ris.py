"""Writer of RIS, as EndNote, Zotero and Mendeley read it: ``TY  - `` to ``ER  - ``.

UTF-8, lines end with LF, one blank line between records. A value is one line, however long:
whatever could begin a line in it becomes a space, so that no value can end its record or begin
another. docs/formats/ris.md says what RIS cannot hold.
"""

import re
from typing import Any, Final

from msgspec import to_builtins

from mentorlit.composing import normalized
from mentorlit.formats.ris.held import untold
from mentorlit.formats.ris.record import citation_fields
from mentorlit.formats.ris.tags import tags
from mentorlit.formats.ris.written import lines
from mentorlit.jsontext import encode
from mentorlit.layout import Layout
from mentorlit.losses import COUNTED, is_said, ordered
from mentorlit.model import Citation

# Line ends of any kind, and control characters, which no program shows.
_BREAKS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
# Bidi embeddings, overrides and isolates: they belong to a display, not to a value.
_BIDI: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
# Protection of case, which no program that reads RIS knows; other markup is common in RIS.
_NO_CASE: Final = re.compile(r'<span class="nocase">(.*?)</span>')


def _record(citation: Citation, _: int = 0) -> str:
    shown = [(tag, one_line(value)) for tag, value in lines(citation) if value]
    body = "".join(f"{tag}  - {value}\n" for tag, value in shown if value)
    return f"{body}ER  - \n"


write: Final = Layout(_record, between="\n")
"""Yields one record for each citation; nothing at all for none."""


def one_line(text: str) -> str:
    """Return ``text`` on one line, without control characters and protection of case, NFC."""
    if text.isascii() and text.isprintable() and "  " not in text and "<" not in text:
        return text.strip()
    if "<span" in text:
        text = _NO_CASE.sub(r"\1", text)
    return normalized("NFC", _BIDI.sub("", _BREAKS.sub(" ", text))).strip()


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields of which the written record does not hold all.

    What it holds is found by reading it, unless the fields tell; white space does not count.
    """
    quick = untold(citation)
    return read_back(citation) if quick is None else quick


def read_back(citation: Citation) -> tuple[str, ...]:
    """Return what :func:`lost` does, found by writing the record and reading it."""
    back = citation_fields(tags(_record(citation)), {}, ())
    names = [
        name for field, name in COUNTED if not _holds(getattr(citation, field), back.get(field))
    ]
    if "abstract-sections" in names and is_said(citation):
        names.remove("abstract-sections")
    return ordered(names)


def _holds(value: Any, found: Any) -> bool:
    """Tell whether what was read back has all of a field's value."""
    if not value or value == found:
        return True
    if not found:
        return False
    return _contains(_plain(to_builtins(found)), _plain(to_builtins(value)))


def _contains(found: Any, value: Any) -> bool:
    if isinstance(value, dict) and isinstance(found, dict):
        return all(key in found and _contains(found[key], part) for key, part in value.items())
    if isinstance(value, list) and isinstance(found, list):
        known = set(map(encode, found))
        return all(encode(part) in known for part in value)
    return bool(value == found)


def _plain(value: Any) -> Any:
    """Return builtins with every text on one line."""
    if isinstance(value, str):
        return " ".join(normalized("NFC", value).split())
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value

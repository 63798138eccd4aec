"""Reader of Primo's records as JSON: the answers of its search API, and documents from them.

What maps to what: docs/formats/pnx-json.md.
"""

from collections.abc import Iterator
from typing import Any, Final

from mentorlit.formats.pnx.fields import Sections
from mentorlit.formats.pnx.record import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.plaintext import scalar
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NO_RECORD: Final = ("empty-record", "no object with fields of PNX that say anything")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every document with a ``pnx`` and a reject for what has none."""

    def make(one: Found) -> Citation | None:
        sections = _sections(one.value)
        made = citation(sections, stream.origin(*one.place), one.problems)
        return with_repeated(made, repeated(one.raw, one.value)) if made else None

    yield from read_with(stream, found(stream, (b"docs",), "document"), make, _NO_RECORD)


def _sections(document: Any) -> Sections:
    """Return the fields of a document's ``pnx``, or of the document itself, by section."""
    if not isinstance(document, dict):
        return {}
    pnx = document.get("pnx", document)
    sections: Sections = {}
    if not isinstance(pnx, dict):
        return sections
    for section, fields in pnx.items():
        if isinstance(fields, dict):
            sections[section] = {name: texts for name in fields if (texts := _texts(fields[name]))}
    return sections


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(scalar, values) if text.strip()]

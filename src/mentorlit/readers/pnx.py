"""Reader of Primo's normalised XML (PNX): records alone, in search results, in OAI-PMH responses.

What maps to what: docs/formats/pnx.md.
"""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from mentorlit import xmlrecord
from mentorlit.formats.pnx.fields import Sections
from mentorlit.formats.pnx.record import citation
from mentorlit.model import Citation, Origin
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import local, value

_RECORDS: Final = frozenset({"record"})
_DEPTH: Final = 4
"""Wrappers between an envelope's record and the one with the sections."""


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every record; one that says nothing is rejected."""
    return xmlrecord.read(stream, _RECORDS, _citation)


def _citation(record: XmlRecord, origin: Origin) -> Citation | None:
    return citation(_sections(record.element), origin, record.problems)


def _sections(element: _Element) -> Sections:
    """Return the fields by section; below OAI-PMH the record lies within another."""
    for _ in range(_DEPTH):
        if len(element) == 1 and local(element[0]) in ("PrimoNMBib", "record", "metadata"):
            element = element[0]
    found: Sections = {}
    for section in element:
        fields = found.setdefault(local(section), {})
        for field in section:
            if local(field):
                fields.setdefault(local(field), []).append(value(field))
    return found

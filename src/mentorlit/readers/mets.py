"""Reader of METS documents whose descriptive sections hold MODS or Dublin Core.

Specification: https://www.loc.gov/standards/mets/. One document is one record; which of its
sections describes it: docs/formats/mets.md.
"""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import xmlrecord
from mentorlit.formats.dublincore.record import citation as dublin_core
from mentorlit.formats.mods.record import citation as mods
from mentorlit.model import Citation, Origin
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlrecord import XmlRecord, header_id
from mentorlit.xmltext import attribute, local, value

_RECORDS: Final = frozenset({"mets"})
_KINDS: Final = {"mods": mods, "dc": dublin_core, "qualifieddc": dublin_core}
_DEPTH: Final = 16
"""Levels of a structural map that are looked at for a description."""
_LABELS: Final = ("LABEL", "OBJID", "TYPE")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every METS document; one without a description is rejected."""
    return xmlrecord.read(stream, _RECORDS, _citation)


def _citation(document: XmlRecord, origin: Origin) -> Citation | None:
    """Return the citation of the section that describes the whole document."""
    sections = _sections(document)
    if not sections:
        return None
    main = _main(document, sections)
    inner = sections[main]
    record = XmlRecord(inner, document.before, document.problems)
    found = _KINDS.get(local(inner), dublin_core)(record, origin)
    if found is None:
        return None
    own = found.origin.id if found.origin else ""
    # MODS within METS has an ID for the document's own links; it names nothing outside of it.
    if own == attribute(inner, "ID"):
        own = attribute(document.element, "OBJID") or header_id(document.before) or own
    extra = {
        name: [text]
        for name in _LABELS
        if (text := attribute(document.element, name)) and text not in (found.title, own)
    }
    others = [
        title for key, section in sections.items() if key != main and (title := _title(section))
    ]
    if others:
        extra["dmdSec"] = others
    kept = found.extra.get(origin.format, {}) | {
        f"mets@{key}": texts for key, texts in extra.items()
    }
    return replace(
        found,
        extra={origin.format: kept} if kept else {},
        origin=replace(origin, id=own),
    )


def _sections(document: XmlRecord) -> dict[str, _Element]:
    """Return, by ID, what the descriptive sections hold, if it is MODS or Dublin Core."""
    found: dict[str, _Element] = {}
    for index, section in enumerate(document.all("dmdSec")):
        for wrap in document.all("mdWrap", section):
            for data in document.all("xmlData", wrap):
                inner = _described(data)
                if inner is not None:
                    found.setdefault(attribute(section, "ID") or f"#{index}", inner)
    return found


def _described(data: _Element) -> _Element | None:
    """Return the description in xmlData; elements of Dublin Core may stand there without one."""
    for inner in data:
        if local(inner) in _KINDS:
            return inner
        if local(inner) == "modsCollection" and len(inner):
            return inner[0]
    names = {local(inner) for inner in data}
    return data if names & {"title", "identifier", "creator"} else None


def _main(document: XmlRecord, sections: dict[str, _Element]) -> str:
    """Return the ID of the section for the whole: that of the outermost logical division with one.

    Without a structural map that says it, the first section counts.
    """
    maps = document.all("structMap")
    logical = [one for one in maps if attribute(one, "TYPE").lower() == "logical"]
    for one in logical or maps:
        level = document.all("div", one)
        for _ in range(_DEPTH):
            for division in level:
                for key in attribute(division, "DMDID").split():
                    if key in sections:
                        return key
            level = [inner for division in level for inner in document.all("div", division)]
    return next(iter(sections))


def _title(section: _Element) -> str:
    """Return the first title in a section."""
    for element in section.iter():
        if local(element) == "title":
            return value(element)
    return ""

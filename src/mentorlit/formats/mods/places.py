"""originInfo (MODS user guidelines) but for its dates: publisher, place, edition; locations."""

from typing import Any, Final

from lxml.etree import _Element

from mentorlit import dates, relators
from mentorlit.formats.mods.vocabulary import other_events
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_PREVIEWS: Final = frozenset({"preview"})


def published(record: XmlRecord, scope: _Element) -> dict[str, Any]:
    """Take publisher, place and edition; those of a manufacture or distribution stay."""
    found: dict[str, Any] = {}
    for info in record.all("originInfo", scope):
        if attribute(info, "eventType").lower() in other_events():
            continue
        publisher = record.first_text("publisher", info) or _agent(record, info)
        for field, text in (
            ("publisher", publisher.rstrip(" ,:;")),
            ("publisher_place", _place(record, info)),
            ("edition", record.first_text("edition", info)),
        ):
            if text:
                found.setdefault(field, text)
    return found


def _place(record: XmlRecord, info: _Element) -> str:
    """Take the places in words; a code of a country is none."""
    found: dict[str, None] = {}
    for place in record.all("place", info):
        for term in record.all("placeTerm", place):
            if attribute(term, "type") != "code" and value(term):
                found[record.text(term).strip(" :;,[]")] = None
        if not len(place) and value(place):
            found[record.text(place).strip(" :;,[]")] = None
    return "; ".join(found)


def _agent(record: XmlRecord, info: _Element) -> str:
    """Take the publisher as an agent (MODS 3.8)."""
    for agent in record.all("agent", info):
        terms = [
            value(term)
            for role in record.all("role", agent)
            for term in record.all("roleTerm", role)
        ]
        kinds = {relators.field(term)[1].lower() for term in terms}
        if not terms or "publisher" in kinds:
            record.use(*record.all("role", agent))
            return " ".join(record.texts("namePart", agent))
    return ""


def locations(record: XmlRecord) -> tuple[dict[str, Any], list[str]]:
    """Take the record's locations: shelf mark, holding institution, addresses.

    The address of the primary display comes first; previews stay.
    """
    found: dict[str, Any] = {}
    urls: list[tuple[bool, str]] = []
    for location in record.all("location"):
        for url in record.all("url", location):
            text = value(url)
            if text and attribute(url, "access") not in _PREVIEWS:
                record.use(url)
                if date := dates.parse(attribute(url, "dateLastAccessed")):
                    found.setdefault("accessed", date)
                urls.append((not attribute(url, "usage").startswith("primary"), text))
        if "archive" not in found and (place := record.first_text("physicalLocation", location)):
            found["archive"] = place
        if "call_number" not in found and (mark := record.first_text("shelfLocator", location)):
            found["call_number"] = mark
    return found, [text for _, text in sorted(urls, key=lambda pair: pair[0])]

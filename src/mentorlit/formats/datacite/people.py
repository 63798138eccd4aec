"""creator and contributor of DataCite's XML (schema 4.6, properties 2 and 7)."""

from typing import Any, Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import names
from mentorlit.formats.datacite.vocabulary import is_unstated, mapped, spaced
from mentorlit.identifiers import orcid
from mentorlit.model import Funding, Name
from mentorlit.person_lists import people
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_BODIES: Final = frozenset({"organizational", "organisational", "organization"})


def credited(record: XmlRecord) -> dict[str, Any]:
    """Take creators and contributors; a funder among them (schema 2 and 3) is no name."""
    found: dict[str, list[Name]] = {}
    funding: list[Funding] = []
    creators = _stated(record, record.under("creators", "creator"), "creatorName")
    if authors := _names(record, creators, "creatorName"):
        found["author"] = authors
    contributors = record.under("contributors", "contributor")
    contributors = _stated(record, contributors, "contributorName")
    for element, name in zip(
        contributors, _names(record, contributors, "contributorName"), strict=True
    ):
        kind = attribute(element, "contributorType")
        if kind.lower() == "funder":
            funding.append(Funding(names.display(name)))
            continue
        field = mapped("contributors", kind)
        added = name if field else replace(name, role=spaced(kind) if kind != "Other" else "")
        found.setdefault(field or "contributor", []).append(added)
    kept = {
        field: tuple(dict.fromkeys(name for name in listed if name != Name()))
        for field, listed in found.items()
    }
    return {**kept, "funding": tuple(funding)}


def _stated(record: XmlRecord, elements: list[_Element], tag: str) -> list[_Element]:
    """Return the elements that name somebody; the others, with a code for nobody, are taken."""
    stated: list[_Element] = []
    for element in elements:
        if is_unstated(value(record.first(tag, element))):
            record.use(element)
        else:
            stated.append(element)
    return stated


def _names(record: XmlRecord, elements: list[_Element], tag: str) -> list[Name]:
    """Return one name for each element.

    Those that the source does not part are read as a list: whether ``Kristian Garza`` is a person
    or a body is told by the others and by the words in it.
    """
    bare = [value(record.first(tag, one)) for one in elements]
    unparted = [
        text
        for one, text in zip(elements, bare, strict=True)
        if text and not value(record.first("familyName", one)) and not _is_body(record, one, tag)
    ]
    listed = {text: people([text]).names for text in unparted if "," in text}
    plain = [text for text in unparted if "," not in text]
    together = people(plain).names
    if len(together) == len(plain):
        listed |= {text: [pair] for text, pair in zip(plain, together, strict=True)}
    return [
        _name(record, one, tag, [name for name, _ in listed.get(text, ())])
        for one, text in zip(elements, bare, strict=True)
    ]


def _is_body(record: XmlRecord, element: _Element, tag: str) -> bool:
    name = record.first(tag, element)
    return name is not None and attribute(name, "nameType").lower() in _BODIES


def _name(record: XmlRecord, element: _Element, tag: str, read: list[Name]) -> Name:
    """Take one name: its parts if the source has them, else as it was read in the list."""
    whole = record.first(tag, element)
    text = record.text(whole)
    family, given = (
        record.first_text("familyName", element),
        record.first_text("givenName", element),
    )
    kind = attribute(whole, "nameType").lower() if whole is not None else ""
    number = _orcid(record, element)
    if family:
        name = names.inverted(f"{family}, {given}") if given else Name(family=family)
        if "," in family or name.suffix:
            name = Name(family=family, given=given)
    elif kind in _BODIES:
        name = Name(literal=text)
    elif "," not in text and (kind == "personal" or number):
        name = names.direct(text)
    else:
        name = read[0] if len(read) == 1 else Name(literal=text or given)
    affiliations = dict.fromkeys(record.texts("affiliation", element))
    return replace(name, affiliation=tuple(affiliations), orcid=number) if name != Name() else name


def _orcid(record: XmlRecord, element: _Element) -> str:
    """Take the ORCID iD; other identifiers of persons stay."""
    for identifier in record.all("nameIdentifier", element):
        scheme = attribute(identifier, "nameIdentifierScheme").lower()
        is_orcid = "orcid" in scheme or "orcid.org" in value(identifier).lower()
        if is_orcid and (number := orcid(value(identifier))):
            record.use(identifier)
            return number
    return ""

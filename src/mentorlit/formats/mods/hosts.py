"""relatedItem (MODS user guidelines): what the work is in, its series, and other works."""

from typing import Any

from lxml.etree import _Element

from mentorlit.formats.mods import dates
from mentorlit.formats.mods.numbers import Numbers, part
from mentorlit.formats.mods.people import Credits
from mentorlit.formats.mods.places import published
from mentorlit.formats.mods.titles import titles
from mentorlit.formats.mods.vocabulary import mapped
from mentorlit.model import Relation
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_NUMBERS = ("doi", "pmid", "pmcid")


def host(record: XmlRecord, item: _Element) -> dict[str, Any]:
    """Take the host of an article or chapter; its fields are those of the whole citation."""
    named = titles(record, item)
    found: dict[str, Any] = {
        "container_title": named.title,
        "container_title_short": named.short,
        **_people(record, item),
        **published(record, item),
        **part(record, item),
    }
    issued = dates.dated(record, item).issued
    if issued and "issued" not in found:
        found["issued"] = issued
    numbers = Numbers(record, item)
    found["issn"], found["isbn"] = tuple(numbers.issn.values()), tuple(numbers.isbn.values())
    found["relations"] = _identified("part-of", numbers, "")
    for inner in record.all("relatedItem", item):
        if attribute(inner, "type") == "series":
            found |= series(record, inner)
        elif attribute(inner, "type") == "host":
            # an article in an issue in a journal
            outer = host(record, inner)
            found = {**outer, **{name: value for name, value in found.items() if value}}
            if outer["container_title"] and "issue" in found:
                found["container_title"] = outer["container_title"]
    return found


def _people(record: XmlRecord, item: _Element) -> dict[str, Any]:
    """Take the names of a host: its authors are not those of the part."""
    people = Credits(record, item)
    found = people.values()
    if authors := found.pop("author", ()):
        found["container_author"] = authors
    found["publisher"] = people.publisher(is_thesis=False)
    found["contributor"] = (*found.get("contributor", ()), *people.others())
    return {field: what for field, what in found.items() if what}


def series(record: XmlRecord, item: _Element) -> dict[str, Any]:
    """Take a series: title, number, editors, ISSN."""
    named = titles(record, item)
    details = part(record, item)
    number = named.number or details.get("volume") or details.get("issue") or ""
    title = named.title
    if named.number and title.endswith(f". {named.number}"):
        title = title.removesuffix(f". {named.number}")
    if not number and " ; " in title:
        # ISBD parts the number from the title of a series in this way.
        title, _, number = title.rpartition(" ; ")
    found: dict[str, Any] = {"collection_title": title, "collection_number": number}
    numbers = Numbers(record, item)
    found["issn"] = tuple(numbers.issn.values())
    people = Credits(record, item).values()
    if editors := people.get("editor"):
        found["collection_editor"] = editors
    return found


def relation(record: XmlRecord, item: _Element) -> tuple[Relation, ...]:
    """Return the relations to another work; all else that is said of it stays."""
    kind = mapped("relations", attribute(item, "type")) or "related-to"
    title = titles(record, item).title
    people = Credits(record, item).values().get("author", ())
    names = "; ".join(one.literal or f"{one.family}, {one.given}".rstrip(" ,") for one in people)
    text = f"{names}: {title}" if names and title else title
    found = _identified(kind, Numbers(record, item), text)
    address = attribute(item, "href")
    if not found and address.startswith("http"):
        found = (Relation(kind, "URL", address, text),)
    if not found:
        address = next((value(one) for one in _urls(record, item)), "")
        found = (Relation(kind, "URL" if address else "", address, text),)
    return found if any(one.id or one.text for one in found) else ()


def _urls(record: XmlRecord, item: _Element) -> list[_Element]:
    urls = [url for one in record.all("location", item) for url in record.all("url", one)]
    record.use(*urls[:1])
    return urls


def _identified(kind: str, numbers: Numbers, text: str) -> tuple[Relation, ...]:
    """Return a relation for each identifier of another work."""
    found = [
        Relation(kind, name.upper(), numbers.single[name], text)
        for name in _NUMBERS
        if name in numbers.single
    ]
    found += [
        Relation(kind, scheme, one, text)
        for scheme in numbers.others
        for one in numbers.others[scheme]
    ]
    found += [Relation(kind, "URL", url, text) for url in numbers.url]
    if kind != "part-of":
        found += [Relation(kind, "ISBN", number, text) for number in numbers.isbn]
        found += [Relation(kind, "ISSN", number, text) for number in numbers.issn]
    return tuple(found)

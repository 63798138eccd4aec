"""Identifiers, containers and related works of DataCite's JSON (schema 4.6, 1, 11, 12 and 20)."""

from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.aggregator.members import Members, text_of
from mentorlit.formats.aggregator.text import lines
from mentorlit.formats.datacite.titles import SERIES
from mentorlit.formats.datacite.vocabulary import holds, mapped, relation
from mentorlit.model import Relation, StandardNumber
from mentorlit.names import parse

_NUMBERS: Final = {"article": "number", "report": "number", "chapter": "chapter_number"}


def add(members: Members, values: dict[str, Any]) -> None:
    """Put identifiers, what holds the work, and links to others into ``values``."""
    own = _Numbers(values)
    for kind, number in (
        ("identifierType", "identifier"),
        ("alternateIdentifierType", "alternateIdentifier"),
    ):
        for one in members.objects(f"{number}s", number) or members.objects(number, number):
            if own.add(one.peek(kind), one.peek(number)):
                one.drop((kind, number))
    for address in members.texts("url"):
        own.add("URL", address)
    relations = _related_identifiers(members, own)
    found: dict[str, Any] = {}
    for item in members.objects("relatedItems", "relatedItemType"):
        word = item.text("relationType")
        if holds(word) and not found:
            found = _held_in(item)
        else:
            relations.append(_other(item, relation(word)))
    for field, value in [*_container(members).items(), *found.items(), *_series(members).items()]:
        if value and not values.get(field):
            values[field] = value
    values["relations"] = tuple(dict.fromkeys(one for one in relations if one.id or one.text))
    fields = own.fields()
    for field in ("issn", "isbn"):
        numbers = (*values.get(field, ()), *fields.pop(field, ()))
        values[field] = tuple(dict.fromkeys(numbers))
    values |= fields


class _Numbers:
    """The identifiers of the work, each in its field or by its scheme."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.lists: dict[str, dict[Any, None]] = {"url": {}, "issn": {}, "isbn": {}}
        self.others: dict[str, dict[str, None]] = {}

    def add(self, kind: str, text: str) -> bool:
        """Take one identifier; false if it is none of its kind."""
        scheme = mapped("identifiers", kind) or kind
        if not text or not scheme:
            return False
        if scheme in ("ISSN", "ISBN"):
            find = identifiers.issns if scheme == "ISSN" else identifiers.isbns
            found = find(text, checked=False)
            self.lists[scheme.lower()] |= dict.fromkeys(map(StandardNumber, found))
            return bool(found)
        if scheme == "URL":
            self.lists["url"][text] = None
        elif scheme in ("DOI", "PMID", "PMCID"):
            value = getattr(identifiers, scheme.lower())(text)
            if value and self.values.setdefault(scheme.lower(), "") in ("", value):
                self.values[scheme.lower()] = value
            elif value:
                self.others.setdefault(scheme, {})[value] = None
            return bool(value)
        else:
            self.others.setdefault(scheme, {})[text] = None
        return True

    def fields(self) -> dict[str, Any]:
        """Return what was found as a citation's fields."""
        found: dict[str, Any] = {
            field: tuple(listed) for field, listed in self.lists.items() if listed
        }
        return found | {
            "identifiers": {scheme: tuple(texts) for scheme, texts in self.others.items()}
        }


def _related_identifiers(members: Members, own: _Numbers) -> list[Relation]:
    """Take the related identifiers; the ISSN or ISBN of what holds the work is also its own."""
    found: list[Relation] = []
    for one in members.objects("relatedIdentifiers", "relatedIdentifier"):
        scheme, word = one.text("relatedIdentifierType"), one.text("relationType")
        text = one.text("relatedIdentifier", "value", "#text")
        known = mapped("identifiers", scheme) or scheme
        if known in ("ISSN", "ISBN") and holds(word) and own.add(known, text):
            continue
        if known in ("DOI", "PMID", "PMCID"):
            text = getattr(identifiers, known.lower())(text) or text
        if text:
            found.append(Relation(relation(word), known, text))
    return found


def _container(members: Members) -> dict[str, Any]:
    """Take what DataCite's API derives as the container."""
    one = members.object("container", "title")
    found = _place(one)
    found["container_title"] = one.text("title")
    scheme = mapped("identifiers", one.peek("identifierType"))
    number = one.peek("identifier")
    if scheme in ("ISSN", "ISBN"):
        find = identifiers.issns if scheme == "ISSN" else identifiers.isbns
        found[scheme.lower()] = tuple(map(StandardNumber, find(number, checked=False)))
        one.drop(("identifier", "identifierType"))
    return found


def _place(one: Members) -> dict[str, Any]:
    """Take volume, issue, pages and the like of a container."""
    first, last = one.text("firstPage"), one.text("lastPage")
    found = {
        "volume": one.text("volume"),
        "issue": one.text("issue"),
        "edition": one.text("edition"),
        "chapter_number": one.text("chapterNumber"),
        "page": f"{first}-{last}" if first and last and first != last else first or last,
    }
    field = _NUMBERS.get(one.peek("numberType").lower(), "")
    if field and not found.get(field):
        found[field] = one.text("number")
        one.drop(("numberType",))
    return found


def _held_in(item: Members) -> dict[str, Any]:
    found = _place(item)
    found["container_title"] = _title(item)
    scheme, number = _identifier(item)
    if scheme in ("ISSN", "ISBN"):
        find = identifiers.issns if scheme == "ISSN" else identifiers.isbns
        found[scheme.lower()] = tuple(map(StandardNumber, find(number, checked=False)))
    found["editor"] = tuple(
        parse(text_of(one.left.pop("name", None)))
        for one in item.objects("contributors")
        if one.peek("contributorType") == "Editor" and one.peek("name")
    )
    return found


def _title(item: Members) -> str:
    found = lines(one.text("title") for one in item.objects("titles", "title"))
    return found[0] if found else ""


def _identifier(item: Members) -> tuple[str, str]:
    one = item.object("relatedItemIdentifier", "relatedItemIdentifier")
    scheme = one.text("relatedItemIdentifierType")
    return mapped("identifiers", scheme) or scheme, one.text("relatedItemIdentifier")


def _other(item: Members, kind: str) -> Relation:
    scheme, number = _identifier(item)
    return Relation(kind, scheme if number else "", number, _title(item))


def _series(members: Members) -> dict[str, Any]:
    """Read a description of the series, if it is ``Title, volume(issue), first-last``."""
    raw = members.left.get("descriptions")
    for one in raw if isinstance(raw, list) else []:
        if not isinstance(one, dict) or one.get("descriptionType") != "SeriesInformation":
            continue
        if match := SERIES.match(text_of(one.get("description"))):
            found = {field: text or "" for field, text in match.groupdict().items()}
            found["container_title"] = found.pop("title")
            return found
    return {}

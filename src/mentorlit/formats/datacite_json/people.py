"""creators and contributors of DataCite's JSON (schema 4.6, properties 2 and 7)."""

from typing import Any, Final

from msgspec.structs import replace

from mentorlit import names
from mentorlit.formats.aggregator.members import Members, text_of
from mentorlit.formats.aggregator.people import bare_orcid
from mentorlit.formats.datacite.vocabulary import mapped, spaced
from mentorlit.model import Funding, Name
from mentorlit.names import person
from mentorlit.person_lists import people

_BODIES: Final = frozenset({"organizational", "organisational", "organization", "organisation"})
_PERSONS: Final = frozenset({"personal", "person"})


def credited(members: Members) -> dict[str, Any]:
    """Take creators and contributors; a funder among them (schema 2 and 3) is no name."""
    found: dict[str, list[Name]] = {}
    funding: list[Funding] = []
    creators = members.objects("creators") or members.objects("creator")
    found["author"] = _names(creators)
    contributors = members.objects("contributors") or members.objects("contributor")
    for one, name in zip(contributors, _names(contributors), strict=True):
        word = one.text("contributorType")
        if word.lower() == "funder":
            funding.append(Funding(names.display(name)))
            continue
        field = mapped("contributors", word)
        added = name if field else replace(name, role=spaced(word) if word != "Other" else "")
        found.setdefault(field or "contributor", []).append(added)
    kept = {
        field: tuple(dict.fromkeys(name for name in listed if (name.family or name.literal)))
        for field, listed in found.items()
    }
    return {**kept, "funding": tuple(funding)}


def _names(persons: list[Members]) -> list[Name]:
    """Return one name for each object.

    Those that the source does not part are read as a list: whether ``Kristian Garza`` is a person
    or a body is told by the others and by the words in it.
    """
    heads = [_head(one) for one in persons]
    plain = [text for text, kind in heads if not kind and text and "," not in text]
    together = people(plain).names
    listed: dict[str, Name] = {}
    if len(together) == len(plain):
        listed = {text: name for text, (name, _) in zip(plain, together, strict=True)}
    return [
        _name(one, text, kind, listed) for one, (text, kind) in zip(persons, heads, strict=True)
    ]


def _head(one: Members) -> tuple[str, str]:
    """Take the whole name and its kind: ``body``, ``person``, ``parts`` or not said."""
    text, word = "", ""
    for member in ("name", "creatorName", "contributorName"):
        raw = one.left.pop(member, None)
        if isinstance(raw, dict):
            word = word or text_of(raw.get("nameType"))
        text = text or text_of(raw)
    word = (one.text("nameType", "name-type") or word or one.text("type", "@type")).lower()
    if one.peek("familyName"):
        return text, "parts"
    return text, "body" if word in _BODIES else "person" if word in _PERSONS else ""


def _name(one: Members, text: str, kind: str, listed: dict[str, Name]) -> Name:
    orcid = _orcid(one)
    affiliation = tuple(_affiliations(one))
    one.drop(("lang", "nameLang"))
    if kind == "parts":
        family, given = one.text("familyName"), one.text("givenName")
        return person(family, given, affiliation=affiliation, orcid=orcid)
    if kind == "body":
        name = Name(literal=text)
    elif "," in text:
        name = _inverted(text)
    elif kind == "person" or orcid:
        name = names.direct(text)
    else:
        name = listed.get(text) or Name(literal=text or one.text("givenName"))
    return replace(name, affiliation=affiliation, orcid=orcid)


def _inverted(text: str) -> Name:
    found = people([text]).names
    return found[0][0] if len(found) == 1 else Name(literal=text)


def _orcid(one: Members) -> str:
    """Take the ORCID iD; other identifiers of persons stay."""
    found = bare_orcid(one.peek("id") or one.peek("@id"))
    if found:
        one.drop(("id", "@id"))
    listed = [*one.objects("nameIdentifiers", "nameIdentifier")]
    listed += one.objects("nameIdentifier", "nameIdentifier")
    for number in listed:
        scheme = number.peek("nameIdentifierScheme") or number.peek("schemeUri")
        text = number.peek("nameIdentifier") or number.peek("value")
        if "orcid" in (scheme + text).lower() and (value := bare_orcid(text)):
            found = found or value
            number.left.clear()
    return found


def _affiliations(one: Members) -> list[str]:
    """Take the affiliations, texts or objects; their identifiers stay."""
    places = [*one.objects("affiliation"), *one.objects("affiliations")]
    texts = (place.text("name", "value", "#text", "affiliation") for place in places)
    return list(dict.fromkeys(text for text in texts if text))

"""Persons and bodies of schema.org."""

import re
from functools import cache
from typing import Final

from msgspec.structs import replace

from mentorlit import names
from mentorlit.formats.aggregator.members import Members, text_of
from mentorlit.formats.aggregator.people import bare_orcid
from mentorlit.formats.schema_org.nodes import types
from mentorlit.model import Name
from mentorlit.names import person
from mentorlit.tables import load

_JOINTS: Final = re.compile(r",\s{0,3}(?:(?:and|&)\s)?|\s(?:and|&)\s")


@cache
def _bodies() -> frozenset[str]:
    return frozenset(load("schema_org")["body"]["types"])


def credited(members: Members) -> dict[str, tuple[Name, ...]]:
    """Take everybody who is credited, by field."""
    table = load("schema_org")
    found: dict[str, tuple[Name, ...]] = {}
    for field, terms in table["people"].items():
        for term in terms:
            listed = _names(members, term) if term in members and field not in found else ()
            if listed:
                found[field] = listed
            elif term in members and _repeats(members, term, found.get(field, ())):
                members.drop((term,))
    for term, role in table["role"].items():
        if term in members:
            listed = tuple(replace(name, role=role) for name in _names(members, term))
            found["contributor"] = (*found.get("contributor", ()), *listed)
    return found


def _names(members: Members, term: str) -> tuple[Name, ...]:
    raw = members.left[term]
    only = raw[0] if isinstance(raw, list) and len(raw) == 1 else raw
    if isinstance(only, str) and (parts := _several(only)):
        members.left[term] = parts
    found = [_name(one) for one in members.objects(term)]
    return tuple(dict.fromkeys(name for name in found if name.family or name.literal))


def _several(text: str) -> list[str]:
    """Return the names in a text that holds all of a work's, if that is certain; else ``[]``."""
    parts = [part for part in (text.split(";") if ";" in text else ()) if part.strip()]
    if len(parts) > 1:
        return parts
    pieces = [piece.strip() for piece in _JOINTS.split(text)]
    joined = len(pieces) > 2 or (len(pieces) == 2 and "," not in text)
    whole = all(1 < len(piece.split()) < 6 and piece[0].isupper() for piece in pieces if piece)
    return pieces if joined and whole and all(pieces) else []


def _repeats(members: Members, term: str, known: tuple[Name, ...]) -> bool:
    """Tell whether ``creator`` names the same as ``author``."""
    copy = Members({term: members.left[term]})
    return _names(copy, term) == known


def _name(one: Members) -> Name:
    """Take one name; what a role (schema.org/Role) is about stands inside of it."""
    inner = next((term for term in ("author", "creator", "contributor") if term in one), "")
    if "Role" in types(one.left) and inner:
        return _name(one.object(inner))
    kind = types(one.left)
    affiliation = _affiliations(one)
    orcid = _orcid(one)
    family, given = one.text("familyName"), one.text("givenName")
    middle = one.text("additionalName")
    whole = one.text("name", "legalName", "alternateName") or text_of(one.left.get("name"))
    one.drop(("@type", "type", "name", "alternateName" if not whole else "name"))
    if family:
        given = f"{given} {middle}".strip() if middle and middle not in given else given
        suffix = one.text("honorificSuffix")
        suffix = suffix if suffix and names.is_suffix(suffix) else ""
        return person(family, given, suffix=suffix, affiliation=affiliation, orcid=orcid)
    if _bodies().intersection(kind):
        name = Name(literal=whole)
    elif "person" in (text.lower() for text in kind) or orcid:
        name = names.inverted(whole) if "," in whole else names.direct(whole)
    else:
        name = names.parse(whole)
    return replace(name, affiliation=affiliation, orcid=orcid)


def _orcid(one: Members) -> str:
    """Take the ORCID iD from wherever it stands."""
    for term in ("@id", "id", "identifier", "sameAs", "url"):
        raw = one.left.get(term)
        texts = raw if isinstance(raw, list) else [raw]
        for text in map(text_of, texts):
            if "orcid" in text.lower() and (found := bare_orcid(text)):
                if len(texts) == 1:
                    one.drop((term,))
                return found
    return bare_orcid(one.text("orcid", "orcidId")) if "orcid" in one else ""


def _affiliations(one: Members) -> tuple[str, ...]:
    found: list[str] = []
    for term in ("affiliation", "worksFor", "memberOf"):
        for place in one.objects(term):
            found.append(place.text("name", "legalName"))
            place.drop(("@type", "type"))
    return tuple(dict.fromkeys(text for text in found if text))

"""Persons and bodies of labelled values."""

import msgspec

from mentorlit import identifiers, names
from mentorlit.model import Name
from mentorlit.pages import people, workplaces
from mentorlit.pages.entries import Entry


def persons(entry: Entry) -> list[Name]:
    """Return the names of an entry: lists on one line, one a line, affiliations passed over."""
    found: list[Name] = []
    before: list[Name] = []
    for value, _ in entry.values:
        housed = workplaces.with_institution(value) if people.is_institution(value) else None
        if housed:
            name, address = housed
            found.append(msgspec.structs.replace(name, affiliation=(address,)))
            before = [name]
            continue
        if identifiers.orcid(value) and len(value) < 60:
            continue
        here = people.people(value) or _with_address(value)
        before = here or before
        if here:
            found.extend(here)
        elif found and len(before) == 1 and people.is_institution(value):
            found[-1] = msgspec.structs.replace(
                found[-1], affiliation=(*found[-1].affiliation, people.bare_address(value))
            )
            continue
        elif entry.mode != "line" and len(entry.values) < 3 and names.is_organisation(value):
            found.append(Name(literal=value))
        elif not people.is_institution(value) and entry.mode != "line":
            found.extend(_labelled(value))
    return found


def _with_address(value: str) -> list[Name]:
    """Read "Sambunjak D; Department of ..., Zagreb": one name and where its bearer works."""
    person, _, address = value.partition(";")
    if not people.is_person(person) or not people.is_institution(address):
        return []
    return [msgspec.structs.replace(people.name(person), affiliation=(address.strip(),))]


def _is_name(piece: str) -> bool:
    """Tell whether a piece can be a name: several words, capitals, or a script without case."""
    caseless = any(c.isalpha() and c.lower() == c.upper() for c in piece)
    return " " in piece or caseless or (piece.isupper() and len(piece) > 1)


def _labelled(value: str) -> list[Name]:
    """Read names that the label vouches for though their shape is unusual."""
    if len(value) > 200 or any(c.isdigit() for c in value):
        return []
    pieces = people.split(value)
    plain = [word for word in value.replace(",", " ").split() if word[0].islower()]
    if any(not names.is_particle(word) for word in plain):
        return []
    return [people.name(piece) for piece in pieces if _is_name(piece)]

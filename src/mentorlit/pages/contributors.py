"""Persons and bodies of labelled values."""

import re
from typing import Final

import msgspec

from mentorlit import identifiers, names
from mentorlit.model import Name
from mentorlit.pages import bylines, people, workplaces, written
from mentorlit.pages.entries import Entry
from mentorlit.pages.lexicon import label_in
from mentorlit.pages.lines import has_cjk
from mentorlit.pages.neighbourhood import journal_like

_STOP: Final = r"\.\s+(?=[^\W\d_][\w'’-]{1,40}(?:[ -][^\W\d_][\w'’-]{1,40}){0,2},\s)"


_LIFE: Final = r",\s(?:b\.\s|ca\.\s)?1\d{3}-(?:1\d{3}|20\d\d)?\.?\Z"
"""The years of a life as catalogues write them behind a name ("Watson, James D., 1928-")."""


def persons(entry: Entry) -> list[Name]:
    """Return the names of an entry: lists on one line, one a line, affiliations passed over."""
    found: list[Name] = []
    before: list[Name] = []
    one_each = _one_each(entry)
    strange = 0
    for text, _ in entry.values:
        value = re.sub(_LIFE, "", text)
        if one_each and _inverted(value):
            before = [written.name(bylines.without_marks(value))]
            found.extend(before)
            continue
        one = value.count("(") < 2 and people.is_institution(value)
        housed = workplaces.with_institution(value) if one else None
        if housed:
            name, address = housed
            found.append(msgspec.structs.replace(name, affiliation=(address,)))
            before = [name]
            continue
        if identifiers.orcid(value) and len(value) < 60:
            continue
        stopped = _by_stops(value) or _bracketed(value)
        if stopped:
            found.extend(stopped)
            continue
        here = [] if _cjk_institution(value) else people.people(value) or _with_address(value)
        before = here or before
        if here:
            found.extend(here)
        elif found and len(before) == 1 and people.is_institution(value) and not marked(value):
            found[-1] = msgspec.structs.replace(
                found[-1], affiliation=(*found[-1].affiliation, people.bare_address(value))
            )
            continue
        elif entry.mode != "line" and len(entry.values) < 3 and _is_body(value):
            found.append(Name(literal=value))
        elif not people.is_institution(value):
            strange += 1
            named = _labelled(value) if entry.mode != "line" or _caseless(value) else []
            strange -= bool(named)
            found.extend(named)
    return found if entry.mode != "line" or strange <= len(found) else []


def _bracketed(value: str) -> list[Name]:
    """Read several names, each with an institution in brackets behind it."""
    return workplaces.all_with_institution(value) if value.count("(") > 1 else []


def _is_body(value: str) -> bool:
    """Tell whether a value is an organisation as author, and no marked address below a name."""
    return names.is_organisation(value) and not marked(value) and not journal_like(value)


def _one_each(entry: Entry) -> bool:
    """Tell whether each value is one name for certain, so that a comma in it is no list's.

    So it is where several values all have one comma, in the fields of repositories, and with
    labels of one main author.
    """
    if label_in(entry.label, "one_name"):
        return True
    commas = [value.count(",") for value, _ in entry.values if not identifiers.orcid(value)]
    return len(commas) > 1 and all(count == 1 for count in commas)


def _by_stops(value: str) -> list[Name]:
    """Read "Straus, Sharon E. Marusic, Ana." as Ovid writes it: full stops between the names."""
    if ";" in value or value.count(",") < 2 or ". " not in value:
        return []
    pieces = [f"{p}." if p[-2:-1] == " " else p for p in re.split(_STOP, value.rstrip(". "))]
    apart = len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces)
    return [written.name(piece) for piece in pieces] if apart and _persons(pieces) else []


def _persons(pieces: list[str]) -> bool:
    return all(map(people.is_person, pieces))


def _inverted(value: str) -> bool:
    """Tell whether ``value`` is one name with the family name first."""
    family, comma, given = value.partition(",")
    if not comma or "," in given or ";" in value or has_cjk(value):
        return False
    short = len(family.split()) < 5 and len(given.split()) < 5
    return short and (people.is_person(value) or len(people.people(value)) == 2)


def _cjk_institution(value: str) -> bool:
    return has_cjk(value) and people.is_institution(value)


def marked(value: str) -> bool:
    """Tell whether an address has a mark ("1 Institute of X"): then not only the last has it."""
    return people.bare_address(value) != value


def _with_address(value: str) -> list[Name]:
    """Read "Sambunjak D; Department of ..., Zagreb": one name and where its bearer works."""
    person, _, address = value.partition(";" if ";" in value else ",")
    if not people.is_person(person) or not people.is_institution(address):
        return []
    return [msgspec.structs.replace(written.name(person), affiliation=(address.strip(),))]


def _is_name(piece: str) -> bool:
    """Tell whether a piece can be a name: several words, capitals, or a script without case."""
    caseless = any(c.isalpha() and c.lower() == c.upper() for c in piece)
    return " " in piece or caseless or (piece.isupper() and len(piece) > 1)


def _caseless(value: str) -> bool:
    """Tell whether ``value`` is of a few words of a writing without capitals, as a name may be."""
    letters = [c for c in value if c.isalpha()]
    return 1 < len(value.split()) < 6 and all(c.lower() == c.upper() for c in letters)


def _labelled(value: str) -> list[Name]:
    """Read names that the label vouches for though their shape is unusual."""
    if len(value) > 200 or any(c.isdigit() for c in value):
        return []
    pieces = bylines.split(value)
    plain = [word for word in value.replace(",", " ").split() if word[0].islower()]
    if any(not names.is_particle(word) for word in plain):
        return []
    return [written.name(piece) for piece in pieces if _is_name(piece)]

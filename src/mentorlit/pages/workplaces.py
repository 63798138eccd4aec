"""A person and the institution written behind the name on the same line."""

import re
from functools import cache
from typing import Final

import msgspec

from mentorlit.model import Name
from mentorlit.pages import bylines, people, written
from mentorlit.pages.lexicon import words

_BRACKETED: Final = r"([^()]{5,60}?)\s?\(([^()]{5,200}(?:\([^()]{1,60}\)[^()]{0,100})?)\)"
_ORCID: Final = r"\s?[-–,;]?\s?ORCID(?:\siD)?:?[\s\dX-]{0,30}\Z"
_MOST: Final = 500
_ONE_OF_SEVERAL: Final = (
    r"([^();]{2,60}?)\s?\(([^()]{4,200}(?:\([^()]{1,60}\)[^()]{0,100})?)\)[\s;,]*"
)


def with_institution(text: str) -> tuple[Name, str] | None:
    """Read a person with an institution in brackets or right behind, or return None.

    Without brackets the institution must begin with a word that only begins such names
    ("Universidade do Minho", "University of Leeds"): "Penn State University" is no person.
    """
    if "ORCID" in text:
        text = re.sub(_ORCID, "", text)
    match = re.fullmatch(_BRACKETED, text) or re.fullmatch(_behind(), text)
    if not match or not people.is_person(match[1]) or not people.is_institution(match[2]):
        return None
    return written.name(bylines.without_degrees(match[1])), match[2]


def all_with_institution(text: str) -> list[Name]:
    """Read "Kim, Sun-Hee (Department of Nursing, X); Park, Ji-Won (College of Nursing, Y) ;"."""
    found: list[Name] = []
    text = text.strip(" ;,")
    at = 0
    pattern = re.compile(_ONE_OF_SEVERAL)
    while at < len(text):
        match = pattern.match(text, at)
        person = bylines.without_marks(match[1]) if match else ""
        if not match or not people.is_person(person) or not people.is_institution(match[2]):
            return []
        name = written.name(bylines.without_degrees(person))
        found.append(msgspec.structs.replace(name, affiliation=(match[2],)))
        at = match.end()
    return found


def listed(text: str) -> list[Name]:
    """Read "Tobias Bergmann, ETH Zürich; Sunita Iyer, University of California, San Diego"."""
    pieces = [piece.strip() for piece in text.split(";")]
    found: list[Name] = []
    for piece in pieces if 1 < len(pieces) <= _MOST else ():
        parts = [part.strip() for part in piece.split(",")]
        place = next((i for i, p in enumerate(parts) if people.is_institution(p)), 0)
        here = people.people(", ".join(parts[:place])) if place else []
        if not here:
            return []
        address = (", ".join(parts[place:]),)
        found.extend(msgspec.structs.replace(name, affiliation=address) for name in here)
    return found


@cache
def _behind() -> str:
    first = "|".join(sorted(words("people", "institution_first"), key=len, reverse=True))
    return rf"(.{{5,60}}?)[,;]?\s((?i:{first})\s.{{3,200}})"

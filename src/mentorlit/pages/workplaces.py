"""A person and the institution written behind the name on the same line."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Name
from mentorlit.pages import people
from mentorlit.pages.lexicon import words

_BRACKETED: Final = r"([^()]{5,60}?)\s?\(([^()]{5,200}(?:\([^()]{1,60}\)[^()]{0,100})?)\)"


def with_institution(text: str) -> tuple[Name, str] | None:
    """Read a person with an institution in brackets or right behind, or return None.

    Without brackets the institution must begin with a word that only begins such names
    ("Universidade do Minho", "University of Leeds"): "Penn State University" is no person.
    """
    match = re.fullmatch(_BRACKETED, text) or re.fullmatch(_behind(), text)
    if not match or not people.is_person(match[1]) or not people.is_institution(match[2]):
        return None
    return people.name(people.without_degrees(match[1])), match[2]


@cache
def _behind() -> str:
    first = "|".join(sorted(words("people", "institution_first"), key=len, reverse=True))
    return rf"(.{{5,60}}?)[,;]?\s((?i:{first})\s.{{3,200}})"

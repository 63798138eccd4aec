"""Relators: from the codes, terms and addresses that sources use to the model's name fields."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load, phrases

_BETWEEN: Final = r"[,;/&]\s*|\s+(?:and|und|et|y|e)\s+"
_LONGEST: Final = 80
"""Characters of a role that is looked at word by word."""
BODIES: Final = frozenset({"publisher", "degree", "other"})
"""What :func:`field` says of bodies that are not among the names of a work."""


@cache
def _codes() -> dict[str, str]:
    """Every term of tables/marc_relators.toml to its code; the first row with a term counts."""
    found: dict[str, str] = {}
    for code, words in load("marc_relators")["terms"].items():
        for word in phrases(words):
            found.setdefault(word, code)
    return found


@cache
def _fields() -> dict[str, str]:
    table = load("marc_relators")
    return {
        code: field
        for section in ("bodies", "fields")
        for field, codes in table[section].items()
        for code in phrases(codes)
    }


def field(role: str) -> tuple[str, str]:
    """Return the field of the model for a relator and the role to keep with the name.

    ``role`` is a code or term of MARC (https://www.loc.gov/marc/relators/), its address, or a word
    of catalogues in other languages. What no field stands for makes a ``contributor`` with that
    role, a code as its term; a publisher, granter of a degree or other body is one of
    :data:`BODIES`. An empty role gives ``("", "")``.
    """
    text = role.strip().rstrip("/")
    if "//" in text:
        text = text.rpartition("/")[2].rpartition("#")[2]
    text = text.strip(" .,;:[]()")
    if not text:
        return "", ""
    lower = text.lower()
    found = _known(lower)
    if not found and len(text) < _LONGEST:
        found = next(filter(None, map(_known, re.split(_BETWEEN, lower))), None)
    return found or ("contributor", text)


def is_known(role: str) -> bool:
    """Tell whether ``role`` is a code or term of a relator."""
    return _known(role.strip(" .,;:").lower()) is not None


def _known(word: str) -> tuple[str, str] | None:
    """Return field and role for one code or term, None for one that is not known."""
    word = word.strip(" .")
    roles: dict[str, str] = load("marc_relators")["roles"]
    code = word if word in _fields() or word in roles else _codes().get(word, "")
    if code in _fields():
        return _fields()[code], ""
    return ("contributor", roles.get(code) or word) if code else None


@cache
def _codes_of_roles() -> dict[str, str]:
    return {role: code for code, role in load("marc_relators")["roles"].items()}


def code(field: str, role: str = "") -> str:
    """Return MARC's code for the names of a field, of a contributor for the role, else ``""``."""
    if role:
        return _codes_of_roles().get(role, "")
    codes = phrases(load("marc_relators")["fields"].get(field, ""))
    return codes[0] if codes else _codes_of_roles().get(field, "")

"""Relators of MARC: what a code or term of $4 and $e, or a statement of responsibility, tells."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from mentorlit import relators
from mentorlit.composing import normalized
from mentorlit.tables import load, phrases

_LONGEST: Final = 100
"""Characters of a relator that is kept for the next time."""
_BEHIND: Final = 100_000
"""What words behind a name count less than those before it."""


def credit(relator: str) -> tuple[str, str]:
    """Return the citation's field for a relator code or term, and the role that it lacks.

    Unknown relators give ``("contributor", the relator)``; bodies that are no contributors
    (publisher, granter of a degree, owner) give ``("", kind)``.
    """
    return _credit(relator) if len(relator) < _LONGEST else _credit.__wrapped__(relator)


@lru_cache(maxsize=2048)
def _credit(relator: str) -> tuple[str, str]:
    field, role = relators.field(relator)
    if field in relators.BODIES:
        return "", field
    return field, "" if role == field else role


@cache
def _statements() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the fields of statements of responsibility with the pattern of their words."""
    table = load("marc_relators")["statements"]
    return tuple((field, _pattern(phrases(block))) for field, block in table.items())


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return the pattern of words at the beginning of a word."""
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(re.escape(folded(word)) for word in words)})")


def folded(text: str) -> str:
    """Return ``text`` in lower case without accents."""
    if not text.isascii():
        text = "".join(c for c in normalized("NFD", text) if not unicodedata.combining(c))
    return text.lower()


def stated(statement: str, place: int = 0) -> tuple[str, str]:
    """Return field and role that a statement of responsibility tells of a name, or ``""``.

    ``statement`` is folded, the name begins at ``place``. The last words before the name count,
    else those behind it ("Ann Lee, editor"). What compiles or only writes an introduction is a
    contributor.
    """
    found = [
        (abs(match.start() - place) + (_BEHIND if match.start() > place else 0), field)
        for field, pattern in _statements()
        for match in pattern.finditer(statement)
    ]
    best = min(found)[1] if found else ""
    return ("contributor", "compiler") if best == "compiler" else (best, "")

"""Text of library headings and titles: punctuation that only divides the areas of a card."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load, phrases

_DIVIDING: Final = " \t/:;,="
_CONTROLS: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f\0"
_LAST_WORD: Final = re.compile(r"(?<![^\W_])([^\W\d_]{1,40}|\d{4})\.\Z")
_LONGEST_WORD: Final = 41
"""Characters that a match of the last word may have."""


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the word lists of tables/vufind.toml."""
    return frozenset(phrases(load("vufind")["lists_of_words"][name]))


def unpunctuated(text: str, *, shortest: int = 4) -> str:
    """Return ``text`` without the ISBD punctuation that joined it to what followed.

    A full stop goes too if it ends a year or a word of at least ``shortest`` letters that is no
    abbreviation (ISBD, consolidated edition, A.3.2); "1.", "J. M." and "..." stay.
    """
    text = text.rstrip(_DIVIDING)
    if not text.endswith(".") or not text[-1 - shortest : -1].isalnum():
        return text
    match = _LAST_WORD.search(text, max(0, len(text) - _LONGEST_WORD))
    if match and len(match[1]) >= shortest and match[1].lower() not in words("abbreviations"):
        text = text[:-1].rstrip(_DIVIDING)
    return text


def is_line(text: str) -> bool:
    """Tell whether ``text`` is ASCII on one line, without entities or surplus blanks."""
    if not text.isascii() or "&" in text or "  " in text or text != text.strip():
        return False
    return not any(map(text.__contains__, _CONTROLS))

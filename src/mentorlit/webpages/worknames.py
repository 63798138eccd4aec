"""Titles as they are compared, to tell whether two places name one work."""

import re
from functools import lru_cache
from typing import Final

from mentorlit.composing import normalized

_MARKUP: Final = re.compile(r"</?[a-z]{1,4}>")
_LONGEST: Final = 400
_SHORTEST_PART: Final = 20
"""Letters that a title without its subtitle needs to stand for the whole."""


@lru_cache(2048)
def letters(title: str) -> str:
    """Return the letters and digits of a title, folded, accents dropped."""
    return all_letters(_MARKUP.sub("", title[:_LONGEST]))


def all_letters(text: str) -> str:
    """Return the same of a text of any length."""
    text = normalized("NFKD", text)
    return "".join(filter(str.isalnum, text.casefold()))


def conflict(one: str, other: str) -> bool:
    """Tell whether two DOIs are of different works; one may be that of a version of the other."""
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles, as :func:`letters` makes them, are one, maybe with a subtitle."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _SHORTEST_PART and long.startswith(short))

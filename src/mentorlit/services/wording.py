"""The words of a record that a search is asked for."""

import re
from typing import Final

from mentorlit.model import Citation

_MARKUP: Final = r"</?(?:i|b|sub|sup|sc)>|<span class=\"nocase\">|</span>"
LONGEST: Final = 300
"""Characters of a text that are asked for: more do not tell works apart."""
_TELLING: Final = 4
"""Words of a title that can stand for a work without author and year."""


def title(record: Citation) -> str:
    """Return the title without markup, cut after a word; ``""`` if the record states too little.

    A few words alone (``Editorial``) find nothing: they need an author or a year.
    """
    words = re.sub(_MARKUP, "", record.title).split()
    if len(words) < _TELLING and not (author(record) or year(record)):
        # Scripts without blanks have long titles of one word.
        words = words if sum(map(len, words)) > 8 * _TELLING else []
    return cut(" ".join(words))


def cut(text: str, length: int = LONGEST) -> str:
    """Return at most ``length`` characters of ``text``, whole words if there are any."""
    if len(text) <= length:
        return text
    return text[: length + 1].rpartition(" ")[0] or text[:length]


def author(record: Citation) -> str:
    """Return the family name of the first author, or the name of a body."""
    first = record.author[0] if record.author else None
    if first is None:
        return ""
    return " ".join(filter(None, (first.non_dropping_particle, first.family))) or first.literal


def year(record: Citation) -> int | None:
    """Return the year of publication."""
    return record.issued.year if record.issued else None

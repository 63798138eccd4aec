"""Languages: from the names and codes that sources use to BCP 47 tags."""

import re
from functools import cache

from mentorlit.tables import load, phrases


@cache
def _codes() -> dict[str, str]:
    """Every name and code of tables/languages.toml, in lower case, to its tag."""
    return {
        word: tag for tag, block in load("languages").items() for word in (tag, *phrases(block))
    }


def tag(text: str) -> str:
    """Return the BCP 47 tag for a language's name or code, or ``""`` if it is not known.

    Accepts English and native names, ISO 639 codes of two and three letters, and tags with a
    region (``en_US``, ``English (US)`` gives ``en-US``).
    """
    text = text.strip()
    match = re.fullmatch(r"([A-Za-z]{2,3})[-_]([A-Za-z]{2})", text)
    if match and match[1].lower() in _codes():
        return f"{_codes()[match[1].lower()]}-{match[2].upper()}"
    match = re.fullmatch(r"(.+?)\s*\(([A-Za-z]{2})\)", text)
    if match and match[1].lower() in _codes():
        return f"{_codes()[match[1].lower()]}-{match[2].upper()}"
    return _codes().get(text.lower().rstrip("."), "")

"""The words of DataCite's schema, as tables/datacite.toml has them."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load, phrases

_UNSTATED: Final = re.compile(r"\(:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)")
_CAPITALS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def mapped(section: str, word: str) -> str:
    """Return what a section of the table has for ``word``, or an empty text."""
    found: str = load("datacite")[section].get(word.replace(" ", "").lower(), "")
    return found


@cache
def _words() -> dict[str, str]:
    table = load("datacite")["words"]
    return {word: kind for kind in table for word in phrases(table[kind])}


def kind(general: str, word: str) -> str:
    """Return the CSL type for resourceTypeGeneral and the free word beside it."""
    known = mapped("types", general)
    said = _words().get(re.sub(r"[\s_-]+", "", word.rpartition("/")[2]).lower(), "")
    return known or said


def says_more(general: str, word: str) -> bool:
    """Tell whether the free word says more than the general type."""
    folded = re.sub(r"[\s_-]+", "", word).lower()
    return bool(folded) and folded not in (general.lower(), mapped("types", general))


def names_type(word: str, found: str) -> bool:
    """Tell whether the free word says no more than the type that was found, in other letters."""
    return found not in _QUALIFIED and kind("", word) == found


_QUALIFIED: Final = frozenset({"thesis", "report", "speech", "article"})
"""Types of which there are kinds: a doctoral thesis, a poster."""


@cache
def _containers() -> frozenset[str]:
    return frozenset(phrases(load("datacite")["containers"]["kinds"]))


def holds(word: str) -> bool:
    """Tell whether a related work with this relationType holds this one."""
    return word.lower() in _containers()


def is_unstated(text: str) -> bool:
    """Tell whether a text is one of the codes for what is not known (schema 4.6, appendix 3)."""
    return bool(_UNSTATED.match(text))


def hyphened(word: str) -> str:
    """Return a word of the schema with hyphens, ``is-part-of`` for ``IsPartOf``."""
    return _CAPITALS.sub("-", word).replace(" ", "-").lower()


def spaced(word: str) -> str:
    """Return a word of the schema in words, ``data collector`` for ``DataCollector``."""
    return _CAPITALS.sub(" ", word).lower()


def relation(word: str) -> str:
    """Return the kind of relation for a relationType."""
    return mapped("relations", word) or hyphened(word) or "related-to"


@cache
def attributes(section: str) -> tuple[str, ...]:
    """Return a list of attribute names for the XML."""
    return tuple(phrases(load("datacite")["xml"][section]))

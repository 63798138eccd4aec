"""The words of MODS, as tables/mods.toml has them."""

from functools import cache

from mentorlit.tables import load, phrases


@cache
def silent() -> frozenset[str]:
    """Return the attributes that are read with their elements or say how, not what."""
    return frozenset(phrases(load("mods")["silent"]))


@cache
def kinds(section: str) -> dict[str, tuple[int, str]]:
    """Return, by word, the CSL types of a section of the table, each with its rank."""
    table = load("mods")[section]
    return {word: (rank, kind) for rank, kind in enumerate(table) for word in phrases(table[kind])}


@cache
def other_events() -> frozenset[str]:
    """Return the event types that are not publication."""
    return frozenset(phrases(load("mods")["events"]["other"]))


def mapped(section: str, word: str) -> str:
    """Return what a section of the table has for ``word``, or an empty text."""
    found: str = load("mods")[section].get(word.lower(), "")
    return found

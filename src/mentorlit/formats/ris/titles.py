"""Titles of one RIS record: of the work, of what contains it, of the series."""

import re
from functools import cache
from typing import Any, Final

from mentorlit.formats.ris.tags import Tags, decoded, first, forget, isbd, one_line
from mentorlit.plaintext import markup
from mentorlit.tables import load

# Scopus puts the short title of proceedings into C3.
_ABBREVIATED: Final = re.compile(r"\w\.\s+\w+\.")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# No title of a periodical or series is longer.
_LONGEST: Final = 1000

Names = tuple[str, ...]


@cache
def _table() -> tuple[Names, Names, Names, frozenset[str]]:
    """Return the tags of titles, of containers, of their short forms, and the latter two as one."""
    table = load("ris")
    full, short = tuple(table["container"]["full"]), tuple(table["container"]["short"])
    return tuple(table["text"]["title"]), full, short, frozenset((*full, *short, "C3"))


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Take the titles into ``fields``."""
    title, full, short, container = _table()
    is_series = "book" in group
    if is_series and "BT" in tags:
        title = (*title, "BT")
    _set(fields, "title", first(tags, title))
    if not container.isdisjoint(tags):
        if is_series:
            full = tuple(name for name in full if name != "T2")
        _container(tags, fields, group, full, short)
        if is_series and not tags.get("T3"):
            _set(fields, "collection_title", first(tags, ("T2",)))
    if titles := tags.pop("TT", None):
        fields["alternative_title"] = tuple(map(one_line, titles))


def _container(
    tags: Tags, fields: dict[str, Any], group: frozenset[str], full: Names, short: Names
) -> None:
    """Take the titles of what the work is in."""
    if "conference" in group and (proceedings := tags.get("C3", [])):
        if any(_ABBREVIATED.search(text) for text in proceedings):
            short = (*short, "C3")
        else:
            full = ("C3", *full)
            if event := one_line(first(tags, ("T2",))):
                fields["event_title"] = event
    if "alone" in group:
        full = ()
    container = first(tags, full)
    brief = first(tags, short)
    if not container and full:
        container = brief
    if container and not brief:
        brief = _abbreviated(tags, container, full)
    _set(fields, "container_title", container)
    _set(fields, "container_title_short", brief)


def _abbreviated(tags: Tags, container: str, names: Names) -> str:
    """Take a further title of the container that is shorter, and abbreviates it by letters."""
    for name in names:
        for value in tags.get(name, [])[:3]:
            if _abbreviates(one_line(value), one_line(container)):
                forget(tags, name, value)
                return value
    return ""


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether each word of ``short`` begins a word of ``full`` in order (``J. Biol. Chem.``).

    Words of capitals alone may be the initials of several (``JAMA``).
    """
    words = _LETTERS.findall(full.casefold())
    if len(short) >= len(full) or len(full) > _LONGEST:
        return False
    if short.isalpha() and short.isupper():
        letters = iter(word[0] for word in words)
        return all(letter in letters for letter in short.casefold())
    left = iter(words)
    parts = _LETTERS.findall(short.casefold())
    if set(parts) <= set(words):
        # "Nature" is another journal than "Nature Genetics"
        return False
    return all(any(word.startswith(part) for word in left) for part in parts)


def _set(fields: dict[str, Any], field: str, value: str) -> None:
    """Set a title with what may be in it of HTML and entities."""
    if "&" in value or "<" in value:
        value = markup(decoded(value))
    if value := one_line(value):
        fields[field] = isbd(value) if value[-2:-1] == " " else value

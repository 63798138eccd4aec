"""Personal names: from the ways sources write them to :class:`~mentorlit.model.Name` and back."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Name
from mentorlit.tables import load

_SPACES: Final = re.compile(r"\s+")


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return the word lists of tables/names.toml as sets."""
    return {key: frozenset(words) for key, words in load("names").items()}


def inverted(text: str) -> Name:
    """Read ``Family, Given`` (BibTeX also ``von Family, Jr, Given``; others ``Family, Given, Jr``).

    Leading lower-case particles of the family name are told apart ("van der Berg"). A text
    without a comma becomes a ``literal``. Empty parts and surplus spaces are dropped.
    """
    parts = [_SPACES.sub(" ", part).strip() for part in text.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return Name()
    if len(parts) == 1:
        return Name(literal=parts[0])
    suffix = ""
    if len(parts) > 2:
        index = 1 if is_suffix(parts[1]) else len(parts) - 1
        if is_suffix(parts[index]):
            suffix = parts.pop(index)
    particle, family = _split_particle(parts[0].split(" "))
    given = ", ".join(parts[1:])
    return Name(family=family, given=given, non_dropping_particle=particle, suffix=suffix)


def direct(text: str) -> Name:
    """Read ``Given von Family Jr``: the last word is the family name, with its particles.

    One word alone is a ``literal``. Compound family names without a particle cannot be told from
    given names this way; the last word is taken.
    """
    words = text.replace(",", " ").split()
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):
        suffix = words.pop()
    if len(words) < 2:
        return Name(literal=" ".join(words), suffix=suffix)
    start = len(words) - 1
    while start > 1 and is_particle(words[start - 1]):
        start -= 1
    if start == len(words) - 1:
        return Name(family=words[-1], given=" ".join(words[:-1]), suffix=suffix)
    return Name(
        family=words[-1],
        given=" ".join(words[:start]),
        non_dropping_particle=" ".join(words[start:-1]),
        suffix=suffix,
    )


def parse(text: str) -> Name:
    """Read a name written either way; an organisation becomes a ``literal``."""
    text = _SPACES.sub(" ", text).strip().strip(",;").strip()
    if is_organisation(text):
        return Name(literal=text)
    return inverted(text) if "," in text else direct(text)


def is_particle(word: str) -> bool:
    """Tell whether ``word`` is a lower-case name particle (von, de la, ...)."""
    return word in _table()["particles"]


def is_suffix(word: str) -> bool:
    """Tell whether ``word`` is a generational suffix (Jr., III, ...)."""
    return word.rstrip(".").lower() in _table()["suffixes"] and word[:1].isupper()


def is_organisation(text: str) -> bool:
    """Tell whether ``text`` contains a word that names bodies, not persons (University, Group)."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return not _table()["organisations"].isdisjoint(words)


def display(name: Name) -> str:
    """Return the name in reading order: ``Given van Family, Jr.``."""
    if name.literal:
        return name.literal
    parts = (name.given, name.dropping_particle, name.non_dropping_particle, name.family)
    shown = " ".join(part for part in parts if part)
    return f"{shown}, {name.suffix}" if name.suffix else shown


def sort_form(name: Name) -> str:
    """Return the name as ``van Family, Given, Jr.``, the form of RIS and library headings."""
    if name.literal:
        return name.literal
    parts = (name.dropping_particle, name.non_dropping_particle, name.family)
    family = " ".join(part for part in parts if part)
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Split the leading particles off a family name; at least one word stays."""
    index = 0
    while index < len(words) - 1 and is_particle(words[index]):
        index += 1
    return " ".join(words[:index]), " ".join(words[index:])

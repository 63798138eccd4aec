"""Personal names: from the ways sources write them to :class:`~mentorlit.model.Name` and back."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Name
from mentorlit.tables import load

_SPACES: Final = re.compile(r"\s+")
_COMMAS: Final = str.maketrans("،，﹐", ",,,")
"""Commas of Arabic and Chinese type, where they part family and given name too."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return the word lists of tables/names.toml as sets."""
    return {key: frozenset(words) for key, words in load("names").items()}


def inverted(text: str) -> Name:
    """Read ``Family, Given`` (BibTeX also ``von Family, Jr, Given``; others ``Family, Given, Jr``).

    Leading lower-case particles of the family name are told apart ("van der Berg"). Particles
    behind the given name ("Koch, Helge von") are those that CSL calls dropping: the name sorts
    without them. A text without a comma becomes a ``literal``. Empty parts and surplus spaces
    are dropped.
    """
    if not text.isascii():
        text = text.translate(_COMMAS)
    parts = [" ".join(part.split()) for part in text.split(",")]
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
    given, dropping = _split_trailing(", ".join(parts[1:]))
    return Name(
        family=family,
        given=given,
        dropping_particle=dropping,
        non_dropping_particle=particle,
        suffix=suffix,
    )


def direct(text: str) -> Name:
    """Read ``Given von Family Jr``: the last word is the family name, with its particles.

    ``Family II``, the form of PubMed, is told by its last word: initials in capitals that cannot
    be a family name or a degree. One word alone, or with a number of a ruler ("Ludwig II"), is a
    ``literal``. Compound family names without a particle cannot be told from given names this
    way; the last word is taken.
    """
    words = text.translate(_COMMAS).replace(",", " ").split()
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):
        suffix = words.pop()
    if len(words) < 2 or (len(words) == 2 and _is_ordinal(words[1])):
        return Name(literal=" ".join(words), suffix=suffix)
    initials = _initials_at_end(words)
    if initials:
        particle, family = _split_particle(words[:-initials])
        given = " ".join(words[-initials:])
        return Name(family=family, given=given, non_dropping_particle=particle, suffix=suffix)
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
    return inverted(text) if "," in text.translate(_COMMAS) else direct(text)


def person(
    family: str,
    given: str = "",
    *,
    suffix: str = "",
    affiliation: tuple[str, ...] = (),
    orcid: str = "",
    role: str = "",
) -> Name:
    """Return the name whose parts a source has apart.

    Particles in front of the family name are told from it (``van der Berg``). A name without a
    family name is a ``literal``.
    """
    if not family:
        return Name(literal=given, suffix=suffix, affiliation=affiliation, orcid=orcid, role=role)
    particle = ""
    if " " in family and is_particle(family[: family.index(" ")]):
        parts = inverted(f"{family.replace(',', ' ')}, X")
        particle, family = parts.non_dropping_particle, parts.family
    return Name(
        family=family,
        given=given,
        non_dropping_particle=particle,
        suffix=suffix,
        affiliation=affiliation,
        orcid=orcid,
        role=role,
    )


def is_particle(word: str) -> bool:
    """Tell whether ``word`` is a lower-case name particle (von, de la, ...)."""
    return word in _table()["particles"]


def is_suffix(word: str) -> bool:
    """Tell whether ``word`` is a generational suffix (Jr., III, ...)."""
    return word.rstrip(".").lower() in _table()["suffixes"] and word[:1].isupper()


def is_short_family(word: str) -> bool:
    """Tell whether a word of two or three letters is a frequent family name ("LI", "Kim")."""
    return word.lower() in _table()["short_family_names"]


def is_organisation(text: str) -> bool:
    """Tell whether ``text`` contains a word that names bodies, not persons (University, Group)."""
    return not organisation_words().isdisjoint(_LETTERS.findall(text.lower()))


def organisation_words() -> frozenset[str]:
    """Return the words that :func:`is_organisation` looks for, in lower case."""
    return _table()["organisations"]


def display(name: Name) -> str:
    """Return the name in reading order: ``Given van Family, Jr.``."""
    if name.literal:
        return name.literal
    parts = (name.given, name.dropping_particle, name.non_dropping_particle, name.family)
    shown = " ".join(part for part in parts if part)
    return f"{shown}, {name.suffix}" if name.suffix else shown


def sort_form(name: Name) -> str:
    """Return the name as ``van Family, Given, Jr.``, the form of RIS and library headings.

    A dropping particle follows the given name ("Koch, Helge von"): :func:`inverted` reads it back.
    """
    if name.literal:
        return name.literal
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Split the leading particles off a family name; at least one word stays."""
    index = 0
    while index < len(words) - 1 and is_particle(words[index]):
        index += 1
    return " ".join(words[:index]), " ".join(words[index:])


def _split_trailing(given: str) -> tuple[str, str]:
    """Split the particles off the end of a given name, unless there is nothing else."""
    words = given.split(" ")
    index = len(words)
    while index and words[index - 1] in _table()["trailing_particles"]:
        index -= 1
    if not index:
        return given, ""
    return " ".join(words[:index]), " ".join(words[index:])


def _initials_at_end(words: list[str]) -> int:
    """Return how many words at the end are the initials of ``Family II``, 0 if it is not one.

    One to three capitals, or single capitals one by one, behind a family name with small letters.
    Not counted are what is also a family name ("Xiaoming LI"), what may be a degree behind a name
    in full ("Ann Lord MD"), and three capitals or initials elsewhere in longer names.
    """
    last = words[-1].replace("-", "") if words[-1][1:2] == "-" else words[-1]
    if not (last.isalpha() and last.isupper() and len(last) <= 3):
        return 0
    count = 1
    while count < len(words) - 1 and len(last) == 1 and _is_initial(words[-count - 1]):
        count += 1
    family = words[:-count]
    if not any(map(str.islower, family[-1])):
        return 0
    if any(_is_initial(word.rstrip(".")) for word in family):
        return 0
    if len(last) == 1 or is_particle(family[0]):
        return count
    if last.lower() in _table()["short_family_names"]:
        return 0
    is_plain = len(family) == 1 or (len(last) == 2 and last.lower() not in _table()["degrees"])
    return count if is_plain else 0


def _is_ordinal(word: str) -> bool:
    """Tell whether ``word`` numbers a ruler ("XIV"); one letter alone is rather an initial."""
    return len(word) > 1 and (is_suffix(word) or not word.strip("IVX"))


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()

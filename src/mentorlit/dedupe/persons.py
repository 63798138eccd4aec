"""Names of persons: what is compared of them, and how alike two lists are."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Indel

from mentorlit import names
from mentorlit.dedupe.fold import family_key, fold
from mentorlit.model import Name

_PARTIAL: Final = 0.9
"""Agreement of two names that are one with a part missing or moved."""

_LONGEST: Final = 200
"""Characters of each part of a name that are looked at."""

_LOST: Final = ("?", "\ufffd")
"""What stands for a letter that a conversion lost."""


class Person(msgspec.Struct, frozen=True):
    """A person as compared: family name with particles in one word, initials, all words sorted."""

    family: str
    initials: str
    words: tuple[str, ...]


def persons(listed: Iterable[Name], most: int) -> tuple[Person, ...]:
    """Return the persons among ``listed``, at most ``most``; organisations are left out."""
    found: list[Person] = []
    for name in listed:
        one = person(name)
        if one:
            found.append(one)
            if len(found) == most:
                break
    return tuple(found)


def groups(listed: Iterable[Name]) -> tuple[str, ...]:
    """Return the organisations among ``listed``, folded."""
    return tuple(
        fold(name.literal[:_LONGEST])
        for name in listed
        if name.literal and names.is_organisation(name.literal)
    )


@lru_cache(maxsize=1 << 16)
def person(name: Name) -> Person | None:
    """Return one name as compared; None for an organisation or an empty name."""
    if len(name.literal) > _LONGEST:
        name = Name(literal=name.literal[:_LONGEST])
    if name.literal:
        if names.is_organisation(name.literal):
            return None
        parsed = names.parse(name.literal)
        name = Name(family=parsed.literal) if parsed.literal else parsed
    if _initials_last(name):
        name = Name(family=name.given, given=name.family)
    particle = f"{name.dropping_particle} {name.non_dropping_particle}"
    family = fold(f"{particle} {name.family}"[:_LONGEST])
    given = fold(name.given[:_LONGEST])
    if not family and not given:
        return None
    if not family:
        family, given = given, ""
    words = tuple(sorted(f"{family} {given}".split()))
    return Person(family_key(family), _initials(name.given, given), words)


def _initials_last(name: Name) -> bool:
    """Tell whether "Savage JD" was read as if the family name came last."""
    family, given = name.family, name.given
    return (
        len(family) <= 3 and family.isupper() and not given.isupper() and len(given) > len(family)
    )


def _initials(stated: str, given: str) -> str:
    """Return the initials; "JA" in capitals stands for two of them."""
    if stated.startswith(_LOST):
        return ""
    joined = stated.replace(".", "").replace(" ", "").replace("-", "")
    if len(joined) <= 3 and joined.isupper() and given.isascii():
        return given.replace(" ", "")
    return "".join(word[0] for word in given.split())


def initials_agree(a: str, b: str) -> bool:
    """Tell whether two sets of initials can be one person's: the first agrees or is missing."""
    return not a or not b or a[0] == b[0]


def alike(a: Person, b: Person, same_family: float) -> float:
    """Return 0 to 1: how surely two names are one person's."""
    if a.family == b.family:
        return 1.0 if initials_agree(a.initials, b.initials) else 0.4
    if a.words == b.words:
        return 1.0
    if _contained(a, b) or _contained(b, a):
        return _PARTIAL
    if not initials_agree(a.initials, b.initials):
        return 0.0
    return Indel.normalized_similarity(a.family, b.family, score_cutoff=same_family)


def _contained(a: Person, b: Person) -> bool:
    """Tell whether ``b`` holds all of ``a``: a compound name cut short, or an inverted one."""
    if len(a.family) < 3 or a.family not in b.words:
        return False
    rest = [word for word in b.words if word != a.family]
    return not a.initials or any(word[0] == a.initials[0] for word in rest)


def agreement(
    a: tuple[Person, ...], b: tuple[Person, ...], same_family: float
) -> tuple[float, float]:
    """Return the share of the shorter list found in the longer one, and how many those are.

    The order of the names does not count, because databases change it.
    """
    if len(a) > len(b):
        a, b = b, a
    index = _Index(b)
    found = sum(index.best(person, same_family) for person in a)
    return found / len(a), found


class _Index:
    """A list of persons in which those that may be a given one are found without a search."""

    def __init__(self, listed: tuple[Person, ...]) -> None:
        self._listed = listed
        self._by_family: dict[str, list[Person]] = {}
        self._by_word: dict[str, list[Person]] = {}
        for person in listed:
            self._by_family.setdefault(person.family, []).append(person)
            for word in person.words:
                self._by_word.setdefault(word, []).append(person)

    def best(self, person: Person, same_family: float) -> float:
        """Return the best agreement of ``person`` with any in the list."""
        namesakes = self._by_family.get(person.family, ())
        best = max((alike(person, other, same_family) for other in namesakes), default=0.0)
        if best == 1.0:
            return best
        near = [*self._by_word.get(person.family, ())]
        for word in person.words:
            near += self._by_family.get(word, ())
        best = max(best, max((alike(person, other, same_family) for other in near), default=0.0))
        return best if best >= _PARTIAL else max(best, self._misspelt(person, same_family))

    def _misspelt(self, person: Person, same_family: float) -> float:
        """Return how alike the most similar family name with agreeing initials is."""
        families = [other.family for other in self._listed]
        found = process.extractOne(
            person.family,
            families,
            scorer=Indel.normalized_similarity,
            score_cutoff=same_family,
        )
        if found is None or not initials_agree(person.initials, self._listed[found[2]].initials):
            return 0.0
        return float(found[1])

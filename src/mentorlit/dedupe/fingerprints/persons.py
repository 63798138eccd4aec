"""Names of persons: what is compared of them, and how alike two lists are."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Final

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mentorlit import names
from mentorlit.dedupe.fingerprints.fold import family_key, fold
from mentorlit.dedupe.fingerprints.joint_names import joint, parted
from mentorlit.model import Name
from mentorlit.tables import load

_PARTIAL: Final = 0.9
"""Agreement of two names that are one with a part missing or moved."""

_LONGEST: Final = 200
"""Characters of each part of a name that are looked at."""

_LOST: Final = ("?", "\ufffd")
"""What stands for a letter that a conversion lost."""

_DIGITS: Final = 5
"""Digits from which a text is no name."""

_INITIALS: Final = 3
"""Initials at most that may stand in the place of a family name."""


class Person(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A person as compared: family name with particles in one word, initials, all words sorted."""

    family: str
    initials: str
    words: tuple[str, ...]


def persons(listed: Sequence[Name], most: int) -> tuple[Person, ...]:
    """Return the persons among ``listed``, at most ``most``; organisations are left out.

    A name with semicolons or "and" in it is several names in one field. Who is listed twice counts
    once.
    """
    found: list[Person] = []
    for name in listed[: 4 * most]:
        found += _persons(
            name.literal,
            name.family,
            name.given,
            name.dropping_particle,
            name.non_dropping_particle,
            name.suffix,
        )
        if len(found) >= most:
            break
    if len({one.family for one in found}) == len(found) <= most:
        return tuple(found)
    return tuple(dict.fromkeys(found[:most]))


@lru_cache(maxsize=1 << 15)
def _persons(
    literal: str, family: str, given: str, dropping: str, non_dropping: str, suffix: str
) -> tuple[Person, ...]:
    """Return the persons that one name stands for: mostly one, none for an organisation."""
    particles = f"{dropping} {non_dropping} " if dropping or non_dropping else ""
    if not literal and not joint(literal, family, given):
        one = _person(family, given, particles)
        return (one,) if one else ()
    name = Name(
        literal=literal,
        family=family,
        given=given,
        dropping_particle=dropping,
        non_dropping_particle=non_dropping,
        suffix=suffix,
    )
    parts = parted(name) if joint(literal, family, given) else (name,)
    return tuple([one for one in map(person, parts) if one])


def groups(listed: Iterable[Name]) -> tuple[str, ...]:
    """Return the organisations among ``listed``, folded."""
    named = [name.literal for name in listed if name.literal]
    return tuple([fold(one[:_LONGEST]) for one in named if names.is_organisation(one)])


def person(name: Name) -> Person | None:
    """Return one name as compared; None for an organisation or an empty name."""
    if len(name.literal) > _LONGEST:
        name = Name(literal=name.literal[:_LONGEST])
    if name.literal:
        if names.is_organisation(name.literal):
            return None
        parsed = names.parse(name.literal)
        name = Name(family=parsed.literal) if parsed.literal else parsed
    particles = ""
    if name.dropping_particle or name.non_dropping_particle:
        particles = f"{name.dropping_particle} {name.non_dropping_particle} "
    return _person(name.family, name.given, particles)


def _person(stated: str, forename: str, particles: str) -> Person | None:
    """Return a family and a given name as compared, with the particles before the family name."""
    if len(stated) <= _INITIALS and _initials_last(stated, forename):
        stated, forename, particles = forename, stated, ""
    if forename and stated.lower() in names.organisation_words():
        return None
    family, key, words = _family((particles + stated)[:_LONGEST])
    given, initials, others = _given(forename)
    if not family:
        family, given, initials, words = given, "", "", ()
        key = family_key(family)
    if not family or _is_nobody(family, given):
        return None
    if _LOST[0] in stated or _LOST[1] in stated:
        key = _with_gaps(particles + stated)
    return Person(key, initials, tuple(sorted(words + others)))


@lru_cache(maxsize=1 << 14)
def _family(stated: str) -> tuple[str, str, tuple[str, ...]]:
    """Return a family name folded, its key, and the keys of its words."""
    folded = fold(stated)
    key = family_key(folded)
    return folded, key, tuple(map(family_key, folded.split())) if " " in folded else (key,)


@lru_cache(maxsize=1 << 14)
def _given(stated: str) -> tuple[str, str, tuple[str, ...]]:
    """Return a given name folded, its initials, and the keys of its words."""
    folded = fold(stated[:_LONGEST])
    return folded, _initials(stated, folded), tuple(map(family_key, folded.split()))


def _is_nobody(family: str, given: str) -> bool:
    """Tell whether what is given as a name stands in the place of one, or is a number."""
    if not given and sum(map(str.isdecimal, family)) >= _DIGITS:
        return True
    return f"{given} {family}".strip() in _nobody()


@cache
def _nobody() -> frozenset[str]:
    """Return what stands in the place of a name and is none."""
    return frozenset(load("dedupe/score")["persons"]["nobody"])


def _with_gaps(family: str) -> str:
    """Return the key of a family name with "?" where letters were lost."""
    parts = family[:_LONGEST].replace(_LOST[1], _LOST[0]).split(_LOST[0])
    return _LOST[0].join(family_key(fold(part)) for part in parts)


def _initials_last(family: str, given: str) -> bool:
    """Tell whether "Savage JD" was read as if the family name came last."""
    return family.isupper() and not given.isupper() and len(given) > len(family)


def _initials(stated: str, given: str) -> str:
    """Return the initials, w as v; "JA" in capitals stands for two of them."""
    if stated.startswith(_LOST):
        return ""
    joined = stated.replace(".", "").replace(" ", "").replace("-", "")
    if len(joined) <= 3 and joined.isupper() and given.isascii():
        return given.replace(" ", "").replace("w", "v")
    nicknames = _nicknames()
    return "".join([nicknames.get(word, word)[0] for word in given.split()]).replace("w", "v")


@cache
def _nicknames() -> dict[str, str]:
    return dict(load("dedupe/score")["nicknames"])


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
    if _LOST[0] in a.family or _LOST[0] in b.family:
        return _PARTIAL if _fills(a.family, b.family) or _fills(b.family, a.family) else 0.0
    return OSA.normalized_similarity(a.family, b.family, score_cutoff=same_family)


def _fills(gaps: str, whole: str) -> bool:
    """Tell whether ``whole`` is ``gaps`` with one or two letters in place of each "?"."""
    if _LOST[0] not in gaps or not len(gaps) <= len(whole) <= len(gaps) + gaps.count(_LOST[0]):
        return False
    at = 0
    for part in gaps.split(_LOST[0]):
        found = whole.find(part, at)
        if found < 0 or found > at + 2:
            return False
        at = found + len(part)
    return True


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
    if a == b:
        return 1.0, float(len(a))
    if len(a) > len(b):
        a, b = b, a
    # Most often the lists have one order: who stands in the same place need not be looked for.
    in_place = [
        one.family == other.family and initials_agree(one.initials, other.initials)
        for one, other in zip(a, b, strict=False)
    ]
    if all(in_place):
        return 1.0, float(len(a))
    index = _Index(b)
    shares = [
        1.0 if is_there else index.best(person, same_family)
        for person, is_there in zip(a, in_place, strict=True)
    ]
    found = sum(shares)
    return found / len(a), found


class _Index:
    """A list of persons in which it is known at once that most others are not."""

    def __init__(self, listed: tuple[Person, ...]) -> None:
        self._listed = listed
        self._families = [person.family for person in listed]
        self._has_lost = _LOST[0] in "".join(self._families)
        self._known = frozenset(self._families)
        self._words = frozenset(chain.from_iterable([person.words for person in listed]))

    def best(self, person: Person, same_family: float) -> float:
        """Return the best agreement of ``person`` with any in the list."""
        best = 0.0
        if person.family in self._known:
            for other in self._listed:
                if other.family == person.family:
                    if initials_agree(person.initials, other.initials):
                        return 1.0
                    best = 0.4
        for other in self._near(person):
            best = max(best, alike(person, other, same_family))
        return best if best >= _PARTIAL else max(best, self._misspelt(person, same_family))

    def _near(self, person: Person) -> list[Person]:
        """Return those that have a word of the name in common."""
        near: list[Person] = []
        if person.family in self._words:
            near += [other for other in self._listed if person.family in other.words]
        if not self._known.isdisjoint(person.words):
            near += [other for other in self._listed if other.family in person.words]
        return near

    def _misspelt(self, person: Person, same_family: float) -> float:
        """Return how alike the most similar family name with agreeing initials is."""
        if self._has_lost or _LOST[0] in person.family:
            return max(alike(person, other, same_family) for other in self._listed)
        found = process.extractOne(
            person.family,
            self._families,
            scorer=OSA.normalized_similarity,
            score_cutoff=same_family,
        )
        if found is None or not initials_agree(person.initials, self._listed[found[2]].initials):
            return 0.0
        return float(found[1])

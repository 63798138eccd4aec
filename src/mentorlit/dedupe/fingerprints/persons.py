"""Names of persons: what is compared of them, and how alike two lists are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mentorlit import names
from mentorlit.dedupe.fingerprints.fold import family_key, fold
from mentorlit.model import Name
from mentorlit.tables import load

_PARTIAL: Final = 0.9
"""Agreement of two names that are one with a part missing or moved."""

_LONGEST: Final = 200
"""Characters of each part of a name that are looked at."""

_LOST: Final = ("?", "\ufffd")
"""What stands for a letter that a conversion lost."""

_SEVERAL: Final = 14
"""Letters that two names have at least."""

_JOINED: Final = 4000
_MOST_JOINED: Final = 40
"""Characters and names of one field that are looked at."""

_JOINT: Final = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+")
_GLUED: Final = re.compile(r"(?<=[A-Z]\.)(?=[A-Z]['’]?[A-Z]?[a-z]{2})")
_INITIALS_LAST: Final = re.compile(r"[^\W\d_]\s+[A-Z]{1,3}\.?\s*\Z")


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
        found += _persons(name)
        if len(found) >= most:
            break
    return tuple(dict.fromkeys(found[:most]))


@lru_cache(maxsize=1 << 16)
def _persons(name: Name) -> tuple[Person, ...]:
    """Return the persons that one name stands for: mostly one, none for an organisation."""
    singles = map(person, _parted(name) if _several(name) else (name,))
    return tuple([one for one in singles if one])


def _several(name: Name) -> bool:
    """Tell whether what is given as one name may be several."""
    if len(name.literal) + len(name.given) + len(name.family) < _SEVERAL:
        return False
    for part in (name.literal, name.given, name.family):
        commas = 0 if part is name.literal else 1
        if ";" in part or " and " in part or " & " in part or part.count(",") > commas:
            return not (name.literal and names.is_organisation(name.literal[:_LONGEST]))
    return bool(_GLUED.search(f"{name.given} {name.literal} {name.family}"[:_JOINED]))


def _parted(name: Name) -> Iterator[Name]:
    """Yield the names in one field, which ";", "and", "&" or, of initials last, commas part."""
    text = names.sort_form(name) if "," in name.given else names.display(name)
    text = _GLUED.sub(";", text[:_JOINED])
    parts = _JOINT.split(text, maxsplit=_MOST_JOINED)
    if len(parts) == 1 and "," in text:
        shown = text[:_JOINED].split(",", _MOST_JOINED)
        parts = shown if all(_INITIALS_LAST.search(part) for part in shown) else parts
    for part in parts:
        if part.strip(" ,."):
            yield names.parse(part[:_LONGEST].strip(" ,"))


def groups(listed: Iterable[Name]) -> tuple[str, ...]:
    """Return the organisations among ``listed``, folded."""
    return tuple(
        fold(name.literal[:_LONGEST])
        for name in listed
        if name.literal and names.is_organisation(name.literal)
    )


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
    if name.given and name.family.lower() in names.organisation_words():
        return None
    stated = name.family
    if name.dropping_particle or name.non_dropping_particle:
        stated = f"{name.dropping_particle} {name.non_dropping_particle} {name.family}"
    family = _folded(stated[:_LONGEST])
    given = _folded(name.given[:_LONGEST])
    if not family and not given:
        return None
    if not family:
        family, given = given, ""
    if f"{given} {family}".strip() in _nobody() or (
        not given and sum(map(str.isdecimal, family)) >= 5
    ):
        return None
    words = tuple(sorted(map(family_key, f"{family} {given}".split())))
    key = _with_gaps(stated) if _lost(name.family) else family_key(family)
    return Person(key, _initials(name.given, given), words)


_folded: Final = lru_cache(maxsize=1 << 14)(fold)
"""Parts of names come again and again."""


@cache
def _nobody() -> frozenset[str]:
    """Return what stands in the place of a name and is none."""
    return frozenset(load("dedupe/score")["persons"]["nobody"])


def _lost(family: str) -> bool:
    return _LOST[0] in family or _LOST[1] in family


def _with_gaps(family: str) -> str:
    """Return the key of a family name with "?" where letters were lost."""
    parts = family[:_LONGEST].replace(_LOST[1], _LOST[0]).split(_LOST[0])
    return _LOST[0].join(family_key(fold(part)) for part in parts)


def _initials_last(name: Name) -> bool:
    """Tell whether "Savage JD" was read as if the family name came last."""
    family, given = name.family, name.given
    return (
        len(family) <= 3 and family.isupper() and not given.isupper() and len(given) > len(family)
    )


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
    index = _Index(b)
    found = sum(index.best(person, same_family) for person in a)
    return found / len(a), found


class _Index:
    """A list of persons in which those that may be a given one are found without a search."""

    def __init__(self, listed: tuple[Person, ...]) -> None:
        self._listed = listed
        self._families = [person.family for person in listed]
        self._by_family: dict[str, list[Person]] = {}
        for person in listed:
            self._by_family.setdefault(person.family, []).append(person)
        self._by_word: dict[str, list[Person]] = {}

    def best(self, person: Person, same_family: float) -> float:
        """Return the best agreement of ``person`` with any in the list."""
        best = 0.0
        for other in self._by_family.get(person.family, ()):
            if initials_agree(person.initials, other.initials):
                return 1.0
            best = 0.4
        for other in self._near(person):
            best = max(best, alike(person, other, same_family))
        return best if best >= _PARTIAL else max(best, self._misspelt(person, same_family))

    def _near(self, person: Person) -> list[Person]:
        """Return those that have a word of the name in common."""
        if not self._by_word:
            for other in self._listed:
                for word in other.words:
                    self._by_word.setdefault(word, []).append(other)
        near = [*self._by_word.get(person.family, ())]
        for word in person.words:
            near += self._by_family.get(word, ())
        return near

    def _misspelt(self, person: Person, same_family: float) -> float:
        """Return how alike the most similar family name with agreeing initials is."""
        if _LOST[0] in person.family or any(_LOST[0] in family for family in self._families):
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

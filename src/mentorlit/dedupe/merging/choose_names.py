"""The rule for lists of names: the longest list, and in it each name in its fullest form."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from mentorlit.dedupe.fingerprints.persons import Person, alike, initials_agree, person
from mentorlit.model import Name

_person: Final = lru_cache(1 << 12)(person)
"""A name in one list is compared with those of several others."""

Names = Sequence[Name]
_Rank = tuple[bool, int, bool, bool, int, int]

_FEW: Final = 8
"""Lists, or names, that are looked through one by one without further ado."""

_SAME_FAMILY: Final = 0.95
"""Likeness of two spellings of one family name."""

_LONG: Final = 9
"""Letters of a family name that may still be that alike with one letter too few or too many."""

_CROWD: Final = 200
"""Names that one name is compared with: who is one of so many cannot be told for sure."""

_LOST: Final = "?"
"""What stands in a family name for a letter that a conversion lost."""


def choose_names(lists: Sequence[Names]) -> tuple[tuple[Name, ...], tuple[int, ...]]:
    """Return the chosen names and the indexes of the lists they came from, the main one first.

    A name is never put together from two: each is one list's own, family and given name.
    """
    base = _fullest(lists)
    others = _different(lists, base)
    used = [base]
    chosen = list(lists[base])
    for at, name in enumerate(chosen if others else ()):
        rank = _name_rank(name)
        source = base
        for index, counterparts in others:
            found = counterparts.fuller(name, rank)
            if found:
                chosen[at], source, rank = found, index, _name_rank(found)
        used.append(source)
    return tuple(chosen), tuple(dict.fromkeys(used))


def _fullest(lists: Sequence[Names]) -> int:
    """Return the index of the list with the highest rank, of equals the first."""
    ranks = [list_rank(names) for names in lists]
    return ranks.index(max(ranks))


def together(lists: Sequence[Names]) -> tuple[Name, ...]:
    """Return all persons of all lists in order, each in the fullest form of the name."""
    chosen: list[Name] = []
    for names in lists:
        counterparts = Counterparts(chosen)
        for name in names:
            at = counterparts.place(name)
            if at is None:
                chosen.append(name)
            elif _name_rank(name) > _name_rank(chosen[at]):
                chosen[at] = name
    return tuple(chosen)


def _different(lists: Sequence[Names], base: int) -> "list[tuple[int, Counterparts]]":
    """Return each list that is not the base's with its index; of many equal ones the first."""
    found = [(index, names) for index, names in enumerate(lists) if names != lists[base]]
    if len(found) > _FEW:
        first = {tuple(names): index for index, names in reversed(found)}
        found = sorted((index, names) for names, index in first.items())
    return [(index, Counterparts(names)) for index, names in found]


class Counterparts:
    """A list of names in which the same person's name is found without comparing all."""

    def __init__(self, names: Names) -> None:
        self._names = tuple(names)
        self._ranks = list(map(_name_rank, self._names))
        self._highest = max(self._ranks, default=None)

    def fuller(self, name: Name, rank: "_Rank") -> Name | None:
        """Return the one other name that is surely the same person's, if it ranks above ``rank``.

        Most often none ranks higher, and then no name has to be taken apart.
        """
        if self._highest is None or self._highest <= rank or name in self._stated:
            return None
        above = [at for at, own in enumerate(self._ranks) if own > rank]
        if len(above) <= _FEW and not self._is_among(name, above):
            return None
        at = self.place(name)
        return self._names[at] if at is not None and self._ranks[at] > rank else None

    def _is_among(self, name: Name, places: Iterable[int]) -> bool:
        """Tell whether one of the names that stand there may be the same person's."""
        one = _person(name)
        if one is None:
            return False
        return any(same_person(one, _person(self._names[at])) for at in places)

    def place(self, name: Name) -> int | None:
        """Return where the one name that is surely the same person's stands."""
        if name in self._stated:
            return self._stated[name]
        one = _person(name)
        if one is None:
            return None
        near = self._near(one)
        if len(near) > _CROWD:
            return None
        found = [at for at in near if same_person(one, self._persons[at])]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _stated(self) -> dict[Name, int]:
        return {name: at for at, name in enumerate(self._names)}

    @cached_property
    def _persons(self) -> list[Person | None]:
        return list(map(_person, self._names))

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """Where names stand that have a word, or a family name written in one word."""
        found: dict[str, list[int]] = {}
        for at, one in enumerate(self._persons):
            for word in dict.fromkeys((one.family, *one.words)) if one else ():
                found.setdefault(word, []).append(at)
        return found

    @cached_property
    def _misspelt(self) -> list[int]:
        """Where names stand that may be spelled otherwise: long ones, and with lost letters."""
        every = enumerate(self._persons)
        return [
            at for at, one in every if one and (len(one.family) >= _LONG or _LOST in one.family)
        ]

    def _near(self, one: Person) -> Collection[int]:
        """Return where names stand that share a word or may be misspelt, each once."""
        if _LOST in one.family and len(self._names) <= _CROWD:
            return range(len(self._names))
        near: dict[int, None] = {}
        for word in (one.family, *one.words):
            near.update(dict.fromkeys(self._by_word.get(word, ())))
        if len(self._misspelt) <= _CROWD:
            near.update(dict.fromkeys(self._misspelt))
        return near


def list_rank(names: Names) -> tuple[int, int, int, int]:
    """Rank a list: persons, compound family names, full given names, letters of given names."""
    compound = full = letters = 0
    for name in names:
        if name.family:
            compound += " " in name.family
            full += _is_full(name.given)
            letters += len(name.given)
    return len(names), compound, full, letters


@lru_cache(1 << 12)
def _is_full(given: str) -> bool:
    """Tell whether a given name is more than initials."""
    return any(sum(map(str.isalpha, word)) > 1 and not word.isupper() for word in given.split())


def same_person(one: Person, other: Person | None) -> bool:
    """Tell whether two names are surely one person's."""
    if other is None:
        return False
    if one.words == other.words:
        return alike(one, other, _SAME_FAMILY) >= 0.9
    return (
        initials_agree(one.initials, other.initials)
        and (one.initials.startswith(other.initials) or other.initials.startswith(one.initials))
        and alike(one, other, _SAME_FAMILY) >= 0.9
    )


def _name_rank(name: Name) -> _Rank:
    """Rank the forms of one person's name.

    A family name of several words is only ever stated, never guessed, so it wins over the same
    words split otherwise. Then a full given name, an ORCID, accents, and the given name of most
    letters.
    """
    family, given = name.family, name.given
    is_plain = family.isascii() and given.isascii()
    return (
        bool(family),
        1 if family.isalpha() else len(family.split()),
        _is_full(given),
        bool(name.orcid),
        0 if is_plain else sum(not letter.isascii() for letter in family + given),
        len(given) - given.count(" "),
    )

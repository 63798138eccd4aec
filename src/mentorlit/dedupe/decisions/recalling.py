"""Decisions to the records of the input that each one speaks of.

Nothing is guessed: a decision whose side fits records that are not one is set aside and told.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

import msgspec

from mentorlit.dedupe.decisions.likeness import (
    BY_ID,
    CONSISTENT,
    Likeness,
    is_one,
    keys,
    likeness,
    says_enough,
)
from mentorlit.dedupe.decisions.lines import SAME, Remembered, line
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.model import Citation

_TRIED: Final = 2_000
"""Records that are compared with one side: more share its title only if that says nothing. Of an
identifier that more share, only those with the same title count."""

_MOST: Final = 50
"""Records that one side may stand for."""


class Answer(msgspec.Struct, frozen=True):
    """A decision, and the indexes of the records that its two sides stand for, in order."""

    said: Remembered
    a: tuple[int, ...]
    b: tuple[int, ...]


class Unclear(msgspec.Struct, frozen=True):
    """A decision that cannot be applied, and why."""

    said: Remembered
    why: str


class Recalled(msgspec.Struct, frozen=True):
    """What became of the decisions: applied, about records that are not there, or unclear."""

    answers: tuple[Answer, ...] = ()
    unused: tuple[Remembered, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def recall(decided: Iterable[Remembered], prints: Iterable[Fingerprint]) -> Recalled:
    """Find the records that the decisions speak of among those with these fingerprints.

    The result does not depend on the order of either: of the decisions because each is looked at
    alone, of the records because their indexes are only ever put into order.
    """
    decisions = sorted(decided, key=lambda said: (said.pair, line(said), said.place))
    sought = _Sought(decisions)
    for index, one in enumerate(prints):
        sought.offer(index, one)
    sought.close()
    answers: list[Answer] = []
    unused: list[Remembered] = []
    unclear: list[Unclear] = []
    for said in decisions:
        a, b = sought.of(said.a), sought.of(said.b)
        whose = _told_apart(a, b)
        why = _fault(said, (a, b), whose)
        if why:
            unclear.append(Unclear(said, why))
        elif not all(whose):
            unused.append(said)
        else:
            answers.append(Answer(said, tuple(sorted(whose[0])), tuple(sorted(whose[1]))))
    return Recalled(tuple(answers), tuple(unused), tuple(unclear))


def _fault(said: Remembered, found: "tuple[_Found, _Found]", whose: tuple[set[int], ...]) -> str:
    """Return why a decision cannot be applied, or nothing."""
    for name, one, records in zip("ab", found, whose, strict=True):
        if one.tried > _TRIED or len(records) > _MOST:
            return f"too many records may be {name}"
        if not one.are_one(records):
            return f"{len(records)} records that are not the same may be {name}"
        if one.tried and not records and not says_enough(one.print):
            return f"{name} says too little of its record"
    if said.decision != SAME and whose[0] & whose[1]:
        return "the records cannot be told apart by what the decision says of them"
    return ""


class _Found:
    """The records that one side may stand for."""

    def __init__(self, one: Fingerprint) -> None:
        self.print = one
        self.tried = 0
        self._by_id: list[int] = []
        self._shared = 0
        self.like: dict[int, Likeness] = {}
        self.prints: dict[int, Fingerprint] = {}

    def offer(self, index: int, one: Fingerprint, *, by_id: bool) -> None:
        """Compare a record with the side; ``by_id`` if they share nothing but identifiers."""
        self._shared += by_id
        self.tried += not by_id
        if max(self._shared if by_id else 0, self.tried) > _TRIED:
            return
        found = likeness(self.print, one)
        if found.tier:
            self.like[index] = found
            self.prints[index] = one
            self._by_id += [index] if by_id else []

    def close(self) -> None:
        """Leave out what shares an identifier that too many share."""
        if self._shared > _TRIED:
            for index in self._by_id:
                del self.like[index]

    def best(self, without: set[int]) -> set[int]:
        """Return the likeliest records: of the highest tier, and none agrees in more."""
        left = {index: one for index, one in self.like.items() if index not in without}
        top = max((one.tier for one in left.values()), default=0)
        agreed = {one.agreed for one in left.values() if one.tier == top}
        full = {some for some in agreed if not any(some < other for other in agreed)}
        return {index for index, one in left.items() if one.tier == top and one.agreed in full}

    def copies(self, best: set[int], without: set[int]) -> set[int]:
        """Return further records that are one with the best: other databases' records of it.

        Of those that are not one with each other none is.
        """
        found = {
            index
            for index, one in self.like.items()
            if one.tier >= CONSISTENT and index not in without and index not in best
        }
        if len(found) > _MOST:
            return set()
        found = {index for index in found if all(self._are_one(index, known) for known in best)}
        return {index for index in found if all(self._are_one(index, other) for other in found)}

    def are_one(self, records: set[int]) -> bool:
        """Tell whether these records are one to the decision."""
        return all(self._are_one(one, other) for one, other in combinations(sorted(records), 2))

    def _are_one(self, one: int, other: int) -> bool:
        return one == other or is_one(self.prints[one], self.prints[other])


def _told_apart(a: _Found, b: _Found) -> tuple[set[int], set[int]]:
    """Return the records of two sides; one that is nearer to the one side is not the other.

    A copy that could be either is neither. Of two sides that say the same, none is nearer.
    """
    if a.print == b.print:
        return a.best(set()), b.best(set())
    shared = a.like.keys() & b.like.keys()
    ours = {index for index in shared if is_nearer(a.like[index], b.like[index])}
    theirs = {index for index in shared if is_nearer(b.like[index], a.like[index])}
    best_a, best_b = a.best(theirs), b.best(ours)
    copies_a, copies_b = a.copies(best_a, theirs), b.copies(best_b, ours)
    return (
        best_a | (copies_a - copies_b - best_b),
        best_b | (copies_b - copies_a - best_a),
    )


def is_nearer(one: Likeness, other: Likeness) -> bool:
    """Tell whether a record is more surely meant by the first of two sides."""
    return one.tier > other.tier or (one.tier == other.tier and other.agreed < one.agreed)


class _Sought:
    """The sides of all decisions, each once, by the keys of their records."""

    def __init__(self, decisions: Iterable[Remembered]) -> None:
        self._by_side: dict[bytes, _Found] = {}
        self._by_key: dict[str, list[_Found]] = {}
        for said in decisions:
            for record in (said.a, said.b):
                self._add(record)

    def _add(self, record: Citation) -> None:
        name = _ENCODER.encode(record)
        if name in self._by_side:
            return
        found = self._by_side[name] = _Found(fingerprint(record))
        for key in dict.fromkeys(keys(found.print)):
            self._by_key.setdefault(key, []).append(found)

    def of(self, record: Citation) -> _Found:
        """Return what was found for a side."""
        return self._by_side[_ENCODER.encode(record)]

    def offer(self, index: int, one: Fingerprint) -> None:
        """Compare a record with the sides that it shares a key with."""
        offered: dict[int, tuple[_Found, bool]] = {}
        for key in keys(one):
            for found in self._by_key.get(key, ()):
                by_id = key.startswith(BY_ID) and offered.get(id(found), (found, True))[1]
                offered[id(found)] = found, by_id
        for found, by_id in offered.values():
            found.offer(index, one, by_id=by_id)

    def close(self) -> None:
        """Say that there are no more records."""
        for found in self._by_side.values():
            found.close()


_ENCODER: Final = msgspec.json.Encoder()

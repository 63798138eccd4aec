"""What follows from all decisions together, and which contradict each other."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from mentorlit.dedupe.decisions.circles import circles
from mentorlit.dedupe.decisions.lines import RELATED, SAME, Remembered
from mentorlit.dedupe.decisions.recalling import Answer
from mentorlit.tables import load

_TOLD: Final = 12
"""Decisions of one conflict that are told; the others are counted."""


class Conflict(msgspec.Struct, frozen=True):
    """Decisions that contradict each other, by place; ``merged`` if records came in as one."""

    said: tuple[Remembered, ...]
    merged: bool = False

    def __str__(self) -> str:
        """Return the conflict in words, a line for each decision."""
        head = "decisions contradict each other; none of them counts:"
        if self.merged:
            head = "records that came in merged; `mentorlit split` takes them apart:"
        told = [f"  {said}" for said in self.said[:_TOLD]]
        more = len(self.said) - len(told)
        return "\n".join([head, *told, *([f"  and {more} more"] if more else [])])


class Settled(msgspec.Struct, frozen=True):
    """What decisions come to, in indexes of records; everything in ascending order.

    ``joined`` are groups that are one paper. ``apart``, ``related`` and ``unsure`` are pairs that
    are not, also not through third records: ``related`` is "a is RELATION b"; ``unsure`` are the
    pairs of conflicting decisions. ``by`` has the decision behind each pair, the smaller index
    first, and behind each member of a group with the group's first.
    """

    joined: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    related: tuple[tuple[int, int, str], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    by: dict[tuple[int, int], Remembered] = {}


def settle(answers: Iterable[Answer], together: Iterable[tuple[int, ...]] = ()) -> Settled:
    """Return what the answers come to, whatever their order.

    ``together`` are groups of records that stay together whatever anybody says (merged records
    that came in). Decisions contradict each other if they lie in one circle of *same* with one
    that keeps its ends apart, or if they say different things of what two papers that are not one
    are to each other. Then all of them are set aside: the others cannot tell which one is wrong.
    """
    ordered = sorted(answers, key=lambda answer: (answer.a, answer.b, _words(answer.said)))
    base = _Groups()
    for group in together:
        base.join(group)
    rest, conflicts = _without_merged(ordered, base)
    rest, found = _without_circles(rest, base)
    conflicts += found
    same = [answer for answer in rest if answer.said.decision == SAME]
    joined = _Groups()
    for answer in same:
        joined.join((*answer.a, *answer.b))
    papers = _all(base, joined)
    rest, found = _without_quarrels(
        [answer for answer in rest if answer.said.decision != SAME], papers
    )
    kept = {id(answer) for answer in (*same, *rest)}
    aside = [answer for answer in ordered if id(answer) not in kept]
    unsure = {
        (a, b) for answer in aside for a, b in _pairs(answer) if papers.root(a) != papers.root(b)
    }
    return Settled(
        joined=_members(joined),
        apart=_apart(rest),
        related=_related(rest),
        unsure=tuple(sorted(unsure)),
        conflicts=tuple(sorted([*conflicts, *found], key=_order)),
        by=_behind(same, rest, joined),
    )


def _words(said: Remembered) -> tuple[str, ...]:
    return said.decision, said.relation, said.place, said.who, said.when, said.why


class _Groups:
    """Disjoint sets of indexes."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def root(self, index: int) -> int:
        """Return the smallest index of the set that ``index`` is in."""
        top = index
        while (up := self._up.get(top, top)) != top:
            top = up
        while (up := self._up.get(index, index)) != top:
            self._up[index], index = top, up
        return top

    def join(self, group: Iterable[int]) -> None:
        """Make one set of those that ``group`` has members in."""
        roots = sorted({self.root(index) for index in group})
        for root in roots[1:]:
            self._up[root] = roots[0]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield every index that is not the first of its set, with the first."""
        for index in sorted(self._up):
            if (root := self.root(index)) != index:
                yield root, index


def _all(base: _Groups, joined: _Groups) -> _Groups:
    """Return what both join together."""
    found = _Groups()
    for groups in (base, joined):
        for pair in groups.pairs():
            found.join(pair)
    return found


def _without_merged(answers: list[Answer], base: _Groups) -> tuple[list[Answer], list[Conflict]]:
    """Set aside what keeps apart records that came in as one."""
    against = [
        answer
        for answer in answers
        if answer.said.decision != SAME
        and {base.root(index) for index in answer.a} & {base.root(index) for index in answer.b}
    ]
    gone = {id(answer) for answer in against}
    kept = [answer for answer in answers if id(answer) not in gone]
    return kept, [Conflict((answer.said,), merged=True) for answer in against]


def _without_circles(answers: list[Answer], base: _Groups) -> tuple[list[Answer], list[Conflict]]:
    """Set aside the decisions of every circle of *same* that something else closes."""
    whole = _Groups()
    edges: list[tuple[int, int]] = []
    owners: list[int] = []
    for at, answer in enumerate(answers):
        if answer.said.decision == SAME:
            roots = sorted({base.root(index) for index in (*answer.a, *answer.b)})
            whole.join(roots)
            edges += [(roots[0], other) for other in roots[1:]]
            owners += [at] * (len(roots) - 1)
    for at, answer in enumerate(answers):
        if answer.said.decision != SAME:
            ends = sorted({(base.root(a), base.root(b)) for a in answer.a for b in answer.b})
            inside = [(a, b) for a, b in ends if whole.root(a) == whole.root(b)]
            edges += inside
            owners += [at] * len(inside)
    return _set_aside(answers, [[owners[edge] for edge in group] for group in circles(edges)])


def _set_aside(
    answers: list[Answer], groups: list[list[int]]
) -> tuple[list[Answer], list[Conflict]]:
    """Take out the groups in which not all say *same*; groups that share an answer are one."""
    bad = [group for group in groups if any(answers[at].said.decision != SAME for at in group)]
    linked = _Groups()
    for group in bad:
        linked.join(group)
    members: dict[int, set[int]] = {}
    for group in bad:
        members.setdefault(linked.root(group[0]), set()).update(group)
    gone = {at for group in members.values() for at in group}
    conflicts = [_conflict(answers[at].said for at in group) for group in members.values()]
    return [answer for at, answer in enumerate(answers) if at not in gone], conflicts


def _conflict(said: Iterable[Remembered]) -> Conflict:
    return Conflict(tuple(sorted(said, key=lambda one: (_place(one.place), _words(one)))))


def _place(place: str) -> tuple[str, int]:
    """Return a place so that line 9 comes before line 10."""
    name, _, number = place.rpartition(":")
    return name, int(number) if number.isdecimal() else 0


def _without_quarrels(
    answers: list[Answer], groups: _Groups
) -> tuple[list[Answer], list[Conflict]]:
    """Set aside different answers about what two papers, which are not one, are to each other."""
    about: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for at, answer in enumerate(answers):
        for a, b in sorted({(groups.root(a), groups.root(b)) for a in answer.a for b in answer.b}):
            said = f"{answer.said.decision} {answer.said.relation}"
            if answer.said.decision == RELATED and answer.said.relation not in _symmetrical():
                said += " forwards" if a < b else " backwards"
            about.setdefault((min(a, b), max(a, b)), []).append((said, at))
    bad = [one for one in about.values() if len({said for said, _ in one}) > 1]
    return _set_aside(answers, [[at for _, at in one] for one in bad])


def _symmetrical() -> list[str]:
    found: list[str] = load("dedupe/relations")["symmetrical"]
    return found


def _order(conflict: Conflict) -> list[tuple[object, ...]]:
    return [(_place(said.place), _words(said)) for said in conflict.said]


def _members(joined: _Groups) -> tuple[tuple[int, ...], ...]:
    groups: dict[int, list[int]] = {}
    for root, index in joined.pairs():
        groups.setdefault(root, [root]).append(index)
    return tuple(tuple(group) for _, group in sorted(groups.items()))


def _apart(rest: list[Answer]) -> tuple[tuple[int, int], ...]:
    apart = (answer for answer in rest if answer.said.decision != RELATED)
    return tuple(sorted({pair for answer in apart for pair in _pairs(answer)}))


def _related(rest: list[Answer]) -> tuple[tuple[int, int, str], ...]:
    found = {
        (a, b, answer.said.relation)
        for answer in rest
        if answer.said.decision == RELATED
        for a in answer.a
        for b in answer.b
    }
    return tuple(sorted(found))


def _behind(
    same: list[Answer], rest: list[Answer], joined: _Groups
) -> dict[tuple[int, int], Remembered]:
    """Return the first decision behind each pair."""
    by: dict[tuple[int, int], Remembered] = {}
    for answer in same:
        for index in (*answer.a, *answer.b):
            by.setdefault((joined.root(index), index), answer.said)
    for answer in rest:
        for pair in _pairs(answer):
            by.setdefault(pair, answer.said)
    return {pair: said for pair, said in by.items() if pair[0] != pair[1]}


def _pairs(answer: Answer) -> Iterator[tuple[int, int]]:
    """Yield the pairs of records that an answer speaks of, the smaller index first."""
    for a in answer.a:
        for b in answer.b:
            if a != b:
                yield min(a, b), max(a, b)

"""What settled decisions make of links and clusters, while clusters are built."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from mentorlit.dedupe.decisions.lines import RELATED as RELATED_ANSWER
from mentorlit.dedupe.decisions.lines import SAME, Remembered
from mentorlit.dedupe.decisions.recalling import Answer, Recalled, recall
from mentorlit.dedupe.decisions.settling import Settled, settle
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.judge import Link
from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, RELATED, UNSURE, Decision
from mentorlit.dedupe.versions import taken

BY: Final = "decision"
"""What made a link that a person decided."""

DECIDED: Final = 99.0
"""The score of what a person decided: more than evidence can add up to."""

CONTRADICTED: Final = "decisions contradict each other"


class Rulings:
    """What follows from decisions for units, which are numbered in canonical order.

    ``recalled`` says which decisions speak of which units, ``settled`` what they come to.
    """

    def __init__(
        self, recalled: Recalled, settled: Settled, together: Iterable[tuple[int, ...]] = ()
    ) -> None:
        self.recalled = recalled
        self.settled = settled
        self._together = sorted({tuple(sorted({*group})) for group in together})
        self._about = {*settled.by, *settled.unsure}
        self._group = {member: group for group in settled.joined for member in group}

    def __bool__(self) -> bool:
        """Whether anything follows."""
        return bool(self._about)

    def units(self) -> list[int]:
        """Return all units that the decisions speak of, or that records joined that came in."""
        if not self:
            return []
        groups = (*self._together, *self.settled.joined, *self._about)
        return sorted({unit for group in groups for unit in group})

    def links(self) -> Iterator[Link]:
        """Yield the links that do not hang on rules: what is joined first."""
        if not self:
            return
        for first, *others in self._together:
            yield from (Link(first, other, DUPLICATE, DECIDED, by="merged") for other in others)
        settled = self.settled
        for first, *others in settled.joined:
            for other in others:
                yield self._link(first, other, DUPLICATE)
        for a, b, relation in settled.related:
            one, other = min(a, b), max(a, b)
            made = self._link(one, other, RELATED)
            yield msgspec.structs.replace(made, relation=relation, inverse=a > b)
        for a, b in settled.unsure:
            yield Link(a, b, UNSURE, 0.0, CONTRADICTED, by=BY)

    def apart(self) -> Iterator[Link]:
        """Yield the pairs that somebody says are different."""
        for a, b in self.settled.apart:
            yield self._link(a, b, DIFFERENT)

    def is_about(self, link: Link) -> bool:
        """Tell whether the decisions speak of this very pair."""
        return (link.a, link.b) in self._about

    def foes(self) -> dict[int, set[int]]:
        """Return the units that each unit may not be in one cluster with."""
        found: dict[int, set[int]] = {}
        related = ((min(a, b), max(a, b)) for a, b, _ in self.settled.related)
        for a, b in (*self.settled.apart, *related, *self.settled.unsure):
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return found

    def speakers(self, unit: int, heads: list[int]) -> list[int]:
        """Return those of a cluster that may speak against what joins ``unit``.

        What somebody has said to be one paper speaks through ``unit`` alone.
        """
        group = self._group.get(unit)
        return [unit, *(head for head in heads if head not in group)] if group else heads

    def closed(self, root: Callable[[int], int]) -> Callable[[Link], bool]:
        """Return what tells whether a rule's link is answered by what was decided of its clusters.

        ``root`` names the cluster of a unit, when all clusters are complete.
        """
        joined = {root(first) for first, *_ in self.settled.joined}
        pairs = (*self.settled.apart, *((a, b) for a, b, _ in self.settled.related))
        parted = {frozenset((root(a), root(b))) for a, b in pairs}

        def is_closed(link: Link) -> bool:
            if link.by != "rules" or link.decision not in (UNSURE, RELATED):
                return False
            ends = frozenset((root(link.a), root(link.b)))
            return ends in parted or (len(ends) == 1 and not joined.isdisjoint(ends))

        return is_closed

    def _link(self, a: int, b: int, decision: str) -> Link:
        return Link(a, b, decision, DECIDED, self.settled.by[a, b].why, by=BY)


NO_RULINGS: Final = Rulings(Recalled(), Settled())
"""What follows where nobody has decided anything."""


def rulings(
    decided: Iterable[Remembered],
    prints: Iterable[Fingerprint],
    together: Iterable[tuple[int, ...]],
    versions: str,
) -> Rulings:
    """Return what follows from decisions for units with these fingerprints.

    ``together`` are the units of merged records that came in; ``versions`` is what becomes of
    related papers.
    """
    groups = list(together)
    listed = list(decided)
    recalled = recall(listed, prints) if listed else Recalled()
    answers = [_taken(answer, versions) for answer in recalled.answers]
    return Rulings(recalled, settle(answers, groups), groups)


def _taken(answer: Answer, versions: str) -> Answer:
    """Return an answer as ``--versions`` takes it: two versions may be one record."""
    said = answer.said
    if said.decision != RELATED_ANSWER:
        return answer
    made = taken(Decision(RELATED, 0.0, {}, relation=said.relation), versions)
    if made.outcome != DUPLICATE:
        return answer
    one = msgspec.structs.replace(said, decision=SAME, relation="")
    return Answer(one, answer.a, answer.b)

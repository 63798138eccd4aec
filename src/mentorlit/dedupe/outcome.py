"""What deduplication made of its input: clusters of records, and the citation of each."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Self, cast

import msgspec

from mentorlit.dedupe.block import keys, kind
from mentorlit.dedupe.cluster import Cluster
from mentorlit.dedupe.decisions.applying import NO_RULINGS, Rulings
from mentorlit.dedupe.decisions.lines import Remembered
from mentorlit.dedupe.held import Held, Units, in_order
from mentorlit.dedupe.inputs import Inputs
from mentorlit.dedupe.judge import Judge, Link
from mentorlit.dedupe.merging.edits import compared, keep_edits
from mentorlit.dedupe.merging.merge import merge
from mentorlit.dedupe.merging.policy import DEFAULT, Policy
from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, Decision
from mentorlit.dedupe.versions import KEEP, LINK, Linker
from mentorlit.model import Citation

_CERTAIN: Final = 99.0
"""The score of what was decided before: more than evidence can add up to."""


class Deduplicated:
    """The result of a deduplication; a context manager, which removes temporary files.

    ``records`` are the input records by index, ``old`` ones first and merged ones taken apart
    into their members, each once; they may be on disk. ``clusters`` speak of them by index, in
    the order in which they begin in the input. ``capped`` lists blocking keys that too many
    records shared, as ``(kind, size)``: not all their pairs were compared. ``merged_away`` is how
    many input records went into others; never negative, since the members of one merged record
    stay together. ``matched`` is how many records are in a cluster with an old one. ``recalled``
    says what became of the decisions, ``conflicts`` which of them contradict each other.
    """

    def __init__(
        self,
        held: Held,
        units: Units,
        judge: Judge,
        clusters: list[Cluster],
        capped: list[tuple[int, int]],
        versions: str = LINK,
        policy: Policy = DEFAULT,
        said: Rulings = NO_RULINGS,
    ) -> None:
        self.records = cast("Sequence[Citation]", held.records)
        self.old = held.old
        self.capped = [(kind(number), size) for number, size in capped]
        self.clusters = sorted(
            (_unfolded(one, units.members) for one in clusters), key=lambda one: min(one.members)
        )
        new = sum(1 for one in self.clusters if self.old_member(one) is None)
        self.merged_away = held.read - new
        self.matched = sum(
            len(one.members) - 1 for one in self.clusters if self.old_member(one) is not None
        )
        self._held = held
        self._units = units
        self._judge = judge
        self._came = self._merged_before()
        self._links = versions != KEEP
        self._policy = policy
        self._said = said
        self.recalled = said.recalled
        self.conflicts = said.settled.conflicts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def citations(self, *, only_new: bool = False) -> Iterator[Citation]:
        """Yield one record a cluster, merged where it has several members.

        A cluster with an old record gives that record as it is, or nothing with ``only_new``.
        Others have an entry in ``relations`` for each related record, unless they are to be kept
        as they are.
        """
        linked = Linker(self.clusters if self._links else [], self.records)
        for index, one in enumerate(self.clusters):
            if self.old_member(one) is None:
                yield linked(self.citation(one), index)
            elif not only_new:
                yield self.citation(one)

    def citation(self, found: Cluster) -> Citation:
        """Return the record of a cluster, with what was edited in merged ones that came in."""
        old = self.old_member(found)
        if old is not None:
            return self.records[old]
        members = [self.records[member] for member in found.members]
        made = merge(members, self._policy)
        before = sorted({at for member in found.members for at in self._came.get(member, ())})
        edits = [
            compared(self._held.merged[at], self._base(self._held.parts[at], made), self._policy)
            for at in before
        ]
        return keep_edits(made, members, edits)

    def inputs(self) -> Inputs:
        """Return what came in, merged records whole, and which cluster each is in."""
        return Inputs(self._held, self.clusters)

    def old_member(self, found: Cluster) -> int | None:
        """Return the old record of a cluster, if it has one."""
        return next((member for member in found.members if member < self.old), None)

    def digest(self, record: int) -> bytes:
        """Return a hash of everything in a record but where it was read."""
        return self._held.digest(record)

    def compare(self, a: int, b: int) -> Decision:
        """Compare two records, with the evidence."""
        if self._units.home[a] == self._units.home[b]:
            return Decision(DUPLICATE, _CERTAIN, {"identical": {"weight": _CERTAIN}})
        return self._judge.compare(self._units.home[a], self._units.home[b])

    def was_compared(self, a: int, b: int) -> bool:
        """Tell whether two records met: by their keys, or as records with the same content."""
        one, other = sorted((self._units.home[a], self._units.home[b]))
        return one == other or self._judge.has_compared(one, other)

    def evidence(self, link: Link) -> dict[str, dict[str, Any]]:
        """Return the evidence of a link."""
        if link.by in {"merged", "decision"}:
            return {link.by: {"weight": _CERTAIN}}
        return self.compare(link.a, link.b).evidence

    def shared_keys(self, a: int, b: int) -> tuple[str, ...]:
        """Return the blocking keys that two records have in common, as ``kind:value``."""
        others = set(keys(self._held.print(b)))
        return tuple(key for key in keys(self._held.print(a)) if key in others)

    def apart(self) -> Iterator[Link]:
        """Yield pairs that are different: by a decision, or although much spoke for one paper."""
        yield from self.said_apart()
        for a, b in self.pairs_apart():
            made = self.compare(a, b)
            yield Link(a, b, made.outcome, made.score, made.reason)

    def said_apart(self) -> Iterator[Link]:
        """Yield the pairs that are different because a person says so."""
        for link in self._said.apart():
            first, second = self._units.members[link.a][0], self._units.members[link.b][0]
            yield msgspec.structs.replace(link, a=first, b=second)

    def pairs_apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that rules keep apart although much spoke for one paper, in order."""
        for a, b in self._judge.apart():
            if not (self._said and self._said.is_about(Link(a, b, DIFFERENT, 0.0))):
                yield self._units.members[a][0], self._units.members[b][0]

    def first(self, record: int) -> int:
        """Return the first of the records with the same content: links are between these."""
        return self._units.members[self._units.home[record]][0]

    def said(self, a: int, b: int) -> list[tuple[Remembered, bool]]:
        """Return what people decided about these very records, whether it counts or not.

        With each decision goes whether ``b`` is its first record.
        """
        one, other = self._units.home[a], self._units.home[b]
        found: list[tuple[Remembered, bool]] = []
        for answer in self.recalled.answers:
            if one in answer.a and other in answer.b:
                found.append((answer.said, False))
            elif other in answer.a and one in answer.b:
                found.append((answer.said, True))
        return found

    def _merged_before(self) -> dict[int, list[int]]:
        """Return which merged records came in, by their first member."""
        found: dict[int, list[int]] = {}
        for at, members in enumerate(self._held.parts):
            found.setdefault(members[0], []).append(at)
        return found

    def _base(self, members: tuple[int, ...], made: Citation) -> Citation:
        """Return what the members of a record that came in merged give by themselves."""
        if len(members) == max(len(made.members), 1):
            return made
        own = [self.records[member] for member in members]
        return merge(in_order(own, map(self._held.print, members)), self._policy)


def _unfolded(found: Cluster, units: list[list[int]]) -> Cluster:
    """Return a cluster of units as a cluster of records."""
    if len(found.members) == 1 and not found.links and len(units[found.members[0]]) == 1:
        return Cluster(tuple(units[found.members[0]]))
    links = [
        Link(units[unit][0], member, DUPLICATE, _CERTAIN, by="identical")
        for unit in found.members
        for member in units[unit][1:]
    ]
    links += [
        msgspec.structs.replace(link, a=units[link.a][0], b=units[link.b][0])
        for link in found.links
    ]
    return Cluster(tuple(member for unit in found.members for member in units[unit]), tuple(links))

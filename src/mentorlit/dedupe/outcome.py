"""What deduplication made of its input: clusters of records, and the citation of each."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import msgspec

from mentorlit.dedupe.block import keys, kind
from mentorlit.dedupe.canonical import in_order
from mentorlit.dedupe.cluster import Cluster
from mentorlit.dedupe.clusters import CERTAIN, Clusters
from mentorlit.dedupe.decisions.applying import Rulings
from mentorlit.dedupe.decisions.lines import Remembered
from mentorlit.dedupe.held import Held
from mentorlit.dedupe.inputs import Inputs
from mentorlit.dedupe.judge import Judge, Link
from mentorlit.dedupe.merging.edits import compared, keep_edits
from mentorlit.dedupe.merging.merge import merge
from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, Decision
from mentorlit.dedupe.units import Units
from mentorlit.dedupe.versions import KEEP, Linker
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.parallel.mapping import mapped

if TYPE_CHECKING:
    from mentorlit.dedupe import Options

_TOGETHER: Final = 1_024
"""Clusters that are handed to one process at a time: some 100 ms of work."""


class Written(NamedTuple):
    """Records as lines of JSON, and how many they are."""

    lines: bytes
    records: int


class Deduplicated:
    """The result of a deduplication; a context manager, which removes temporary files.

    ``records`` are the input records by index, ``old`` ones first and merged ones taken apart
    into their members, each once; they may be on disk. ``clusters`` speak of them by index, in
    the order in which they begin in the input. ``capped`` lists blocking keys that too many
    records shared, as ``(kind, size)``: not all their pairs were compared. ``merged_away`` is how
    many input records went into others; never negative, since the members of one merged record
    stay together. ``matched`` is how many records are in a cluster with an old one. ``earlier`` is
    how many old records there are in all, with those of an index that were not looked at.
    ``recalled`` says what became of the decisions, ``conflicts`` which of them contradict each
    other.
    """

    def __init__(
        self,
        held: Held,
        units: Units,
        judge: Judge,
        clusters: Clusters,
        capped: list[tuple[int, int]],
        said: Rulings,
        options: "Options",
        jobs: int = 1,
    ) -> None:
        self.records = held.records
        self.old = self.earlier = held.old
        self.capped = [(kind(number), size) for number, size in capped]
        self.clusters: Sequence[Cluster] = clusters
        self._made = clusters
        # An old record is the first of its cluster: the old ones come first.
        known = list(islice(clusters, held.old))
        self.merged_away = held.read - (len(clusters) - len(known))
        self.matched = sum(len(one.members) - 1 for one in known)
        self._held = held
        self._units = units
        self._judge = judge
        self._came = self._merged_before()
        self._links = options.versions != KEEP
        self._policy = options.policy
        self._jobs = jobs
        self._said = said
        self.recalled = said.recalled
        self.conflicts = said.settled.conflicts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()
        self._made.close()

    def citations(self, *, only_new: bool = False) -> Iterator[Citation]:
        """Yield one record a cluster, merged where it has several members.

        A cluster with an old record gives that record as it is, or nothing with ``only_new``.
        Others have an entry in ``relations`` for each related record, unless they are to be kept
        as they are.
        """
        yield from self._from(self._linker(), 0, len(self.clusters), only_new=only_new)

    def lines(self, *, only_new: bool = False) -> Iterator[Written]:
        """Yield what :meth:`citations` does as lines, many at a time, made by some processes."""
        linked = self._linker()

        def written(start: int) -> Written:
            found = self._from(linked, start, start + _TOGETHER, only_new=only_new)
            lines = [encode(citation) + b"\n" for citation in found]
            return Written(b"".join(lines), len(lines))

        yield from mapped(written, range(0, len(self.clusters), _TOGETHER), self._jobs)

    def _linker(self) -> Linker:
        return Linker(self.clusters if self._links else [], self.records)

    def _from(self, linked: Linker, start: int, end: int, *, only_new: bool) -> Iterator[Citation]:
        """Yield the records of some of the clusters."""
        for index in range(start, min(end, len(self.clusters))):
            one = self.clusters[index]
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
            return Decision(DUPLICATE, CERTAIN, {"identical": {"weight": CERTAIN}})
        return self._judge.compare(self._units.home[a], self._units.home[b])

    def was_compared(self, a: int, b: int) -> bool:
        """Tell whether two records met: by their keys, or as records with the same content."""
        one, other = sorted((self._units.home[a], self._units.home[b]))
        return one == other or self._judge.has_compared(one, other)

    def evidence(self, link: Link) -> dict[str, dict[str, Any]]:
        """Return the evidence of a link."""
        if link.by in {"merged", "decision"}:
            return {link.by: {"weight": CERTAIN}}
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
            first, second = self._units.members.first(link.a), self._units.members.first(link.b)
            yield msgspec.structs.replace(link, a=first, b=second)

    def pairs_apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that rules keep apart although much spoke for one paper, in order."""
        for a, b in self._judge.apart():
            if not (self._said and self._said.is_about(Link(a, b, DIFFERENT, 0.0))):
                yield self._units.members.first(a), self._units.members.first(b)

    def first(self, record: int) -> int:
        """Return the first of the records with the same content: links are between these."""
        return self._units.members.first(self._units.home[record])

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

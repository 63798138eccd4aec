"""Deduplication, read aloud: normalise, block, score, cluster, merge.

>>> result = dedupe(citations)
>>> result.citations

The policy is in docs/explanations/dedupe.md. The same records give the same clusters and the same
merged records whatever their order; only the order of the output follows the input.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from mentorlit.dedupe import engines
from mentorlit.dedupe.block import block_keys
from mentorlit.dedupe.cluster import Cluster, Link, cluster, keep_together
from mentorlit.dedupe.edits import compared, keep_edits
from mentorlit.dedupe.leaves import Merged, Unit, leaves, units
from mentorlit.dedupe.merge import merge
from mentorlit.dedupe.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.score import DUPLICATE, Decision, score
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.tables import load

__all__ = ["Cluster", "Deduplicated", "Link", "dedupe"]


class Deduplicated(msgspec.Struct, frozen=True):
    """What deduplication made of its input.

    ``citations`` has one record a cluster, merged where it has several members, in the order in
    which the clusters begin in the input; ``clusters`` is parallel to it and speaks of
    ``records`` by index. ``records`` are the input records, merged ones taken apart into their
    members, each once. ``merged_away`` is how many input records went into others; never
    negative, since the members of one merged record stay together. ``capped`` lists blocking
    keys that too many records shared, as ``(kind, size)``: not all their pairs were compared.
    """

    citations: list[Citation]
    clusters: list[Cluster]
    records: list[Citation]
    merged_away: int
    capped: list[tuple[str, int]]


def dedupe(citations: Iterable[Citation], engine: str = "memory") -> Deduplicated:
    """Find the records that are one paper and merge them.

    Raises:
        KeyError: there is no such engine.

    """
    read = list(citations)
    records, before = leaves(read)
    prints = [fingerprint(record) for record in records]
    distinct = units(records, prints)
    judged = _Judged(distinct)
    maker = engines.load(engine)(cap=_cap())
    pairs = maker.candidate_pairs(block_keys(unit.print for unit in distinct))
    found = cluster(len(distinct), judged.links(pairs), judged)
    clusters = keep_together(found, _merged_units(distinct, before))
    whole = sorted((_unfolded(one, distinct) for one in clusters), key=lambda c: min(c.members))
    merged = _merged(whole, records, prints, before)
    return Deduplicated(merged, whole, records, len(read) - len(merged), maker.capped)


def _merged_units(distinct: list[Unit], before: list[Merged]) -> list[tuple[int, ...]]:
    """Return which units each merged record has members in."""
    home = {member: index for index, unit in enumerate(distinct) for member in unit.members}
    return [tuple(home[member] for member in one.members) for one in before]


def _merged(
    clusters: list[Cluster],
    records: list[Citation],
    prints: list[Fingerprint],
    before: list[Merged],
) -> list[Citation]:
    """Return the merged record of each cluster, with what was edited in those that came in."""
    home = {member: at for at, one in enumerate(clusters) for member in one.members}
    came: dict[int, list[Merged]] = {}
    for one in before:
        came.setdefault(home[one.members[0]], []).append(one)

    def base(old: Merged, made: Citation) -> Citation:
        whole = len(old.members) == max(len(made.members), 1)
        return made if whole else _remerged(old.members, records, prints)

    found: list[Citation] = []
    for at, joined in enumerate(clusters):
        members = [records[member] for member in joined.members]
        made = merge(members)
        edits = [compared(old.record, base(old, made)) for old in came.get(at, ())]
        found.append(keep_edits(made, members, edits))
    return found


def _remerged(
    members: tuple[int, ...], records: list[Citation], prints: list[Fingerprint]
) -> Citation:
    """Return what the members of a merged record alone give."""
    own = [records[member] for member in members]
    alone = units(own, [prints[member] for member in members])
    return merge([own[index] for unit in alone for index in unit.members])


def _cap() -> int:
    """Return how many records may share a key: the table's wish, within the limit."""
    return min(int(load("dedupe/keys")["block"]), DEFAULT.block_size)


class _Judged:
    """The decisions about pairs of units, each made once."""

    def __init__(self, distinct: list[Unit]) -> None:
        self._distinct = distinct
        self._made: dict[tuple[int, int], Decision] = {}

    def __call__(self, a: int, b: int) -> Decision:
        decision = self._made.get((a, b))
        if decision is None:
            decision = score(self._distinct[a].print, self._distinct[b].print)
            self._made[a, b] = decision
        return decision

    def links(self, pairs: Iterable[tuple[int, int]]) -> Iterator[Link]:
        """Yield a link for every pair."""
        for a, b in pairs:
            made = self(a, b)
            yield Link(a, b, made.outcome, made.score, made.evidence, made.reason)


_IDENTICAL: Final = 99.0
"""The score of records with the same content: more than evidence can add up to."""


def _unfolded(found: Cluster, distinct: list[Unit]) -> Cluster:
    """Return a cluster of units as a cluster of records."""
    members = [member for unit in found.members for member in distinct[unit].members]
    links = [
        Link(unit.members[0], member, DUPLICATE, _IDENTICAL, {"identical": {"weight": _IDENTICAL}})
        for unit in (distinct[index] for index in found.members)
        for member in unit.members[1:]
    ]
    links += [
        msgspec.structs.replace(link, a=distinct[link.a].members[0], b=distinct[link.b].members[0])
        for link in found.links
    ]
    return Cluster(tuple(members), tuple(links))

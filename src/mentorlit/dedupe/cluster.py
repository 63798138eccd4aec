"""Decisions to clusters, each checked as a whole: no chain joins what does not agree."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Final

import msgspec

from mentorlit.dedupe.findings import Evidence
from mentorlit.dedupe.score import DIFFERENT, DUPLICATE, UNSURE, Decision

_LOOKED_AT: Final = 24
"""Members of each side that are compared before two clusters join: bounds the work of a big one."""

Judge = Callable[[int, int], Decision]


class Link(msgspec.Struct, frozen=True):
    """One decision about two records, given by their indexes; ``reason`` names what decided.

    A duplicate that the check of its clusters did not let join is ``unsure``.
    """

    a: int
    b: int
    decision: str
    score: float
    evidence: Evidence
    reason: str = ""


class Cluster(msgspec.Struct, frozen=True):
    """The records of one paper, as indexes in canonical order, with what joins them.

    ``links`` also holds the unsure links to records of other clusters.
    """

    members: tuple[int, ...]
    links: tuple[Link, ...] = ()


def cluster(count: int, links: Iterable[Link], judge: Judge) -> list[Cluster]:
    """Join records ``0`` to ``count - 1``, numbered in canonical order, along duplicate links.

    The strongest link comes first, and two clusters join only if no two of their members are
    ``different`` for a stated reason; ``judge`` decides the pairs that share no key. The result
    depends on the numbering alone, not on the order of ``links``.
    """
    groups = _Groups(count, judge)
    kept: dict[int, list[Link]] = {}
    for link in sorted(links, key=lambda link: (-link.score, link.a, link.b)):
        if link.decision == DUPLICATE:
            conflict = groups.join(link.a, link.b)
            if conflict:
                link = msgspec.structs.replace(link, decision=UNSURE, reason=conflict)  # noqa: PLW2901 - the same link, as the check left it
        if link.decision != DIFFERENT:
            kept.setdefault(min(link.a, link.b), []).append(link)
    return [_cluster(members, kept) for members in groups.members()]


MERGED: Final = 99.0
"""The score of records that came in as one merged record: more than evidence can add up to."""


def keep_together(clusters: list[Cluster], merged: Iterable[tuple[int, ...]]) -> list[Cluster]:
    """Join the clusters that share a merged record, whatever the judge says: it was decided.

    ``merged`` has the members of each merged record. A link is added for each joining.
    """
    home = {member: index for index, one in enumerate(clusters) for member in one.members}
    inside = {index: list(one.members) for index, one in enumerate(clusters)}
    links = {index: list(one.links) for index, one in enumerate(clusters)}
    for first, *others in sorted({tuple(sorted(set(members))) for members in merged}):
        for other in others:
            kept, gone = home[first], home[other]
            if kept == gone:
                continue
            if len(inside[kept]) < len(inside[gone]):
                kept, gone = gone, kept
            home.update(dict.fromkeys(inside[gone], kept))
            inside[kept] += inside.pop(gone)
            link = Link(first, other, DUPLICATE, MERGED, {"merged": {"weight": MERGED}})
            links[kept] += [*links.pop(gone), link]
    found = [
        Cluster(
            tuple(sorted(members)),
            tuple(sorted(links[index], key=lambda link: (link.a, link.b, -link.score))),
        )
        for index, members in inside.items()
    ]
    return sorted(found, key=lambda one: one.members)


def _cluster(members: list[int], kept: dict[int, list[Link]]) -> Cluster:
    links = [link for member in members for link in kept.get(member, ())]
    return Cluster(tuple(members), tuple(sorted(links, key=lambda link: (link.a, link.b))))


class _Groups:
    """Disjoint sets of records that join only where their members agree."""

    def __init__(self, count: int, judge: Judge) -> None:
        self._root = list(range(count))
        self._members = {record: [record] for record in range(count)}
        self._heads = {record: [record] for record in range(count)}
        self._judge = judge

    def members(self) -> list[list[int]]:
        """Return the sets, each sorted, by their first members."""
        return sorted(map(sorted, self._members.values()))

    def join(self, a: int, b: int) -> str:
        """Join the sets of two records, or return why not."""
        one, other = self._root[a], self._root[b]
        if one == other:
            return ""
        conflict = self._conflict(self._heads[one], self._heads[other])
        if conflict:
            return conflict
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        moved = self._members.pop(other)
        self._members[one].extend(moved)
        self._heads[one] = sorted(self._heads[one] + self._heads.pop(other))[:_LOOKED_AT]
        for record in moved:
            self._root[record] = one
        return ""

    def _conflict(self, ours: list[int], theirs: list[int]) -> str:
        """Return the reason that keeps the first two members apart that do not agree."""
        for one, other in sorted((min(pair), max(pair)) for pair in product(ours, theirs)):
            decision = self._judge(one, other)
            if decision.outcome == DIFFERENT and decision.reason:
                return f"members of the two clusters: {decision.reason}"
        return ""

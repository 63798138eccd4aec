"""Decisions to clusters, each checked as a whole: no chain joins what does not agree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Final

import msgspec

from mentorlit.dedupe.decisions.applying import Rulings
from mentorlit.dedupe.judge import Link, Verdict
from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, RELATED, UNSURE

_LOOKED_AT: Final = 24
"""Members of each side that are compared before two clusters join: bounds the work of a big one."""

Ask = Callable[[int, int], Verdict]


class Cluster(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """The records of one paper, as indexes in canonical order, with what joins them.

    ``links`` also holds the unsure and related links to records of other clusters.
    """

    members: tuple[int, ...]
    links: tuple[Link, ...] = ()


def cluster(
    records: Iterable[int],
    links: Iterable[Link],
    judge: Ask,
    old: Sequence[int],
    rulings: Rulings,
) -> list[Cluster]:
    """Join records, numbered in canonical order and given in it, along duplicate links.

    The strongest link comes first, and two clusters join only if no two of their members are
    ``different`` or ``related`` for a stated reason; ``judge`` decides the pairs that share no
    key. No cluster gets two records that are ``old`` (true by index). What people decided comes
    before all rules. The result depends on the numbering alone, not on the order of ``links``.
    """
    groups = _Groups(judge, old, rulings)
    kept: dict[int, list[Link]] = {}
    for made in rulings.links():
        if made.decision != DUPLICATE or groups.decide(made):
            kept.setdefault(made.a, []).append(made)
    for link in sorted(links, key=lambda link: (-link.score, link.a, link.b)):
        if rulings and rulings.is_about(link):
            continue
        if link.decision == DUPLICATE:
            link = groups.join(link)  # noqa: PLW2901 - the same link, as the check left it
        if link.decision != DIFFERENT:
            kept.setdefault(link.a, []).append(link)
    if rulings:
        closed = rulings.closed(groups.root)
        kept = {at: [link for link in some if not closed(link)] for at, some in kept.items()}
    return [_cluster(members, kept) for members in groups.members(records)]


MERGED: Final = 99.0
"""The score of records that came in as one merged record: more than evidence can add up to."""


def keep_together(
    clusters: list[Cluster], merged: Iterable[tuple[int, ...]], old: Sequence[int]
) -> list[Cluster]:
    """Join the clusters that share a merged record, whatever the judge says: it was decided.

    ``merged`` has the members of each merged record. A link is added for each joining. Clusters
    that both have an ``old`` record stay two: each member is known already.
    """
    parts = sorted({tuple(sorted(set(members))) for members in merged})
    if not parts:
        return clusters
    home = {member: index for index, one in enumerate(clusters) for member in one.members}
    inside = {index: list(one.members) for index, one in enumerate(clusters)}
    links = {index: list(one.links) for index, one in enumerate(clusters)}
    has_old = {index for index, one in enumerate(clusters) if any(old[at] for at in one.members)}
    for first, *others in parts:
        for other in others:
            kept, gone = home[first], home[other]
            if kept == gone or {kept, gone} <= has_old:
                continue
            if len(inside[kept]) < len(inside[gone]):
                kept, gone = gone, kept
            home.update(dict.fromkeys(inside[gone], kept))
            inside[kept] += inside.pop(gone)
            if gone in has_old:
                has_old.add(kept)
            link = Link(first, other, DUPLICATE, MERGED, by="merged")
            links[kept] += [*links.pop(gone), link]
    found = [
        Cluster(
            tuple(sorted(members)),
            tuple(sorted(links[index], key=lambda link: (link.a, link.b, -link.score))),
        )
        for index, members in inside.items()
    ]
    return sorted(found, key=lambda one: one.members)


def _cluster(members: Sequence[int], kept: dict[int, list[Link]]) -> Cluster:
    links = [link for member in members for link in kept.get(member, ())]
    return Cluster(tuple(members), tuple(sorted(links, key=lambda link: (link.a, link.b))))


class _Groups:
    """Disjoint sets of records that join only where their members agree."""

    def __init__(self, judge: Ask, old: Sequence[int], rulings: Rulings) -> None:
        self._root: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._heads: dict[int, list[int]] = {}
        self._judge = judge
        self._old = old
        self._has_old: set[int] = set()
        self._rulings = rulings
        self._foes = rulings.foes()

    def members(self, records: Iterable[int]) -> Iterator[Sequence[int]]:
        """Yield the sets, each sorted, by their first members; records alone too."""
        whole = {min(members): sorted(members) for members in self._members.values()}
        for record in records:
            if record in whole:
                yield whole[record]
            elif record not in self._root:
                yield (record,)

    def join(self, link: Link) -> Link:
        """Join the sets of two records; return the link, no duplicate if they may not join."""
        one, other = self._home(link.a), self._home(link.b)
        if one == other:
            return link
        if one in self._has_old and other in self._has_old:
            return msgspec.structs.replace(link, decision=DIFFERENT)
        if self._foes and self._are_foes(one, other):
            return msgspec.structs.replace(link, decision=UNSURE, reason="kept apart by a decision")
        conflict = self._conflict(
            self._rulings.speakers(link.a, self._heads[one]),
            self._rulings.speakers(link.b, self._heads[other]),
        )
        if conflict:
            return msgspec.structs.replace(link, decision=UNSURE, reason=conflict)
        self._unite(one, other)
        return link

    def decide(self, link: Link) -> bool:
        """Join the sets of two records whatever rules say, unless both have an old record."""
        one, other = self._home(link.a), self._home(link.b)
        if one != other and one in self._has_old and other in self._has_old:
            return False
        if one != other:
            self._unite(one, other)
        return True

    def root(self, record: int) -> int:
        """Return what names the set of a record."""
        return self._root.get(record, record)

    def _unite(self, one: int, other: int) -> None:
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        moved = self._members.pop(other)
        self._members[one].extend(moved)
        self._heads[one] = sorted(self._heads[one] + self._heads.pop(other))[:_LOOKED_AT]
        self._root.update(dict.fromkeys(moved, one))
        if other in self._has_old:
            self._has_old.add(one)
        if foes := self._foes.pop(other, None):
            self._foes.setdefault(one, set()).update(foes)

    def _are_foes(self, one: int, other: int) -> bool:
        """Tell whether decisions keep members of two sets apart."""
        ours, theirs = self._foes.get(one, ()), self._foes.get(other, ())
        few, against = (ours, other) if len(ours) <= len(theirs) else (theirs, one)
        return any(self.root(foe) == against for foe in few)

    def _home(self, record: int) -> int:
        """Return the set of a record, made now if the record was alone."""
        root = self._root.get(record)
        if root is None:
            root = self._root[record] = record
            self._members[record] = [record]
            self._heads[record] = [record]
            if self._old[record]:
                self._has_old.add(record)
        return root

    def _conflict(self, ours: list[int], theirs: list[int]) -> str:
        """Return the reason that keeps the first two members apart that do not agree."""
        for one, other in sorted((min(pair), max(pair)) for pair in product(ours, theirs)):
            verdict = self._judge(one, other)
            if verdict.outcome in (DIFFERENT, RELATED) and (verdict.reason or not verdict.serious):
                return f"members of the two clusters: {verdict.reason or 'too little in common'}"
        return ""

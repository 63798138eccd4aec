"""What hangs together, to clusters: each component is checked by itself, as in memory."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from mentorlit.dedupe.cluster import Cluster, cluster, keep_together
from mentorlit.dedupe.decisions.applying import NO_RULINGS
from mentorlit.dedupe.judge import Link
from mentorlit.dedupe.scoring.score import DUPLICATE
from mentorlit.dedupe.spark.batches import CLUSTERED, Filling, rows_of
from mentorlit.dedupe.spark.kernels.judging import Judge
from mentorlit.spool import Rows

UNIT: Final = 0
LINK: Final = 1
TOGETHER: Final = 2
"""Kinds of rows: a unit, a duplicate link, a unit of a record that came in merged."""

_Row = tuple[Any, ...]


class _Component(NamedTuple):
    """One component; its units are numbered from 0, ascending."""

    units: list[int]
    links: list[Link]
    together: list[tuple[int, ...]]


def clustered(batches: Iterable[Any], mode: str, versions: str) -> Iterator[Any]:
    """Yield the cluster of each unit, and the links as the check of the clusters left them.

    Rows are the component, the kind, ``a``, ``b``, score, reason and fingerprint: of a unit ``a``,
    a link between ``a`` and ``b``, or the unit ``b`` of the merged record ``a``. They come sorted
    by component, kind, ``a`` and ``b``. A row of a cluster has the unit as ``a`` and the first
    unit of its cluster as ``b``.
    """
    filling = Filling(CLUSTERED)
    for _, rows in groupby(rows_of(batches), key=lambda row: row[0]):
        with Rows() as prints:
            found = _component(rows, prints)
            judge = Judge(prints.__getitem__, mode, versions)
            for one in _clusters(found, judge):
                for row in _told(one, found.units):
                    if filling.add(row):
                        yield filling.taken()
    yield from filling.rest()


def _component(rows: Iterable[_Row], prints: Rows) -> _Component:
    """Return the component that rows make; fingerprints, where they are needed, go to a spool."""
    found = _Component([], [], [])
    at: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for _, kind, a, b, score, reason, packed in rows:
        if kind == UNIT:
            at[a] = len(at)
            found.units.append(a)
            prints.add(packed or b"")
        elif kind == LINK:
            found.links.append(Link(at[a], at[b], DUPLICATE, score, reason))
        else:
            groups.setdefault(a, []).append(at[b])
    found.together.extend(tuple(sorted(set(group))) for group in groups.values())
    return found


def _clusters(found: _Component, judge: Judge) -> list[Cluster]:
    old = bytes(len(found.units))
    for link in found.links:
        judge.know(link.a, link.b, DUPLICATE)
    members = range(len(found.units))
    made = cluster(members, found.links, judge, old, NO_RULINGS)
    return keep_together(made, found.together, old)


def _told(one: Cluster, units: list[int]) -> Iterator[_Row]:
    first = units[one.members[0]]
    for member in one.members:
        yield UNIT, units[member], first, "", 0.0, "", ""
    for link in one.links:
        yield LINK, units[link.a], units[link.b], link.decision, link.score, link.reason, link.by

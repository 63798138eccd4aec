"""How two records came into one cluster, or what keeps theirs apart."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import product
from typing import Final

from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, RELATED

_COMPARED: Final = 24
"""Members of each cluster that are compared to find what keeps two clusters apart."""

_CONFLICTS: Final = 3
"""Pairs of members that are named."""


def home(result: Deduplicated, record: int) -> Cluster:
    """Return the cluster of a record."""
    return next(one for one in result.clusters if record in one.members)


def chain(cluster: Cluster, a: int, b: int) -> list[Link]:
    """Return the links that lead from one member to the other.

    Of all ways the one whose weakest link is the strongest, of equals the shortest.
    """
    ways = _ways(cluster)
    reached: dict[int, tuple[int, Link] | None] = {}
    waiting: list[tuple[float, int, int, int, Link | None]] = [(-float("inf"), 0, a, a, None)]
    while waiting:
        weakest, steps, record, before, link = heappop(waiting)
        if record in reached:
            continue
        reached[record] = (before, link) if link else None
        if record == b:
            break
        for other, onward in ways.get(record, ()):
            if other not in reached:
                heappush(waiting, (max(weakest, -onward.score), steps + 1, other, record, onward))
    return list(_back(reached, b))[::-1]


def _ways(cluster: Cluster) -> dict[int, list[tuple[int, Link]]]:
    """Return the links inside a cluster by either end, the strongest of each two records."""
    inside = set(cluster.members)
    found: dict[tuple[int, int], Link] = {}
    for link in sorted(cluster.links, key=lambda link: -link.score):
        if link.decision == DUPLICATE and {link.a, link.b} <= inside:
            found.setdefault((min(link.a, link.b), max(link.a, link.b)), link)
    ways: dict[int, list[tuple[int, Link]]] = {}
    for (one, other), link in found.items():
        ways.setdefault(one, []).append((other, link))
        ways.setdefault(other, []).append((one, link))
    return ways


def _back(reached: dict[int, tuple[int, Link] | None], record: int) -> Iterator[Link]:
    """Yield the links by which a record was reached, the last one first."""
    while step := reached.get(record):
        record, link = step
        yield link


def between(one: Cluster, other: Cluster) -> list[Link]:
    """Return the links that lead from one cluster to another, the strongest first."""
    found = [
        link
        for ours, theirs in ((one, other), (other, one))
        for link in ours.links
        if link.a in theirs.members or link.b in theirs.members
    ]
    return sorted(found, key=lambda link: (-link.score, link.a, link.b))


def conflicts(result: Deduplicated, one: Cluster, other: Cluster) -> list[tuple[int, int]]:
    """Return the first pairs of members that keep two clusters apart."""
    found: list[tuple[int, int]] = []
    pairs = product(one.members[:_COMPARED], other.members[:_COMPARED])
    for a, b in sorted((min(pair), max(pair)) for pair in pairs):
        made = result.compare(a, b)
        if made.outcome in (DIFFERENT, RELATED) and made.reason:
            found.append((a, b))
        if len(found) == _CONFLICTS:
            break
    return found

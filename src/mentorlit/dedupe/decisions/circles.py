"""Which edges of a graph lie in one circle: its biconnected components, by Tarjan's algorithm."""

from collections.abc import Sequence
from typing import Final

Edge = tuple[int, int]
"""Two nodes; several edges may join the same two."""

_START: Final = -1


def circles(edges: Sequence[Edge]) -> list[list[int]]:
    """Return the edges, by index, in groups: two are in one group if a simple circle has both.

    Parallel edges are a circle. Linear in the number of edges (Hopcroft and Tarjan, 1973); the
    groups are the same for any order of the edges.
    """
    around: dict[int, list[tuple[int, int]]] = {}
    for number, (a, b) in enumerate(edges):
        around.setdefault(a, []).append((number, b))
        around.setdefault(b, []).append((number, a))
    search = _Search(around)
    for node in sorted(around):
        search.walk(node)
    return sorted(sorted(group) for group in search.found)


class _Search:
    """A search in depth with a stack of its own, because circles may be long."""

    def __init__(self, around: dict[int, list[tuple[int, int]]]) -> None:
        self.found: list[list[int]] = []
        self._around = around
        self._order: dict[int, int] = {}
        self._low: dict[int, int] = {}
        self._open: list[int] = []

    def walk(self, start: int) -> None:
        """Visit everything that is joined to ``start``, once."""
        if start in self._order:
            return
        self._enter(start)
        path = [(start, _START, iter(self._around[start]))]
        while path:
            node, came, rest = path[-1]
            for edge, other in rest:
                if edge == came:
                    continue
                if other not in self._order:
                    self._open.append(edge)
                    self._enter(other)
                    path.append((other, edge, iter(self._around[other])))
                    break
                if self._order[other] < self._order[node]:
                    self._open.append(edge)
                    self._low[node] = min(self._low[node], self._order[other])
            else:
                path.pop()
                if path:
                    self._leave(path[-1][0], node, came)

    def _enter(self, node: int) -> None:
        self._order[node] = self._low[node] = len(self._order)

    def _leave(self, parent: int, node: int, came: int) -> None:
        """Go back to ``parent``; what is open since then is a group if nothing led above it."""
        self._low[parent] = min(self._low[parent], self._low[node])
        if self._low[node] >= self._order[parent]:
            at = len(self._open) - 1 - self._open[::-1].index(came)
            self.found.append(self._open[at:])
            del self._open[at:]

"""What hangs together: the units that links join, directly or over others."""

from array import array
from collections.abc import Iterable


def components(count: int, edges: Iterable[tuple[int, int]]) -> "array[int]":
    """Return for each of ``count`` units the smallest one that edges lead to; itself if alone."""
    parent = array("I", range(count))
    for a, b in edges:
        one, other = _root(parent, a), _root(parent, b)
        if one < other:
            parent[other] = one
        elif other < one:
            parent[one] = other
    for unit in range(count):
        # A parent is never greater than its child, so what it says is final by now.
        parent[unit] = parent[parent[unit]]
    return parent


def _root(parent: "array[int]", unit: int) -> int:
    while parent[unit] != unit:
        parent[unit] = parent[parent[unit]]
        unit = parent[unit]
    return unit

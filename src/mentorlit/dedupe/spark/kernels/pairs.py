"""Keys of units to pairs of units that share them: the rules of the engines, group by group.

Rows come sorted, so that a group is what follows each other; no group that is larger than the cap
is ever held.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from typing import Any

import pyarrow as pa

from mentorlit.dedupe.engines import KIND_MASK, NEIGHBOURS
from mentorlit.dedupe.spark.batches import KEYED, MET, SPLIT, Filling, rows_of


def keyed(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield each key of each unit; rows are the packed keys and the unit."""
    for packed, units in (one.columns for one in batches):
        keys, homes = array("q"), array("q")
        for some, unit in zip(packed.to_pylist(), units.to_pylist(), strict=True):
            keys.frombytes(some)
            homes.extend([unit] * (len(some) // 8))
        columns = [_column(keys), _column(homes)]
        yield pa.RecordBatch.from_arrays(columns, schema=KEYED)


def met(batches: Iterable[Any], cap: int, strong: frozenset[int]) -> Iterator[Any]:
    """Yield the pairs of each group, and the units of those that are too big.

    Rows are a key, a unit and how many units share the key, those of a key together. A pair has
    the key 0; a unit of a group that is too big is ``a``, with its key, and the row is marked.
    """
    filling = Filling(MET)
    for (key, size), rows in groupby(rows_of(batches), key=lambda row: (row[0], row[2])):
        is_strong = (key & KIND_MASK) in strong
        units = (row[1] for row in rows)
        if size <= cap:
            found = ((a, b, is_strong, 0, 0, False) for a, b in combinations(sorted(units), 2))
        else:
            found = ((unit, -1, is_strong, key, size, True) for unit in units)
        for row in found:
            if filling.add(row):
                yield filling.taken()
    yield from filling.rest()


def split(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the pairs of finer groups.

    Rows are what names the group (five values), whether it is still too big, whether the key is
    strong, and a unit; those of a group together and ascending.
    """
    filling = Filling(SPLIT)
    for group, rows in groupby(rows_of(batches), key=lambda row: row[:7]):
        units = (row[7] for row in rows)
        found = _neighbours(units) if group[5] else combinations(units, 2)
        for a, b in found:
            if filling.add((a, b, group[6])):
                yield filling.taken()
    yield from filling.rest()


def _neighbours(units: Iterable[int]) -> Iterator[tuple[int, int]]:
    before: deque[int] = deque(maxlen=NEIGHBOURS)
    for unit in units:
        yield from ((one, unit) for one in before)
        before.append(unit)


def _column(values: "array[int]") -> Any:
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values)])

"""The engine for more than fits into memory: tables of DuckDB, on disk, worked on part by part.

Every step is one statement over a part that DuckDB can hold in its share of the memory; what is
larger all the same, such as one key that millions of records share, it spills to the disk.
"""

from array import array
from collections.abc import Iterable, Iterator
from sys import byteorder
from typing import Any, Final

from mentorlit.dedupe.engines import KIND_MASK, NEIGHBOURS, Finer, Room
from mentorlit.dedupe.engines.duckdb import statements as sql
from mentorlit.dedupe.engines.duckdb.store import Store, columns
from mentorlit.spool import Rows

_BITS: Final = 4
"""Highest bits of a key that say in which table it is."""

_SHIFT: Final = 64 - _BITS

_BATCH: Final = 1 << 20
"""Keys that go into the tables at a time, and records that are asked for finer numbers."""

_KEPT: Final = 8
"""Batches after which DuckDB is to keep nothing of them in memory."""

_ROW: Final = 64
"""Bytes of memory that a row takes in a table of hashes, roughly; measured."""


class Engine:
    """See :class:`mentorlit.dedupe.engines.Engine`; it needs the extra ``duckdb``.

    Drawing the pairs raises

    - ``UsageError``: duckdb or pyarrow is not installed, or the room's memory is too small.
    - ``OutputError``: the room's folder cannot be written, or is full.
    """

    def __init__(self, cap: int, strong: frozenset[int], room: Room) -> None:
        kinds = ", ".join(map(str, sorted(strong))) or "NULL"
        self._known = {"cap": cap, "strong": kinds, "mask": KIND_MASK}
        self.room = room
        self.capped: list[tuple[int, int]] = []

    def candidate_pairs(self, keyed: Iterable[bytes], finer: Finer) -> Iterator["array[int]"]:
        """Yield each pair that shares enough keys once, in ascending order."""
        with Rows(folder=self.room.folder) as codes:
            with Store(self.room, self._known) as store:
                self.capped = _drawn(store, keyed, finer, codes)
            # DuckDB's threads and memory are gone now: whoever takes the pairs may want to copy
            # this process, or need the room.
            yield from (array("Q", row) for row in codes)


def _drawn(
    store: Store, keyed: Iterable[bytes], finer: Finer, codes: Rows
) -> list[tuple[int, int]]:
    """Write all pairs, and return the kinds and sizes of the groups that are too big."""
    count = _taken(store, keyed)
    store.run(sql.CREATE_PAIRS)
    store.run(sql.CREATE_KEYS, table="large")
    for part in range(1 << _BITS):
        for piece in _pieces(store, _table(part), _BITS, part):
            _pair(store, piece, "key", "large")
        store.run(sql.DROP, table=_table(part))
    capped = [(kind, size) for kind, size in store.rows(sql.CAPPED)]
    if capped:
        _split(store, finer)
    for batch in _enough(store, count):
        codes.add(batch.tobytes())
    return capped


def _table(part: int) -> str:
    return f"keyed{part}"


def _taken(store: Store, keyed: Iterable[bytes]) -> int:
    """Put the keys into their tables and return how many records there are."""
    parts = range(1 << _BITS)
    for part in parts:
        store.run(sql.CREATE_KEYS, table=_table(part))
    count = 0
    store.run("BEGIN")
    for number, (batch, taken) in enumerate(_batches(keyed), 1):
        for part in parts:
            store.run(sql.TAKE_KEYS, batch, table=_table(part), shift=_SHIFT, part=part)
        if number % _KEPT == 0:
            store.run("COMMIT")
            store.run("BEGIN")
        count = taken
    store.run("COMMIT")
    return count


def _batches(keyed: Iterable[bytes]) -> Iterator[tuple[Any, int]]:
    """Yield tables of keys and records, with the number of records so far."""
    keys: list[bytes] = []
    units = array("I")
    unit = 0
    for unit, packed in enumerate(keyed):
        keys.append(packed)
        units.frombytes(unit.to_bytes(4, byteorder) * (len(packed) >> 3))
        if len(units) >= _BATCH:
            yield columns(key=b"".join(keys), unit=units), unit + 1
            keys, units = [], array("I")
    if units:
        yield columns(key=b"".join(keys), unit=units), unit + 1


def _pieces(store: Store, table: str, bits: int, beginning: int) -> Iterator[str]:
    """Yield a table in pieces by ranges of its keys, which all begin with the same bits."""
    width = 1 << 64 - bits
    for first, last in _ranges(beginning * width, width, _many(store, table)):
        store.run(sql.PIECE, table=table, first=first, last=last)
        yield "piece"


def _many(store: Store, table: str) -> int:
    """Return into how many pieces to cut a table so that the hashes of one fit into memory."""
    rows = store.number(sql.COUNT, table=table)
    return -(-rows * _ROW // (store.memory // 2))


def _ranges(beginning: int, width: int, many: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of equal ranges."""
    for n in range(many):
        yield beginning + width * n // many, beginning + width * (n + 1) // many - 1


def _pair(store: Store, table: str, by: str, rest: str) -> None:
    """Store the pairs of a table's groups; the rows of those that are too big go to ``rest``."""
    store.run(sql.SIZES, table=table, by=by)
    store.run(sql.SMALL, table=table, by=by)
    store.run(sql.LARGE, table=table, by=by, rest=rest)
    store.run(sql.COMBINED, by=by)
    store.run(sql.DROP, table="sizes")
    store.run(sql.DROP, table="small")


def _split(store: Store, finer: Finer) -> None:
    """Store the pairs of the groups that are too big, by the finer numbers of their records."""
    levels = range(_numbered(store, finer))
    for piece in _pieces(store, "large", 0, 0):
        for first in levels:
            order = enumerate((*levels[first:], *levels[:first]))
            numbers = ", ".join(f"finer{level} AS number{place}" for place, level in order)
            which = sql.SPLIT_STRONG if first else sql.SPLIT
            store.run(which, table=piece, numbers=numbers)
            _split_levels(store, len(levels))


def _split_levels(store: Store, levels: int) -> None:
    """Store the pairs of the parts of the groups in ``level0``, split by number after number."""
    by, table = "key", "level0"
    for level in range(levels):
        by, rest = f"{by}, number{level}", f"level{level + 1}"
        store.run(sql.CREATE_LIKE, table=rest, model=table)
        _pair(store, table, by, rest)
        store.run(sql.DROP, table=table)
        table = rest
    for step in range(1, NEIGHBOURS + 1):
        store.run(sql.FOLLOWING, table=table, by=by, step=step)
    store.run(sql.DROP, table=table)


def _numbered(store: Store, finer: Finer) -> int:
    """Store the finer numbers of records in groups that are too big; return how many each has."""
    store.run(sql.WANTED)
    last = store.number(sql.LAST_WANTED)
    names = [f"finer{level}" for level in range(len(finer(last)))]
    store.run(sql.CREATE_FINER, numbers=", ".join(f"{name} UINTEGER" for name in names))
    for first in range(0, last + 1, _BATCH):
        units, numbers = array("I"), [array("I") for _ in names]
        for batch in store.arrays("I", sql.WANTED_PIECE, first=first, last=first + _BATCH - 1):
            units.extend(batch)
            for unit in batch:
                for own, number in zip(numbers, finer(unit), strict=True):
                    own.append(number)
        store.run(sql.TAKE_FINER, columns(unit=units, **dict(zip(names, numbers, strict=True))))
    store.run(sql.DROP, table="wanted")
    return len(names)


def _enough(store: Store, count: int) -> Iterator["array[int]"]:
    """Yield the pairs, each once, that have a strong key in common or two keys."""
    for first, last in _ranges(0, count, _many(store, "pairs")):
        codes = {"first": first << 32, "last": last << 32 | 0xFFFFFFFF}
        yield from store.arrays("Q", sql.ENOUGH, **codes)

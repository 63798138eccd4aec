"""The one list of engines: who answers "which records share keys?".

An engine sees numbers only, never citations, so all engines give the same pairs and everything
after them is the same code.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, NamedTuple, Protocol

KIND_MASK: Final = 31
"""The bits of a key that hold the number of its kind; the others are a hash of its value."""

NEIGHBOURS: Final = 3
"""Following records that each record of a group that stays too big is paired with."""


Finer = Callable[[int], Sequence[int]]


class Room(NamedTuple):
    """What an engine may use: about so many bytes of memory, and a folder for temporary files.

    Without a ``folder`` it is the system's.
    """

    memory: int = 1 << 30
    folder: str = ""


class Engine(Protocol):
    """Makes pairs of records that share one strong key, or two keys of any kind.

    A group of more than ``cap`` records is split by the finer numbers of its records, one after the
    other as long as it is too big; that of a strong key in several ways, beginning with each
    number in turn, so that one damaged field does not part what belongs together. In what is
    still too big each record is paired with the ``NEIGHBOURS`` that follow it in ascending order,
    so many copies of one record still meet.

    ``capped`` holds, once the pairs are drawn, ``(kind, size)`` for every key that more than
    ``cap`` records share: not all their pairs are made.
    """

    capped: list[tuple[int, int]]

    def __init__(self, cap: int, strong: frozenset[int], room: Room) -> None:
        """Make an engine for groups of at most ``cap`` records; ``strong`` are kinds of keys."""

    def candidate_pairs(self, keyed: Iterable[bytes], finer: Finer) -> "Iterator[array[int]]":
        """Yield each pair that shares enough keys once, as ``smaller << 32 | larger``.

        The numbers ascend over all arrays (of type ``Q``). ``keyed`` has the keys of record 0, 1,
        2 ..., each once and of 64 bits in this machine's byte order; ``finer`` gives the numbers
        of a record, always as many, that split a group that is too big, one after the other.
        """


ENGINES: Final = {
    "memory": "mentorlit.dedupe.engines.memory",
    "duckdb": "mentorlit.dedupe.engines.duckdb",
}
"""Name to module; each module has one class ``Engine``."""

AUTO: Final = "auto"
"""In place of a name: what is best for the number of records."""

WORTH: Final = 200_000
"""Records from which on tables on disk are faster: at 100,000 the two took the same time."""

MEMORY_A_RECORD: Final = 400
"""Bytes that the engine in memory takes for each record, with some to spare: 14 keys of 12 bytes,
three pairs of 8 for each that is made, and one of 64 parts of this in hash tables."""


def chosen(name: str, records: int, room: Room) -> str:
    """Return the engine of this name; for ``auto``, by how many records there are.

    Many records, or more than fit into the room, are for ``duckdb``, if it is installed.
    """
    if name != AUTO:
        return name
    is_small = records < WORTH and records * MEMORY_A_RECORD <= room.memory
    if is_small or not (find_spec("duckdb") and find_spec("pyarrow")):
        return "memory"
    return "duckdb"


def load(name: str) -> type[Engine]:
    """Return the engine ``name``.

    Raises:
        KeyError: there is no such engine.

    """
    engine: type[Engine] = import_module(ENGINES[name]).Engine
    return engine

"""The one list of engines: who answers "which records share keys?".

An engine sees numbers only, never citations, so all engines give the same pairs and everything
after them is the same code.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Final, Protocol

KIND_MASK: Final = 31
"""The bits of a key that hold the number of its kind; the others are a hash of its value."""

NEIGHBOURS: Final = 3
"""Following records that each record of a group that stays too big is paired with."""


Finer = Callable[[int], Sequence[int]]


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

    def __init__(self, cap: int, strong: frozenset[int]) -> None:
        """Make an engine for groups of at most ``cap`` records; ``strong`` are kinds of keys."""

    def candidate_pairs(
        self, keyed: Iterable[tuple[int, ...]], finer: Finer
    ) -> Iterator[tuple[int, int]]:
        """Yield each pair ``(smaller, larger)`` that shares enough keys once, in ascending order.

        ``keyed`` has the keys of record 0, 1, 2 ..., each of 64 bits; ``finer`` gives the numbers
        of a record, always as many, that split a group that is too big, one after the other.
        """


ENGINES: Final = {"memory": "mentorlit.dedupe.engines.memory"}
"""Name to module; each module has one class ``Engine``."""


def load(name: str) -> type[Engine]:
    """Return the engine ``name``.

    Raises:
        KeyError: there is no such engine.

    """
    engine: type[Engine] = import_module(ENGINES[name]).Engine
    return engine

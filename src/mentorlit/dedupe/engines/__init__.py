"""The one list of engines: who answers "which records share a key?".

An engine sees keys and integers only, never citations, so all engines give the same pairs and
everything after them is the same code.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Final, Protocol

FINER: Final = "\x1f"
"""Between the parts of a key: the first groups, each further one splits a group that is too big."""

NEIGHBOURS: Final = 3
"""Following records that each record of a group that stays too big is paired with."""


class Engine(Protocol):
    """Makes pairs of records that share a key.

    ``capped`` holds, once the pairs are drawn, ``(kind of key, size)`` for every group of more
    than ``cap`` records that even its finest key did not make small enough. In such a group each
    record is paired with the ``NEIGHBOURS`` that follow it in ascending order, so many copies of
    one record still meet. The kind of a key is what stands before its first colon.
    """

    capped: list[tuple[str, int]]

    def __init__(self, cap: int) -> None:
        """Make an engine for groups of at most ``cap`` records."""

    def candidate_pairs(self, keyed: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
        """Yield each pair ``(smaller, larger)`` that shares a key once, in ascending order."""


ENGINES: Final = {"memory": "mentorlit.dedupe.engines.memory"}
"""Name to module; each module has one class ``Engine``."""


def load(name: str) -> type[Engine]:
    """Return the engine ``name``.

    Raises:
        KeyError: there is no such engine.

    """
    engine: type[Engine] = import_module(ENGINES[name]).Engine
    return engine

"""Pairs of which one at least is new: as the engines make them, but without those of old records.

What has a number below that of the first old record of the index alone is a unit of what is held,
the others are records of the index.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from mentorlit.dedupe.engines import KIND_MASK, Finer, Room, memory

_PARTS: Final = 64
"""Parts of the pairs, by their new units: one is unpacked at a time."""

Group = tuple[int, list[int]]
"""A key and all that share it."""


class Pairing(memory.Engine):
    """Makes the pairs of groups that have one new unit at least.

    ``is_new`` says whether a unit is new, by its number; what is beyond it is not. ``ranked``
    puts a group into canonical order.
    """

    def __init__(
        self,
        cap: int,
        strong: frozenset[int],
        is_new: Sequence[int],
        ranked: Callable[[list[int]], list[int]],
    ) -> None:
        super().__init__(cap, strong, Room())
        self._is_new = is_new
        self._ranked = ranked

    def new_pairs(self, groups: Iterable[Group], finer: Finer) -> "Iterator[array[int]]":
        """Yield the pairs that share enough keys, each once: a new unit << 32 | the other one.

        Of two new ones the smaller comes first.
        """
        self.capped = []
        step = len(self._is_new) // _PARTS + 1
        pairs = [array("Q") for _ in range(_PARTS)]
        for key, group in groups:
            is_strong = (key & KIND_MASK) in self.strong
            for a, b in self.paired(key, group, finer):
                pairs[a // step].append(a << 33 | b << 1 | is_strong)
        self.capped.sort()
        for codes in pairs:
            yield array("Q", memory.enough(codes))

    def all_pairs(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of a group that have a new one."""
        news = self._news(group)
        for new in news:
            for other in group:
                if new < other or not self._has_new(other):
                    yield new, other

    def following(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of neighbours that have a new one."""
        for pair in super().following(self._ranked(group)):
            news = self._news(pair)
            if len(news) == 2:
                yield min(pair), max(pair)
            elif news:
                yield news[0], pair[pair[0] == news[0]]

    def split(
        self, group: list[int], finer: Finer, levels: tuple[int, ...]
    ) -> Iterator[tuple[int, int]]:
        """Yield the pairs of the parts of a group, of those that have a new one."""
        if self._news(group):
            yield from super().split(group, finer, levels)

    def _news(self, group: Iterable[int]) -> list[int]:
        return [one for one in group if self._has_new(one)]

    def _has_new(self, one: int) -> bool:
        return one < len(self._is_new) and bool(self._is_new[one])

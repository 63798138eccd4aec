"""The engine for what fits into memory: arrays of numbers, worked on part by part."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from mentorlit.dedupe.engines import KIND_MASK, NEIGHBOURS, Finer, Room

_PARTS: Final = 64
"""Parts by the highest bits of a key, and by the first record of a pair: one is unpacked at a
time."""

_SHIFT: Final = 58


class Engine:
    """See :class:`mentorlit.dedupe.engines.Engine`."""

    def __init__(self, cap: int, strong: frozenset[int], room: Room) -> None:  # noqa: ARG002 - it takes what it needs
        self.cap = cap
        self.strong = strong
        self.capped: list[tuple[int, int]] = []

    def candidate_pairs(self, keyed: Iterable[bytes], finer: Finer) -> "Iterator[array[int]]":
        """Yield each pair that shares enough keys once, in ascending order."""
        self.capped = []
        parts, count = parted(keyed)
        step = count // _PARTS + 1
        pairs = [array("Q") for _ in range(_PARTS)]
        for part in parts:
            for key, group in _groups(*part):
                is_strong = (key & KIND_MASK) in self.strong
                for a, b in self.paired(key, group, finer):
                    pairs[a // step].append(a << 33 | b << 1 | is_strong)
            del part[0][:], part[1][:]
        self.capped.sort()
        for codes in pairs:
            yield array("Q", enough(codes))

    def paired(self, key: int, group: list[int], finer: Finer) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one group, or of its finer groups if it is too big."""
        if len(group) <= self.cap:
            yield from self.all_pairs(group)
            return
        self.capped.append((key & KIND_MASK, len(group)))
        levels = range(len(finer(group[0])))
        ways = levels if (key & KIND_MASK) in self.strong else levels[:1]
        for first in ways:
            yield from self.split(group, finer, (*levels[first:], *levels[:first]))

    def split(
        self, group: list[int], finer: Finer, levels: tuple[int, ...]
    ) -> Iterator[tuple[int, int]]:
        """Yield the pairs of the parts of a group, split by level after level."""
        if len(group) <= self.cap:
            yield from self.all_pairs(group)
        elif levels:
            parts: dict[int, list[int]] = {}
            for record in group:
                parts.setdefault(finer(record)[levels[0]], []).append(record)
            for part in parts.values():
                yield from self.split(part, finer, levels[1:])
        else:
            yield from self.following(group)

    def all_pairs(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Return the pairs of a group."""
        return combinations(group, 2)

    def following(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of a group of those that follow each other in ascending order."""
        for step in range(1, NEIGHBOURS + 1):
            yield from zip(group, group[step:], strict=False)


Part = tuple["array[int]", "array[int]"]


def parted(keyed: Iterable[bytes]) -> tuple[list[Part], int]:
    """Return keys and their records, parted by the keys' highest bits, and how many records."""
    parts = [(array("Q"), array("I")) for _ in range(_PARTS)]
    record = -1
    for record, keys in enumerate(keyed):
        for key in array("Q", keys):
            own, records = parts[key >> _SHIFT]
            own.append(key)
            records.append(record)
    return parts, record + 1


def _groups(keys: "array[int]", records: "array[int]") -> Iterator[tuple[int, list[int]]]:
    """Yield each key that several records have, with these in ascending order."""
    first: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for key, record in zip(keys, records, strict=True):
        earlier = first.setdefault(key, record)
        if earlier != record:
            groups.setdefault(key, [earlier]).append(record)
    yield from groups.items()


def enough(codes: "array[int]") -> Iterator[int]:
    """Yield the pairs, each once, that have a strong key in common or two keys."""
    last, given = -1, False
    for code in sorted(codes):
        pair = code >> 1
        if pair == last:
            counts = not given
        else:
            last, given, counts = pair, False, bool(code & 1)
        if counts:
            given = True
            yield pair
    del codes[:]

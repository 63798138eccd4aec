"""Records with the same content as one unit, numbered in canonical order."""

from array import array
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final
from zlib import crc32

import msgspec

from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.groups import Groups
from mentorlit.dedupe.held import Held
from mentorlit.dedupe.stages import Columns, Stages

_UNPACKED: Final = 1 << 13
"""Fingerprints kept unpacked: some 4 kB each."""

_PARTS: Final = 64
"""Parts of the records, by what is in their fingerprints, that are looked at one at a time."""

UNITS: Final = "units"
"""The stage that is kept of them."""

_ENCODER: Final = msgspec.json.Encoder()


class Units:
    """The units of what is held: ``members`` are the records of each, in canonical order.

    ``has_old`` says whether one of them is old, ``home`` which unit each record is in.
    """

    def __init__(self, held: Held, members: Groups, has_old: bytearray) -> None:
        self._held = held
        self.members = members
        self.has_old = has_old
        self.home: array[int] = array("I", bytes(4 * len(held)))
        for unit, indexes in enumerate(members):
            for index in indexes:
                self.home[index] = unit
        self.print = lru_cache(_UNPACKED)(self._print)

    def __len__(self) -> int:
        return len(self.members)

    def keep(self, stages: Stages) -> None:
        """Keep the units as a stage."""
        columns: Columns = {
            "units.ends": self.members.ends,
            "units.members": self.members.members,
            "units.old": self.has_old,
        }
        stages.keep(UNITS, columns)

    def _print(self, unit: int) -> Fingerprint:
        return self._held.print(self.members.first(unit))

    def prints(self) -> Iterator[Fingerprint]:
        """Yield the fingerprints of all units, in order."""
        return map(self._print, range(len(self)))

    def keyed(self) -> Iterator[bytes]:
        """Yield the packed blocking keys of all units, in order."""
        return (self._held.keyed(self.members.first(unit)) for unit in range(len(self)))

    def finer(self, unit: int) -> tuple[int, int, int]:
        """Return the numbers of a unit that split a block that is too big."""
        return self._held.finer(self.members.first(unit))


def restored(held: Held, stages: Stages) -> Units:
    """Return the units that were kept as a stage."""
    found = stages.columns(UNITS)
    members = Groups(found["units.ends"], found["units.members"])
    return Units(held, members, bytearray(found["units.old"]))


def units(held: Held) -> Units:
    """Return what is held, settled, as units.

    Identical records are one unit, unless their title says nothing: two editorials may look
    the same, so these must also be the same record of a file that was given again under
    another name. Two old records are never one unit.
    """
    order = held.order
    leaders = _leaders(held, order)
    numbers = array("I", bytes(4 * len(order)))
    sizes = array("I")
    for place, leader in enumerate(leaders):
        if leader == place:
            numbers[place] = len(sizes)
            sizes.append(1)
        else:
            numbers[place] = numbers[leader]
            sizes[numbers[leader]] += 1
    ends = array("Q", accumulate(sizes))
    at = array("Q", (end - size for end, size in zip(ends, sizes, strict=True)))
    members = array("I", bytes(4 * len(order)))
    has_old = bytearray(len(sizes))
    for place, index in enumerate(order):
        unit = numbers[place]
        members[at[unit]] = index
        at[unit] += 1
        has_old[unit] |= index < held.old
    return Units(held, Groups(ends, members), has_old)


def _leaders(held: Held, order: "array[int]") -> "array[int]":
    """Return for each place in the order the first place of its unit."""
    found = array("I", range(len(order)))
    parts = [array("I") for _ in range(_PARTS)]
    for place, index in enumerate(order):
        parts[crc32(held.packed(index)) % _PARTS].append(place)
    for part in parts:
        alike: dict[bytes, int] = {}
        has_old: set[int] = set()
        copies: Counter[bytes] = Counter()
        for place in part:
            index = order[place]
            is_old = index < held.old
            same = _sameness(held, index, copies)
            leader = alike.get(same)
            if leader is None or (is_old and leader in has_old):
                leader = alike[same] = place
            found[place] = leader
            if is_old:
                has_old.add(leader)
    return found


def _sameness(held: Held, index: int, copies: Counter[bytes]) -> bytes:
    """Return what is equal for records that are one; ``copies`` counts them in each file."""
    packed = held.packed(index)
    if held.speaks(index):
        return packed
    origin = held.records[index].origin
    if origin is None:
        return packed + str(index).encode()
    own = origin.id or f"{origin.ordinal} {origin.line} {origin.offset}"
    named = packed + _ENCODER.encode(own)
    in_file = named + _ENCODER.encode(origin.file)
    copies[in_file] += 1
    return named + str(copies[in_file]).encode()

"""New records beside those of an index: which of the old ones matter, and the pairs of both.

Nothing but numbers is read of the old records that share keys with new ones. Only those are fetched
that are compared with a new one, or have the fingerprint of one and may be the same record. All
others change nothing: two old records are never compared, let alone joined.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import Final, NamedTuple

import msgspec

from mentorlit.dedupe.engines import KIND_MASK, Finer
from mentorlit.dedupe.engines.memory import parted
from mentorlit.dedupe.held import Held
from mentorlit.dedupe.index.keys import Keys
from mentorlit.dedupe.index.pairing import Group, Pairing
from mentorlit.dedupe.index.records import Records
from mentorlit.dedupe.prepare import FINER, Arrived, Prepared
from mentorlit.dedupe.units import Units, units
from mentorlit.spool import Rows

_PACK: Final = msgspec.msgpack.Encoder()
_ARRIVED: Final = msgspec.msgpack.Decoder(Arrived)


def _twin_key(packed: bytes) -> int:
    """Return a key that records with this packed fingerprint share, of a kind that no other has."""
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big") | KIND_MASK


def with_twin(record: Prepared) -> "array[int]":
    """Return the blocking keys of a record and the key of its fingerprint."""
    found = array("Q", record.numbers[FINER:])
    found.append(_twin_key(record.print))
    return found


class Old(NamedTuple):
    """The records of an index, and the files with their keys."""

    records: Records
    keys: Sequence[Keys]

    def sharing(self, wanted: Iterable[int]) -> list[int]:
        """Return the records that have one of these keys, in order."""
        sought = sorted(set(wanted))
        found = (records for one in self.keys for _, records in one.found(sought))
        return sorted({record for records in found for record in records})


class Given:
    """Pairs that were made before, in place of an engine."""

    def __init__(self, pairs: "array[int]", capped: list[tuple[int, int]]) -> None:
        self.capped = capped
        self._pairs = pairs

    def candidate_pairs(self, keyed: Iterable[bytes], finer: Finer) -> "Iterator[array[int]]":  # noqa: ARG002 - as all engines
        """Yield the pairs."""
        yield self._pairs


class Beside:
    """What is ``held`` of the new and of the old records, and the pairs that have a new one.

    ``capped`` is about the keys of the new records alone.
    """

    def __init__(
        self, old: Old, came: Iterable[Arrived], cap: int, strong: frozenset[int], folder: str
    ) -> None:
        with Rows(folder=folder) as waiting:
            alike = old.sharing(_twins(came, waiting))
            with _held(old.records, alike, waiting, folder) as held:
                met = _Met(old, alike, held)
                self._pairs = array("Q")
                self.capped = met.pair(cap, strong, self._pairs)
                self._ends = met.ends()
                self._old = sorted({*alike, *met.others(self._pairs)})
            self.held = _held(old.records, self._old, waiting, folder)

    def pairing(self, found: Units) -> Given:
        """Return the pairs of the units of what is held."""
        places = {record: index for index, record in enumerate(self._old)}
        own = len(self._ends)

        def unit(end: int) -> int:
            record = end - own if end >= own else self._ends[end]
            index = places[record] if record >= 0 else len(self._old) + ~record
            return found.home[index]

        codes: list[int] = []
        for code in self._pairs:
            a, b = unit(code >> 32), unit(code & 0xFFFFFFFF)
            codes.append(min(a, b) << 32 | max(a, b))
        return Given(array("Q", sorted(codes)), self.capped)


def _twins(came: Iterable[Arrived], waiting: Rows) -> "array[int]":
    """Put what came in into rows, and return the keys of its fingerprints."""
    twins = array("Q")
    for one in came:
        waiting.add(_PACK.encode(one))
        twins.extend(_twin_key(part.print) for part in one.parts)
    return twins


def _held(records: Records, old: Iterable[int], waiting: Rows, folder: str) -> Held:
    """Return some old records and all that came in as they are held to be deduplicated."""
    held = Held(folder=folder)
    for record in old:
        held.take_old(records.prepared(record))
    for row in waiting:
        held.take(_ARRIVED.decode(row))
    return held


class _Met:
    """The units of new records, beside the old ones that are ``alike``.

    The ends of pairs are these units, and beyond them the other old records.
    """

    def __init__(self, old: Old, alike: Sequence[int], held: Held) -> None:
        self._old = old
        self._alike = alike
        self._held = held
        held.settle()
        self._units = units(held)
        self._is_new = bytearray(not has_old for has_old in self._units.has_old)

    def ends(self) -> "array[int]":
        """Return for each unit an old record in it, or ``~index`` of one among the new records."""
        firsts = map(self._units.members.first, range(len(self._units)))
        known = len(self._alike)
        return array("q", (self._alike[at] if at < known else ~(at - known) for at in firsts))

    def others(self, pairs: "array[int]") -> Iterator[int]:
        """Yield the old records beyond the units that these pairs have."""
        own = len(self._units)
        ends = (code & 0xFFFFFFFF for code in pairs)
        return (end - own for end in ends if end >= own)

    def pair(self, cap: int, strong: frozenset[int], pairs: "array[int]") -> list[tuple[int, int]]:
        """Add the pairs that share enough keys; return the keys that too many share."""
        pairing = Pairing(cap, strong, self._is_new, self._ranked)
        for some in pairing.new_pairs(self._groups(), self._finer):
            pairs.extend(some)
        return pairing.capped

    def _groups(self) -> Iterator[Group]:
        """Yield the keys of new units, each with all that share it."""
        home = self._units.home
        unit_of = {record: home[index] for index, record in enumerate(self._alike)}
        own = len(self._units)
        keyed = (
            packed if is_new else b""
            for packed, is_new in zip(self._units.keyed(), self._is_new, strict=True)
        )
        parts, _ = parted(keyed)
        for keys, new in parts:
            groups: dict[int, list[int]] = {}
            for key, unit in zip(keys, new, strict=True):
                groups.setdefault(key, []).append(unit)
            wanted = sorted(groups)
            for file in self._old.keys:
                for key, records in file.found(wanted):
                    groups[key] += [unit_of.get(record, own + record) for record in records]
            yield from ((key, group) for key, group in groups.items() if len(group) > 1)
            self._old.records.forget()

    def _finer(self, end: int) -> tuple[int, int, int]:
        own = len(self._units)
        return self._units.finer(end) if end < own else self._old.records.finer(end - own)

    def _ranked(self, group: list[int]) -> list[int]:
        """Return a group in canonical order."""
        found: list[int] = []
        for _, alike in groupby(sorted(group, key=self._sort_key), key=self._sort_key):
            same = list(alike)
            # Where one of several with the same content is a unit, all of them are: all are alike.
            if len(same) > 1 and min(same) >= len(self._units):
                same.sort(key=lambda end: (self._old.records.place(end - len(self._units)), end))
            elif len(same) > 1:
                same.sort()
            found += same
        return found

    def _sort_key(self, end: int) -> bytes:
        own = len(self._units)
        if end < own:
            return self._held.sort_key(self._units.members.first(end))
        return self._old.records.key(end - own)

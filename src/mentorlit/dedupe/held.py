"""The records to deduplicate, held: unmerged, in canonical order, identical ones together.

The records themselves wait in a spool, in a temporary file when there are many; what stays in
memory is a packed fingerprint, a digest and a few numbers of each.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Final

import msgspec

from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.marks import unmarked
from mentorlit.dedupe.versions import unlinked
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation
from mentorlit.spool import Spool

_ENCODER: Final = msgspec.json.Encoder()
_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final = msgspec.msgpack.Decoder(Fingerprint)
_UNPACKED: Final = 1 << 13
"""Fingerprints kept unpacked: some 4 kB each."""


class Held:
    """Records in the order in which they came, by index, with their packed fingerprints.

    Merged records are taken apart into their members, each record once: one that comes again with
    the same origin and the same content to the byte is the very same record. Records that are
    ``old`` come first and are left whole. ``read`` counts what came in that is not old; ``came``
    has it in order: the index of a record, ``~index`` of a merged one, the very same record once.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.records = Spool(limits)
        self.merged = Spool(limits)
        self.parts: list[tuple[int, ...]] = []
        self.old = 0
        self.read = 0
        self.came = array("q")
        self._alone = bytearray()
        self._prints: list[bytes] = []
        self._keys: list[bytes] = []
        self._speaks = bytearray()
        self._first: dict[bytes, int] = {}
        self._again: dict[bytes, dict[bytes, int]] = {}

    def close(self) -> None:
        """Remove what was written to temporary files."""
        self.records.close()
        self.merged.close()

    def __len__(self) -> int:
        return len(self._prints)

    def print(self, index: int) -> Fingerprint:
        """Return the fingerprint of a record."""
        return _UNPACK.decode(self._prints[index])

    def digest(self, index: int) -> bytes:
        """Return the digest of a record, as :func:`digest` does."""
        return self._keys[index][1:]

    def take_old(self, citation: Citation) -> None:
        """Take a record that is compared with the others but never merged with an old one."""
        self._add(citation, sort_key(citation))
        self.old += 1

    def take(self, citation: Citation) -> None:
        """Take a record, or the members of a merged one."""
        self.read += 1
        found = self._leaves(unmarked(unlinked(citation)))
        if citation.members:
            self.came.append(~(len(self.parts) - 1))
        elif not self._alone[found[0]]:
            self._alone[found[0]] = True
            self.came.append(found[0])

    def _leaves(self, citation: Citation) -> list[int]:
        if not citation.members:
            return [self._index(citation)]
        indexes = [index for member in citation.members for index in self._leaves(member)]
        self.merged.add(citation)
        self.parts.append(tuple(sorted(set(indexes))))
        return indexes

    def _index(self, record: Citation) -> int:
        """Return the index of the very same record, taken before or now."""
        key = sort_key(record)
        first = self._first.get(key)
        if first is None or record.origin is None:
            return self._add(record, key)
        places = self._again.get(key)
        if places is None:
            places = self._again[key] = {}
            if first >= self.old:
                places[_whole(self.records[first])] = first
        whole = _whole(record)
        if whole not in places:
            places[whole] = self._add(record, key)
        return places[whole]

    def _add(self, record: Citation, key: bytes) -> int:
        place = len(self._prints)
        one = fingerprint(record)
        self.records.add(record)
        self._prints.append(_PACK.encode(one))
        self._keys.append(key)
        self._speaks.append(speaks(one))
        self._alone.append(False)
        self._first.setdefault(key, place)
        return place

    def units(self) -> "Units":
        """Return the records as units in canonical order.

        Identical records are one unit, unless their title says nothing: two editorials may look
        the same, so these must also be the same record of a file that was given again under
        another name. Two old records are never one unit.
        """
        prints: list[bytes] = []
        members: list[list[int]] = []
        alike: dict[bytes, int] = {}
        has_old = bytearray()
        copies: Counter[bytes] = Counter()
        for index in self._ordered():
            is_old = index < self.old
            same = self._sameness(index, copies)
            unit = alike.get(same)
            if unit is None or (is_old and has_old[unit]):
                unit = alike[same] = len(prints)
                prints.append(self._prints[index])
                members.append([])
                has_old.append(0)
            members[unit].append(index)
            has_old[unit] |= is_old
        self._first.clear()
        return Units(prints, members, has_old, len(self))

    def _sameness(self, index: int, copies: Counter[bytes]) -> bytes:
        """Return what is equal for records that are one; ``copies`` counts them in each file."""
        packed = self._prints[index]
        if self._speaks[index]:
            return packed
        origin = self.records[index].origin
        if origin is None:
            return packed + str(index).encode()
        own = origin.id or f"{origin.ordinal} {origin.line} {origin.offset}"
        named = packed + _ENCODER.encode(own)
        in_file = named + _ENCODER.encode(origin.file)
        copies[in_file] += 1
        return named + str(copies[in_file]).encode()

    def _ordered(self) -> Iterator[int]:
        """Yield the records in canonical order; the origin decides between equal contents."""
        keys = self._keys
        order = sorted(range(len(keys)), key=keys.__getitem__)
        for _, group in groupby(order, key=keys.__getitem__):
            same = list(group)
            if len(same) > 1:
                same.sort(key=lambda index: canonical_place(self.records[index]))
            yield from same


class Units:
    """Records with the same content as one, numbered in canonical order."""

    def __init__(
        self, prints: list[bytes], members: list[list[int]], has_old: bytearray, records: int
    ) -> None:
        self._packed = prints
        self.members = members
        self.has_old = has_old
        self.home: array[int] = array("I", bytes(4 * records))
        for unit, indexes in enumerate(members):
            for index in indexes:
                self.home[index] = unit
        self.print = lru_cache(_UNPACKED)(self._print)

    def __len__(self) -> int:
        return len(self._packed)

    def _print(self, unit: int) -> Fingerprint:
        return _UNPACK.decode(self._packed[unit])

    def prints(self) -> Iterator[Fingerprint]:
        """Yield the fingerprints of all units, in order."""
        return map(_UNPACK.decode, self._packed)


def speaks(one: Fingerprint) -> bool:
    """Tell whether the title says what the paper is."""
    return bool(one.title.content) and one.title.recurring < 2


def in_order(records: Sequence[Citation], prints: Iterable[Fingerprint]) -> list[Citation]:
    """Return records in the order of a cluster of them: canonical, identical ones together."""
    order = sorted(range(len(records)), key=lambda index: canonical(records[index]))
    listed = list(prints)
    groups: dict[bytes, list[int]] = {}
    for index in order:
        packed = _PACK.encode(listed[index])
        key = packed if speaks(listed[index]) else packed + str(index).encode()
        groups.setdefault(key, []).append(index)
    return [records[index] for group in groups.values() for index in group]


def canonical(citation: Citation) -> tuple[bytes, tuple[str, str, int, int]]:
    """Return the place of a record in the canonical order: fullest first, then by its content.

    The origin decides only between records with the same content, so the order does not depend
    on how the input was cut into files or sorted.
    """
    return sort_key(citation), canonical_place(citation)


def sort_key(citation: Citation) -> bytes:
    """Return what sorts records with different contents: how full they are, then the digest."""
    filled = sum(map(bool, msgspec.structs.astuple(citation)))
    return bytes((255 - filled,)) + digest(citation)


def canonical_place(citation: Citation) -> tuple[str, str, int, int]:
    """Return the origin as it sorts records with the same content."""
    origin = citation.origin
    if origin is None:
        return "", "", 0, 0
    return origin.source, origin.file, origin.ordinal, origin.offset


def digest(citation: Citation) -> bytes:
    """Return a hash of everything in the record but where it was read."""
    bare = msgspec.structs.replace(citation, origin=None, evidence={})
    return blake2b(_ENCODER.encode(bare), digest_size=16).digest()


def _whole(record: Citation) -> bytes:
    """Return a hash of a record and of where it was read."""
    return blake2b(_ENCODER.encode(record), digest_size=16).digest()

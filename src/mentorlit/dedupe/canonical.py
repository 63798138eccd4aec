"""The canonical order of records: fullest first, then by content; never by where they were read.

It decides whatever has to be decided between records that are equal in all else, so that the
result does not depend on how the input was cut into files or sorted.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

import msgspec

from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.model import Citation

SORT_KEY: Final = 17
"""Bytes of a sort key: one for how full the record is, sixteen of its digest."""

_ENCODER: Final = msgspec.json.Encoder()
_PACK: Final = msgspec.msgpack.Encoder()

Place = tuple[str, str, int, int]
"""An origin as it sorts records with the same content: source, file, ordinal, offset."""


def canonical(citation: Citation) -> tuple[bytes, Place]:
    """Return the place of a record in the canonical order.

    The origin decides only between records with the same content.
    """
    return sort_key(citation), canonical_place(citation)


def sort_key(citation: Citation) -> bytes:
    """Return what sorts records with different contents: how full they are, then the digest."""
    filled = sum(map(bool, msgspec.structs.astuple(citation)))
    return bytes((255 - filled,)) + digest(citation)


def canonical_place(citation: Citation) -> Place:
    """Return the origin as it sorts records with the same content."""
    origin = citation.origin
    if origin is None:
        return "", "", 0, 0
    return origin.source, origin.file, origin.ordinal, origin.offset


def digest(citation: Citation) -> bytes:
    """Return a hash of everything in the record but where it was read."""
    bare = msgspec.structs.replace(citation, origin=None, evidence={})
    return blake2b(_ENCODER.encode(bare), digest_size=16).digest()


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

"""The records to deduplicate: unmerged, in canonical order, identical ones together."""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from mentorlit.dedupe.normalise import Fingerprint
from mentorlit.model import Citation

_ENCODER = msgspec.json.Encoder()


class Unit(msgspec.Struct, frozen=True):
    """Records with the same content, as indexes in canonical order, and their fingerprint."""

    print: Fingerprint
    members: tuple[int, ...]


class Merged(msgspec.Struct, frozen=True):
    """A record that came in merged, and its members as indexes of records."""

    record: Citation
    members: tuple[int, ...]


def leaves(citations: Iterable[Citation]) -> tuple[list[Citation], list[Merged]]:
    """Return the records in input order, merged ones taken apart, and what was merged of them.

    A record that comes again with the same origin and the same content to the byte is the very
    same record, read twice, and is returned once.
    """
    taken = _Taken()
    for citation in citations:
        taken.take(citation)
    return taken.records, taken.merged


class _Taken:
    """The records taken so far, each once."""

    def __init__(self) -> None:
        self.records: list[Citation] = []
        self.merged: list[Merged] = []
        self._places: dict[bytes, int] = {}

    def take(self, citation: Citation) -> list[int]:
        """Take a record, or the members of a merged one, and return their indexes."""
        if not citation.members:
            return [self._index(citation)]
        indexes = [index for member in citation.members for index in self.take(member)]
        self.merged.append(Merged(citation, tuple(sorted(set(indexes)))))
        return indexes

    def _index(self, record: Citation) -> int:
        place = len(self.records)
        if record.origin is not None:
            whole = blake2b(_ENCODER.encode(record), digest_size=16).digest()
            place = self._places.setdefault(whole, place)
        if place == len(self.records):
            self.records.append(record)
        return place


def units(records: list[Citation], prints: list[Fingerprint]) -> list[Unit]:
    """Return the records as units in canonical order.

    Identical records are one unit, unless their title says nothing: two editorials may look the
    same.
    """
    order = sorted(range(len(records)), key=lambda index: canonical(records[index]))
    alike: dict[Fingerprint, list[int]] = {}
    found: list[tuple[Fingerprint, list[int]]] = []
    for index in order:
        one = prints[index]
        members = alike.get(one)
        if members is None or not speaks(one):
            members = alike[one] = []
            found.append((one, members))
        members.append(index)
    return [Unit(one, tuple(members)) for one, members in found]


def speaks(one: Fingerprint) -> bool:
    """Tell whether the title says what the paper is."""
    return bool(one.title.content) and one.title.recurring < 2


def canonical(citation: Citation) -> tuple[int, bytes, tuple[str, str, int, int]]:
    """Return the place of a record in the canonical order: fullest first, then by its content.

    The origin decides only between records with the same content, so the order does not depend
    on how the input was cut into files or sorted.
    """
    filled = sum(1 for field in citation.__struct_fields__ if getattr(citation, field))
    origin = citation.origin
    place = (
        (origin.source, origin.file, origin.ordinal, origin.offset) if origin else ("", "", 0, 0)
    )
    return -filled, digest(citation), place


def digest(citation: Citation) -> bytes:
    """Return a hash of everything in the record but where it was read."""
    bare = msgspec.structs.replace(citation, origin=None, evidence={})
    return blake2b(_ENCODER.encode(bare), digest_size=16).digest()

"""Records made ready: what deduplication needs of each, made once and kept as bytes.

Each record is made ready by itself, so this can be done by any process, in any order.
"""

from array import array
from typing import Final, NamedTuple

import msgspec

from mentorlit.dedupe.block import finer_keys, number_keys
from mentorlit.dedupe.canonical import sort_key, speaks
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.marks import unmarked
from mentorlit.dedupe.versions import unlinked
from mentorlit.model import Citation

FINER: Final = 24
"""Bytes of the finer numbers, before the keys."""

_LINE: Final = msgspec.json.Encoder()
_PACK: Final = msgspec.msgpack.Encoder()


class Prepared(NamedTuple):
    """One record that is not merged.

    ``line`` is the record as JSON, ``key`` its place in the canonical order but for its origin,
    ``print`` its fingerprint in MessagePack. ``numbers`` holds three finer numbers and then the
    blocking keys, as 64-bit numbers in this machine's byte order. ``speaks`` tells whether the
    title says what the paper is.
    """

    line: bytes
    key: bytes
    print: bytes
    numbers: bytes
    speaks: bool


class Arrived(NamedTuple):
    """A record as it came in: its one part, or the parts of a merged one and that one's JSON."""

    parts: list[Prepared]
    merged: bytes = b""


def arrived(citation: Citation) -> Arrived:
    """Make ready a record that came in; merged ones are taken apart, marks and links removed."""
    bare = unmarked(unlinked(citation))
    if not bare.members:
        return Arrived([prepared(bare)])
    return Arrived([prepared(part) for part in leaves(bare)], _LINE.encode(bare))


def leaves(citation: Citation) -> list[Citation]:
    """Return the records that a merged record was made of, those of its parts in their place."""
    if not citation.members:
        return [citation]
    return [leaf for member in citation.members for leaf in leaves(member)]


def prepared(record: Citation) -> Prepared:
    """Make ready one record that is not merged."""
    one = fingerprint(record)
    numbers = array("Q", (*finer_keys(one), *number_keys(one)))
    return Prepared(
        _LINE.encode(record), sort_key(record), _PACK.encode(one), numbers.tobytes(), speaks(one)
    )

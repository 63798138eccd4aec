"""Lines and rows of a part of the input, to records made ready: the first stage.

The columns of what is made (``RECORDS``): ``kind`` is ``LEAF``, ``MERGED`` or ``REJECT``; ``top``
whether the row stands for a record of the input, and not for a member of one; ``place`` its place
in the whole input; ``canon`` sorts by canonical order; ``whole`` is a hash of the record with its
origin, ``same`` of its fingerprint, ``own`` and ``file`` of its own name and its file where
identical records are one only if these say so; ``line`` the record as JSON, ``origin`` where it was
read, ``print`` its fingerprint, ``keys`` its blocking keys, ``first``, ``second`` and ``third`` its
finer numbers. A merged record has in ``wholes`` those of its members.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.dedupe.canonical import Place
from mentorlit.dedupe.prepare import FINER, Prepared, arrived
from mentorlit.dedupe.spark.batches import COUNTED, RECORDS, Filling, batch
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Origin
from mentorlit.parquetlines import line_of
from mentorlit.problems import Reject, reject_line
from mentorlit.readers.ndjson import read
from mentorlit.reading import finished
from mentorlit.stream import Stream, line_ends

LEAF: Final = 0
MERGED: Final = 1
REJECT: Final = 2

MEMBERS: Final = 24
"""Bits of a place that number the members of one record; the others number the records."""


class _Bare(msgspec.Struct):
    """What is decoded of a line to know where the record was read."""

    origin: Origin | None = None


_BARE: Final = msgspec.json.Decoder(_Bare)
_ENCODER: Final = msgspec.json.Encoder()


class File(NamedTuple):
    """A file of the input: its name as the user gave it, and how many records are before it."""

    name: str
    before: int


class Start(NamedTuple):
    """Where a block of a file begins: lines, records and bytes of the file before it."""

    lines: int = 0
    records: int = 0
    size: int = 0


class Input(NamedTuple):
    """What is known of the whole input: its files by address, and the blocks of these."""

    files: Mapping[str, File]
    starts: Mapping[tuple[str, int], Start]
    source: str = ""


class _Placed(Stream):
    """A stream that does not begin at the beginning of its file."""

    def __init__(self, data: bytes, name: str, source: str, start: Start) -> None:
        super().__init__([data], name=name, source=source, format="ndjson", start=start.size)
        self._before = start

    def origin(self, ordinal: int, line: int, offset: int, record_id: str = "") -> Origin:
        """Return the origin of a record, counted from the beginning of the file."""
        before = self._before
        return super().origin(ordinal + before.records, line + before.lines, offset, record_id)


def address(uri: str) -> str:
    """Return the address of a file in the one way that all parts of Spark write it."""
    return f"file:/{uri[5:].lstrip('/')}" if uri.startswith("file:") else uri


def counted(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield how many lines, records and bytes there are of each block of a file."""
    found: dict[tuple[str, int], Start] = {}
    for uri, block, data in _pieces(batches):
        so_far = found.get((uri, block), Start())
        found[uri, block] = _after(so_far, data, sum(map(bool, map(bytes.strip, _lines(data)))))
    yield batch([(*key, *sums) for key, sums in found.items()], COUNTED)


def from_lines(batches: Iterable[Any], given: Input) -> Iterator[Any]:
    """Yield the records of lines of JSON; rows are the address, the block and the line."""
    reached: dict[tuple[str, int], Start] = {}
    filling = Filling(RECORDS)
    for uri, block, data in _pieces(batches):
        start = reached.get((uri, block)) or given.starts[uri, block]
        file = given.files[uri]
        stream = _Placed(data, file.name, given.source or _base(file.name), start)
        count = 0
        for count, record in enumerate(read(stream), 1):
            for row, size in _rows(record, file.before + start.records + count, given.source):
                if filling.add(row, size):
                    yield filling.taken()
        reached[uri, block] = _after(start, data, count)
    yield from filling.rest()


def from_rows(batches: Iterable[Any], given: Input) -> Iterator[Any]:
    """Yield the records of rows of Parquet; after the columns come the address and the number."""
    filling = Filling(RECORDS)
    for one in batches:
        uris, numbers = (one.column(at).to_pylist() for at in (-2, -1))
        rows = one.select(one.schema.names[:-2]).to_pylist()
        for uri, number, row in zip(uris, numbers, rows, strict=True):
            file = given.files[address(uri)]
            # A row is in no line: one that says nothing of its origin gets the number alone.
            start = Start(lines=-1, records=number)
            stream = _Placed(
                line_of(row) + b"\n", file.name, given.source or _base(file.name), start
            )
            for record in read(stream):
                for made, size in _rows(record, file.before + number + 1, given.source):
                    if filling.add(made, size):
                        yield filling.taken()
    yield from filling.rest()


def _pieces(batches: Iterable[Any]) -> Iterator[tuple[str, int, bytes]]:
    """Yield what follows each other in one block of a file: address, block, lines."""
    for one in batches:
        if not one.num_rows:
            continue
        ends = [tuple(one.column(name)[at].as_py() for name in (0, 1)) for at in (0, -1)]
        values = one.column(2).to_pylist()
        if ends[0] == ends[1]:
            yield address(ends[0][0]), ends[0][1], b"\n".join(values) + b"\n"
            continue
        groups: dict[tuple[str, int], list[bytes]] = {}
        for uri, block, value in zip(
            *(one.column(at).to_pylist() for at in (0, 1, 2)), strict=True
        ):
            groups.setdefault((uri, block), []).append(value)
        for (uri, block), some in groups.items():
            yield address(uri), block, b"\n".join(some) + b"\n"


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r", b"\n").split(b"\n") if b"\r" in data else data.split(b"\n")


def _after(start: Start, data: bytes, records: int) -> Start:
    return Start(start.lines + line_ends(data), start.records + records, start.size + len(data))


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _rows(record: Citation | Reject, number: int, source: str) -> Iterator[tuple[Any, int]]:
    """Yield the rows of a record, each with its size; ``number`` is its number in the input."""
    place = number << MEMBERS
    if isinstance(record, Reject):
        line = encode(reject_line(record))
        yield (REJECT, True, place, *[None] * 5, line, *[None] * 7), len(line)
        return
    came = arrived(finished(record, source))
    wholes = []
    for at, part in enumerate(came.parts):
        row = _leaf(part, place + at, top=not came.merged)
        wholes.append(row[4])
        yield row, 2 * len(part.line)
    if came.merged:
        row = (MERGED, True, place, *[None] * 5, came.merged, *[None] * 6, wholes)
        yield row, len(came.merged)


def _leaf(part: Prepared, place: int, *, top: bool) -> tuple[Any, ...]:
    origin = _BARE.decode(part.line).origin
    own, file = (None, None) if part.speaks else _own(origin, place)
    return (
        LEAF,
        top,
        place,
        part.key + _sortable(_place(origin)),
        _hash(part.line if origin else b"%d" % place),
        _hash(part.print),
        own,
        file,
        encode(msgspec.Raw(part.line)),
        encode(origin),
        part.print,
        part.numbers[FINER:],
        *array("Q", part.numbers[:FINER]),
        None,
    )


def _place(origin: Origin | None) -> Place:
    if origin is None:
        return "", "", 0, 0
    return origin.source, origin.file, origin.ordinal, origin.offset


def _own(origin: Origin | None, place: int) -> tuple[bytes, bytes]:
    """Return hashes of what names a record in its file, and of the file."""
    if origin is None:
        return b"%d" % place, b""
    own = origin.id or f"{origin.ordinal} {origin.line} {origin.offset}"
    return _hash(_ENCODER.encode(own)), _hash(_ENCODER.encode(origin.file))


def _sortable(place: Place) -> bytes:
    """Return bytes that sort as the place does."""
    source, file, *numbers = place
    texts = (text.encode().replace(b"\0", b"\0\xff") + b"\0\0" for text in (source, file))
    return b"".join((*texts, *map(_ordered, numbers)))


def _ordered(number: int) -> bytes:
    """Return bytes that sort as the number does: how long it is, then the number."""
    size = (number.bit_length() + 7) // 8
    if number >= 0:
        return (0x8000 + size).to_bytes(2) + number.to_bytes(size)
    return (0x8000 - size).to_bytes(2) + ((1 << 8 * size) - 1 + number).to_bytes(size)


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()

"""No bytes whatever make a reader fail, lose count or give what cannot be written.

Every fixture of every row of the registry is cut off and damaged in many ways, always the same
ones. ``MENTORLIT_FUZZ=2000`` makes that many damaged copies of each (``make fuzz``).
"""

import os
from collections.abc import Callable, Iterator
from random import Random

import msgspec
import pytest

from cases import Case, found
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import READERS, Reader
from mentorlit.stream import Stream

MUTATIONS = int(os.environ.get("MENTORLIT_FUZZ", "24"))
EVERY_PREFIX = 700
PREFIXES = 40
CASES = found("readers")
DECODER = msgspec.json.Decoder(Citation)


def records(reader: Reader, data: bytes, block: int = 1 << 16) -> list[Citation | Reject]:
    """Read ``data`` as the program would, in blocks of a given size."""
    blocks = [data[start : start + block] for start in range(0, len(data), block)]
    stream = Stream(blocks, name="input", source="input", format=reader.name)
    return list(reader.load()(stream))


def check(reader: Reader, data: bytes) -> None:
    """Hold what a reader makes of ``data`` against what every reader promises."""
    line = offset = 0
    for ordinal, record in enumerate(records(reader, data), 1):
        origin = record.origin
        assert origin is not None, "a record without origin"
        kept = reader.name == "ndjson" and isinstance(record, Citation)
        if not kept:  # mentorlit's own lines keep the origin of where they were first read
            assert origin.ordinal == ordinal, "records and rejects are numbered in one sequence"
            assert line <= origin.line <= data.count(b"\n") + data.count(b"\r") + 1
            assert offset <= origin.offset <= len(data)
            line, offset = origin.line, origin.offset
        if isinstance(record, Reject):
            assert record.code
            assert record.message
            assert "\n" not in record.message
            assert record.length >= len(record.raw)
        else:
            assert kept or not record.incomplete, "readers leave incomplete to mentorlit.reading"
            encoded = encode(record)
            assert b"\n" not in encoded
            assert encode(DECODER.decode(encoded)) == encoded


# The ways of damage: each takes the bytes and a source of chance, and gives other bytes.


def flip_bits(data: bytes, chance: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_out(data: bytes, chance: Random) -> bytes:
    start, end = two_places(data, chance)
    return data[:start] + data[end:]


def repeat_part(data: bytes, chance: Random) -> bytes:
    start, end = two_places(data, chance)
    return data[:end] + data[start:end] * chance.randint(1, 5) + data[end:]


def splice(data: bytes, chance: Random) -> bytes:
    other = chance.choice(CASES).input.read_bytes()
    start, end = two_places(data, chance)
    return data[:start] + other[: chance.randint(0, 4000)] + data[end:]


def swap_lines(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def shuffle_lines(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def mix_line_ends(data: bytes, chance: Random) -> bytes:
    ends = (b"\n", b"\r\n", b"\r", b"\n\r", b"\x0b", b"\xe2\x80\xa8", b"\xc2\x85", b"")
    return b"".join(line + chance.choice(ends) for line in data.splitlines())


def other_encoding(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    name = chance.choice(("latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32", "cp437", "utf-7"))
    return text.encode(name, "replace")


def insert_hostile(data: bytes, chance: Random) -> bytes:
    hostile = (
        b"\0", b"\0" * 40, b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\x1b[2J",
        b"{" * 300, b"}" * 300, b"[" * 300, b'"' * 301, b"\\" * 301, b"@article{" * 60, b"(" * 300,
        b"$" * 99, b"&amp;" * 99, b"&" * 99, b"<b>" * 99, b"TY  - JOUR\r\n" * 20, b"ER  - \n" * 20,
        b" " * 3000, b"\n" * 300, b"\t" * 300, b"," * 999, b";" * 999, b" and " * 200, b"1" * 5000,
        b"a" * 9000, b"\xc3\xa9" * 999, b"e\xcc\x81" * 300, b"\xe2\x80\xae" * 9, b"- " * 999,
        b"1e999", b"-0", b"NaN", b"9" * 400, b":" * 999, b"." * 999, b"https://" * 99, b"#" * 300,
        b"doi:10.1/" * 99, b"\\u0000", b"\\ud800", b"\xf0\x9f\x92\xa9", b"\xc2\xa0" * 300,
    )  # fmt: skip
    damaged = data
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(damaged))
        damaged = damaged[:place] + chance.choice(hostile) + damaged[place:]
    return damaged


def two_places(data: bytes, chance: Random) -> tuple[int, int]:
    one, other = chance.randint(0, len(data)), chance.randint(0, len(data))
    return min(one, other), max(one, other)


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip_bits,
    cut_out,
    repeat_part,
    splice,
    swap_lines,
    shuffle_lines,
    mix_line_ends,
    other_encoding,
    insert_hostile,
)


def damaged(case: Case) -> Iterator[bytes]:
    """Yield the damaged copies of one fixture, each way of damage in turn, some twice over."""
    data = case.input.read_bytes()
    for number in range(MUTATIONS):
        chance = Random(f"{case.id} {number}")  # noqa: S311 - to be the same each time
        copy = data
        for way in [DAMAGES[number % len(DAMAGES)], *chance.sample(DAMAGES, number % 3)]:
            copy = way(copy, chance) if copy else copy
        yield copy


def prefixes(data: bytes) -> Iterator[bytes]:
    """Yield every beginning of short data, some of long ones, among them all near the end."""
    if len(data) <= EVERY_PREFIX:
        ends = range(len(data))
    else:
        ends = range(0, len(data), max(1, len(data) // PREFIXES))
    for end in ends:
        yield data[:end]
    for end in range(max(0, len(data) - 12), len(data)):
        yield data[:end]


def reader_of(case: Case) -> Reader:
    return next(reader for reader in READERS if reader.name == case.format)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_damaged_input_is_read_or_rejected(case: Case) -> None:
    reader = reader_of(case)
    for number, data in enumerate(damaged(case)):
        try:
            check(reader, data)
        except Exception as error:
            error.add_note(f"damaged copy {number} of {case.id}: {data[:300]!r}...")
            raise


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_cut_input_is_read_or_rejected(case: Case) -> None:
    reader = reader_of(case)
    for data in prefixes(case.input.read_bytes()):
        try:
            check(reader, data)
        except Exception as error:
            error.add_note(f"the first {len(data)} bytes of {case.id}")
            raise


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_size_of_blocks_changes_nothing(case: Case) -> None:
    reader = reader_of(case)
    data = case.input.read_bytes()
    whole = records(reader, data)
    for size in (1, 7, 64):
        assert records(reader, data, size) == whole


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\0",
        b"\xff" * 100,
        b"\r\r\r\n\n",
        bytes(range(256)) * 8,
        b"{" * 20_000,
        b"[" * 20_000,
        b'{"a":' * 5_000,
        b"@" * 10_000,
        b"TY" * 10_000,
        b" " * 50_000,
        b"\n" * 50_000,
        b"a" * 50_000,
        b"a b, " * 10_000,
        b'{"title":' + b"9" * 5_000 + b"}",
        b'[{"title": "\\ud800"}]',
        b'[{"title": "A", "type": "\\ud800", "\\ud800": "\\ud800"}]',
        b'[{"title": "A", "author": [{"\\ud800": "\\ud800"}]}]',
        b'{"id": "1", "title": "A", "\\ud800": ["\\ud800"]}\n',
        b"[\xe2",
    ],
    ids=range(21),
)
def test_what_is_no_record_at_all(reader: Reader, data: bytes) -> None:
    check(reader, data)

"""Encodings of whole inputs: byte-order marks, UTF-16 and UTF-32, and what the user declares."""

import codecs
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.problems import UsageError

_MARKS: Final = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_NOTATIONS: Final = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape"})
"""What Python calls encodings although no file is in them; names as codecs gives them."""


class Decoded(NamedTuple):
    """Blocks that :class:`~mentorlit.stream.Stream` takes, and how to read them.

    ``head`` is the start of the text, ``start`` the length of the byte-order mark that was
    dropped, ``encoding`` what a single-byte input is decoded with (``""`` for UTF-8).
    """

    head: bytes
    blocks: Iterator[bytes]
    start: int
    encoding: str


def check(encoding: str) -> str:
    """Return Python's name of a text encoding.

    Raises:
        UsageError: there is no such text encoding.

    """
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)
    except (LookupError, ValueError) as error:
        raise UsageError(f"unknown encoding {encoding!r}") from error
    if name in _NOTATIONS:
        raise UsageError(f"{encoding!r} is no encoding of files")
    return name


def decode(head: bytes, blocks: Iterator[bytes], encoding: str = "") -> Decoded:
    """Bring an input to UTF-8 or a single-byte superset of ASCII, without a byte-order mark.

    ``encoding``, if given, has the last word; else a byte-order mark, else the pattern of zero
    bytes that UTF-16 text without one shows. ``blocks`` begins with ``head``.
    """
    for mark, marked in _MARKS:
        if head.startswith(mark):
            chosen = encoding if encoding and not marked else marked
            return _decoded(head[len(mark) :], _without(blocks, len(mark)), len(mark), chosen)
    if encoding in {"utf-16", "utf-32"}:
        # Without a mark the order of the bytes has to be found; most of the world is little-endian.
        found = _unmarked(head)
        encoding = found if found.startswith(encoding) else f"{encoding}-le"
    return _decoded(head, blocks, 0, encoding or _unmarked(head))


def _decoded(head: bytes, blocks: Iterator[bytes], start: int, encoding: str) -> Decoded:
    if encoding in {"", "utf-8"}:
        return Decoded(head, blocks, start, "")
    if _is_single_byte(encoding):
        return Decoded(head, blocks, start, encoding)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return Decoded(text.encode("utf-8", "replace"), _converted(blocks, encoding), 0, "")


def _is_single_byte(encoding: str) -> bool:
    """Tell whether each byte is one character and the ASCII ones are ASCII."""
    every = bytes(range(256))
    try:
        text = every.decode(encoding, "replace")
    except (LookupError, ValueError):
        return False
    return len(text) == 256 and text[:128] == every[:128].decode("ascii")


def _without(blocks: Iterator[bytes], count: int) -> Iterator[bytes]:
    """Drop the first ``count`` bytes, which the first block holds."""
    yield next(blocks, b"")[count:]
    yield from blocks


def _converted(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in blocks:
        text = decoder.decode(block)
        if text:
            yield text.encode("utf-8", "replace")
    rest = decoder.decode(b"", final=True)
    if rest:
        yield rest.encode("utf-8", "replace")


def _unmarked(head: bytes) -> str:
    """Return UTF-16 in one of its byte orders if the zeros of ``head`` say so, else ``""``.

    Text in Latin letters has a zero in nearly every second byte, at odd places in little endian.
    """
    sample = head[: min(len(head), 4096) & ~1]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""

"""JSON that is safe to look at: valid UTF-8, on one line, inert in a terminal."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec

# msgspec escapes C0 itself. What is left that drives a terminal or reorders or breaks its lines,
# as UTF-8: DEL, C1, soft line ends U+2028/9, bidi marks and overrides, and the byte-order mark.
# Each by the byte it begins with: a pattern that begins with one byte is found many times as fast.
_UNSAFE: Final = {
    b"\x7f": rb"\x7f",
    b"\xc2": rb"\xc2[\x80-\x9f]",
    b"\xd8": rb"\xd8\x9c",
    b"\xe2": rb"\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])",
    b"\xef": rb"\xef\xbb\xbf",
}
_ENCODER: Final = msgspec.json.Encoder()
_NOT_STRUCTURE: Final = bytes(byte for byte in range(256) if byte not in b'{}[]"')

Decode = Callable[[bytes], Any]
"""Makes a value of the bytes of one record, or raises :class:`msgspec.DecodeError`."""


def _escape(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match.group().decode())


def encode(value: Any) -> bytes:
    r"""Return ``value`` as one line of JSON without line end; same value, same bytes.

    Control characters, line separators and bidi controls come as ``\\uXXXX``.
    """
    line = _ENCODER.encode(value)
    if line.isascii() and b"\x7f" not in line:
        return line
    for lead, pattern in _patterns().items():
        if lead in line:
            line = pattern.sub(_escape, line)
    return line


@cache
def _patterns() -> dict[bytes, re.Pattern[bytes]]:
    return {lead: re.compile(pattern) for lead, pattern in _UNSAFE.items()}


def is_shallow(raw: bytes, depth: int) -> bool:
    """Tell whether ``raw``, if it is JSON, is certainly not nested deeper than ``depth``.

    False says only that this has to be looked at more closely.
    """
    if raw.count(b"{") + raw.count(b"[") <= depth:
        return True
    if b'\\"' in raw:
        return False
    brackets = raw.translate(None, _NOT_STRUCTURE).replace(b'""', b"")
    for _ in range(depth // 2):
        # Each round takes one level away, or two.
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not brackets:
            return True
    return False


class Check:
    """Tells whether bytes are JSON; ``value`` is then what ``decode`` makes of them, or None.

    It is None where only ``decode`` fails: for texts that are not UTF-8, numbers out of range.
    """

    def __init__(self, decode: Decode | None = None) -> None:
        self.decode = decode or msgspec.json.Decoder().decode
        self.valid = msgspec.json.Decoder(msgspec.Raw).decode
        self.value: Any = None

    def is_json(self, raw: bytes) -> bool:
        """Tell whether ``raw`` is JSON, and decode it."""
        self.value = None
        try:
            self.value = self.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._is_valid(raw)
        return True

    def _is_valid(self, raw: bytes) -> bool:
        try:
            self.valid(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        return True

"""JSON that is safe to look at: valid UTF-8, on one line, inert in a terminal."""

import re
from typing import Any, Final

import msgspec

# msgspec escapes C0 itself. What is left that drives a terminal or reorders or breaks its lines,
# as UTF-8: DEL, C1, soft line ends U+2028/9, bidi marks and overrides, and the byte-order mark.
_UNSAFE: Final = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf"
)
_ENCODER: Final = msgspec.json.Encoder()


def _escape(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match.group().decode())


def encode(value: Any) -> bytes:
    r"""Return ``value`` as one line of JSON without line end; same value, same bytes.

    Control characters, line separators and bidi controls come as ``\\uXXXX``.
    """
    return _UNSAFE.sub(_escape, _ENCODER.encode(value))

"""A window on a stream of BibTeX, from which whole well-formed blocks can be taken."""

import re
from typing import Final

from mentorlit.linewindow import Window

# A block that nobody can misread: it begins a line, its braces balance, no other block can begin
# in it, and nothing follows it on its last line. Whatever else looks like a block is cut out line
# by line. One scan for each kind of byte is several times as fast as one regular expression.
_OPENING: Final = re.compile(rb"[ \t\r\n]{0,64}+(@([A-Za-z][A-Za-z0-9_-]{0,63})[ \t]*+\{)")
_REST_OF_LINE: Final = re.compile(rb"[ \t]*+(?:\r\n?|\n)")
_NO_BRACE: Final = bytes(byte for byte in range(256) if byte not in b"{}")
_LEVELS: Final = 6


class BlockWindow(Window):
    """A window that knows where a well-formed block begins and ends."""

    def block(self) -> tuple[bytes, bytes, bytes, int, int] | None:
        """Take a well-formed block with the blank lines before it, if one begins here.

        Returns kind, body, all bytes, line and offset; the body lacks the delimiters.
        """
        data = self.look_ahead()
        position = self.position
        opening = _OPENING.match(data, position)
        if opening is None:
            return None
        start, body = opening.span(1)
        following = data.find(b"@", body)
        end = data.rfind(b"}", body, following if following >= 0 else len(data))
        rest = _REST_OF_LINE.match(data, end + 1) if end > 0 else None
        if rest is None or end - start > self.limit or not _balanced(data[body:end]):
            return None
        line = self.number + self.lines_between(position, start)
        offset = self.offset + start - position
        self.move(rest.end())
        return opening[2], data[body:end], data[start : end + 1], line, offset


def _balanced(body: bytes) -> bool:
    """Tell whether the braces in ``body`` balance, in at most a few levels."""
    braces = body.translate(None, _NO_BRACE)
    for _ in range(_LEVELS):
        if not braces:
            return True
        braces = braces.replace(b"{}", b"")
    return False

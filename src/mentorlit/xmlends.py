"""Where an XML element ends, found in a window on the input."""

import re
from functools import lru_cache
from typing import Final

from mentorlit.blockbuffer import Buffer
from mentorlit.stream import Stream

_READ: Final = 64 * 1024
"""Bytes to have at hand: blocks may be of any size, even 1."""
_WASTE: Final = 2
"""Bytes that may be scanned in vain for each byte read."""
_TAG_END: Final = 64
"""Bytes that may stand between the name in a closing tag and its bracket."""
_INNER: Final = 9
"""Elements that may stand in one of their own name, one beside the other, and one more."""
_BRACKET: Final = re.compile(rb"[<>]")


@lru_cache(64)
def end_tag(name: bytes) -> re.Pattern[bytes]:
    """Return a pattern for ``</name>``; the bracket may be lost, if the next tag tells so."""
    return re.compile(rb"</" + re.escape(name) + rb"\s*+(?:>|(?=<))")


class Ends(Buffer):
    """A window that begins at an element, and finds its end.

    Attributes:
        limit: what one record may have, in bytes.
        ended: whether all of the input has been read.
        unclosed: by name, up to which offset there is no closing tag.

    """

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream.blocks(), stream.start)
        self.limit = stream.limits.record
        self.ended = False
        self.unclosed: dict[bytes, int] = {}
        self._waste = 0
        self.more()

    def more(self) -> None:
        """Read on: at least as much as is held."""
        held = len(self.buffer) - self.begin
        while not self.ended and len(self.buffer) - self.begin < max(_READ, 2 * held):
            self.ended = not self.fill()

    def room(self) -> bool:
        """Tell whether there is more to read, and what is held still within the limit."""
        return not self.ended and len(self.buffer) - self.begin <= self.limit

    def self_closed(self, length: int) -> int:
        """Return the end of a tag ``<name/>``, 0 if it has content or is broken off."""
        while not (match := _BRACKET.search(self.buffer, self.begin + length)):
            if not self.room():
                return 0
            self.more()
        closed = match[0] == b">" and self.buffer[match.start() - 1 : match.start()] == b"/"
        return match.end() if closed else 0

    def bracket(self, length: int) -> int:
        """Return how far the tag goes of which so many bytes have been seen."""
        while not (match := _BRACKET.search(self.buffer, self.begin + length)) and self.room():
            self.more()
        if match is None:
            return len(self.buffer) - self.begin
        return match.start() + (match[0] == b">") - self.begin

    def slashless(self, name: bytes, length: int) -> int:
        """Return the end of an end tag that has lost its slash, else the place of the tag.

        An opening tag is one if a record of that name, or an end tag of another, follows it.
        """
        while len(self.buffer) - self.begin - length < 2 * _TAG_END + len(name) and not self.ended:
            self.more()
        quoted = re.escape(name)
        lost = rb"<" + quoted + rb">(?=\s{0,%d}<(?:/(?!%b)|%b[\s/>]))" % (_TAG_END, quoted, quoted)
        start = self.begin + length
        match = re.compile(lost).match(self.buffer, start)
        return match.end() if match else start

    def closed(self, name: bytes) -> tuple[int, str]:
        """Return the end of the record, or 0 and what is wrong."""
        closing = end_tag(name)
        plain = b"</" + name
        search = max(self.begin, self.unclosed.get(name, 0) - self.base)
        while True:
            found = self.buffer.find(plain, search)
            if found >= 0:
                if match := closing.match(self.buffer, found):
                    break
                if self.ended or found + len(plain) + 64 < len(self.buffer):
                    search = found + 1
                    continue
            if not self.room():
                self.unclosed[name] = self.base + len(self.buffer) - len(plain)
                return 0, "truncated" if self.ended else "too-large"
            done = (
                found if found >= 0 else max(search, len(self.buffer) - len(plain))
            ) - self.begin
            self.more()
            search = self.begin + done
        if match.end() - self.begin > self.limit:
            return 0, "too-large"
        self.unclosed[name] = self.base + match.start()
        if self.buffer.find(b"<" + name, self.begin + 1, match.start()) < 0:
            return match.end(), ""
        return self._balanced(name, match)

    def _balanced(self, name: bytes, first: re.Match[bytes]) -> tuple[int, str]:
        """Return the end of a record that has elements of its own name in it.

        If there is none, the record is broken and the inner ones are the next records.
        """
        quoted = re.escape(name)
        opening = re.compile(rb"<" + quoted + rb"(?=[\s/>])[^<>]*+")
        if not any(
            not tag[0].endswith(b"/")
            for tag in opening.finditer(self.buffer, self.begin + 1, first.start())
        ):
            return first.end(), ""
        if self._waste > _WASTE * self.seen:
            return 0, "unbalanced"
        token = re.compile(
            rb"<!--(?s:.*?)-->|<!\[CDATA\[(?s:.*?)\]\]>|<(/?)"
            + quoted
            + rb"(?=[\s/><])[^<>]*+(?:>|(?=<))"
        )
        while True:
            depth = inner = 0
            for tag in token.finditer(self.buffer, self.begin):
                if tag[1] is None or tag[0].endswith(b"/>"):
                    continue
                depth += -1 if tag[1] else 1
                inner += depth == 1
                if inner > _INNER:
                    # The end is lost, and what would balance it is another damage far away.
                    return 0, "unbalanced"
                if depth <= 0:
                    return (
                        (tag.end(), "")
                        if tag.end() - self.begin <= self.limit
                        else (0, "too-large")
                    )
            if not self.room():
                self._waste += len(self.buffer) - self.begin
                return 0, "unbalanced"
            self.more()

"""Cutting a stream into BibTeX's blocks (``@type{...}``) without holding more than one."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.formats.bibtex.stray import StrayFields, Stretch
from mentorlit.formats.bibtex.window import BlockWindow
from mentorlit.stream import Stream
from mentorlit.tables import load

_START: Final = re.compile(rb"@[ \t]*([A-Za-z][A-Za-z0-9_-]{0,63})\s*([{(])")
_BEGUN: Final = re.compile(rb"@[ \t]*(?:[A-Za-z][A-Za-z0-9_-]{0,63}[ \t]*)?\r?\n?\Z")
_NEXT: Final = re.compile(
    rb"[ \t]*@[ \t]*[A-Za-z][A-Za-z0-9_-]{0,63}[ \t]*"
    rb"(?:[{(][ \t]*[^\s,={}()\"#%]*[ \t]*(?:,|\r?\n|\r|\Z|=))"
)
_BRACE: Final = re.compile(rb"[{}]")
_MARK: Final = re.compile(rb'[{}()"]')
_FRAMES: Final = (b"comment", b"string", b"preamble")


class Block(NamedTuple):
    """One stretch of input that is not plain text between entries.

    ``kind`` is the word after ``@`` in lower case; ``body`` begins after the opening delimiter and
    lacks the closing one. ``fault`` is empty, or why no entry can be made of it.
    """

    kind: str
    body: bytes
    line: int
    offset: int
    raw: bytes
    length: int
    fault: str = ""


def blocks(stream: Stream) -> Iterator[Block]:
    """Yield every block in order: entries, strings, preambles, and stray fields as a fault.

    A block ends where its delimiters balance. One that has not ended where a line begins another
    entry is ``unclosed`` there; so an unbalanced brace costs its own entry only. A comment that
    never ends is read as BibTeX does: only its first word is a comment. Text between blocks is
    passed over, lines that begin with ``%`` too; but text that looks like the fields of the
    entry before it, or of one whose beginning is lost, is one ``stray-fields`` fault.
    """
    cutter = _Cutter(stream.limits.record)
    window = BlockWindow(stream)
    while True:
        if not (cutter.open or cutter.pending) and (found := window.block()):
            yield from map(_stray, cutter.stray.end())
            kind, body, raw, number, offset = found
            yield Block(kind.lower().decode(), body, number, offset, raw, len(raw))
        elif line := window.line():
            number, offset, raw = line
            yield from cutter.feed(number, offset, raw, max(window.cut, len(raw)))
        else:
            yield from cutter.finish()
            return


class _Cutter:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.open = False
        self.kind = b""
        self.depth = 0
        self.quoted = False
        self.round = False
        self.kept: list[bytes] = []
        self.size = 0
        self.place = (1, 0)
        self.body = 0
        self.pending = b""
        self.pending_place = (1, 0)
        self.comments = True
        self.stray = StrayFields(limit)

    def feed(self, number: int, offset: int, raw: bytes, length: int) -> Iterator[Block]:
        """Take the next line; ``length`` is its full length if it was cut."""
        if self.open:
            if b"@" in raw and self._breaks_off(raw):
                yield from self._end("unclosed")
            else:
                yield from self._inside(number, offset, raw, length)
                return
        yield from self._outside(number, offset, raw, length)

    def finish(self) -> Iterator[Block]:
        """Take the end of the input."""
        if self.open and self.kind == b"comment" and self.size <= self.limit:
            yield from self._reread()
        if self.open:
            yield from self._end("unclosed")
        yield from map(_stray, self.stray.end())

    def _breaks_off(self, raw: bytes) -> bool:
        """Tell whether a line inside a block begins another one."""
        inside_comment = self.kind == b"comment" and self.comments
        return not inside_comment and _NEXT.match(raw) is not None

    def _outside(self, number: int, offset: int, raw: bytes, length: int) -> Iterator[Block]:
        """Look for blocks in a line that begins outside of any."""
        if self.pending:
            text, (number, offset) = self.pending + raw, self.pending_place
            length += len(self.pending)
            self.pending = b""
        else:
            text = raw
        if b"@" in text and not text.lstrip().startswith(b"%"):
            yield from self._text(text, 0, number, offset)
        else:
            yield from map(_stray, self.stray.take(number, offset, text, length))

    def _text(self, text: bytes, position: int, number: int, offset: int) -> Iterator[Block]:
        while match := self._start(text, position):
            yield from self._between(text, position, match.start(), number, offset)
            yield from map(_stray, self.stray.end())
            self._begin(match, number, offset)
            end = self._scan(text, match.end())
            if end < 0:
                self._keep(text[match.start() :], len(text) - match.start())
                return
            self._keep(text[match.start() : end], end - match.start())
            yield from self._end("")
            position = end
        start = len(text)
        if begun := _BEGUN.search(text[max(position, start - 200) :]):
            start -= len(begun[0])
            self.pending = text[start:]
            self.pending_place = (number + _lines(text, start), offset + start)
        yield from self._between(text, position, start, number, offset)

    def _between(
        self, text: bytes, position: int, end: int, number: int, offset: int
    ) -> Iterator[Block]:
        """Look for stray fields behind a block or other stray fields."""
        if end > position and (position or self.stray.open):
            place = (number + _lines(text, position), offset + position)
            found = self.stray.take(*place, text[position:end], end - position)
            yield from map(_stray, found)

    def _start(self, text: bytes, position: int) -> re.Match[bytes] | None:
        """Find the next block: after a space or brace any, inside a word only known types."""
        for match in _START.finditer(text, position):
            before = text[match.start() - 1 : match.start()] if match.start() else b""
            if not (before.isalnum() or before in (b".", b"_", b"-")):
                return match
            if match[1].lower() in _FRAMES or match[1].lower().decode() in load("bibtex")["types"]:
                return match
        return None

    def _begin(self, match: re.Match[bytes], number: int, offset: int) -> None:
        self.open = True
        self.kind = match[1].lower()
        self.round = match[2] == b"("
        self.depth = 0 if self.round else 1
        self.quoted = False
        self.kept, self.size = [], 0
        self.body = match.end() - match.start()
        line = number + _lines(match.string, match.start())
        self.place = (line, offset + match.start())

    def _inside(self, number: int, offset: int, raw: bytes, length: int) -> Iterator[Block]:
        end = self._scan(raw, 0)
        self._keep(raw if end < 0 else raw[:end], length if end < 0 else end)
        if end >= 0:
            yield from self._end("")
            rest = raw[end:]
            if b"@" in rest or b"=" in rest:
                # A position above 0 says that an entry has ended in this text.
                yield from self._text(b" " + rest, 1, number, offset + end - 1)
        elif self.kind == b"comment" and self.size > self.limit and self.comments:
            yield from self._reread()

    def _reread(self) -> Iterator[Block]:
        """Read the lines of a comment that does not end, for once and all, as no comment."""
        self.comments = False
        self.open = False
        number, offset = self.place
        lines = b"".join(self.kept).splitlines(keepends=True)
        for index, line in enumerate(lines):
            if index:
                yield from self.feed(number + index, offset, line, len(line))
            offset += len(line)

    def _keep(self, raw: bytes, length: int) -> None:
        room = self.limit + 1 - self.size
        if room > 0:
            self.kept.append(raw[:room])
        self.size += length

    def _scan(self, text: bytes, position: int) -> int:
        """Return where the open block ends in ``text``, or -1; keep the depth."""
        if self.round:
            return self._scan_round(text, position)
        depth = self.depth
        for match in _BRACE.finditer(text, position):
            if match[0] == b"{":
                depth += 1
            else:
                depth -= 1
                if not depth:
                    return match.end()
        self.depth = depth
        return -1

    def _scan_round(self, text: bytes, position: int) -> int:
        """Do the same for a block in parentheses: braces and quotes hide a parenthesis."""
        for match in _MARK.finditer(text, position):
            mark = match[0]
            if mark == b"{":
                self.depth += 1
            elif mark == b"}":
                self.depth = max(0, self.depth - 1)
            elif self.depth:
                continue
            elif mark == b'"':
                self.quoted = not self.quoted
            elif mark == b")" and not self.quoted:
                return match.end()
        return -1

    def _end(self, fault: str) -> Iterator[Block]:
        """Yield the open block and close it."""
        self.open = False
        raw = b"".join(self.kept)
        body = raw[self.body :] if fault else raw[self.body : -1]
        if self.size > self.limit:
            fault = "too-large"
        elif fault and (whole := _unescaped(body)):
            fault, body = "", whole
        yield Block(self.kind.decode(), body, *self.place, raw, self.size, fault)


def _stray(found: Stretch) -> Block:
    return Block("", b"", *found, "stray-fields")


def _unescaped(body: bytes) -> bytes:
    """Return the body of a block that ends if braces after a backslash are text, else nothing.

    BibTeX counts them, but other programs do not.
    """
    if b"\\{" not in body and b"\\}" not in body:
        return b""
    body = body.replace(b"\\{", b"\\textbraceleft{}").replace(b"\\}", b"\\textbraceright{}")
    depth = 1
    for match in _BRACE.finditer(body):
        depth += 1 if match[0] == b"{" else -1
        if not depth:
            return body[: match.start()]
    return b""


def _lines(text: bytes, position: int) -> int:
    """Return how many line ends stand before ``position``."""
    if position <= 1:
        return 0
    before = text[:position]
    return before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r")

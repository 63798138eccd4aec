"""XML cut into the bytes of its records, wherever they are broken, without being held whole."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.stream import Stream
from mentorlit.xmlends import Ends, end_tag

_DECLARED: Final = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DOCTYPE: Final = re.compile(rb"[^\[>]*+(?:\[(?:[^\]]++|\](?!\s*>))*+\]\s*)?>")
"""The rest of a document type declaration, with its internal subset."""
_PREFIX: Final = rb"(?:[A-Za-z_][\w.\-]*+:)?"
_AHEAD: Final = 512
"""Bytes that a tag's name and prefix may take: the end of a buffer may cut one."""
_GAP: Final = 64 * 1024
"""How much of what stands before a record is kept, from its end."""
_INDENT: Final = re.compile(rb"[\r\n][ \t]*+\Z")
_NOT_TEXT: Final = (b"<", b"\xef\xbb\xbf")
"""What may follow a record: a tag, or a byte-order mark where documents were put together."""
_ENDS: Final = {b"<!--": b"-->", b"<?": b"?>", b"<![CDATA[": b"]]>"}


class Cut(NamedTuple):
    """The bytes of one record and its place; ``code`` and ``message`` say what is wrong with it.

    ``raw`` has at most ``limits.record`` bytes, ``length`` is the full length. ``before`` is the
    wrapper in front of it, at most its last 64 KiB.
    """

    line: int
    offset: int
    raw: bytes
    length: int
    before: bytes
    code: str = ""
    message: str = ""


class Splitter(Ends):
    """The scan: everything before ``begin`` has been told."""

    def __init__(self, stream: Stream, names: frozenset[str]) -> None:
        listed = b"|".join(re.escape(name.encode()) for name in sorted(names))
        named = rb"(" + _PREFIX + rb"(?:" + listed + rb"|(?P<header>header)))(?=[\s/>])"
        self._mark = re.compile(rb"<(?:!--|\?|!DOCTYPE|!\[CDATA\[|(/?)" + named + rb")")
        self._start = rb"<" + named
        super().__init__(stream)
        self._before = b""
        self._found = self._fresh = False
        self._typed = False
        self._first = self.buffer[:200]
        match = _DECLARED.match(stream.beside.preamble or self.buffer)
        self.declared = match[1].decode().lower() if match else ""
        self.wrapper = self._wrapper(stream.beside.preamble)

    def run(self) -> Iterator[Cut]:
        """Yield the records and what is wrong between them."""
        while (match := self._next_mark()) is not None:
            opening = match[0]
            if self._fresh and match[1] != b"/" and (end := self._stray(match.start())):
                yield self._cut(end, "stray-text", "this stands between records")
            elif match["header"]:
                yield from self._header(match)
            elif match[1] == b"/":
                yield self._cut(
                    self._closings(match), "unbalanced", "a record ends that did not begin"
                )
            elif match[2]:
                self._keep(match.start())
                yield from self._record(match[2])
            elif opening == b"<!DOCTYPE":
                self._keep(match.end())
                self._doctype()
            elif not self._skip(match.start(), _ENDS[opening]):
                yield self._cut(len(self.buffer), "truncated", "the input ends in a comment")
        if self._fresh and (end := self._stray(len(self.buffer))):
            yield self._cut(end, "stray-text", "this stands between records")
        if not self._found and self._first.strip():
            message = "no element of this format is in the document"
            yield Cut(1, self.start, self._first, self.seen, b"", "no-record", message)

    def _wrapper(self, preamble: bytes) -> bytes:
        """Return what stands before the first record in a preamble."""
        marks = self._mark.finditer(preamble)
        first = next((mark for mark in marks if mark[2] and not mark["header"]), None)
        return preamble[: first.start()] if first else preamble

    # What stands between records.

    def _next_mark(self) -> re.Match[bytes] | None:
        """Return the next mark, or None at the end; what comes before it becomes wrapper."""
        search = self.begin
        while True:
            match = self._mark.search(self.buffer, search)
            if match and (self.ended or match.end() < len(self.buffer)):
                return match
            stray = self._fresh and self._stray(len(self.buffer))
            if self.ended:
                if not stray:
                    self._keep(len(self.buffer))
                return None
            if len(self.buffer) - self.begin > (self.limit if stray else _GAP):
                self._keep(max(self.begin, len(self.buffer) - _AHEAD))
            done = len(self.buffer) - self.begin
            self.more()
            search = self.begin + max(0, done - _AHEAD)

    def _stray(self, end: int) -> int:
        """Return the end of the text that stands here up to ``end``, 0 if there is none."""
        text = self.buffer[self.begin : end].lstrip()
        return end if text and not text.startswith(_NOT_TEXT) else 0

    def _keep(self, end: int) -> None:
        """Make everything up to ``end`` wrapper."""
        self._fresh = False
        self._before = (self._before + self.buffer[self.begin : end])[-_GAP:]
        self.go_to(end)

    def _skip(self, start: int, ending: bytes) -> bool:
        """Pass over a comment or the like; tell whether it ends."""
        self._keep(start)
        search = self.begin + 2
        while (end := self.buffer.find(ending, search)) < 0:
            if self.ended:
                return False
            if len(self.buffer) - self.begin > self.limit:
                self.go_to(len(self.buffer) - len(ending))
            done = len(self.buffer) - self.begin
            self.more()
            search = self.begin + max(2, done - len(ending))
        self._keep(end + len(ending))
        return True

    def _doctype(self) -> None:
        """Pass over the document type declaration; its entities are never looked at."""
        if self._typed:
            return
        self._typed = True
        while not (match := _DOCTYPE.match(self.buffer, self.begin)) and self.room():
            self.more()
        self.go_to(match.end() if match else self.begin)

    def _header(self, match: re.Match[bytes]) -> Iterator[Cut]:
        """Read an OAI-PMH header; that of a deleted record stands for it."""
        if match[1]:
            self._keep(match.end())
            return
        name = match[2]
        self._keep(match.start())
        ending = re.compile(end_tag(name).pattern + rb"|" + self._start)
        while not (end := ending.search(self.buffer, self.begin + 1)):
            if self.ended or len(self.buffer) - self.begin > _GAP:
                break
            self.more()
        tag = self.buffer[self.begin : self.buffer.find(b">", self.begin)]
        if end and re.search(rb"""\sstatus\s*=\s*["']deleted["']""", tag):
            stop = end.start() if end[1] else end.end()
            yield self._cut(stop, "deleted", "the repository says that this record is deleted")
        elif end and not end[1]:
            self._keep(end.end())
        else:
            self._keep(min(len(self.buffer), self.begin + len(name) + 1))

    # Records.

    def _record(self, name: bytes) -> Iterator[Cut]:
        """Cut the record that begins at ``at`` with an opening tag ``name``."""
        self._found = True
        end = self.self_closed(len(name))
        if not end:
            end, problem = self.closed(name)
            if problem:
                yield self._broken(name, problem)
                return
        raw = self.buffer[self.begin : end]
        cut = Cut(self.line, self.base + self.begin, raw, len(raw), self._before)
        self._before = b""
        self._fresh = True
        self.go_to(end)
        yield cut

    def _broken(self, name: bytes, problem: str) -> Cut:
        """Cut a record without a proper end: up to where it ends or the next one begins."""
        ending = self._ending(name)
        match = ending.search(self.buffer, self.begin + 1)
        starts = match is not None and not match[0].startswith(b"</")
        if match and starts and match.start() - self.begin <= self.limit:
            stop = self.slashless(name, match.start() - self.begin)
            return self._cut(stop, "unbalanced", "this record has no end")
        if not match and problem == "truncated":
            return self._cut(len(self.buffer), problem, "the input ends within this record")
        line, offset = self.line, self.base + self.begin
        raw = self.buffer[self.begin : self.begin + self.limit]
        while not match and not self.ended:
            self.go_to(max(self.begin, len(self.buffer) - _AHEAD))
            self.more()
            match = ending.search(self.buffer, self.begin)
        stop = len(self.buffer)
        if match:
            stop = match.end() if match[0].startswith(b"</") else match.start()
        length = self.base + stop - offset
        self.go_to(stop)
        message = f"this record is larger than {self.limit} bytes"
        before, self._before = self._before, b""
        return Cut(line, offset, raw[:length], length, before, "too-large", message)

    def _ending(self, name: bytes) -> re.Pattern[bytes]:
        """Return a pattern for the end of a record, or the start of one that stands as it does."""
        own = end_tag(name).pattern + rb"|<" + re.escape(name) + rb"(?=[\s/>])|"
        indent = _INDENT.search(self._before)
        behind = rb"(?<=" + re.escape(indent[0]) + rb")" if indent else b""
        return re.compile(own + behind + self._start)

    def _closings(self, match: re.Match[bytes]) -> int:
        """Return the end of a closing tag, and of those that follow with no record before them."""
        while True:
            done = self.bracket(match.end() - self.begin)
            found = self._seen(done)
            if found is None or found["header"] or found[1] != b"/":
                break
            match = found
        return self.begin + done

    def _seen(self, done: int) -> re.Match[bytes] | None:
        """Return the next mark behind so many bytes, None if there is none near."""
        length = done
        while True:
            match = self._mark.search(self.buffer, self.begin + done)
            if (match and (self.ended or match.end() < len(self.buffer))) or not self.room():
                return match
            done = max(length, len(self.buffer) - self.begin - _AHEAD)
            self.more()

    def _cut(self, end: int, code: str, message: str) -> Cut:
        """Cut what runs from ``begin`` to ``end`` as something that is no good record."""
        held = self.buffer[self.begin : end]
        self.go_to(end - len(held.lstrip()))
        raw = self.buffer[self.begin : end]
        cut = Cut(self.line, self.base + self.begin, raw[: self.limit], len(raw), self._before)
        self._before = b""
        self._found = self._fresh = True
        self.go_to(end)
        return cut._replace(code=code, message=message)

"""JSON cut into its records without being held whole: arrays, single objects, lines of objects.

Strings and brackets (RFC 8259) tell where a record ends; what has no fault is valid JSON.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.jsonscan import Scan
from mentorlit.jsontext import Check, Decode, is_shallow

# All quantifiers are possessive: no input makes these go back.
_GAP: Final = re.compile(rb"[\s,\x1e]*+")
_SCALAR: Final = re.compile(rb'"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+"?|[^,\]{\n\r\x1e]++|.', re.DOTALL)
_OPENING: Final = re.compile(rb'\{\s*+"[^"\\\n\r]{1,100}"')
_NEAR: Final = 64 * 1024
_TRIES: Final = 8
"""How far the next record is looked for, and how often in vain."""
_KEPT: Final = 4096
"""Bytes at the end of the buffer in which the next beginning may be cut."""
_WASTE: Final = 8
"""Bytes that may be scanned in vain, for each byte read and (four times) of the limit."""


class Element(NamedTuple):
    """One record: its place, its bytes (at most the limit), their full length, what is wrong.

    ``value`` is what the decoder made of it, None if it could not. ``fault`` is empty for valid
    JSON, else one of ``not-json``, ``truncated`` (the input ends within the record),
    ``unbalanced`` (a bracket or quote does not match), ``too-deep`` and ``too-large``.
    """

    line: int
    offset: int
    raw: bytes
    length: int
    fault: str = ""
    value: Any = None


def elements(
    blocks: Iterable[bytes],
    *,
    limit: int,
    depth: int,
    arrays: tuple[bytes, ...] = (),
    levels: int = 8,
    start: int = 0,
    decode: Decode | None = None,
    bounded: bool = False,
) -> Iterator[Element]:
    """Yield the elements of top-level arrays and the objects outside of arrays, in order.

    An object with an array under one of the names in ``arrays``, inside nothing but objects, and
    at most ``levels`` of them, is a wrapper: the array's elements come instead of it. After a
    broken element the search goes on where something begins as that element began (the same
    indentation, or the same first member). Memory is bounded by ``limit`` and one block, time is
    linear in the input. ``start`` is the offset of the first byte. What ``decode`` raises an error
    for is not JSON; by default it is :func:`msgspec.json.decode`. ``bounded`` tells that the
    structs it makes are no wrappers, and nested less deep than ``depth`` by their types.
    """
    return _Splitter(
        blocks, (limit, depth), (frozenset(arrays), levels), start, decode, bounded
    ).run()


class _Splitter(Scan):
    """The scan: an element begins at ``begin`` in ``buffer`` and is known up to ``position``."""

    def __init__(
        self,
        blocks: Iterable[bytes],
        bounds: tuple[int, int],
        wrappers: tuple[frozenset[bytes], int],
        start: int,
        decode: Decode | None,
        bounded: bool,
    ) -> None:
        super().__init__(blocks, bounds, wrappers, start)
        self.frames: list[list[bytes]] = []
        self.indent: bytes | None = None
        self.whole = True
        self.waste = self.misses = 0
        self.last, self.clean = b"", True
        self.barren = (b"", 0)
        self.bounded = bounded
        self.check = Check(decode)

    def run(self) -> Iterator[Element]:
        """Yield every element."""
        while first := self._next():
            if first == b"]" and self.frames:
                self.go_to(self.begin + 1)
                if stack := self.frames.pop():
                    yield from self._structure(stack)
            elif first == b"[" and not self.frames:
                self.go_to(self.begin + 1)
                self.frames.append([])
            elif first in b"{[":
                yield from self._structure([])
            else:
                yield self._scalar()
        if self.frames and self.whole:
            yield Element(self.line, self.base + self.begin, b"", 0, "truncated")

    def _next(self) -> bytes:
        """Pass over what stands between elements; return the next byte, or nothing at the end."""
        if not self.after_cr and self.buffer[self.begin : self.begin + 2] == b"\n{":
            self.line += 1
            self.begin += 1
            self.position, self.indent = self.begin, b""
            return b"{"
        self.indent = None if self.base + self.begin > self.start else b""
        while True:
            match = _GAP.match(self.buffer, self.begin)
            gap = match[0] if match else b""
            if gap:
                last = max(gap.rfind(b"\n"), gap.rfind(b"\r"))
                self.indent = gap[last + 1 :] if last >= 0 and b"," not in gap[last:] else None
            self.go_to(self.begin + len(gap))
            if self.begin < len(self.buffer) or not self.fill():
                return self.buffer[self.begin : self.begin + 1]

    def _scalar(self) -> Element:
        """Return what is neither object nor array, up to the next separator.

        What can be no element, as it is not JSON or a member's name, is the rest of a record that
        lost its beginning: up to where the next one begins.
        """
        while True:
            match = _SCALAR.match(self.buffer, self.begin)
            end = match.end() if match else len(self.buffer)
            if end < len(self.buffer) or end - self.begin > self.limit or not self.fill():
                break
        end += self.begin - (match.start() if match else self.begin)
        torn = self.buffer[end : end + 1] == b":"
        torn = torn or not self.check.is_json(self.buffer[self.begin : end])
        if torn and (self.last or self.indent is not None):
            self.position = end
            return self._recover("not-json")
        return self._take(end, "not-json" if torn else "")

    def _structure(self, stack: list[bytes]) -> Iterator[Element]:
        """Yield the object or array that begins here; nothing for a wrapper or the rest of one.

        ``stack`` has the brackets that are already open, for the rest of a wrapper.
        """
        rest = bool(stack)
        if not rest and (element := self._whole()):
            yield element
            return
        fault = self.scan(stack, wrapper=rest or not self.frames)
        if fault == "array":
            self.go_to(self.position)
            self.frames.append(stack)
        elif fault:
            yield self._recover(fault)
        elif rest:
            self.go_to(self.position)
        elif self.check.is_json(self.buffer[self.begin : self.position]):
            yield self._taken(self.position)
        else:
            yield self._recover("not-json")

    def _whole(self) -> Element | None:
        """Take the object that begins here, if a quick look finds the end that the scan would."""
        raw = self._candidate()
        if not raw or len(raw) > self.limit or not self.check.is_json(raw):
            return None
        # A struct of bounded depth is a record of the schema: no wrapper, and not too deep.
        if not (self.bounded and isinstance(self.check.value, msgspec.Struct)):
            if not self.frames and any(name in raw for name in self.arrays):
                return None
            if not is_shallow(raw, self.depth):
                return None
        self.misses = 0
        return self._taken(self.begin + len(raw))

    def _candidate(self) -> bytes:
        """Return the object on this line, or up to one that begins with the same member."""
        if self.indent is not None:
            end = self.buffer.find(b"\n", self.begin)
            if end < 0 and len(self.buffer) - self.begin < _NEAR and self.fill():
                end = self.buffer.find(b"\n")
            begin, buffer = self.begin, self.buffer
            raw = buffer[begin:end].rstrip(b" \t\r,") if end >= 0 else b""
            return raw if raw.endswith(b"}") else b""
        begin, buffer = self.begin, self.buffer
        opening = _OPENING.match(buffer, begin) if self.frames and self.misses < _TRIES else None
        if opening is None:
            return b""
        self.misses += 1
        end = buffer.find(b"}," + opening[0], begin, begin + _NEAR)
        return buffer[begin : end + 1] if end >= 0 else b""

    def _take(self, end: int, fault: str = "") -> Element:
        """Return the buffer from ``begin`` to ``end`` as one element and go on behind it."""
        if not fault and not self.check.is_json(self.buffer[self.begin : end]):
            fault = "not-json"
        return self._taken(end, fault)

    def _taken(self, end: int, fault: str = "") -> Element:
        """Do the same with what has been decoded already."""
        length = end - self.begin
        if not fault and length > self.limit:
            fault = "too-large"
        raw = self.buffer[self.begin : min(end, self.begin + self.limit)]
        value = None if fault else self.check.value
        if fault:
            self.clean = False
        elif self.clean and raw.startswith(b"{"):
            self.last = raw
        element = Element(self.line, self.base + self.begin, raw, length, fault, value)
        self.go_to(end)
        return element

    def _recover(self, fault: str) -> Element:
        """Return the broken stretch; go on at the next likely beginning of an element."""
        self.whole = fault != "truncated"
        self.waste += self.position - self.begin
        if self.waste <= _WASTE * (self.seen + 4 * self.limit):
            again = self._likely_beginning()
            if again:
                self.whole = True
                again = self.begin + len(self.buffer[self.begin : again].rstrip(b" \t\r\n,"))
                return self._take(again, "unbalanced" if fault == "truncated" else fault)
        if fault in ("not-json", "truncated"):
            return self._take(self.position if fault == "not-json" else len(self.buffer), fault)
        return self._discard(fault)

    def _likely_beginning(self) -> int:
        """Return where in the buffer the next element seems to begin, or 0."""
        pattern = self._beginning()
        known, end = self.barren
        done = max(1, end - self.base - self.begin) if known == pattern.pattern else 1
        while not (match := pattern.search(self.buffer, self.begin + done)):
            scanned = len(self.buffer) - self.begin
            if scanned > self.limit or not self.fill():
                self.waste += scanned - done
                self.barren = (pattern.pattern, self.base + len(self.buffer) - _KEPT)
                return 0
            done = max(done, scanned - _KEPT)
        return match.start(1)

    def _beginning(self) -> re.Pattern[bytes]:
        """Return a pattern for what begins as the broken element, or a good one, began."""
        if self.indent is not None:
            return re.compile(rb"[\r\n]" + re.escape(self.indent) + rb"(\{)")
        opening = _OPENING.match(self.buffer, self.begin) or _OPENING.match(self.last)
        first = re.sub(rb"\A\{\s*", b"", opening[0]) if opening else b'"'
        return re.compile(rb"(?:[,\[]\s*+|[\r\n][ \t]*+)(\{\s*+" + re.escape(first) + rb")")

    def _discard(self, fault: str) -> Element:
        """Return the start of a stretch without an end in sight; forget the rest of it."""
        line, offset = self.line, self.base + self.begin
        raw = self.buffer[self.begin : self.begin + self.limit]
        pattern = self._beginning()
        while True:
            kept = max(self.begin, len(self.buffer) - _KEPT)
            self.go_to(kept)
            if not self.fill():
                self.whole = False
                self.go_to(len(self.buffer))
                break
            match = pattern.search(self.buffer, self.begin)
            if match:
                self.go_to(match.start(1))
                break
        return Element(line, offset, raw, self.base + self.begin - offset, fault)

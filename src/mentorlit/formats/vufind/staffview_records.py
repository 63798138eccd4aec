"""A file of staff views cut into records: where one page ends and the next begins."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from mentorlit.formats.vufind.schema import VERBATIM, is_one_line
from mentorlit.formats.vufind.staffview_fields import CERTAIN, OPENING, TEXTS, Mark, is_sorted, mark
from mentorlit.formats.vufind.text import words
from mentorlit.stream import Line, Stream

_NAMES: Final = 500
"""Different field names of one record that are looked at; real ones have under 150."""
_LONGEST_FOOT: Final = 120
_KEY: Final = re.compile(rb"[A-Za-z]{0,12}AT ")
_DOUBTS: Final = 20
"""Repeated names in one record that may turn out to be part of a value."""


class Chunk:
    """The lines of one record, page head included, and what may be fields in it.

    ``length`` is the size in bytes; ``too_long`` tells that the later lines are not here.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self.seen: dict[str, int] = {}
        self.certain: list[str] = []
        self.length = 0
        self.doubts = 0
        self.too_long = False

    def add(self, line: Line, found: Mark | None, limit: int) -> None:
        """Add one line and, if it may begin a field, its mark."""
        self.length += len(line[2])
        if self.length > limit and self.lines:
            self.too_long = True
        if not self.too_long:
            self.lines.append(line)
            if found:
                self.note(found)

    def note(self, found: Mark) -> None:
        """Add a mark."""
        if found.name not in self.seen:
            if len(self.seen) >= _NAMES:
                return
            if found.weight == CERTAIN:
                self.certain.append(found.name)
        self.seen[found.name] = found.line
        self.marks.append(found)


def chunks(stream: Stream) -> Iterator[Chunk]:
    """Yield the records of the input, one after the other.

    A record ends at a form feed and where a field name comes again that no running text has; it
    then ends where the order of the names starts anew, and before the blank line or foreign text
    that follows its last field. Of a record longer than ``limits.record`` only the beginning is
    held.
    """
    limit = stream.limits.record
    chunk = Chunk()
    for line in stream.lines():
        raw = line[2]
        if raw[:1] == b"\f":
            yield chunk
            chunk = Chunk()
        may_open = raw[0] in OPENING or raw[:2].isupper()
        found = mark(len(chunk.lines), raw) if may_open else None
        if found and found.weight == CERTAIN and found.name in chunk.seen:
            start = _restart(chunk, found)
            if start:
                rest = _split(chunk, start)
                yield chunk
                chunk = rest
                found = found._replace(line=len(chunk.lines))
        chunk.add(line, found, limit)
    yield chunk


def _restart(chunk: Chunk, again: Mark) -> int:
    """Return the line in which the next record's fields begin, 0 if ``again`` is no restart.

    With names in alphabetical order, it is the lowest of the names between the last fall in this
    order and the certain name before it; half of the record's names at least must not be below
    it: a name within a long value starts nothing.
    """
    if chunk.too_long:
        return len(chunk.lines)
    if chunk.doubts >= _DOUBTS:
        return 0
    first = chunk.seen[again.name]
    later = [m for m in (*chunk.marks, again) if m.line > first]
    if not is_sorted(chunk.certain):
        opening = chunk.marks[0].name
        return next((m.line for m in reversed(later) if m.name == opening), again.line)
    lowest = min(_after_fall(later), key=lambda each: each.name)
    old = [name for name, line in chunk.seen.items() if line < lowest.line or name == again.name]
    if 2 * sum(name >= lowest.name for name in old) >= len(old):
        return lowest.line
    chunk.doubts += 1
    return 0


def _after_fall(marks: list[Mark]) -> list[Mark]:
    """Return the marks behind the certain one before the last fall, up to the one that falls."""
    certain = [index for index, m in enumerate(marks) if m.weight == CERTAIN]
    for before, index in reversed(list(pairwise(certain))):
        if marks[index].name < marks[before].name:
            return marks[before + 1 : index + 1]
    return marks[: certain[0] + 1]


def _split(chunk: Chunk, start: int) -> Chunk:
    """Leave to ``chunk`` what is its own and return the chunk of the next record.

    The next record has the page head before ``start``: what follows the last value.
    """
    rest = Chunk()
    if chunk.too_long:
        return rest
    last = max((m for m in chunk.marks if m.line < start), default=None)
    begin = start
    if last:
        lines = [line[2] for line in chunk.lines[last.line : start]]
        begin = last.line + values_end(last.name, lines)
    rest.lines = chunk.lines[begin:]
    rest.length = sum(len(line[2]) for line in rest.lines)
    for found in chunk.marks:
        if found.line >= begin:
            rest.note(found._replace(line=found.line - begin))
    chunk.length -= rest.length
    chunk.marks = [m for m in chunk.marks if m.line < begin]
    del chunk.lines[begin:]
    return rest


def values_end(name: str, lines: list[bytes]) -> int:
    """Return how many of ``lines`` belong to the last field of a record, which begins them."""
    alone = len(lines[0].split()) < 2
    if name in VERBATIM and b"<" in lines[0] + lines[alone and len(lines) > 1]:
        closed = (index for index in range(len(lines), 0, -1) if b">" in lines[index - 1])
        return next(closed, len(lines))
    for index, raw in enumerate(lines[1:], 1):
        text = raw.strip()
        if _is_foot(text) or (name not in TEXTS and _is_strange(name, text, index - alone)):
            return index
    return len(lines)


def _is_strange(name: str, text: bytes, index: int) -> bool:
    """Tell whether ``text``, a line behind value number ``index``, cannot be one of the field's."""
    if not text or is_one_line(name):
        return index > 0
    if name == "url":
        return b" " in text or b":" not in text
    return name == "work_keys_str_mv" and not _KEY.match(text)


def _is_foot(text: bytes) -> bool:
    """Tell whether a line is of the page below the staff view."""
    if not text or len(text) > _LONGEST_FOOT:
        return False
    return text.decode("utf-8", "replace").rstrip(" :").casefold() in words("page_foot")

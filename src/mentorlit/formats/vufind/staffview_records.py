"""A file of staff views cut into records: where one page ends and the next begins."""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.vufind.staffview_fields import CERTAIN, Mark, is_sorted, mark
from mentorlit.stream import Line, Stream

_NAMES: Final = 500
"""Different field names of one record that are looked at; real ones have under 150."""
_DOUBTS: Final = 20
"""Repeated names in one record that may turn out to be part of a value."""
TEXTS: Final = frozenset({"abstract", "contents", "description", "fullrecord", "spelling"})
"""Fields whose values may have blank lines."""


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
        self.too_long = self.too_long or (self.length > limit and bool(self.lines))
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
        found = mark(len(chunk.lines), raw)
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

    With names in alphabetical order, half of the record's names at least must come after the one
    at which the order starts anew: a name within a long value starts nothing.
    """
    if chunk.too_long:
        return len(chunk.lines)
    if chunk.doubts >= _DOUBTS:
        return 0
    later = {name: line for name, line in chunk.seen.items() if line > chunk.seen[again.name]}
    later[again.name] = again.line
    if not is_sorted(chunk.certain):
        return later.get(chunk.marks[0].name, again.line)
    lowest = min(later)
    start = later[lowest]
    old = [name for name, line in chunk.seen.items() if line < start or name == again.name]
    if 2 * sum(name >= lowest for name in old) >= len(old):
        return start
    chunk.doubts += 1
    return 0


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
    for index, raw in enumerate(lines[1:], 1):
        text = raw.strip()
        if not text and (index > 1 or len(lines[0].split()) > 1):
            return index
        if name == "url" and (b" " in text or b":" not in text):
            return index
        if name == "work_keys_str_mv" and not text.startswith(b"AT "):
            return index
    return len(lines)

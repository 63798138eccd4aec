"""Where the items of a CSL-YAML file begin and end, told by its lines alone.

A file is a list, a mapping with a list under ``references`` (as pandoc has it, also in front of a
text), or one item. Lines of an item are indented deeper than the hyphen that begins it (YAML 1.2,
6.1 and 8.2.1), so that a broken item costs no other.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.stream import Line, Stream

_ITEM: Final = re.compile(rb"( *)-(?:[ \t]+\S|[ \t]*\r?\n?\Z)")
_LISTS: Final = re.compile(rb"(?:references|items)[ \t]*:[ \t]*(?:#.*)?\r?\n?\Z")
_DOCUMENT: Final = re.compile(rb"(?:---|\.\.\.)(?:[ \t].*)?\r?\n?\Z")
_SILENT: Final = re.compile(rb"[ \t]*(?:#.*)?\r?\n?\Z|%YAML")
_BEGINNING: Final = re.compile(
    rb"- +(?:id|type|title|author|issued|DOI|URL|citation-key|container-title)[ \t]*:"
)
_MEMBER: Final = re.compile(rb"[A-Za-z][\w-]*[ \t]*:")


class Chunk(NamedTuple):
    """The lines of one item; ``is_item`` is false for what stands alone, without a list."""

    line: int
    offset: int
    raw: bytes
    length: int
    is_item: bool


def chunks(stream: Stream) -> Iterator[Chunk]:
    """Yield the items of ``stream``, or what may be one, in order."""
    return _Chunks(stream.limits.record).run(stream)


class _Chunks:
    """The state between lines: where the list stands, what has been gathered."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.indent = -1
        self.expects_list = True
        self.held: list[bytes] = []
        self.place = (1, 0)
        self.size = 0
        self.is_item = False

    def run(self, stream: Stream) -> Iterator[Chunk]:
        for line in stream.lines():
            if self._begins(line[2]):
                yield from self._close()
                self._open(line, is_item=True)
            elif self._ends(line[2]):
                yield from self._close()
                self._next(line)
            elif self.held:
                self._add(line[2], stream.cut)
            else:
                self._next(line)
        yield from self._close()

    def _begins(self, raw: bytes) -> bool:
        match = _ITEM.match(raw)
        if match is None:
            return False
        if self.indent < 0:
            return self.expects_list and not self.held
        return len(match[1]) == self.indent

    def _ends(self, raw: bytes) -> bool:
        """Tell whether a line belongs to nothing that is open."""
        if _DOCUMENT.match(raw) or _LISTS.match(raw):
            return True
        if self.indent < 0 or _SILENT.match(raw):
            return False
        return len(raw) - len(raw.lstrip(b" ")) <= self.indent

    def _next(self, line: Line) -> None:
        """Look at a line outside of items."""
        raw = line[2]
        if _LISTS.match(raw):
            self.indent, self.expects_list = -1, True
        elif _DOCUMENT.match(raw):
            self.expects_list = self.indent < 0 and not self.held
            self.indent = -1
        elif self.indent < 0 and _BEGINNING.match(raw):
            self._open(line, is_item=True)
        elif self.indent < 0 and self.expects_list and _MEMBER.match(raw):
            self.expects_list = False
            self._open(line, is_item=False)

    def _open(self, line: Line, *, is_item: bool) -> None:
        self.place = line[:2]
        self.held, self.size, self.is_item = [], 0, is_item
        if is_item:
            self.indent = len(line[2]) - len(line[2].lstrip(b" "))
        self._add(line[2], 0)

    def _add(self, raw: bytes, cut: int) -> None:
        self.size += cut or len(raw)
        if self.size <= self.limit:
            self.held.append(raw)

    def _close(self) -> Iterator[Chunk]:
        if self.held:
            yield Chunk(*self.place, b"".join(self.held), self.size, self.is_item)
        self.held = []

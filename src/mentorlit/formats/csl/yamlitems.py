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
_MEMBER: Final = re.compile(rb"[A-Za-z][\w-]*[ \t]*:(?=\s|\Z)")
_OWN: Final = re.compile(rb"(id|type|citation-key)[ \t]*:(?=\s|\Z)")
"""Members that every item has once, and pandoc's metadata do not have."""
_OPEN: Final = re.compile(rb"[A-Za-z][\w-]*[ \t]*:[ \t]*(?:[|>#].*)?\r?\n?\Z")

STRAY: Final = "this stands in a list of items and is none"
LOST: Final = "this has members of an item that do not begin with a hyphen"


class Chunk(NamedTuple):
    """The lines of one item; ``is_item`` is false for what stands alone, without a list.

    ``fault`` says why lines can be none of both, else it is empty.
    """

    line: int
    offset: int
    raw: bytes
    length: int
    is_item: bool
    fault: str = ""


def chunks(stream: Stream) -> Iterator[Chunk]:
    """Yield the items of ``stream``, or what may be one, and what stands in place of one."""
    return _Chunks(stream.limits.record).run(stream)


class _Chunks:
    """The state between lines: where the list stands, what has been gathered."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.indent = -1
        self.column = -1
        self.expects_list = True
        self.has_key = False
        self.skips = False
        self.held: list[bytes] = []
        self.place = (1, 0)
        self.size = 0
        self.is_item = False
        self.fault = ""
        self.once: set[bytes] = set()
        self.is_open = False

    def run(self, stream: Stream) -> Iterator[Chunk]:
        for line in stream.lines():
            if self._begins(line[2]):
                yield from self._close()
                self._open(line, is_item=True)
            elif self._ends(line[2]):
                yield from self._close()
                self._next(line, stream.cut)
            elif self.held and self._repeats(line[2]):
                yield from self._close()
                self._open(line, is_item=False, fault=LOST, cut=stream.cut)
            elif self.held:
                self._add(line[2], stream.cut)
            else:
                self._next(line, stream.cut)
        yield from self._close()

    def _begins(self, raw: bytes) -> bool:
        match = _ITEM.match(raw)
        if match is None:
            return False
        if self.indent >= 0:
            return len(match[1]) == self.indent
        if self.held and not self.fault:
            # The first item of a list has lost its hyphen: no member's list can stand here.
            return not self.is_open and _BEGINNING.match(raw) is not None
        return self.expects_list

    def _ends(self, raw: bytes) -> bool:
        """Tell whether a line belongs to nothing that is open."""
        if _DOCUMENT.match(raw) or _LISTS.match(raw):
            return True
        if self.indent < 0 or _SILENT.match(raw):
            return False
        if self.fault:
            return self._is_beside(raw)
        return _indent(raw) <= self.indent

    def _repeats(self, raw: bytes) -> bool:
        """Tell whether an item has begun that has lost its hyphen; remember what it has."""
        if self.fault or not self.is_item:
            if _MEMBER.match(raw):
                self.is_open = _OPEN.match(raw) is not None
            return False
        column = _indent(raw)
        if self.column < 0 and not _SILENT.match(raw):
            self.column = column
        match = _OWN.match(raw, column) if column == self.column else None
        if match is None:
            return False
        if match[1] in self.once:
            return True
        self.once.add(match[1])
        return False

    def _is_beside(self, raw: bytes) -> bool:
        """Tell whether a line is a member beside the list, as pandoc's metadata have."""
        return self.has_key and bool(_MEMBER.match(raw)) and not _OWN.match(raw)

    def _next(self, line: Line, cut: int) -> None:
        """Look at a line outside of items."""
        raw = line[2]
        if _LISTS.match(raw):
            self.indent, self.expects_list = -1, True
            self.has_key, self.skips = True, False
        elif _DOCUMENT.match(raw):
            self.expects_list = self.indent < 0 and not self.held
            self.indent = -1
            self.has_key = self.skips = False
        elif self.indent < 0 and _BEGINNING.match(raw):
            self._open(line, is_item=True)
        elif self._is_beside(raw):
            self.skips = True
        elif self.indent < 0 and self.expects_list and not self.has_key and _MEMBER.match(raw):
            self.expects_list = False
            self._open(line, is_item=False)
            self.is_open = _OPEN.match(raw) is not None
        elif (self.indent >= 0 or self.expects_list) and not self.skips and not _SILENT.match(raw):
            fault = LOST if _OWN.match(raw.lstrip(b" ")) else STRAY
            self._open(line, is_item=False, fault=fault, cut=cut)

    def _open(self, line: Line, *, is_item: bool, fault: str = "", cut: int = 0) -> None:
        self.place = line[:2]
        self.held, self.size, self.is_item, self.fault = [], 0, is_item, fault
        self.once, self.column = set(), -1
        if is_item:
            self.skips = False
            self.indent = _indent(line[2])
            rest = line[2][self.indent + 1 :]
            if not _SILENT.match(rest):
                self.column = self.indent + 1 + len(rest) - len(rest.lstrip(b" \t"))
                match = _OWN.match(line[2], self.column)
                self.once.update([match[1]] if match else [])
        self._add(line[2], cut)

    def _add(self, raw: bytes, cut: int) -> None:
        self.size += cut or len(raw)
        if self.size <= self.limit or not self.held:
            self.held.append(raw)

    def _close(self) -> Iterator[Chunk]:
        if self.held:
            raw = b"".join(self.held)
            yield Chunk(*self.place, raw, self.size, self.is_item, self.fault)
        self.held, self.fault = [], ""


def _indent(raw: bytes) -> int:
    return len(raw) - len(raw.lstrip(b" "))

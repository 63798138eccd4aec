"""Entries in the order of the input, each complete, though its parent may stand behind it."""

from collections import deque
from collections.abc import Iterable, Iterator

from mentorlit.formats.bibtex.blocks import Block
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.inheritance import Family, named
from mentorlit.model import Problem


class Held:
    """A block and, unless it has a fault, its entry.

    ``missing`` is the key that stands for fields the entry should have but nobody has.
    """

    __slots__ = ("block", "entry", "missing", "problems", "used")

    def __init__(
        self, block: Block, entry: Entry | None, problems: tuple[Problem, ...] = ()
    ) -> None:
        self.block = block
        self.entry = entry
        self.problems = problems
        self.missing = ""
        self.used = False


class Lookahead:
    """Holds entries back while the first of them waits for one that stands behind it.

    At most ``limit`` bytes of input wait; then the first goes as it is, its ``missing`` set. An
    ``@xdata`` entry waits for one that names it: what is used is no record and goes, what is not
    comes out in its place. Entries that name no other pass at once while nobody waits.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._family = Family(limit)
        self._waiting: deque[Held] = deque()
        self._size = 0
        self._shared: dict[str, Held] = {}
        self._wanted: dict[str, int] = {}
        self._awaited = ""

    def ordered(self, found: Iterable[Held]) -> Iterator[Held]:
        """Yield what ``found`` yields, in its order."""
        for held in found:
            entry = held.entry
            if entry is None:
                plain = True
            else:
                kind, key = held.block.kind, entry.key.lower()
                self._family.add(key, kind, entry.fields, held.block.length)
                takes = "crossref" in entry.fields or "xdata" in entry.fields
                plain = not takes and kind != "xdata"
                if not plain:
                    self._note(held, key)
            if plain and not self._waiting:
                yield held
                continue
            self._waiting.append(held)
            self._size += held.block.length
            yield from self._released()
        yield from self._released(ended=True)

    def _note(self, held: Held, key: str) -> None:
        """Remember which @xdata entries are there and which are used."""
        entry = held.entry
        if entry is None:
            return
        if held.block.kind == "xdata":
            held.used = key in self._wanted
            self._shared.setdefault(key, held)
        for name in named(entry.fields):
            self._wanted[name] = self._wanted.get(name, 0) + 1
            if name in self._shared:
                self._shared[name].used = True

    def _released(self, *, ended: bool = False) -> Iterator[Held]:
        """Yield the entries that need not wait any more."""
        while self._waiting:
            first = self._waiting[0]
            if not (ended or self._size > self._limit) and self._waits(first):
                return
            self._waiting.popleft()
            self._size -= first.block.length
            self._awaited = ""
            if self._taken(first):
                yield first

    def _waits(self, first: Held) -> bool:
        if first.entry is None:
            return False
        if first.block.kind == "xdata":
            return not first.used
        if self._awaited and self._awaited not in self._family:
            return True
        self._awaited = self._family.missing(first.entry.fields)
        return bool(self._awaited)

    def _taken(self, held: Held) -> bool:
        """Complete an entry that leaves; False for an @xdata entry that others have used."""
        entry = held.entry
        if entry is None:
            return True
        names = named(entry.fields)
        for name in names:
            self._wanted[name] -= 1
            if not self._wanted[name]:
                del self._wanted[name]
        if held.block.kind == "xdata":
            self._shared.pop(entry.key.lower(), None)
            return not held.used
        if names:
            held.missing = self._family.missing(entry.fields)
            entry.fields = self._family.complete(held.block.kind, entry.fields)
        return True

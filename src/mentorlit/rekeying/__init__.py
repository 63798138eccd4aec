"""New citation keys in documents: read aloud, a map of keys, texts, and what changes in them.

>>> keymap = keymaps.load("keys.tsv")
>>> for one in documents(["main.tex"], [], keymap, Syntax()):
...     "".join(one.diff())
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from mentorlit.problems import InputError
from mentorlit.rekeying import latex, markdown
from mentorlit.rekeying.commands import Syntax
from mentorlit.rekeying.diffing import Lines, unified
from mentorlit.rekeying.keymap import KeyMap
from mentorlit.rekeying.replacing import Changes, applied
from mentorlit.rekeying.sources import Source, find, identity, load

__all__ = ["Document", "Documents", "Syntax", "in_latex", "in_markdown"]


class Document(NamedTuple):
    """A text and what a map of keys changes in it."""

    source: Source
    changes: Changes
    lines: Lines

    def place(self, at: int) -> str:
        """Return ``file:line`` of a place in the text."""
        return f"{self.source.name}:{self.lines.number(at)}"

    def diff(self) -> Iterator[bytes]:
        """Yield the changes as lines of a unified diff, in the encoding of the file."""
        for line in unified(self.source.name, self.lines, self.changes.edits):
            yield self.source.encode(line)

    def changed(self) -> bytes:
        """Return the whole file with the changes.

        Raises:
            InputError: a new key cannot be written in the encoding of the file.

        """
        return self.source.encode(applied(self.source.text, self.changes.edits))


class Documents:
    """The documents to be changed, each file once.

    Args:
        keymap: what becomes of each key.
        syntax: the commands that cite.
        follow: take the files that a LaTeX source takes in as well.
        unread: hears why a file was not read, and whether it was named by the user.

    """

    def __init__(
        self,
        keymap: KeyMap,
        syntax: Syntax,
        *,
        follow: bool = False,
        unread: Callable[[str, bool], None],
    ) -> None:
        self._map = keymap
        self._syntax = syntax
        self._follow = follow
        self._unread = unread
        self._seen: set[str] = set()

    def tex(self, mains: Sequence[str]) -> Iterator[Document]:
        """Yield LaTeX documents, each main file before the files that it takes in.

        All are read before any is changed: what one defines, those before it may use.
        """
        read = [(main, source) for main in mains for source in self._sources(main)]
        given = self._syntax.shorts
        for main, source in read:
            self._syntax.shorts = "" if source.name == main else given
            yield in_latex(source, self._map, self._syntax)

    def _sources(self, main: str) -> Iterator[Source]:
        """Yield a main file and, if they are to be followed, those that it takes in."""
        waiting = [main]
        while waiting:
            source = self._source(waiting.pop())
            if source is None:
                continue
            found = list(latex.scan(source.text, self._syntax))
            yield source
            if self._follow:
                included = [one for one in found if isinstance(one, latex.Included)]
                waiting += reversed(list(self._found(source, included, main)))

    def markdown(self, names: Sequence[str]) -> Iterator[Document]:
        """Yield Markdown documents."""
        for name in names:
            if source := self._source(name):
                yield in_markdown(source, self._map)

    def _source(self, name: str) -> Source | None:
        """Return a file unless it was there before or cannot be read."""
        own = identity(name)
        if own in self._seen:
            return None
        self._seen.add(own)
        try:
            return load(name)
        except InputError as error:
            self._unread(str(error), True)
            return None

    def _found(
        self, source: Source, included: Sequence[latex.Included], main: str
    ) -> Iterator[str]:
        lines = Lines(source.text)
        for one in included:
            place = find(one, source.name, main)
            if place.name:
                yield place.name
            else:
                self._unread(f"{source.name}:{lines.number(one.at)}: {place.reason}", False)


def in_latex(source: Source, keymap: KeyMap, syntax: Syntax) -> Document:
    """Return what a map changes in a LaTeX source."""
    changes = Changes(keymap)
    for found in latex.scan(source.text, syntax):
        if isinstance(found, latex.Keys):
            changes.in_list(source.text, found)
        elif isinstance(found, latex.Nested):
            changes.nested(found.at)
        elif isinstance(found, latex.Elsewhere):
            changes.elsewhere(source.text, found)
    changes.settle()
    return Document(source, changes, Lines(source.text))


def in_markdown(source: Source, keymap: KeyMap) -> Document:
    """Return what a map changes in a Markdown text."""
    changes = Changes(keymap)
    for entry in markdown.scan(source.text):
        changes.single(entry, partial(markdown.form, source.text, entry))
    return Document(source, changes, Lines(source.text))

"""New keys in the place of old ones: what changes in a text, and what is to be said of it.

All keys change at once, so a map that swaps two keys does swap them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from mentorlit.rekeying.keymap import KeyMap
from mentorlit.rekeying.latex import Elsewhere, Keys

_TOKEN: Final = re.compile(
    r"(%[^\r\n]*+(?:\r\n|[\r\n]|\Z)[ \t]*+)|(,)|(\s++)|(\{)|(\})|(?:\\.?|[^%,\s\\{}])++",
    re.DOTALL,
)
_COMMENT, _COMMA, _SPACE, _OPEN, _CLOSE = 1, 2, 3, 4, 5
# A starred key belongs to the one before it (mcite, REVTeX), and may have a note.
_STARRED: Final = re.compile(r"\*(?:\[[^\]]*+\])?")
_NO_KEY: Final = re.compile(r"[\\{}#\s]")
_ALL: Final = "*"
r"""What ``\nocite{*}`` has in place of keys."""


class Edit(NamedTuple):
    """A stretch of a text and what is to stand there."""

    start: int
    end: int
    new: str


class Entry(NamedTuple):
    """One key where it stands; ``start`` is that of the key, ``whole`` with what belongs to it."""

    whole: int
    start: int
    end: int
    key: str
    is_key: bool


class Note(NamedTuple):
    """Something to be said about a place; ``kind`` tells what.

    ``joined`` and ``twice``: ``other`` is the key that became the same, ``new`` what both became;
    in ``joined`` it stands once. ``disputed``: the map does not agree with itself. ``unknown``: the
    map does not have the key. ``made``: no key, but something that makes one. ``elsewhere``: the
    key is an argument of the command ``other``, which is not known to cite.
    """

    kind: str
    at: int
    key: str
    other: str = ""
    new: str = ""


class Changes:
    """What is to be changed in one text, by a map: ``edits`` in order, ``notes``, ``replaced``."""

    def __init__(self, keymap: KeyMap) -> None:
        self.edits: list[Edit] = []
        self.notes: list[Note] = []
        self.replaced = 0
        self._map = keymap
        self._lists: tuple[int, dict[str, str]] = (-1, {})

    def nested(self, at: int) -> None:
        """Take an argument for keys that is no plain list of them."""
        self.notes.append(Note("made", at, "{...}"))

    def elsewhere(self, text: str, found: Elsewhere) -> None:
        """Take an argument that is not known to be for keys: note those that would change."""
        for entry in entries(text, found.start, found.end):
            if entry.is_key and self._map.new.get(entry.key, entry.key) != entry.key:
                self.notes.append(Note("elsewhere", entry.start, entry.key, found.command))

    def settle(self) -> None:
        """Put edits and notes in the order of the text, when all are made."""
        self.edits.sort()
        self.notes.sort(key=lambda note: note.at)

    def in_list(self, text: str, keys: Keys) -> None:
        """Take a list of keys with commas; of two that become one, the second goes.

        Of two in different lists of one command both stay, since each may have its own notes.
        """
        seen: dict[str, str] = {}
        others = self._others(keys)
        before = keys.start
        for entry in entries(text, keys.start, keys.end):
            new = self._new(entry)
            if new and self._is_joined(entry, new, seen):
                self._remove(text, before, entry)
            elif new:
                self._replace(entry, new)
                if others.setdefault(new, entry.key) != entry.key:
                    self.notes.append(Note("twice", entry.start, entry.key, others[new], new))
            before = entry.end

    def single(self, entry: Entry, form: Callable[[str], str]) -> None:
        """Take a key that stands alone; ``form`` gives a new key the form that it needs there."""
        new = self._new(entry)
        if new and new != entry.key:
            self._replace(entry, form(new))

    def _replace(self, entry: Entry, new: str) -> None:
        if new != entry.key:
            self.edits.append(Edit(entry.start, entry.end, new))

    def _others(self, keys: Keys) -> dict[str, str]:
        """Return what the other lists of the same command became, by new key."""
        if self._lists[0] != keys.at:
            self._lists = keys.at, {}
        return self._lists[1]

    def _new(self, entry: Entry) -> str:
        """Return what a key becomes; itself if the map does not say, nothing if it is none."""
        key = entry.key
        if not entry.is_key:
            self.notes.append(Note("made", entry.start, key))
            return ""
        if key in self._map.disputed:
            self.notes.append(Note("disputed", entry.start, key))
        elif key not in self._map.new:
            if key != _ALL:
                self.notes.append(Note("unknown", entry.start, key))
        else:
            new = self._map.new[key]
            self.replaced += new != key
            return new
        return key

    def _is_joined(self, entry: Entry, new: str, seen: dict[str, str]) -> bool:
        """Tell whether another key of the list became the same; a key given twice stays so."""
        other = seen.setdefault(new, entry.key)
        if other == entry.key:
            return False
        self.notes.append(Note("joined", entry.start, entry.key, other, new))
        return True

    def _remove(self, text: str, before: int, entry: Entry) -> None:
        """Take out an entry and the comma before it, but no comment."""
        start = before
        for found in _TOKEN.finditer(text, before, entry.whole):
            if found.lastindex == _COMMENT:
                if start < found.start():
                    self.edits.append(Edit(start, found.start(), ""))
                start = found.end()
        self.edits.append(Edit(start, entry.end, ""))


def entries(text: str, start: int, end: int) -> Iterator[Entry]:
    """Yield what stands between the commas of a list of keys, comments and outer spaces aside.

    An entry with commands, braces, a parameter or a space in it is no key. Commas in braces are
    part of an entry.
    """
    first = last = -1
    depth = 0
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastindex
        depth += (kind == _OPEN) - (kind == _CLOSE)
        if kind == _COMMA and not depth:
            if first >= 0:
                yield _entry(text, first, last)
            first = -1
        elif kind not in (_COMMENT, _SPACE):
            first = found.start() if first < 0 else first
            last = found.end()
    if first >= 0:
        yield _entry(text, first, last)


def _entry(text: str, first: int, last: int) -> Entry:
    starred = _STARRED.match(text, first, last)
    start = starred.end() if starred and starred.end() < last else first
    key = text[start:last]
    return Entry(first, start, last, key, not _NO_KEY.search(key))


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with the edits, which are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += text[at : edit.start], edit.new
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)

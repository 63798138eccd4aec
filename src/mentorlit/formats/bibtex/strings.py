"""What ``@string`` definitions stand for, bounded: each can double what the one before holds."""

from typing import Final

from mentorlit.formats.bibtex.fields import TOO_LONG, Entry
from mentorlit.limits import Limits

_OVERHEAD: Final = 100
"""Bytes that a definition takes in memory beside its characters."""


class Strings:
    """The definitions that hold at some place of the input, and how much text they may give.

    One entry or definition gets at most ``Limits.expansion`` characters from strings, all
    together ``Limits.ratio`` times what they have themselves and ``Limits.ratio_free`` more. The
    definitions take ``Limits.record`` bytes.
    """

    def __init__(self, limits: Limits) -> None:
        self._known: dict[str, str | None] = {}
        self._size = 0
        self._limits = limits
        self._left = limits.ratio_free

    def entry(self, text: str) -> Entry:
        """Read the body of an entry, its strings filled in."""
        self._left += len(text) * self._limits.ratio
        found = Entry(text, self._known, min(self._left, self._limits.expansion))
        self._left -= found.expanded
        return found

    def define(self, text: str) -> bool:
        """Take the body of a definition; False if there is no room for what it stands for.

        Its name is then known as that of a string that is too long.
        """
        # A definition is "name = value", like the fields of an entry without a key.
        found = self.entry("," + text)
        fits = all(problem.code != TOO_LONG for problem in found.problems)
        for name, value in found.fields.items():
            fits = self._put(name, value if fits else None) and fits
        return fits

    def _put(self, name: str, value: str | None) -> bool:
        """Define one string; False if its value is not kept."""
        if name in self._known:
            self._size -= _size(name, self._known.pop(name))
        for kept in (value, None):
            size = self._size + _size(name, kept)
            if size <= self._limits.record:
                self._known[name], self._size = kept, size
                return kept is not None
        return False


def _size(name: str, value: str | None) -> int:
    return len(name) + len(value or "") + _OVERHEAD

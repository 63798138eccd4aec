"""Markdown as pandoc reads it, as far as citing goes: ``@key``, ``[see @key, p. 3]``, ``@{key}``.

Code is passed over: fenced blocks, code in a line, and comments. (Indented code is not told from
the text of a list; a key in it is taken for one.)
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from mentorlit.rekeying.replacing import Entry

# https://pandoc.org/MANUAL.html#extension-citations: a key begins with a letter, digit or _, and
# has single punctuation only between letters or digits. What stands before must be no letter.
_BARE: Final = r"\w++(?:[:.#$%&\-+?<>~/]\w++)*+"
_CITED: Final = re.compile(rf"(?<![\w.])@(?:\{{([^{{}}\r\n]++)\}}|({_BARE}))")
_START: Final = re.compile(r"^[ ]{0,3}(`{3,}+|~{3,}+)|`++|<!--|@|\\.?", re.MULTILINE | re.DOTALL)
_TICKS: Final = re.compile("`++")
_BLANK: Final = re.compile(r"\n[ \t]*+\r?\n")
_LINE: Final = re.compile(r"[^\r\n]*+")
_ALONE: Final = re.compile(rf"{_BARE}\Z")


def scan(text: str) -> Iterator[Entry]:
    """Yield the keys of a Markdown document, in order; the braces around one are not of it."""
    at = 0
    ends = _Ends(text)
    while found := _START.search(text, at):
        at = found.end()
        sign = found[0]
        if found[1]:
            at = ends.of_block(found[1], at)
        elif sign == "<!--":
            at = ends.of_comment(at)
        elif sign[0] == "`":
            at = ends.of_code(sign, at)
        elif cited := _CITED.match(text, found.start()):
            group = 1 if cited[1] else 2
            at = cited.end()
            start, end = cited.span(group)
            yield Entry(cited.start(), start, end, cited[group], is_key=True)


def form(text: str, entry: Entry, new: str) -> str:
    """Return a new key as it must stand: with braces if the old one has none and it needs them."""
    in_braces = text[entry.start - 1 : entry.start] == "{"
    return new if in_braces or _ALONE.match(new) else f"{{{new}}}"


class _Ends:
    """Where code and comments end, found with one look at the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blank = [found.start() for found in _BLANK.finditer(text)]
        self._ticks: dict[int, list[int]] = {}
        for found in _TICKS.finditer(text):
            self._ticks.setdefault(len(found[0]), []).append(found.start())
        self._last_comment = text.rfind("-->")

    def of_comment(self, at: int) -> int:
        """Return the end of a comment; one that does not end is none."""
        return self._text.find("-->", at) + 3 if at <= self._last_comment else at

    def of_code(self, ticks: str, at: int) -> int:
        """Return the end of code in a paragraph, which as many backticks end as began it."""
        ends = self._ticks.get(len(ticks), [])
        place = bisect_left(ends, at)
        blank = bisect_left(self._blank, at)
        if place == len(ends) or (blank < len(self._blank) and self._blank[blank] < ends[place]):
            return at
        return ends[place] + len(ticks)

    def of_block(self, fence: str, at: int) -> int:
        """Return the end of a fenced block: a line of as many signs or more, or the end.

        What has a backtick in the line that opens it is code in a line.
        """
        line = _LINE.match(self._text, at)
        if line and fence[0] == "`" and "`" in line[0]:
            return self.of_code(fence, at)
        closing = re.compile(rf"^[ ]{{0,3}}{fence[0]}{{{len(fence)},}}+[ \t]*+\r?$", re.MULTILINE)
        found = closing.search(self._text, at)
        return found.end() if found else len(self._text)

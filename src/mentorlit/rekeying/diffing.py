"""Edits shown as a unified diff, in the time that it takes to write it.

Which lines change is known from the edits, so nothing has to be compared.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from mentorlit.rekeying.replacing import Edit, applied

_CONTEXT: Final = 3
"""Lines shown before and after a change, as diff does."""


class _Block(NamedTuple):
    """Lines that change, from 0, the last not among them, and the edits in them."""

    first: int
    last: int
    edits: list[Edit]


class Lines:
    """The lines of a text, which end at LF alone: where they begin, and which a place is in."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> "array[int]":
        starts = array("Q", [0])
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def __len__(self) -> int:
        return len(self._starts) - (self._starts[-1] == len(self.text))

    def number(self, place: int) -> int:
        """Return the line that a place is in, from 1."""
        return bisect_right(self._starts, place)

    def start(self, line: int) -> int:
        """Return where a line begins, from 0; behind the last the text ends."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def part(self, first: int, last: int) -> list[str]:
        """Return some lines, from 0, the last not among them, with their ends."""
        places = range(first, min(last, len(self)))
        return [self.text[self.start(line) : self.start(line + 1)] for line in places]


def unified(name: str, lines: Lines, edits: Sequence[Edit]) -> Iterator[str]:
    """Yield the lines of a unified diff, as ``patch`` takes it; nothing without an edit."""
    if not edits:
        return
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    moved = 0
    for hunk in _hunks(_blocks(lines, edits)):
        shown, old, new = _hunk(lines, hunk)
        first = max(hunk[0].first - _CONTEXT, 0)
        yield f"@@ -{_range(first, old)} +{_range(first + moved, new)} @@\n"
        yield from shown
        moved += new - old


def _blocks(lines: Lines, edits: Sequence[Edit]) -> list[_Block]:
    """Return the lines that change; those side by side together."""
    blocks: list[_Block] = []
    for edit in edits:
        first = lines.number(edit.start) - 1
        last = min(lines.number(edit.end), len(lines))
        if blocks and first <= blocks[-1].last:
            blocks[-1].edits.append(edit)
            blocks[-1] = blocks[-1]._replace(last=max(last, blocks[-1].last))
        else:
            blocks.append(_Block(first, last, [edit]))
    return blocks


def _hunks(blocks: list[_Block]) -> Iterator[list[_Block]]:
    """Yield the blocks whose context meets together."""
    hunk: list[_Block] = []
    for block in blocks:
        if hunk and block.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _hunk(lines: Lines, hunk: list[_Block]) -> tuple[list[str], int, int]:
    """Return what is shown of a hunk, and how many old and new lines that are."""
    shown: list[str] = []
    old = new = 0
    at = max(hunk[0].first - _CONTEXT, 0)
    for block in hunk:
        same = lines.part(at, block.first)
        gone = lines.part(block.first, block.last)
        come = _changed(lines, block)
        shown += [*_signed(" ", same), *_signed("-", gone), *_signed("+", come)]
        old += len(same) + len(gone)
        new += len(same) + len(come)
        at = block.last
    same = lines.part(at, at + _CONTEXT)
    return [*shown, *_signed(" ", same)], old + len(same), new + len(same)


def _changed(lines: Lines, block: _Block) -> list[str]:
    start, end = lines.start(block.first), lines.start(block.last)
    moved = [Edit(edit.start - start, edit.end - start, edit.new) for edit in block.edits]
    text = applied(lines.text[start:end], moved)
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        rest for rest in text.split("\n")[-1:] if rest
    ]


def _signed(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield sign + line
        else:
            yield f"{sign}{line}\n\\ No newline at end of file\n"


def _range(first: int, count: int) -> str:
    """Return a range as diff writes it: nothing of one line, the line before of none."""
    if count == 1:
        return f"{first + 1}"
    return f"{first + 1 if count else first},{count}"

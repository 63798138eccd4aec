"""Two records beside each other on a screen, or one below the other, with what differs marked."""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from mentorlit.reviewing.comparison import Piece, Pieces, Row, Sign, rows
from mentorlit.reviewing.queue import Pair
from mentorlit.writing import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

NARROW: Final = 76
"""Columns below which the records stand one below the other."""

_LEAST: Final = 240
"""Characters of a long value that are shown at least."""

_OTHER_LINES: Final = 26
"""Lines of a screen that are not for the abstract."""

_AROUND: Final = 8
"""Lines above and below the records: where one is, the score, the keys, what was done last."""

_DECIDING: Final = ("title", "author", "date", "in", "from")
"""Fields that are shown where the records are the same as well."""

_NAMES: Final = 16
"""Columns of the names of fields, with the sign before them."""

_STYLES: Final = ("bold red underline", "bold green underline")
_MARKS: Final = (("[-", "-]"), ("{+", "+}"))
"""What stands around what differs where there are no colours, as in wdiff."""


def _console() -> "Console":
    """Return a console that leaves what a closed pipe means to those who call it."""
    from rich.console import Console  # noqa: PLC0415 - start-up

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(markup=False, highlight=False, emoji=False)


class Screen:
    """Where the records are shown: a terminal or anything that takes text."""

    def __init__(self, *, live: bool) -> None:
        self._console = _console()
        self._live = live and os.environ.get("TERM") != "dumb"
        self._has_colours = self._console.color_system is not None and not self._console.no_color

    def clear(self) -> None:
        """Begin a new page."""
        if self._live:
            self._console.clear()
        else:
            self._console.print()

    def say(self, text: str, style: str = "") -> None:
        """Print lines of the program's own."""
        from rich.text import Text  # noqa: PLC0415 - start-up

        for line in text.split("\n"):
            self._console.print(Text(printable(line), style=style if self._has_colours else ""))

    def choices(self, listed: Iterable[str], style: str = "") -> None:
        """Print what can be chosen, in lines that part none."""
        lines = [""]
        for one in listed:
            longer = f"{lines[-1]}  {one}" if lines[-1] else one
            if len(longer) < self._console.width:
                lines[-1] = longer
            else:
                lines.append(one)
        self.say("\n".join(lines), style)

    def pair(self, pair: Pair, *, whole: bool) -> None:
        """Show two records, long values whole if asked."""
        width = self._console.width
        column = (width - 4 if width < NARROW else width - _NAMES - 4) // 2
        longest = max(_LEAST, (self._console.height - _OTHER_LINES) * column)
        if whole or not self._live:
            found = list(rows(*pair.records, longest=1 << 20 if whole else longest))
        else:
            found = self._fitting(pair, longest, column)
        for one in self._drawn(found):
            self._console.print(one)

    def _fitting(self, pair: Pair, longest: int, column: int) -> list[Row]:
        """Return as much of two records as the height of the screen takes, titles before all else.

        Long texts are cut first; then what is the same in both goes, where nobody decides by it.
        """
        left = self._console.height - _AROUND
        for aside in range(longest, 0, -column):
            found = list(rows(*pair.records, longest=longest, aside=aside))
            if self._height(found) <= left:
                return found
        same = [row for row in found if row.sign is Sign.SAME and row.name not in _DECIDING]
        if len(same) < 2:
            return found
        told = (Piece(", ".join(row.name for row in same)),)
        others = [row for row in found if row not in same]
        return [*others[:-1], Row("the same", Sign.SAME, told, told), others[-1]]

    def _height(self, found: Iterable[Row]) -> int:
        lines = (self._console.render_lines(one, pad=False) for one in self._drawn(found))
        return sum(map(len, lines))

    def _drawn(self, found: Iterable[Row]) -> "Iterator[RenderableType]":
        narrow = self._console.width < NARROW
        return self._stacked(found) if narrow else self._beside(found)

    def _beside(self, found: Iterable[Row]) -> "Iterator[RenderableType]":
        from rich.table import Table  # noqa: PLC0415 - start-up

        table = Table(box=None, pad_edge=False, show_header=False, expand=True)
        table.add_column(width=1)
        table.add_column(width=_NAMES - 4, style="dim" if self._has_colours else "")
        table.add_column(ratio=1, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        for row in found:
            table.add_row(row.sign, row.name, self._side(row, 0), self._side(row, 1))
        yield table

    def _stacked(self, found: Iterable[Row]) -> "Iterator[RenderableType]":
        from rich.padding import Padding  # noqa: PLC0415 - start-up
        from rich.text import Text  # noqa: PLC0415 - start-up

        for row in found:
            yield Text(f"{row.sign} {row.name}", style="dim" if self._has_colours else "")
            if row.sign is Sign.SAME and row.left == row.right:
                yield Padding(self._side(row, 0), (0, 0, 0, 2))
                continue
            for which in (0, 1):
                text = Text(f"{which + 1} ")
                yield Padding(text.append_text(self._side(row, which)), (0, 0, 0, 2))

    def _side(self, row: Row, which: int) -> "Text":
        """Return one of the two values, with what the other lacks marked."""
        from rich.text import Text  # noqa: PLC0415 - start-up

        pieces: Pieces = row.right if which else row.left
        if not pieces:
            return Text("-", style="dim" if self._has_colours else "")
        text = Text(style="dim" if row.sign is Sign.SAME and self._has_colours else "")
        for piece in pieces:
            shown = printable(piece.text)
            if not piece.differs:
                text.append(shown)
            elif self._has_colours:
                text.append(shown, _STYLES[which])
            else:
                text.append(shown.join(_MARKS[which]))
        return text


def told(evidence: dict[str, dict[str, Any]]) -> str:
    """Return the weights of the evidence on one line."""
    weights = {name: piece.get("weight") for name, piece in evidence.items()}
    return ", ".join(
        f"{name} {weight:+g}"
        for name, weight in weights.items()
        if isinstance(weight, int | float) and weight
    )

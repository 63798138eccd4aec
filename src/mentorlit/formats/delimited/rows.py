"""Rows of delimited text (RFC 4180, with any delimiter), each with its place.

A quotation mark counts only at the beginning of a cell. A cell in quotation marks that nothing
closes, or that is closed, behind a delimiter or a line end, in a way that RFC 4180 does not know,
is damage: its first line is rejected and the next line is a row again, so that it does not swallow
others.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from mentorlit.model import Problem
from mentorlit.stream import Line, Stream

_ODD: Final = re.compile(r'"+')


class Row(NamedTuple):
    """One row: where it begins, its bytes and length, its cells; ``code`` if it has none.

    ``loose`` tells that quotation marks stand where RFC 4180 does not allow any.
    """

    line: int
    offset: int
    raw: bytes
    length: int
    cells: list[str]
    problems: tuple[Problem, ...] = ()
    loose: bool = False
    code: str = ""
    message: str = ""


def rows(lines: "Lines", delimiter: str) -> Iterator[Row]:
    """Yield the rows that are not blank, in order."""
    stream = lines.stream
    mark = delimiter.encode()
    while (line := lines.next()) is not None:
        number, offset, raw = line
        if not raw.replace(mark, b"").strip():
            continue
        if lines.cut:
            message = f"a line of {lines.cut} bytes; a record has at most {stream.limits.record}"
            yield Row(number, offset, raw, lines.cut, [], code="too-large", message=message)
        elif b'"' not in raw:
            text, problems = stream.text(raw)
            yield Row(number, offset, raw, len(raw), text.rstrip("\r\n").split(delimiter), problems)
        else:
            yield _quoted(lines, line, delimiter)


class Lines:
    """The lines of a stream, of which some may be given back."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._lines = stream.lines()
        self._back: deque[tuple[Line, int]] = deque()
        self.cut = 0

    def next(self) -> Line | None:
        """Return the next line; ``cut`` is its full length if it has been cut, else 0."""
        if self._back:
            line, self.cut = self._back.popleft()
            return line
        line_or_end = next(self._lines, None)
        self.cut = self.stream.cut if line_or_end else 0
        return line_or_end

    def peek(self) -> bytes:
        """Return the next line that is not blank, and leave it there; empty at the end."""
        while (line := self.next()) is not None:
            if line[2].strip():
                self.give_back([(line, self.cut)])
                return line[2]
        return b""

    def give_back(self, lines: list[tuple[Line, int]]) -> None:
        """Put lines in front of those that come."""
        self._back.extendleft(reversed(lines))


class _Cells:
    """The cells of one row, gathered line by line."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self.cells: list[str] = []
        self.open: list[str] | None = None
        self.loose = False
        self.bad = False

    def add(self, text: str) -> None:
        """Take one line, with its line end; ``open`` is None once the row is complete."""
        position = 0
        later = self.open is not None
        while True:
            if self.open is not None:
                position = self._close(text, position, later=later)
                later = False
                if self.open is not None or self.bad:
                    return
            elif text.startswith('"', position):
                self.open = []
                position += 1
                continue
            else:
                end = text.find(self._delimiter, position)
                cell = text[position:] if end < 0 else text[position:end]
                self.cells.append(cell if end >= 0 else cell.rstrip("\r\n"))
                position = end if end >= 0 else len(text)
            if position >= len(text) or text[position] != self._delimiter:
                return
            position += 1

    def _close(self, text: str, start: int, *, later: bool) -> int:
        """Go on with an open cell from ``start``; return where it ends, if it does."""
        opened = self.open or []
        for run in _ODD.finditer(text, start):
            if not len(run[0]) % 2:
                continue
            end = run.end()
            if end == len(text) or text[end] in ("\r", "\n", self._delimiter):
                opened.append(text[start : end - 1])
                self.cells.append("".join(opened).replace('""', '"'))
                self.open = None
                return end
            if later or opened or self._delimiter in text[start:end]:
                # It is not closed here: it has swallowed what should be other cells.
                self.bad = True
                return end
            self.loose = True
            return self._close_loosely(text, start, end)
        opened.append(text[start:])
        self.open = opened
        return len(text)

    def _close_loosely(self, text: str, start: int, end: int) -> int:
        """Take a cell with more text behind its closing mark, up to the delimiter."""
        stop = text.find(self._delimiter, end)
        stop = len(text) if stop < 0 else stop
        cell = text[start : end - 1].replace('""', '"') + text[end:stop]
        self.cells.append(cell.rstrip("\r\n"))
        self.open = None
        return stop


def _quoted(lines: Lines, first: Line, delimiter: str) -> Row:
    """Gather a row with quotation marks, from as many lines as it has."""
    stream = lines.stream
    number, offset, raw = first
    cells = _Cells(delimiter)
    text, problems = stream.text(raw)
    cells.add(text)
    taken: list[tuple[Line, int]] = []
    parts, size = [raw], len(raw)
    while cells.open is not None and not cells.bad and size <= stream.limits.record:
        line = lines.next()
        if line is None:
            break
        taken.append((line, lines.cut))
        parts.append(line[2])
        size += len(line[2])
        text, more = stream.text(line[2])
        problems += tuple(problem for problem in more if problem not in problems)
        cells.add(text)
    if cells.open is not None or cells.bad:
        lines.give_back(taken)
        message = "a cell in quotation marks is not closed"
        return Row(number, offset, raw, len(raw), [], code="unbalanced", message=message)
    whole = b"".join(parts)
    return Row(number, offset, whole, len(whole), cells.cells, problems, cells.loose)

"""A window on a stream of RIS, from which whole plain records can be taken."""

import re
from typing import Final

from mentorlit.linewindow import Window
from mentorlit.stream import Line, Stream

_BLANK: Final = re.compile(rb"[\r\n]*+")
_END: Final = re.compile(rb"\nER  -[ \t]*+\r?\n")
_TYPE: Final = b"TY  - "


class RecordWindow(Window):
    """A window that knows where a plain record begins and ends."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self._next = 0

    def record(self) -> Line | None:
        """Return what may be a whole record, if one begins here after blank lines.

        It goes from ``TY  - `` to the first line that begins with ``ER``, which has nothing else,
        and the next one, or the end of the input, follows. :meth:`take` moves on behind it.
        """
        data = self.look_ahead()
        start = _BLANK.match(data, self.position).end()  # type: ignore[union-attr] # may be empty
        end = self._end(start) if data.startswith(_TYPE, start) else None
        if end is None or end.end() - start > self.limit:
            return None
        after = _BLANK.match(data, end.end()).end()  # type: ignore[union-attr] # may be empty
        if not data.startswith(_TYPE, after) and not (after == len(data) and self.ended):
            return None
        self._next = after
        if start != self.position:
            self.move(start)
        return self.number, self.offset, data[start : end.end()]

    def take(self) -> None:
        """Move on behind the record that :meth:`record` has just returned."""
        self.move(self._next)

    def _end(self, start: int) -> re.Match[bytes] | None:
        """Return the first line behind ``start`` that begins with ER, if it is all that it is."""
        place = self.data.find(b"\nER", start)
        return _END.match(self.data, place) if place >= 0 else None

    def back(self, line: Line) -> None:
        """Put back the line that was just taken; not one that was cut."""
        self.number, self.offset, raw = line
        self.position -= len(raw)
        if self.position < 0:
            self.data, self.position = raw + self.data[self.position + len(raw) :], 0

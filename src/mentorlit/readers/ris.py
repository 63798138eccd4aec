"""Reader of RIS: tagged references, from ``TY  - `` to ``ER  - ``, in any database's dialect.

Records are found line by line in bytes; :mod:`mentorlit.formats.ris.record` reads one of them.
What is tolerated and where everything goes is in docs/formats/ris.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.ris.record import citation_fields, is_repeated
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream

_START: Final = re.compile(rb"(?:\xef\xbb\xbf|[ \t])*TY[ \t]{0,4}-")
_END: Final = re.compile(rb"[ \t]{0,3}ER[ \t]{0,4}-[ \t]*(?:\d{0,6}\.?[ \t]*)?[\r\n]*\Z")
_TAG: Final = re.compile(rb"[A-Z][A-Z0-9]  - ")
_UNTYPED: Final = re.compile(rb"(?:AU|A1|TI|T1|PY|Y1|T2|JO|JF|AB|ID|DO)  - ?\S")
_COUNTER: Final = re.compile(
    rb"\s*(?:<?\d{1,7}[.>)]?|(?:Record|Reference|Citation)\s+#?\d{1,7}(?:\s+of\s+\d{1,7})?[:.]?)\s*\Z",
    re.IGNORECASE,
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record ends with ``ER``, the next ``TY`` or the input. Text before a record's ``TY`` is in
    its ``extra["ris"]["preceding"]``, text after its ``ER`` in ``["following"]``.
    """
    return _Framing(stream).run()


class _Framing:
    """The lines of one input put together to records; ``lines`` are those of the current one."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.ordinal = 0
        self.start: Line | None = None
        self.first: Line | None = None
        self.size = 0
        self.lines: list[bytes] = []
        self.before: list[bytes] = []
        self.preceding: list[bytes] = []
        self.following: list[bytes] = []
        self.ended = self.content = self.parted = False

    def run(self) -> Iterator[Citation | Reject]:
        """Yield every record."""
        for line in self.stream.lines():
            raw = line[2]
            if b"TY" in raw[:16] and _START.match(raw) and not self._has_only_a_type():
                yield from self._finish()
                self._begin(line)
            elif self.start is None:
                self._outside(line)
            elif self.ended:
                yield from self._after_end(line)
            else:
                self.ended = b"ER" in raw[:6] and _END.match(raw) is not None
                self._keep(self.lines, raw)
        self.following += self.preceding
        yield from self._finish()
        if not self.ordinal and self.first:
            place = (1, self.first[0], self.first[1])
            message = "no line of this text begins a record (TY  - )"
            yield self.stream.reject(place, "no-record", message, b"".join(self.following))

    def _has_only_a_type(self) -> bool:
        """Tell whether the current record has nothing yet but its type."""
        return self.start is not None and not self.ended and not self.content

    def _begin(self, line: Line) -> None:
        self.start, self.ended, self.content, self.parted = line, False, False, False
        self.before, self.preceding, self.following = self.preceding, [], []
        self.lines, self.size = [], 0
        self._keep(self.lines, line[2])

    def _keep(self, where: list[bytes], raw: bytes) -> None:
        """Keep one line of the current record or around it, within the bound of one record."""
        self.size += len(raw)
        if self.size - len(raw) <= self.stream.limits.record:
            where.append(raw)
        if not self.content and raw.strip() and not _START.match(raw):
            self.content = True

    def _outside(self, line: Line) -> None:
        """Keep text before the first record, or begin one whose type line is missing."""
        if _UNTYPED.match(line[2]):
            self._begin(line)
        elif line[2].strip():
            self.first = self.first or line
            self._keep(self.preceding, line[2])

    def _after_end(self, line: Line) -> Iterator[Citation | Reject]:
        """Sort what follows ``ER``: a counter of the next record, more tags, a new record, text."""
        raw = line[2]
        if not raw.strip():
            self.parted = True
            return
        if _COUNTER.match(raw):
            self._keep(self.preceding, raw)
        elif _UNTYPED.match(raw) and (self.parted or is_repeated(raw, self.lines)):
            yield from self._finish()
            self._begin(line)
        elif _TAG.match(raw) and not self.following:
            self._keep(self.lines, raw)
        else:
            self._keep(self.following, raw)

    def _finish(self) -> Iterator[Citation | Reject]:
        """Yield the current record, if there is one."""
        if self.start is None:
            return
        self.ordinal += 1
        place = (self.ordinal, self.start[0], self.start[1])
        self.start = None
        raw = b"".join(self.lines)
        if self.size > self.stream.limits.record:
            message = "the record is too long"
            yield self.stream.reject(place, "too-large", message, raw, self.size)
        elif not self.ended and not self.content:
            message = "a type line (TY) with nothing after it"
            yield self.stream.reject(place, "empty-record", message, raw)
        else:
            yield self._citation(place, raw)

    def _citation(self, place: tuple[int, int, int], raw: bytes) -> Citation:
        """Return the record whose lines are ``raw``."""
        text, problems = self.stream.text(raw)
        if not self.ended:
            problems += (Problem("no-end", "the record has no ER line"),)
        around = {
            name: [line.strip() for line in self.stream.text(b"".join(lines))[0].splitlines()]
            for name, lines in (("preceding", self.before), ("following", self.following))
            if lines
        }
        fields = citation_fields(text, around, problems)
        return Citation(**fields, origin=self.stream.origin(*place, fields.get("citation_key", "")))

"""Reader of RIS: tagged references, from ``TY  - `` to ``ER  - ``, in any database's dialect.

Records are found line by line in bytes; :mod:`mentorlit.formats.ris.record` reads one of them.
What is tolerated and where everything goes is in docs/formats/ris.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.ris.record import citation_fields
from mentorlit.formats.ris.tags import is_repeated, plain_tags, tags
from mentorlit.formats.ris.window import RecordWindow
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream

_START: Final = re.compile(rb"(?:\xef\xbb\xbf|[ \t])*TY[ \t]{0,4}-")
_END: Final = re.compile(rb"[ \t]{0,3}ER[ \t]{0,4}-[ \t]*(?:\d{0,6}\.?[ \t]*)?[\r\n]*\Z")
_END_WITH_TEXT: Final = re.compile(rb"[ \t]{0,3}ER[ \t]{1,4}-")
_TAG: Final = re.compile(rb"[A-Z][A-Z0-9]  - ")
_UNTYPED: Final = re.compile(rb"(?:AU|A1|TI|T1|PY|Y1|T2|JO|JF|AB|ID|DO)  - ?\S")
# Without any of these, what follows a type line in the middle of a record is more of that record.
_IDENTITY: Final = re.compile(rb"(?:T[I1]|CT|BT|A[UN1-3]|ED|DO) {0,3}-[ \t]*\S")
# What no RIS line begins with, but a record of BibTeX, refer, MEDLINE or XML.
_FOREIGN: Final = re.compile(
    rb"@[A-Za-z]{3,20}[ \t]{0,4}\{[^\s,{}]{0,200},|%0 [A-Z]|PMID- ?\d|<\?xml "
)
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
        self.window = RecordWindow(stream)
        self.ordinal = 0
        self.start: Line | None = None
        self.first: Line | None = None
        self.size = 0
        self.lines: list[bytes] = []
        self.before: list[bytes] = []
        self.preceding: list[bytes] = []
        self.following: list[bytes] = []
        self.doubt: tuple[int, int, Line] | None = None
        self.ended = self.content = self.parted = self.foreign = False

    def run(self) -> Iterator[Citation | Reject]:
        """Yield every record."""
        yield from self._plain()
        while line := self.window.line():
            raw = line[2]
            if b"TY" in raw[:16] or b"ER" in raw[:6] or self.ended or self.doubt or not self.start:
                yield from self._sort(line)
            else:
                self._keep(self.lines, raw)
        self.following += self.preceding
        yield from self._finish()
        if not self.ordinal and self.first:
            place = (1, self.first[0], self.first[1])
            message = "no line of this text begins a record (TY  - )"
            yield self.stream.reject(place, "no-record", message, b"".join(self.following))

    def _sort(self, line: Line) -> Iterator[Citation | Reject]:
        """Put one line where it belongs."""
        raw = line[2]
        is_within = self.start is not None and not self.ended
        if b"TY" in raw[:16] and _START.match(raw):
            yield from self._type(line)
        elif not is_within and raw[:1] in b"@%P<" and _FOREIGN.match(raw):
            yield from self._finish()
            self._begin(line)
            self.foreign = True
        elif self.start is None:
            self._outside(line)
        elif self.ended:
            yield from self._after_end(line)
        else:
            if self.doubt and _IDENTITY.match(raw):
                yield from self._part()
            self.ended = not self.foreign and b"ER" in raw[:6] and _END.match(raw) is not None
            self._keep(self.lines, raw)

    def _type(self, line: Line) -> Iterator[Citation | Reject]:
        """Begin a record; or go on with one that has only a type yet, or may have a second one."""
        is_within = self.start is not None and not self.ended and not self.foreign
        if is_within and (not self.content or self.lines[-1].strip()):
            self.doubt = (len(self.lines), self.size, line) if self.content else None
            self._keep(self.lines, line[2])
            return
        yield from self._finish()
        if not self.preceding and not self.window.cut:
            self.window.back(line)
            yield from self._plain()
            after = self.window.line()
            if after is None:
                return
            line = after
        self._begin(line)

    def _part(self) -> Iterator[Citation | Reject]:
        """Yield what stands before the doubtful type line: a record of its own, as is the rest."""
        if self.doubt is None:
            return
        (number, size, line), self.doubt = self.doubt, None
        rest, all_size = self.lines[number:], self.size
        self.lines, self.size = self.lines[:number], size
        yield from self._finish()
        self._begin(line)
        for raw in rest[1:]:
            self._keep(self.lines, raw)
        self.size = all_size - size

    def _plain(self) -> Iterator[Citation]:
        """Yield the plain records from here on; whatever else comes is read line by line."""
        while found := self.window.record():
            line, offset, raw = found
            text, problems = self.stream.text(raw)
            values = plain_tags(text)
            if values is None:
                return
            self.window.take()
            self.ordinal += 1
            fields = citation_fields(values, {}, problems)
            origin = self.stream.origin(self.ordinal, line, offset, fields.get("citation_key", ""))
            yield Citation(**fields, origin=origin)

    def _begin(self, line: Line) -> None:
        self.start, self.doubt = line, None
        self.ended = self.content = self.parted = self.foreign = False
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
        if not self.ended:
            last = next((raw for raw in reversed(self.lines) if raw.strip()), b"")
            self.ended = _END_WITH_TEXT.match(last) is not None
        if not self.ended:
            yield from self._part()
        self.ordinal += 1
        place = (self.ordinal, self.start[0], self.start[1])
        self.start = None
        raw = b"".join(self.lines)
        if self.size > self.stream.limits.record:
            message = "the record is too long"
            yield self.stream.reject(place, "too-large", message, raw, self.size)
        elif self.foreign:
            message = "records of another format among those of RIS"
            yield self.stream.reject(place, "foreign-text", message, raw, self.size)
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
        fields = citation_fields(tags(text), around, problems)
        return Citation(**fields, origin=self.stream.origin(*place, fields.get("citation_key", "")))

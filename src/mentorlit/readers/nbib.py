"""Reader of the MEDLINE/PubMed format (nbib), as PubMed, PMC and others write it.

Records are found in blocks between blank lines; :mod:`mentorlit.formats.nbib.record` reads one of
them. What is tolerated and where everything goes is in docs/formats/nbib.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.nbib.record import FORMAT, citation_fields, known_tags
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream, line_ends
from mentorlit.tables import load

_TAG: Final = re.compile(rb"([A-Z][A-Z0-9]{1,3}) {0,2}-(?!-)")
_GAPS: Final = (b"\n\n", b"\r\n\r\n", b"\r\r")
_USUAL: Final = b"PMID- "
_END: Final = re.compile(rb"ER {0,2}-\s*\Z")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record begins with PMID (PMC, PMCR or, in old files, UI) or, after a blank line, with any
    tag that the record before it has and that comes once. Text before the first record is in its
    ``extra["nbib"]["preceding"]``, text after a record in its ``["following"]``.
    """
    return _Framing(stream).run()


class _Framing:
    """The blocks of one input put together to records; ``pieces`` are those of the current one."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        table = load(FORMAT)["record"]
        self.starts = frozenset(name.encode() for name in table["starts"])
        self.once = frozenset(name.encode() for name in table["once"])
        self.known = frozenset(name.encode() for name in known_tags())
        self.ordinal = 0
        self.start: Line | None = None
        self.first: Line | None = None
        self.size = 0
        self.pieces: list[bytes] = []
        self.seen: frozenset[bytes] = frozenset()
        self.early = self.late = self.seen
        self.gap = 0
        self.resumed: Line = (1, stream.start, b"")
        self.preceding: list[bytes] = []
        self.following: list[bytes] = []
        self.parted = False

    def run(self) -> Iterator[Citation | Reject]:
        """Yield every record."""
        for block in _blocks(self.stream):
            line, offset, raw = block
            if raw.startswith(_USUAL) and b"\nPMID" not in raw and b"\rPMID" not in raw:
                if self.start is not None:
                    yield self._finished()
                self._begin(block)
                self.seen = self.once
                self.parted = raw.endswith(_GAPS)
                if self.parted:
                    self._part()
                continue
            for piece in raw.splitlines(keepends=True):
                yield from self._line((line, offset, piece))
                line += 1
                offset += len(piece)
        if self.start is not None:
            yield self._finished()
        elif self.first:
            place = (1, self.first[0], self.first[1])
            message = "no line of this text begins a record (PMID- )"
            yield self.stream.reject(place, "no-record", message, b"".join(self.preceding))

    def _begin(self, line: Line) -> None:
        self.start = line
        self.pieces = [line[2]]
        self.size = len(line[2])
        self.following = []
        self.early = self.late = frozenset()

    def _line(self, line: Line) -> Iterator[Citation | Reject]:
        """Sort one line: a tag of this or the next record, more of a value, text around."""
        raw = line[2]
        if raw.isspace():
            self.parted = True
            self._keep(self.pieces, raw)
            self._part()
            return
        if self.parted and not self.late:
            self.resumed = (line[0], line[1], b"")
        match = _TAG.match(raw)
        if match is None or not (raw[4:6] == b"- " or match[1] in self.known):
            self._untagged(line)
        elif self.start is None or self._begins(match[1]):
            if self.start is not None:
                yield self._finished()
            self._begin(line)
            self.seen = frozenset((match[1],))
            self.parted = False
        elif not _END.match(raw):
            if not self.parted and match[1] in self.once & self.early - self.late:
                yield from self._resume()
            self._keep(self.pieces, raw)
            self.seen |= {match[1]}
            self.late |= {match[1]}
            self.parted = False

    def _part(self) -> None:
        """Note that a blank line stands behind what has come so far."""
        self.gap = len(self.pieces)
        self.early, self.late = self.seen, frozenset()

    def _resume(self) -> Iterator[Citation | Reject]:
        """Begin a record after the last blank line, whose first line was taken for another's.

        What comes once has come again: the line with the identifier is damaged.
        """
        rest, self.pieces = self.pieces[self.gap :], self.pieces[: self.gap]
        self.size -= sum(map(len, rest))
        yield self._finished()
        self.seen = self.late
        self._begin(self.resumed)
        self.pieces, self.size = rest, sum(map(len, rest))

    def _begins(self, tag: bytes) -> bool:
        """Tell whether ``tag`` is the first one of another record than the current."""
        if tag not in self.seen:
            return self.parted and (tag in self.starts or bool(self.following))
        return tag in self.starts or (self.parted and tag in self.once)

    def _untagged(self, line: Line) -> None:
        """Keep a line without a tag: more of a value, or text before or after a record."""
        raw = line[2]
        if self.start is None:
            self.first = self.first or line
            self._keep(self.preceding, raw)
        elif self.parted and not raw[:1].isspace():
            self._keep(self.following, raw)
        else:
            self._keep(self.pieces, raw)

    def _keep(self, where: list[bytes], raw: bytes) -> None:
        """Keep one line of the current record or around it, within the bound of one record."""
        self.size += len(raw)
        if self.size - len(raw) <= self.stream.limits.record:
            where.append(raw)

    def _finished(self) -> Citation | Reject:
        """Return the current record."""
        line, offset, _ = self.start or (0, 0, b"")
        self.ordinal += 1
        self.start = None
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if self.size > self.stream.limits.record:
            message = "the record is too long"
            place = (self.ordinal, line, offset)
            return self.stream.reject(place, "too-large", message, raw, self.size)
        fields = citation_fields(*self.stream.text(raw))
        if self.preceding or self.following:
            self._around(fields)
        record_id = fields.get("pmid", "")
        return Citation(**fields, origin=self.stream.origin(self.ordinal, line, offset, record_id))

    def _around(self, fields: dict[str, object]) -> None:
        """Put the text around a record into its extra."""
        around = {
            name: [line.strip() for line in self.stream.text(b"".join(lines))[0].splitlines()]
            for name, lines in (("preceding", self.preceding), ("following", self.following))
            if lines
        }
        extra = fields.get("extra")
        own = extra[FORMAT] if isinstance(extra, dict) else {}
        fields["extra"] = {FORMAT: own | around}
        self.preceding, self.following = [], []


def _blocks(stream: Stream) -> Iterator[Line]:
    """Yield the input in blocks that end with a blank line, each with its place.

    A stretch without a blank line that is longer than a record may be comes in several blocks,
    cut at line ends if it has any.
    """
    line, offset = 1, stream.start
    limit = stream.limits.record
    rest = gap = b""
    for data in stream.blocks():
        rest = rest + data if rest else data
        gap = gap or _gap(rest, limit)
        if not gap:
            continue
        start = 0
        end = rest.find(gap)
        while end >= 0 or len(rest) - start > 2 * limit:
            near = 0 <= end - start <= limit
            stop = end + len(gap) if near else _cut(rest, start, limit, gap)
            raw = rest[start:stop]
            yield line, offset, raw
            line += line_ends(raw)
            offset += len(raw)
            start = stop
            while rest.startswith(gap[: len(gap) // 2], start):
                # More blank lines: none of them begins a block.
                start += len(gap) // 2
                offset += len(gap) // 2
                line += 1
            end = rest.find(gap, start)
        rest = rest[start:]
    if rest:
        yield line, offset, rest


def _gap(rest: bytes, limit: int) -> bytes:
    """Return what a blank line is in this input, by its first line end; ``b""`` if it has none."""
    unix, mac = rest.find(b"\n"), rest.find(b"\r")
    if mac < 0 or 0 <= unix < mac:
        return b"\n\n" if unix >= 0 or len(rest) > 2 * limit else b""
    if mac == len(rest) - 1:
        return b""
    return b"\r\n\r\n" if unix == mac + 1 else b"\r\r"


def _cut(rest: bytes, start: int, limit: int, gap: bytes) -> int:
    """Return the end of the last line within ``limit`` from ``start``, else the limit itself."""
    end = rest.rfind(gap[: len(gap) // 2], start, start + limit)
    return end + len(gap) // 2 if end >= 0 else start + limit

"""From named inputs to citations: open, recognise, read, count. The only read loop there is."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

import msgspec

from mentorlit import decoding, folders, readers
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation, Origin, missing
from mentorlit.opening import Opened, open_input, shown
from mentorlit.problems import InputError, Reject, StrictError, UsageError
from mentorlit.stream import NOTHING_BESIDE, Beside, Stream

_NO_FORMATS: Final = (
    (b"%PDF-", "a PDF file is not read; copy its text into a text file"),
    (b"schemas.openxmlformats.org/", "an Office document is not read; save it as text"),
    (b"multipart/related", "a web archive (MHTML) is not read; save the page as HTML"),
)
"""What files begin with that are often taken for a page, and what is said of them."""


class Listener:
    """Is told of everything that is not a citation; the methods do nothing by themselves."""

    def opened(self, name: str, format_name: str) -> None:
        """Hear that reading of the input ``name`` begins."""

    def empty(self, name: str, format_name: str) -> None:
        """Hear that the input ``name`` holds no record, read as ``format_name`` (blank: "")."""

    def rejected(self, reject: Reject) -> None:
        """Hear of a reject; its ordinal is 0 when it stands for a whole input."""

    def unanswered(self, reject: Reject) -> None:
        """Hear of a question about a record that got no answer; the record itself is kept."""

    def doubted(self, citation: Citation) -> None:
        """Hear of a citation read from a foreign format that has problems."""

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Hear that entries of a folder are not read, since they are ``what``."""


class Counts(msgspec.Struct):
    """What became of the records of a run.

    ``unread`` counts inputs that could not be read (to their end), ``barren`` those that are not
    blank and were read, but hold no record; ``files`` those that were begun.
    """

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    unread: int = 0
    barren: int = 0
    files: int = 0

    def add(self, other: "Counts") -> None:
        """Add what became of further records."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Reading:
    """The citations behind a list of names, read once, in order.

    ``counts`` accounts for the records; ``rejects`` has how many were rejected of each source and
    file, ``failed`` the inputs that could not be read (to their end), with the reason.

    Args:
        names: files, folders for all files in them, or ``-`` for standard input.
        format_name: name of a reader; ``""`` recognises each input by its content.
        encoding: of all inputs; ``""`` finds it.
        beside: what the user declares of the inputs: the columns of tables (then an input of no
            stated format is a table), the pages of sites.
        source: label for all records instead of each file's base name.
        strict: stop at the first reject.
        listener: is told of rejects and problems as they are met.

    Raises:
        UsageError: unknown format or encoding.
        StrictError: while iterating, with ``strict``.

    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        format_name: str = "",
        encoding: str = "",
        source: str = "",
        beside: Beside = NOTHING_BESIDE,
        strict: bool = False,
        listener: Listener | None = None,
        limits: Limits = DEFAULT,
    ) -> None:
        asked = format_name.lower() or (readers.TABLE if beside.columns else "")
        self._format = readers.ALIASES.get(asked, asked)
        if asked and self._format not in readers.BY_NAME:
            known = ", ".join(readers.BY_NAME)
            raise UsageError(f"unknown input format {format_name!r}; known are {known}")
        self.names = names
        self.counts = Counts()
        self.rejects: dict[tuple[str, str], int] = {}
        self.failed: list[tuple[str, str]] = []
        self._encoding = decoding.check(encoding) if encoding else ""
        self._source = shown(source)
        self._beside = beside
        self._strict = strict
        self._listener = listener or Listener()
        self._limits = limits

    def __iter__(self) -> Iterator[Citation]:
        """Yield each citation, completed with what it lacks; everything else is only counted."""
        for record in self.records():
            if isinstance(record, Citation):
                yield record

    def records(self) -> Iterator[Citation | Reject]:
        """Yield citations and rejects in the order of the input."""
        for name in self.inputs():
            yield from self.named(name)

    def named(self, name: str) -> Iterator[Citation | Reject]:
        """Yield the citations and rejects of one file, or of standard input."""
        found = False
        try:
            for opened in open_input(name, self._limits):
                found = True
                yield from self._input(opened)
            if not found:
                self._listener.empty(shown(name), "")
        except InputError as error:
            yield self._unread(name, "unreadable", str(error))

    def inputs(self) -> Iterator[str]:
        """Yield the names of the files to be read, those in folders one by one."""
        for name in self.names:
            found = False
            for path in folders.files(name, self._left_out):
                found = True
                self.counts.files += 1
                yield path
            if not found:
                self._listener.empty(shown(name), "")

    def total(self) -> int:
        """Return how many files there are to be read, as far as it is known before reading."""
        return sum(1 for name in self.names for _ in folders.files(name))

    def _left_out(self, folder: str, what: str, names: list[str]) -> None:
        self._listener.left_out(shown(folder), what, list(map(shown, names)))

    def _input(self, opened: Opened) -> Iterator[Citation | Reject]:
        started = self._started(opened)
        if isinstance(started, Reject):
            yield started
        if started is None or isinstance(started, Reject):
            return
        row, stream = started
        before = self.counts.read
        for record in row.load()(stream):
            yield self._counted(record, row.name)
        yield from self._ended(opened, row, barren=self.counts.read == before)

    def _started(self, opened: Opened) -> tuple[readers.Reader, Stream] | Reject | None:
        """Return the reader of an input and what it reads; None if the input is blank."""
        decoded = decoding.decode(opened.head, opened.blocks(), self._encoding)
        if not decoded.head.strip() and not opened.damage:
            self._listener.empty(opened.name, "")
            return None
        row = readers.BY_NAME.get(self._format) or readers.recognise(
            decoded.head, _suffix(opened.name, opened.packing)
        )
        if row is None:
            message = opened.damage or _unknown(decoded.head)
            return self._unread(opened.name, "unknown-format", message, decoded.head)
        self._listener.opened(opened.name, row.name)
        return row, Stream(
            decoded.blocks,
            name=opened.name,
            source=self._source or PurePath(opened.name).name,
            format=row.name,
            encoding=decoded.encoding,
            start=decoded.start,
            limits=self._limits,
            beside=self._beside._replace(rows=opened.rows),
        )

    def _ended(self, opened: Opened, row: readers.Reader, *, barren: bool) -> Iterator[Reject]:
        """Account for what is known of an input only at its end."""
        if barren and not opened.damage:
            self.counts.barren += 1
            self._listener.empty(opened.name, row.name)
        if opened.damage:
            yield self._unread(opened.name, "damaged", f"read as far as possible: {opened.damage}")

    def _counted(self, record: Citation | Reject, format_name: str) -> Citation | Reject:
        self.counts.read += 1
        if isinstance(record, Reject):
            self.counts.rejected += 1
            self._tell(record)
            return record
        self.counts.accepted += 1
        record = finished(record, self._source)
        if doubtful(record, format_name):
            self._listener.doubted(record)
        return record

    def _unread(self, name: str, code: str, message: str, raw: bytes = b"") -> Reject:
        """Count a whole input (or its rest) that cannot be read."""
        name = shown(name)
        self.counts.unread += 1
        source = self._source or PurePath(name).name
        origin = Origin(source=source, file=name, format="", ordinal=0, line=0, offset=0)
        reject = Reject(origin=origin, code=code, message=message, raw=raw[:1024], length=len(raw))
        self._tell(reject)
        return reject

    def _tell(self, reject: Reject) -> None:
        if self._strict:
            raise StrictError(f"{place(reject)}{reject.message} (stopped at the first reject)")
        origin = reject.origin
        if origin.ordinal:
            place_of = (origin.source, origin.file)
            self.rejects[place_of] = self.rejects.get(place_of, 0) + 1
        else:
            self.failed.append((origin.file, reject.message))
        self._listener.rejected(reject)


def finished(citation: Citation, source: str) -> Citation:
    """Return a citation with the label that the user gave, and with what it lacks."""
    if source and citation.origin and citation.origin.source != source:
        origin = msgspec.structs.replace(citation.origin, source=source)
        citation = msgspec.structs.replace(citation, origin=origin)
    incomplete = missing(citation)
    if incomplete != citation.incomplete:
        citation = msgspec.structs.replace(citation, incomplete=incomplete)
    return citation


def doubtful(citation: Citation, format_name: str) -> bool:
    """Tell whether a citation read as ``format_name`` has problems that were not told before."""
    return bool(citation.problems) and (format_name != "ndjson" or "ndjson" in citation.extra)


def place(reject: Reject) -> str:
    """Return ``file:line: `` (or ``file: `` for a whole input), as messages begin."""
    origin = reject.origin
    return f"{origin.file}:{origin.line}: " if origin.ordinal else f"{origin.file}: "


def read(*names: str, format_name: str = "", encoding: str = "") -> Iterator[Citation | Reject]:
    """Yield what the named inputs hold, each recognised by its content; see :class:`Reading`."""
    return Reading(names, format_name=format_name, encoding=encoding).records()


def _unknown(head: bytes) -> str:
    """Say that no reader is for ``head``, and what to do where that is known."""
    for sign, what in _NO_FORMATS:
        if sign in head[:2000]:
            return what
    return "the format is not known; looked for " + ", ".join(readers.BY_NAME)


def _suffix(name: str, packing: str) -> str:
    """Return the suffix that tells the format: the one under ``.gz`` for a packed input."""
    path = PurePath(name)
    return PurePath(path.stem).suffix if packing else path.suffix

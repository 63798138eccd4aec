"""The bytes of one input as readers see them: located lines, or the whole; no file behind it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from mentorlit.composing import normalized
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Origin, Problem
from mentorlit.problems import Reject

if TYPE_CHECKING:
    from mentorlit.columns import ColumnMap
    from mentorlit.pages.profile import Profile

Line = tuple[int, int, bytes]
"""Number from 1, offset in bytes from 0, raw bytes with the line end."""

ENCODING_GUESSED: Final = "encoding-guessed"


class TooLargeError(Exception):
    """The input is larger than what the reader may hold; carries the bytes kept."""

    def __init__(self, kept: bytes) -> None:
        super().__init__(f"more than {len(kept)} bytes")
        self.kept = kept


class Beside(NamedTuple):
    """What is known of an input beside its bytes.

    ``preamble`` is how it begins, if these bytes are not its beginning; ``columns`` what the user
    declares the columns of a table to hold, ``profiles`` what of the pages of sites. ``rows`` tells
    that its lines are rows of a table: they have a number, but neither line nor offset.
    """

    preamble: bytes = b""
    columns: "ColumnMap | None" = None
    profiles: "tuple[Profile, ...]" = ()
    rows: bool = False


NOTHING_BESIDE: Final = Beside()
"""What is known of an input of which nothing but its bytes is known."""


def line_ends(data: bytes) -> int:
    """Return how many lines end in ``data``, as :meth:`Stream.lines` counts: LF, CR LF or CR."""
    count = data.count(b"\n")
    if returns := data.count(b"\r"):
        count += returns - data.count(b"\r\n")
    return count


class Stream:
    """One input: blocks of bytes with a name, made by :mod:`mentorlit.reading`.

    The bytes are UTF-8 or a superset of ASCII that claims to be; UTF-16 and UTF-32 have been
    converted and a byte-order mark removed. An instance is read once.

    Attributes:
        name: the input as the user named it; becomes ``Origin.file``.
        source: label of the collection; becomes ``Origin.source``.
        format: name of the reader's row; becomes ``Origin.format``.
        encoding: what the bytes are decoded with; ``""`` means UTF-8, else Windows-1252.
        start: offset of the first byte.
        beside: what is known of the input beside these bytes.
        cut: full length of the last line that :meth:`lines` cut, or 0.

    """

    kind_of_origin = Origin

    def __init__(
        self,
        blocks: Iterable[bytes],
        *,
        name: str,
        source: str,
        format: str,  # noqa: A002 - the field's own name
        encoding: str = "",
        start: int = 0,
        limits: Limits = DEFAULT,
        beside: Beside = NOTHING_BESIDE,
    ) -> None:
        self._blocks = iter(blocks)
        self.name = name
        self.source = source
        self.format = format
        self.encoding = encoding
        self.start = start
        self.limits = limits
        self.beside = beside
        self.cut = 0

    def lines(self) -> Iterator[Line]:
        """Yield ``(number, offset, raw)`` for each line: number from 1, raw with its line end.

        Lines end at LF, CR LF or CR and nowhere else (not at U+2028, VT or NEL). A line longer
        than ``limits.record`` comes as its first ``limits.record + 1`` bytes, without line end;
        ``cut`` then holds its full length and the reader is expected to reject it.
        """
        limit = self.limits.record
        number, offset = 0, self.start
        pending: list[bytes] = []
        held = 0
        for block in self.whole_line_ends():
            pieces = block.splitlines(keepends=True)
            if pending:
                if held <= limit:
                    pending.append(pieces[0])
                held += len(pieces[0])
                if not pieces.pop(0).endswith((b"\n", b"\r")):
                    continue
                number += 1
                self.cut = held if held > limit else 0
                yield number, offset, b"".join(pending)[: limit + 1]
                offset += held
                pending, held = [], 0
            if pieces and not pieces[-1].endswith((b"\n", b"\r")):
                pending = [pieces.pop()]
                held = len(pending[0])
            self.cut = 0
            for raw in pieces:
                number += 1
                yield number, offset, raw
                offset += len(raw)
        if pending:
            self.cut = held if held > limit else 0
            yield number + 1, offset, b"".join(pending)[: limit + 1]

    def whole_line_ends(self) -> Iterator[bytes]:
        """Yield the bytes in blocks of any size but none, not parted between CR and LF."""
        carried = b""
        for block in self._blocks:
            whole = carried + block
            carried = b"\r" if whole.endswith(b"\r") else b""
            if len(whole) > len(carried):
                yield whole[:-1] if carried else whole
        if carried:
            yield carried

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes as they come, in blocks of any size."""
        return self._blocks

    def whole(self, limit: int) -> bytes:
        """Return all bytes; raise :class:`TooLargeError` beyond ``limit``."""
        kept: list[bytes] = []
        size = 0
        for block in self._blocks:
            kept.append(block)
            size += len(block)
            if size > limit:
                raise TooLargeError(b"".join(kept)[:limit])
        return b"".join(kept)

    def text(self, raw: bytes) -> tuple[str, tuple[Problem, ...]]:
        """Decode ``raw`` and say what had to be guessed or replaced.

        Strict UTF-8 (or the declared encoding) first, else Windows-1252 with a problem. NUL and
        undecodable bytes become U+FFFD, with a problem; the result is NFC.
        """
        problems: tuple[Problem, ...] = ()
        try:
            text = raw.decode(self.encoding or "utf-8")
        except UnicodeDecodeError as error:
            if error.start and error.reason == "unexpected end of data":
                # All is UTF-8 but the last character, which was cut off with the input.
                return self.text(raw[: error.start] + "\ufffd".encode())
            text = raw.decode("cp1252", "replace")
            wanted = self.encoding or "UTF-8"
            message = f"not {wanted} at byte {error.start} of the record; read as Windows-1252"
            problems = (Problem(ENCODING_GUESSED, message),)
        if "\0" in text:
            text = text.replace("\0", "\ufffd")
        if not text.isascii():
            text = normalized("NFC", text)
        if "\ufffd" in text:
            message = "characters that cannot be read stand as U+FFFD"
            problems += (Problem("replaced-characters", message),)
        return text, problems

    def origin(self, ordinal: int, line: int, offset: int, record_id: str = "") -> Origin:
        """Return the origin of the ``ordinal``-th record, found at ``line`` and ``offset``."""
        return self.kind_of_origin(
            source=self.source,
            file=self.name,
            format=self.format,
            ordinal=ordinal,
            line=0 if self.beside.rows else line,
            offset=0 if self.beside.rows else offset,
            id=record_id,
        )

    def reject(
        self, place: tuple[int, int, int], code: str, message: str, raw: bytes, length: int = 0
    ) -> Reject:
        """Return the reject of ``raw`` at ``place`` (ordinal, line, offset)."""
        return Reject(
            origin=self.origin(*place),
            code=code,
            message=message,
            raw=raw[: self.limits.record],
            length=length or len(raw),
        )

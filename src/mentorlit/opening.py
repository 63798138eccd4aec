"""The door in: named files and standard input as blocks of plain bytes, whatever packs them.

Compression is recognised by its magic bytes, never by a name. Nothing is written anywhere:
archive members are streamed and their names are never used as paths.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import IO, TYPE_CHECKING, BinaryIO, Final, Protocol
from zlib import decompressobj

from mentorlit import parquetlines
from mentorlit.limits import DEFAULT, Limits
from mentorlit.problems import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

STDIN: Final = "-"
"""The name that stands for standard input."""
_STDIN_SHOWN: Final = "<stdin>"

_MAGIC: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


class Decompressor(Protocol):
    """What bz2, lzma and zstd objects have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of one compressed member has been reached."""

    @property
    def needs_input(self) -> bool:
        """Whether no more output can come without further input."""

    @property
    def unused_data(self) -> bytes:
        """What followed the end of the member."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Take ``data`` and return at most ``max_length`` bytes."""


class _Gzip:
    """zlib's gzip decoder with the interface of :class:`Decompressor`."""

    def __init__(self) -> None:
        self._decoder = decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return not self._decoder.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._decoder.decompress(self._decoder.unconsumed_tail + data, max(max_length, 0))


class Opened:
    """One opened input: its name and its decompressed bytes, read once.

    After :meth:`blocks` has ended, ``damage`` says why the bytes stop early, or is empty. Rows of
    Parquet come as lines (``rows``); ``table`` is the file that they can be read from again.
    """

    rows = False
    table = ""

    def __init__(self, name: str, raw: Iterator[bytes], limits: Limits = DEFAULT) -> None:
        self.name = shown(name)
        self.damage = ""
        self.packing = ""
        self._limits = limits
        self._bytes = self._guarded(raw)
        self.head = self._take(limits.head)

    def blocks(self) -> Iterator[bytes]:
        """Yield all bytes from the start, ``head`` included."""
        if self.head:
            yield self.head
        yield from self._bytes

    def _take(self, size: int) -> bytes:
        """Read ahead so that recognition does not depend on how the bytes arrive."""
        kept: list[bytes] = []
        held = 0
        for block in self._bytes:
            kept.append(block)
            held += len(block)
            if held >= size:
                break
        return b"".join(kept)

    def _guarded(self, raw: Iterator[bytes]) -> Iterator[bytes]:
        """Yield decompressed blocks; turn every failure on the way into ``damage``."""
        try:
            first = next(raw, b"")
            self.packing = packing(first)
            if not self.packing:
                yield first
                yield from raw
                return
            yield from self._unpacked(first, raw)
        except InputError as error:
            self.damage = str(error)
        except OSError as error:
            self.damage = error.strerror or str(error)

    def _unpacked(self, first: bytes, raw: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the decompressed blocks of one or more members that follow each other."""
        make = _decompressor(self.packing)
        decoder = make()
        within_member = False
        taken = given = 0
        for block in chain((first,), raw):
            data = block
            taken += len(data)
            while data or (within_member and not decoder.needs_input):
                within_member = True
                try:
                    out = decoder.decompress(data, self._limits.block)
                except Exception as error:  # each library has error classes of its own
                    raise InputError(f"the {self.packing} data are damaged ({error})") from error
                data = b""
                given += len(out)
                if given > self._limits.ratio_free and given > taken * self._limits.ratio:
                    raise InputError(f"the {self.packing} data expand beyond all measure")
                if out:
                    yield out
                if decoder.eof:
                    within_member = False
                    data = decoder.unused_data.lstrip(b"\0")
                    decoder = make()
        if within_member:
            raise InputError(f"the {self.packing} data are cut off")


def shown(name: str) -> str:
    r"""Return a file name as text that can be written: bytes that are no UTF-8 as ``\xff``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def packing(head: bytes) -> str:
    """Return the compression whose magic bytes ``head`` begins with, or ``""``."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


def _decompressor(name: str) -> Callable[[], Decompressor]:
    """Import the library for one compression, only when it is met."""
    if name == "gzip":
        return _Gzip
    if name == "bzip2":
        from bz2 import BZ2Decompressor  # noqa: PLC0415 - start-up

        return BZ2Decompressor
    if name == "xz":
        from lzma import LZMADecompressor  # noqa: PLC0415 - start-up

        return LZMADecompressor
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor  # noqa: PLC0415 - start-up
    else:
        from backports.zstd import ZstdDecompressor  # noqa: PLC0415 - start-up

    return ZstdDecompressor


def open_input(name: str, limits: Limits = DEFAULT) -> Iterator[Opened]:
    """Yield the inputs behind ``name``: a file, standard input, or each member of a zip archive.

    Raises:
        InputError: the file cannot be opened.

    """
    if name == STDIN:
        if sys.stdin is None:
            raise InputError("standard input is closed")
        yield from _inputs(_STDIN_SHOWN, sys.stdin.buffer, limits)
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115 - closed below; a name may be any text
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be opened: {reason}") from error
    with file:
        yield from _inputs(name, file, limits)


def _inputs(name: str, file: BinaryIO, limits: Limits) -> Iterator[Opened]:
    """Yield the input or, from a zip archive, the inputs that ``file`` holds."""
    try:
        start = file.read(8)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    raw = chain((start,), _blocks(file, limits.block))
    if start.startswith(ZIP):
        yield from _members(name, file if file.seekable() else _seekable(raw), limits)
    elif start.startswith(parquetlines.MAGIC):
        yield _table(name, file if file.seekable() else _seekable(raw), limits)
    else:
        yield Opened(name, raw, limits)


def _table(name: str, file: BinaryIO, limits: Limits) -> Opened:
    """Return the rows of Parquet as lines."""
    opened = Opened(name, parquetlines.lines(file, limits), limits)
    opened.rows = True
    opened.table = "" if name == _STDIN_SHOWN else name
    return opened


def _seekable(raw: Iterator[bytes]) -> BinaryIO:
    """Copy a stream to a temporary file: a zip archive's directory stands at its end."""
    from tempfile import TemporaryFile  # noqa: PLC0415 - start-up

    copy = TemporaryFile()  # noqa: SIM115 - deleted with the last reference
    copy.writelines(raw)
    copy.seek(0)
    return copy


def _blocks(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield what the file gives, at most ``size`` bytes at a time."""
    # read1 gives what is there: a slow pipe flows, and Ctrl-C is heard between two blocks.
    read = getattr(file, "read1", file.read)
    while block := read(size):
        yield block


def _members(name: str, file: BinaryIO, limits: Limits) -> Iterator[Opened]:
    """Yield the members of a zip archive, in the archive's order, directories left out."""
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - start-up

    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield from _rescued(name, file, limits)
        raise InputError(f"the zip archive is damaged ({error})") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.archive_members:
        raise InputError(f"the zip archive has more than {limits.archive_members} members")
    for info in infos:
        yield Opened(f"{name}/{info.filename}", _member(archive, info, limits), limits)


def _rescued(name: str, file: BinaryIO, limits: Limits) -> Iterator[Opened]:
    """Yield what can be found of an archive without its directory, up to the first damage."""
    from mentorlit import zipcut  # noqa: PLC0415 - start-up

    file.seek(0)
    for number, (member, blocks) in enumerate(zipcut.members(file, limits)):
        if number >= limits.archive_members:
            return
        if not member.endswith("/"):
            opened = Opened(f"{name}/{member}", blocks, limits)
            yield opened
            if opened.damage:
                return
        with suppress(InputError):
            deque(blocks, maxlen=0)


def _member(archive: "ZipFile", info: "ZipInfo", limits: Limits) -> Iterator[bytes]:
    """Yield one member's bytes, its expansion bounded like that of any compression."""
    try:
        with archive.open(info) as member:
            yield from _bounded(_blocks(member, limits.block), info.compress_size, limits)
    except InputError:
        raise
    except Exception as error:  # zipfile raises a dozen classes, RuntimeError among them
        raise InputError(f"the zip member is damaged ({error})") from error


def _bounded(blocks: Iterator[bytes], compressed: int, limits: Limits) -> Iterator[bytes]:
    """Yield ``blocks`` as long as they are no bomb."""
    given = 0
    for block in blocks:
        given += len(block)
        if given > limits.ratio_free and given > compressed * limits.ratio:
            raise InputError("the zip member expands beyond all measure")
        yield block

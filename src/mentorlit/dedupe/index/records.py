"""The records of an index: their lines, their fingerprints, and a row of numbers for each.

The files only grow. How far they count is in the manifest; what an unfinished run left behind that
is cut off when something is added.
"""

import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from struct import Struct
from typing import BinaryIO, Final, NamedTuple
from zlib import crc32

import msgspec

from mentorlit.dedupe.canonical import SORT_KEY, Place, canonical_place
from mentorlit.dedupe.index.manifest import damaged, unwritable
from mentorlit.dedupe.index.mapping import forget, mapped
from mentorlit.dedupe.prepare import Prepared
from mentorlit.model import Citation
from mentorlit.problems import InputError

LINES: Final = "records.ndjson"
PRINTS: Final = "fingerprints"
PLACES: Final = "places"
FILES: Final = (LINES, PRINTS, PLACES)

# Sort key, whether the title says what the paper is, the finer numbers, where line and fingerprint
# end in their files, and a check of both.
_PLACE: Final = Struct(f"={SORT_KEY}s?3IQQI")
_FINER: Final = Struct("=3Q")
_FINER_AT: Final = Struct("=3I")
_BUFFER: Final = 1 << 20

_RECORD: Final = msgspec.json.Decoder(Citation)


class _Row(NamedTuple):
    key: bytes
    speaks: bool
    first: int
    second: int
    third: int
    line: int
    print: int
    check: int


class Records:
    """The records in a folder, by number, in the order in which they were added.

    Raises:
        InputError: the files cannot be read or are not what was written; in any method.

    """

    def __init__(self, folder: Path, count: int, sizes: Mapping[str, int]) -> None:
        self._folder = folder
        self._count = count
        self._files: dict[str, FileIO] = {}
        self._places: bytes | mmap.mmap = b""
        if not count:
            return
        try:
            self._open(sizes)
        except OSError as error:
            self.close()
            raise self._unreadable(error) from error
        except InputError:
            self.close()
            raise

    def _open(self, sizes: Mapping[str, int]) -> None:
        if sizes.get(PLACES) != self._count * _PLACE.size:
            raise damaged(self._folder, f"{PLACES} is not of {self._count} records")
        for name in FILES:
            file = self._files[name] = (self._folder / name).open("rb", buffering=0)
            if os.fstat(file.fileno()).st_size < sizes.get(name, 0):
                raise damaged(self._folder, f"{name} is cut off")
        places = self._files[PLACES]
        self._places = mapped(places, sizes[PLACES])
        last = self._row(self._count - 1)
        if (last.line, last.print) != (sizes.get(LINES), sizes.get(PRINTS)):
            raise damaged(self._folder, f"{PLACES} does not fit the other files")

    def close(self) -> None:
        """Give the files back."""
        if isinstance(self._places, mmap.mmap):
            self._places.close()
        for file in self._files.values():
            file.close()

    def __len__(self) -> int:
        return self._count

    def forget(self) -> None:
        """Let go of the memory of what was looked at."""
        if isinstance(self._places, mmap.mmap):
            forget(self._places)

    def prepared(self, record: int) -> Prepared:
        """Return a record as it was added, but without its keys."""
        row, line, packed = self._whole(record)
        numbers = _FINER.pack(row.first, row.second, row.third)
        return Prepared(line, row.key, packed, numbers, row.speaks)

    def finer(self, record: int) -> tuple[int, int, int]:
        """Return the numbers of a record that split a block that is too big."""
        first, second, third = _FINER_AT.unpack_from(
            self._places, record * _PLACE.size + SORT_KEY + 1
        )
        return first, second, third

    def key(self, record: int) -> bytes:
        """Return the sort key of a record."""
        start = record * _PLACE.size
        return self._places[start : start + SORT_KEY]

    def place(self, record: int) -> Place:
        """Return what sorts a record among those with the same content."""
        return canonical_place(_RECORD.decode(self._whole(record)[1]))

    def _row(self, record: int) -> _Row:
        return _Row(*_PLACE.unpack_from(self._places, record * _PLACE.size))

    def _whole(self, record: int) -> tuple[_Row, bytes, bytes]:
        row = self._row(record)
        start = self._row(record - 1) if record else None
        try:
            line = self._read(LINES, start.line if start else 0, row.line)
            packed = self._read(PRINTS, start.print if start else 0, row.print)
        except OSError as error:
            raise self._unreadable(error) from error
        if crc32(packed, crc32(line)) != row.check:
            raise damaged(self._folder, f"record {record + 1} is not what was written")
        return row, line[:-1], packed

    def _read(self, name: str, start: int, end: int) -> bytes:
        file = self._files[name]
        file.seek(start)
        return file.read(max(end - start, 0))

    def _unreadable(self, error: OSError) -> InputError:
        return InputError(f"{error.filename or self._folder}: cannot be read: {error.strerror}")


class Growing:
    """The same files, while records are added behind those that count; what is there is cut off.

    Raises:
        OutputError: they cannot be written; in any method.

    """

    def __init__(self, folder: Path, sizes: Mapping[str, int]) -> None:
        self._folder = folder
        self.sizes = {name: sizes.get(name, 0) for name in FILES}
        self.added = 0
        self._files: dict[str, BinaryIO] = {}
        try:
            for name, size in self.sizes.items():
                self._files[name] = (folder / name).open("ab", _BUFFER)
                self._files[name].truncate(size)
        except OSError as error:
            self.close()
            raise unwritable(folder, error) from error

    def add(self, record: Prepared) -> None:
        """Add a record at the end."""
        line = record.line + b"\n"
        self.sizes[LINES] += len(line)
        self.sizes[PRINTS] += len(record.print)
        self.sizes[PLACES] += _PLACE.size
        finer = _FINER.unpack_from(record.numbers)
        ends = self.sizes[LINES], self.sizes[PRINTS]
        check = crc32(record.print, crc32(line))
        self.added += 1
        try:
            self._files[LINES].write(line)
            self._files[PRINTS].write(record.print)
            self._files[PLACES].write(_PLACE.pack(record.key, record.speaks, *finer, *ends, check))
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def settle(self) -> None:
        """Make what was added last."""
        try:
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise unwritable(self._folder, error) from error

    def close(self) -> None:
        """Give the files back."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()

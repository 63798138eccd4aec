"""Blocking keys and their records, sorted by key, in files that are never changed.

What is added makes a new file. New files are merged with those before them as long as these are no
larger, so there are few, and each row is written few times. A file has all keys, ascending, each as
often as it has records, then the records.
"""

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Final, Self

from mentorlit.dedupe.index.manifest import KeysFile, damaged, unwritable
from mentorlit.dedupe.index.mapping import forget, mapped
from mentorlit.problems import InputError

BEGINNING: Final = "keys-"
"""What the names of the files begin with; a number follows that is never given again."""

_ROW: Final = 12
"""Bytes of a row: eight of the key, four of the record."""

_SORTED: Final = 1 << 20
"""Rows that are sorted at a time: each takes some 50 bytes of memory meanwhile."""

_LOOKED_UP: Final = 1 << 10
"""Keys that are looked up before memory is let go of: each takes some 100 kB of a large file."""

_RECORD: Final = 0xFFFFFFFF


class Keys:
    """One file of keys, open; a context manager.

    Raises:
        InputError: it cannot be read, or has another size.

    """

    def __init__(self, folder: Path, file: KeysFile) -> None:
        self._folder = folder
        self.file = file
        size = file.rows * _ROW
        try:
            with (folder / file.name).open("rb") as opened:
                if os.fstat(opened.fileno()).st_size != size:
                    raise damaged(folder, f"{file.name} has another size")
                self._map = mapped(opened, size)
        except OSError as error:
            raise InputError(f"{folder / file.name}: cannot be read: {error.strerror}") from error
        self._whole = memoryview(self._map)
        self.keys = self._whole[: 8 * file.rows].cast("Q")
        self.records = self._whole[8 * file.rows :].cast("I")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        for view in (self.keys, self.records, self._whole):
            view.release()
        self._map.close()

    def check(self) -> None:
        """Make sure that the file is what was written.

        Raises:
            InputError: it is not.

        """
        if _hash(self.keys, self.records) != self.file.hash:
            raise damaged(self._folder, f"{self.file.name} is not what was written")

    def found(self, wanted: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield those of the keys, which ascend, that are here, with their records."""
        at = 0
        for number, key in enumerate(wanted, 1):
            if not number % _LOOKED_UP:
                forget(self._map)
            at = bisect_left(self.keys, key, at)
            end = at
            while end < self.file.rows and self.keys[end] == key:
                end += 1
            if end > at:
                yield key, self.records[at:end].tolist()
            at = end
        forget(self._map)

    def rows(self, first: int, last: int) -> list[int]:
        """Return the rows with keys of a range, each as one number that sorts them."""
        start, end = bisect_left(self.keys, first), bisect_left(self.keys, last + 1)
        columns = self.keys[start:end].tolist(), self.records[start:end].tolist()
        forget(self._map)
        return [key << 32 | record for key, record in zip(*columns, strict=True)]


class Adding:
    """New files of keys in a folder, beside those that count already.

    Raises:
        OutputError: they cannot be written; in any method.

    """

    def __init__(self, folder: Path, number: int) -> None:
        self._folder = folder
        self._numbers = count(number)
        self._rows: list[int] = []
        self._made: list[KeysFile] = []

    def add(self, keys: Iterable[int], record: int) -> None:
        """Add the keys of a record."""
        self._rows.extend(key << 32 | record for key in keys)
        if len(self._rows) >= _SORTED:
            self._flush()

    def settle(self, before: Sequence[KeysFile]) -> tuple[KeysFile, ...]:
        """Return the files that count from now on, those of ``before`` among them or merged."""
        self._flush()
        files = [*before, *self._made]
        first, rows = len(before), sum(file.rows for file in self._made)
        while first and files[first - 1].rows <= rows:
            first -= 1
            rows += files[first].rows
        if len(files) - first > 1:
            merged = self._merged(files[first:], rows)
            for file in files[len(before) :]:
                self._remove(file.name)
            files[first:] = [merged]
        return tuple(files)

    def next_number(self) -> int:
        """Return the number of the next file, which no other has had."""
        return next(self._numbers)

    def _flush(self) -> None:
        if self._rows:
            self._rows.sort()
            self._made.append(self._written([self._rows], len(self._rows)))
            self._rows = []

    def _merged(self, files: Sequence[KeysFile], rows: int) -> KeysFile:
        """Write one file with the rows of some, a range of keys at a time."""
        parts = 1 << (rows // _SORTED).bit_length()
        width = (1 << 64) // parts
        with ExitStack() as opened:
            merging = [opened.enter_context(Keys(self._folder, file)) for file in files]
            for one in merging:
                one.check()

            def sorted_rows() -> Iterator[list[int]]:
                for first in range(0, 1 << 64, width):
                    found: list[int] = []
                    for one in merging:
                        found += one.rows(first, first + width - 1)
                    found.sort()
                    yield found

            return self._written(sorted_rows(), rows)

    def _written(self, parts: Iterable[list[int]], rows: int) -> KeysFile:
        """Write a file of so many rows, which ascend over all parts."""
        name = f"{BEGINNING}{next(self._numbers)}"
        path = self._folder / name
        keys_hash, records_hash = blake2b(digest_size=16), blake2b(digest_size=16)
        try:
            with path.open("wb") as keys_file, path.open("r+b") as records_file:
                records_file.seek(8 * rows)
                for part in parts:
                    keys = array("Q", (row >> 32 for row in part))
                    records = array("I", (row & _RECORD for row in part))
                    keys_file.write(keys)
                    records_file.write(records)
                    keys_hash.update(keys)
                    records_hash.update(records)
                for file in (keys_file, records_file):
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            self._remove(name)
            raise unwritable(path, error) from error
        except BaseException:
            self._remove(name)
            raise
        return KeysFile(name, rows, keys_hash.hexdigest() + records_hash.hexdigest())

    def _remove(self, name: str) -> None:
        with suppress(OSError):
            (self._folder / name).unlink()


def _hash(keys: "memoryview[int]", records: "memoryview[int]") -> str:
    columns = (keys, records)
    return "".join(blake2b(column, digest_size=16).hexdigest() for column in columns)

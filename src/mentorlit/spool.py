"""Citations kept for a second pass: the first ones in memory, the rest in a temporary file."""

import os
from array import array
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Final, Self

import msgspec

from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation
from mentorlit.problems import OutputError

_DECODER: Final = msgspec.json.Decoder(Citation)
_ENCODER: Final = msgspec.json.Encoder()
_BUFFER: Final = 1 << 20


class Rows:
    """A list of byte strings in bounded memory; a context manager, which removes the file.

    What is beyond ``room`` bytes is in a file and costs 8 bytes of memory a row. A file with a
    ``path`` has all rows and stays; else it is a temporary one in ``folder`` (by default the
    system's). Once :meth:`settle` was called, other processes that were forked from this one may
    read as well.

    Raises:
        OutputError: the file cannot be written.

    """

    def __init__(self, room: int = DEFAULT.spool, *, path: str = "", folder: str = "") -> None:
        self._room = 0 if path else room
        self._path = path
        self._folder = folder
        self._held: list[bytes] = []
        self._starts = array("Q", [0])
        self._file: IO[bytes] | None = None
        self._is_settled = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the file, if there is one without a path.

        What :meth:`settle` did not write before is lost with it.
        """
        if self._file:
            # What a full disk did not take it does not take now either; that was told already.
            with suppress(OSError):
                self._file.close()

    @property
    def starts(self) -> "array[int]":
        """Where each row of the file starts, and where the last one ends."""
        return self._starts

    def restore(self, starts: "array[int]") -> None:
        """Take the file at the path as it is, with rows that start there; without rows, no file.

        Raises:
            OutputError: there is no such file.

        """
        if len(starts) == 1:
            return
        try:
            self._file = open(self._path, "r+b", _BUFFER)  # noqa: SIM115, PTH123 - closed in close
        except OSError as error:
            raise OutputError(f"{self._path}: {error.strerror}") from error
        self._starts = starts

    def add(self, row: bytes) -> None:
        """Add a row at the end."""
        self._room -= len(row)
        if self._room >= 0 and not self._file:
            self._held.append(row)
            return
        file = self._file or self._opened()
        try:
            if self._is_settled:
                file.seek(self._starts[-1])
                self._is_settled = False
            file.write(row)
        except OSError as error:
            raise self._unwritable(error) from error
        self._starts.append(self._starts[-1] + len(row))

    def settle(self) -> None:
        """Write what is still on its way to the file."""
        if self._is_settled or self._file is None:
            return
        try:
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from error
        self._is_settled = True

    def __len__(self) -> int:
        return len(self._held) + len(self._starts) - 1

    def __getitem__(self, index: int) -> bytes:
        """Return one row by its place, from 0."""
        if index < len(self._held):
            return self._held[index]
        place = index - len(self._held)
        if self._file is None or place >= len(self._starts) - 1:
            raise IndexError(index)
        self.settle()
        start, end = self._starts[place : place + 2]
        try:
            return _read(self._file, start, end - start)
        except OSError as error:
            raise OutputError(f"temporary file: {error.strerror}") from error

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def _opened(self) -> IO[bytes]:
        try:
            if self._path:
                self._file = open(self._path, "w+b", _BUFFER)  # noqa: SIM115, PTH123 - as above
            else:
                from tempfile import TemporaryFile  # noqa: PLC0415 - start-up

                self._file = TemporaryFile(buffering=_BUFFER, dir=self._folder or None)  # noqa: SIM115
        except OSError as error:
            raise self._unwritable(error) from error
        return self._file

    def _unwritable(self, error: OSError) -> OutputError:
        where = self._path or (f"temporary file in {self._folder}" if self._folder else "")
        return OutputError(f"{where or 'temporary file'}: cannot be written: {error.strerror}")


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    """Read from a place, without moving it for others where the system can."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), size, start)
    file.seek(start)
    return file.read(size)


class Spool:
    """A list of citations in bounded memory; a context manager, which removes the file.

    It is kept as :class:`Rows` are, with ``limits.spool`` bytes in memory.

    Raises:
        OutputError: the file cannot be written.

    """

    def __init__(self, limits: Limits = DEFAULT, *, path: str = "", folder: str = "") -> None:
        self.rows = Rows(limits.spool, path=path, folder=folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.rows.close()

    def close(self) -> None:
        """Remove the file, if there is one without a path."""
        self.rows.close()

    def add(self, citation: Citation) -> None:
        """Add a citation at the end."""
        self.rows.add(_ENCODER.encode(citation))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Citation:
        """Return one citation by its place, from 0."""
        return _DECODER.decode(self.rows[index])

    def __iter__(self) -> Iterator[Citation]:
        return map(_DECODER.decode, self.rows)

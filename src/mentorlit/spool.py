"""Citations kept for a second pass: the first ones in memory, the rest in a temporary file."""

from array import array
from typing import IO, Final, Self

import msgspec

from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation
from mentorlit.problems import OutputError

_DECODER: Final = msgspec.json.Decoder(Citation)
_ENCODER: Final = msgspec.json.Encoder()


class Spool:
    """A list of citations in bounded memory; a context manager, which removes the file.

    What is beyond ``limits.spool`` costs 8 bytes of memory a citation.

    Raises:
        OutputError: the temporary file cannot be written.

    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._room = limits.spool
        self._held: list[bytes] = []
        self._starts = array("Q", [0])
        self._file: IO[bytes] | None = None
        self._is_at_end = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the file, if there is one."""
        if self._file:
            self._file.close()

    def add(self, citation: Citation) -> None:
        """Add a citation at the end."""
        line = _ENCODER.encode(citation)
        self._room -= len(line)
        if self._room >= 0 and not self._file:
            self._held.append(line)
            return
        if self._file is None:
            from tempfile import TemporaryFile  # noqa: PLC0415 - start-up

            self._file = TemporaryFile()  # noqa: SIM115 - closed in __exit__
        try:
            if not self._is_at_end:
                self._file.seek(self._starts[-1])
                self._is_at_end = True
            self._file.write(line)
        except OSError as error:
            raise OutputError(f"temporary file: cannot be written: {error.strerror}") from error
        self._starts.append(self._starts[-1] + len(line))

    def __len__(self) -> int:
        return len(self._held) + len(self._starts) - 1

    def __getitem__(self, index: int) -> Citation:
        """Return one citation by its place, from 0."""
        if index < len(self._held):
            return _DECODER.decode(self._held[index])
        if self._file is None or index >= len(self):
            raise IndexError(index)
        place = index - len(self._held)
        start, end = self._starts[place : place + 2]
        try:
            self._is_at_end = False
            self._file.seek(start)
            return _DECODER.decode(self._file.read(end - start))
        except OSError as error:
            raise OutputError(f"temporary file: {error.strerror}") from error

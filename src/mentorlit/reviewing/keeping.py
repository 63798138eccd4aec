"""A file that is only ever added to: what has been added is safe before more is asked."""

import os
from pathlib import Path

from mentorlit.problems import InputError, OutputError


class Kept:
    """Lines added to the end of a file, which is made when the first one comes.

    Raises:
        OutputError: in any method, if the file cannot be written.

    """

    def __init__(self, name: str) -> None:
        self.name = name

    def lines(self) -> list[bytes]:
        """Return what the file holds; nothing if there is none.

        Raises:
            InputError: it is there and cannot be read.

        """
        path = Path(self.name)
        try:
            if path.exists() and not path.is_file():
                raise InputError(f"{self.name}: not a file that decisions can be kept in")
            return path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read: {error.strerror or error}") from error

    def add(self, data: bytes) -> None:
        """Add whole lines, and wait until the disk has them."""
        try:
            with Path(self.name).open("ab+") as file:
                if file.tell() and not self._ends_whole(file.fileno()):
                    data = b"\n" + data
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{self.name}: cannot be written: {error.strerror or error}"
            ) from error

    def _ends_whole(self, descriptor: int) -> bool:
        """Tell whether the last line has its end: an editor may have left it out."""
        size = os.lseek(descriptor, 0, os.SEEK_END)
        os.lseek(descriptor, size - 1, os.SEEK_SET)
        return os.read(descriptor, 1) == b"\n"

"""The files of documents: read whole, kept to the byte, and the files that they take in."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from mentorlit.limits import DEFAULT, Limits
from mentorlit.problems import InputError
from mentorlit.rekeying.latex import Included

_ENCODINGS: Final = ("utf-8", "latin-1")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_NO_NAME: Final = frozenset("\\{}#$%\0")


class Source(NamedTuple):
    """A text of a document. ``encode`` of ``text`` gives the bytes of the file again."""

    name: str
    text: str
    encoding: str

    def encode(self, text: str) -> bytes:
        """Return a text in the encoding of the file.

        Raises:
            InputError: it has a character that the encoding has not.

        """
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            what = text[error.start]
            raise InputError(f"{self.name}: a new key has {what!r}, but it is Latin-1") from error


def load(name: str, limits: Limits = DEFAULT) -> Source:
    """Return a file: UTF-8, else Latin-1, which every file is that keeps to ASCII where it counts.

    Raises:
        InputError: it cannot be read, is no file, too large, or UTF-16.

    """
    path = Path(name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{name}: not a file")
        if status.st_size > limits.document:
            raise InputError(f"{name}: larger than {limits.document >> 20} MiB")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name}: cannot be read: {reason}") from error
    if data.startswith(_WIDE):
        raise InputError(f"{name}: UTF-16, which LaTeX does not read")
    try:
        return Source(name, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Source(name, data.decode("latin-1"), "latin-1")


def identity(name: str) -> str:
    """Return what two names of one file have in common."""
    return os.path.realpath(name)


class Place(NamedTuple):
    """Where a file that is taken in was found; without ``name`` it was not, for a ``reason``."""

    name: str
    reason: str = ""


def find(found: Included, by: str, main: str) -> Place:
    r"""Return the file that the source ``by`` of the document ``main`` takes in.

    TeX looks from where it runs, the folder of the main file; ``\subfile`` and ``\import`` look
    from the file they stand in. A name without suffix is that of a ``.tex`` file. Files out of the
    folder of the main file are not taken: they may be other people's.
    """
    name = found.file.strip().strip('"')
    if not name or _NO_NAME.intersection(name + found.folder):
        return Place("", f"{name or 'nothing'}: no plain name of a file")
    root = Path(main).parent
    for path in _candidates(Path(found.folder.strip()) / name, [root, Path(by).parent]):
        if _is_file(path):
            if Path(identity(main)).parent not in Path(identity(str(path))).parents:
                return Place("", f"{path}: not in the folder of {main}; name it with --tex")
            return Place(os.path.normpath(path))
    return Place("", f"{name}: not found")


def _candidates(name: Path, folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield folder / f"{name}.tex"
        yield folder / name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False

"""The door out: whole files or none, standard output, and text that is safe for a terminal."""

import os
import re
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from mentorlit.opening import STDIN
from mentorlit.problems import OutputError, UsageError

# C0 but tab, DEL, C1, line and paragraph separators, bidi marks, embeddings, overrides and
# isolates, the byte-order mark, and surrogates: all that drives a terminal or reorders its text.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

# Names of open descriptors: what they stand for is written on, not opened anew or replaced.
_DESCRIPTOR: Final = re.compile(r"/(?:dev|dev/fd|proc/self/fd)/(stdout|stderr|[0-9]+)")
_NUMBER: Final = {"stdout": 1, "stderr": 2}


def printable(text: str) -> str:
    """Return ``text`` with every control, bidi and surrogate character made visible."""
    return _UNPRINTABLE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Output:
    """Where bytes go: standard output, a device, or a file that appears whole or not at all.

    Used as a context manager: leaving it without an exception commits the file (flush, fsync,
    rename over the old one, with the permissions a new file gets); leaving it with one discards
    everything and keeps what was there before.

    Raises:
        OutputError: the output cannot be written; in any method, and when it is committed.

    """

    def __init__(self, name: str = STDIN) -> None:
        self.name = name
        self._temporary: Path | None = None
        self._file = self._open()

    def write(self, data: bytes) -> None:
        """Write ``data``; nothing of it is sure before the output is committed."""
        try:
            self._file.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._failed(error) from error

    def flush(self) -> None:
        """Hand over what has been written so far."""
        try:
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._failed(error) from error

    def __enter__(self) -> Self:
        """Return the output itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or discard after an exception."""
        if kind is None:
            self._commit()
        else:
            self._discard()

    def _open(self) -> BinaryIO:
        if self.name == STDIN:
            if sys.stdout is None:
                raise OutputError("standard output: closed")
            return sys.stdout.buffer
        path = Path(self.name)
        try:
            if (open_already := _descriptor(self.name)) is not None:
                return os.fdopen(os.dup(open_already), "wb")
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                return path.open("wb")
            target = path.resolve()
            self._temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
            return self._temporary.open("xb")
        except OSError as error:
            raise self._failed(error) from error

    def _commit(self) -> None:
        self.flush()
        if self._temporary is None:
            if self.name != STDIN:
                self._close()
            return
        try:
            os.fsync(self._file.fileno())
            self._close()
            target = Path(self.name).resolve()
            if target.exists():
                self._temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            self._temporary.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            self._discard()
            raise self._failed(error) from error

    def _close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise self._failed(error) from error

    def _discard(self) -> None:
        if self.name == STDIN:
            return
        with suppress(OSError):
            self._file.close()
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.unlink()

    def _failed(self, error: OSError) -> OutputError:
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.unlink()
        shown = "standard output" if self.name == STDIN else self.name
        return OutputError(f"{shown}: cannot be written: {error.strerror or error}")


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _descriptor(name: str) -> int | None:
    """Return the open descriptor that a name stands for, if it does."""
    stands_for = _DESCRIPTOR.fullmatch(name)
    return (_NUMBER.get(stands_for[1]) or int(stands_for[1])) if stands_for else None


def is_standard_output(name: str) -> bool:
    """Tell whether an output of this name is standard output, by any name that it has."""
    return name == STDIN or _descriptor(name) == _NUMBER["stdout"]


def refuse_overlap(outputs: Iterable[str], inputs: Iterable[str]) -> None:
    """Make sure that no output is an input, in an input that is a folder, or another output.

    Raises:
        UsageError: one is.

    """
    seen: list[str | int] = [0 if name == STDIN else name for name in inputs]
    for name in outputs:
        if any(_same(name, other) for other in seen):
            raise UsageError(f"{name}: the output may not be one of the inputs or outputs")
        if any(_within(name, other) for other in seen):
            raise UsageError(f"{name}: the output may not be in a folder that is read")
        seen.append(name)


def _same(name: str, other: str | int) -> bool:
    """Tell whether a file and another file or open descriptor are one regular file."""
    try:
        known = os.stat(other)  # noqa: PTH116 - may be an open descriptor
        found = Path(name).stat()
    except OSError:
        return isinstance(other, str) and os.path.realpath(name) == os.path.realpath(other)
    return stat.S_ISREG(found.st_mode) and os.path.samestat(found, known)


def _within(name: str, folder: str | int) -> bool:
    """Tell whether a file is, or would be, somewhere in a folder."""
    if isinstance(folder, int) or not Path(folder).is_dir():
        return False
    return Path(folder).resolve() in Path(name).resolve().parents

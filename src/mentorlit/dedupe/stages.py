"""Stages of a run, kept in a folder: a run that was ended goes on after the last whole one.

A stage is whole when the manifest names it, with the size and the hash of all that belongs to it;
the manifest is replaced at once, after everything else is on the disk.
"""

import os
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Any, Final

import msgspec

from mentorlit import __version__
from mentorlit.problems import OutputError, UsageError

SCHEMA: Final = "mentorlit-stages/1"

Columns = Mapping[str, "array[int] | array[float] | bytearray"]
"""Numbers of a stage, by name."""


class _Kept(msgspec.Struct):
    """A file of a stage: ``code`` is the type of its numbers, empty for other files."""

    size: int
    hash: str
    code: str = ""


class _Stage(msgspec.Struct):
    files: dict[str, _Kept] = {}
    note: dict[str, Any] = {}


class _Manifest(msgspec.Struct):
    schema: str
    program: str
    run: dict[str, str]
    stages: dict[str, _Stage] = {}


class Stages:
    """The stages in a folder, which is made if there is none.

    ``run`` says what the run is: its inputs and options, each by a name that the user knows.

    Raises:
        OutputError: the folder cannot be read or written.
        UsageError: the folder holds something else, or the stages of another run.

    """

    def __init__(self, folder: str, run: Mapping[str, str]) -> None:
        self._folder = Path(folder)
        self._manifest = _Manifest(SCHEMA, __version__, dict(run))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = self._folder / "manifest.json"
            held = kept.read_bytes() if kept.exists() else b""
            if not held and any(self._folder.iterdir()):
                self._refuse("is not empty and holds no run of mentorlit")
        except OSError as error:
            raise self._failed(error) from error
        if held:
            self._take_up(held)
        else:
            self._write_manifest()

    def _take_up(self, held: bytes) -> None:
        try:
            found = msgspec.json.decode(held, type=_Manifest)
        except msgspec.DecodeError:
            self._refuse("holds no run of mentorlit, or a damaged one")
        if (found.schema, found.program) != (SCHEMA, __version__):
            self._refuse(f"is of mentorlit {found.program}, not of this version")
        wanted = self._manifest.run
        unlike = [
            name for name in {**found.run, **wanted} if found.run.get(name) != wanted.get(name)
        ]
        if unlike:
            self._refuse(f"is of another run: {', '.join(unlike)} changed")
        self._manifest = found

    def _refuse(self, what: str) -> None:
        raise UsageError(f"--resume {self._folder}: {what}; give another folder, or remove it")

    def path(self, name: str) -> str:
        """Return the path of a file of a stage that is being made."""
        return str(self._folder / name)

    def has(self, stage: str) -> bool:
        """Tell whether a stage is whole."""
        return stage in self._manifest.stages

    def note(self, stage: str) -> dict[str, Any]:
        """Return what was noted of a stage."""
        return self._manifest.stages[stage].note

    def columns(self, stage: str) -> dict[str, Any]:
        """Return the numbers of a stage, as arrays; check all of its files.

        Raises:
            OutputError: a file is not as it was left.

        """
        found: dict[str, Any] = {}
        for name, kept in self._manifest.stages[stage].files.items():
            path = self._folder / name
            try:
                if path.stat().st_size != kept.size or _hash(path) != kept.hash:
                    raise OutputError(f"{path}: not as the run before left it; remove the folder")
                if kept.code:
                    column = array(kept.code)
                    with path.open("rb") as file:
                        column.fromfile(file, kept.size // column.itemsize)
                    found[name] = column
            except OSError as error:
                raise self._failed(error) from error
        return found

    def keep(
        self,
        stage: str,
        columns: Columns,
        files: Iterable[str] = (),
        note: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a stage: its numbers, and files that are written already, if there are any."""
        made: dict[str, _Kept] = {}
        try:
            for name, column in columns.items():
                code = column.typecode if isinstance(column, array) else "B"
                with (self._folder / name).open("wb") as file:
                    file.write(column)
                    file.flush()
                    os.fsync(file.fileno())
                made[name] = _Kept(memoryview(column).nbytes, _hash_of(column), code)
            for name in files:
                path = self._folder / name
                if path.exists():
                    with path.open("rb+") as file:
                        os.fsync(file.fileno())
                    made[name] = _Kept(path.stat().st_size, _hash(path))
        except OSError as error:
            raise self._failed(error) from error
        self._manifest.stages[stage] = _Stage(made, dict(note or {}))
        self._write_manifest()

    def _write_manifest(self) -> None:
        path = self._folder / "manifest.json"
        new = path.with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(self._manifest), indent=1))
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(f"{error.filename or self._folder}: {error.strerror}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()


def _hash_of(column: "array[int] | array[float] | bytearray") -> str:
    return blake2b(column, digest_size=16).hexdigest()

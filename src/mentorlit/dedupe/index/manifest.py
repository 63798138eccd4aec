"""What an index consists of, as far as it counts; all else in its files is of an unfinished run."""

import sys
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from mentorlit import __version__
from mentorlit.problems import InputError, OutputError, UsageError
from mentorlit.writing import Output

NAME: Final = "index.json"
"""The file of the manifest. It is replaced at once; that makes what was added count."""

_SCHEMA: Final = "mentorlit-index/1"

_ENCODER: Final = msgspec.json.Encoder()


class KeysFile(msgspec.Struct, frozen=True):
    """A file of keys: its name, the number of its rows, and a hash of it."""

    name: str
    rows: int
    hash: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``records`` says how many records there are, ``sizes`` which sizes their files have.

    ``next`` numbers the next file of keys; ``check`` is a hash of all the rest.
    """

    schema: str = _SCHEMA
    program: str = __version__
    byteorder: str = sys.byteorder
    records: int = 0
    sizes: dict[str, int] = {}
    keys: tuple[KeysFile, ...] = ()
    next: int = 1
    check: str = ""


def load(folder: Path) -> Manifest | None:
    """Return the manifest in a folder, or None if there is none.

    Raises:
        InputError: it is damaged, or cannot be read.
        UsageError: the index was made by another version of the program, or on another machine.

    """
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror or error}") from error
    try:
        found = msgspec.json.decode(raw)
        if not isinstance(found, dict) or found.get("schema") != _SCHEMA:
            raise UsageError(f"{folder}: no index of this version of mentorlit: {_other(found)}")
        manifest = msgspec.convert(found, Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(folder, f"{NAME} cannot be understood") from error
    if manifest.check != _check(manifest):
        raise damaged(folder, f"{NAME} was changed")
    if manifest.program != __version__ or manifest.byteorder != sys.byteorder:
        raise UsageError(
            f"{folder}: an index of mentorlit {manifest.program} on a {manifest.byteorder}-endian"
            f" machine; this is {__version__} on a {sys.byteorder}-endian one; {_anew(folder)}"
        )
    return manifest


def _anew(folder: Path) -> str:
    return f"to build another one: --index NEW --against {folder / 'records.ndjson'}"


def _other(found: object) -> str:
    schema = found.get("schema") if isinstance(found, dict) else None
    return f"{NAME} is of schema {schema!r}"


def damaged(folder: Path, how: str) -> InputError:
    """Return the failure of a run that meets a damaged index."""
    return InputError(f"{folder}: the index is damaged: {how}; {_anew(folder)}")


def save(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in place of the one before.

    Raises:
        OutputError: it cannot be written; then the one before stays.

    """
    checked = msgspec.structs.replace(manifest, check=_check(manifest))
    with Output(str(folder / NAME)) as out:
        out.write(msgspec.json.format(_ENCODER.encode(checked), indent=1) + b"\n")


def _check(manifest: Manifest) -> str:
    bare = msgspec.structs.replace(manifest, check="")
    return blake2b(_ENCODER.encode(bare), digest_size=16).hexdigest()


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the failure of a run that cannot write to an index."""
    return OutputError(f"{path}: cannot be written: {error.strerror or error}")

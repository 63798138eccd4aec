"""The files of a folder of profiles."""

import tomllib
from pathlib import Path
from typing import Final

from mentorlit.limits import MEBIBYTE
from mentorlit.pages.profile import Profile
from mentorlit.problems import UsageError
from mentorlit.profiles.checking import Checked

_LARGEST: Final = MEBIBYTE
_MOST: Final = 200


def load(folder: str) -> tuple[Profile, ...]:
    """Return the profiles of the files ``*.toml`` in ``folder``, in the order of their names.

    Raises:
        UsageError: it is no folder, holds no profile, or any of them has a mistake; the message
            tells every mistake with its file and line, one a line.

    """
    try:
        files = sorted(path for path in Path(folder).iterdir() if path.suffix == ".toml")
    except OSError as error:
        raise UsageError(f"--profiles {folder}: {error.strerror}") from error
    if not files:
        raise UsageError(f"--profiles {folder}: there is no file *.toml in it")
    if len(files) > _MOST:
        raise UsageError(f"--profiles {folder}: more than {_MOST} files")
    checked = [_checked(path) for path in files]
    wrong = [message for one in checked for message in one.wrong]
    wrong += _twice(checked)
    if wrong:
        raise UsageError("\n".join(wrong))
    return tuple(one.profile for one in checked)


def _checked(path: Path) -> Checked:
    """Return one file's profile with what is wrong in it."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        return Checked.failed(str(path), error.strerror or "cannot be read")
    except UnicodeDecodeError as error:
        return Checked.failed(str(path), f"not UTF-8 at byte {error.start}")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Checked.failed(*_located(path, str(error)))
    if len(data) > _LARGEST:
        return Checked.failed(str(path), f"larger than {_LARGEST} bytes")
    return Checked(str(path), text, table)


def _located(path: Path, message: str) -> tuple[str, str]:
    """Return where a file is no TOML, and why."""
    reason, _, place = message.partition(" (at line ")
    line = place.partition(",")[0]
    return (f"{path}:{line}" if line.isdigit() else str(path)), f"this is no TOML: {reason}"


def _twice(checked: list[Checked]) -> list[str]:
    """Return a message for every name that an earlier file has."""
    seen: dict[str, str] = {}
    wrong = []
    for one in checked:
        name = one.profile.name
        if name and name in seen:
            wrong.append(f"{one.place('name')}: {seen[name]} has the name {name!r} too")
        seen.setdefault(name, one.file)
    return wrong

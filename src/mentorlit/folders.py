"""The files behind a name: itself, or what is in a folder, in one order on every system."""

import os
from collections.abc import Callable, Iterator
from typing import Final

LeftOut = Callable[[str, str, list[str]], None]
"""Is told of a folder, what entries in it are that are not read, and the names of these."""

_HIDDEN: Final = "hidden"
_LINK: Final = "a link to a folder"
_SPECIAL: Final = "neither file nor folder"
_OUTPUT: Final = "the output"


def files(name: str, left_out: LeftOut | None = None) -> Iterator[str]:
    """Yield ``name``, or if it is a folder each file in it and in its folders.

    A folder's entries come in the order of the bytes of their names. Not read are hidden ones
    (``.git``), links to folders (they may lead in a circle), what is neither file nor folder (a
    pipe need not end) and the file that standard output goes to. A folder that cannot be listed
    is yielded itself, for opening it to fail.
    """
    waiting = [name]
    while waiting:
        path = waiting.pop()
        inside = _inside(path, left_out) if os.path.isdir(path) else None  # noqa: PTH112
        if inside is None:
            yield path
        else:
            waiting.extend(inside)


def _inside(path: str, left_out: LeftOut | None) -> list[str] | None:
    """Return what is read of a folder, the first last, or None if it cannot be listed."""
    entries = _entries(path)
    if entries is None:
        return None
    kept: list[str] = []
    refused: dict[str, list[str]] = {}
    for entry in entries:
        what = _refusal(entry)
        if what:
            refused.setdefault(what, []).append(entry.name)
        else:
            kept.append(entry.path)
    for what, names in refused.items():
        if left_out:
            left_out(path, what, names)
    return kept[::-1]


def _entries(path: str) -> list["os.DirEntry[str]"] | None:
    """Return what is in a folder in order, or None if it cannot be listed."""
    try:
        with os.scandir(path) as found:
            return sorted(found, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        return None


def _refusal(entry: "os.DirEntry[str]") -> str:
    """Say why an entry of a folder is not read, or return ``""``."""
    if entry.name.startswith("."):
        return _HIDDEN
    try:
        if entry.is_symlink() and entry.is_dir():
            return _LINK
        if entry.is_dir(follow_symlinks=False):
            return ""
        if not entry.is_file():
            return "" if entry.is_symlink() and not os.path.exists(entry.path) else _SPECIAL  # noqa: PTH110
        return _OUTPUT if _is_standard_output(entry) else ""
    except OSError:
        return ""  # opening it will say what is wrong


def _is_standard_output(entry: "os.DirEntry[str]") -> bool:
    try:
        output = os.fstat(1)
    except OSError:
        return False
    return entry.inode() == output.st_ino and os.path.samestat(entry.stat(), output)

"""Access to the mapping tables, which are data files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
"""Where the tables lie."""


@cache
def load(name: str) -> dict[str, Any]:
    """Return the table ``name`` (``"ris"``, ``"pages/labels"``), read once; do not change it.

    Raises:
        FileNotFoundError: there is no such table.

    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def members(name: str, key: str) -> frozenset[str]:
    """Return the list of words ``key`` of the table ``name``, for looking up; read once."""
    return frozenset(load(name)[key])


def phrases(block: str) -> list[str]:
    """Return the phrases of a block of them, in which bars and line ends part one from another.

    Long word lists are one text each: as arrays of strings they take twenty times as long to read.
    """
    return [word for word in map(str.strip, block.replace("\n", "|").split("|")) if word]

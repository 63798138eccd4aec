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

"""Mnemonics of MARCMaker and MARCBreaker (``{acute}e``, ``{dollar}``) as characters."""

import re
from functools import cache
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_RUN: Final = re.compile(r"((?:\{[A-Za-z0-9_]{1,12}\})+)([^{}]?)")
_ONE: Final = re.compile(r"\{([A-Za-z0-9_]{1,12})\}")


def resolved(text: str) -> str:
    """Return ``text`` with the known mnemonics as characters, in NFC; others stay as they are."""
    return normalized("NFC", _RUN.sub(_run, text)) if "{" in text else text


def _run(match: re.Match[str]) -> str:
    """Return what a run of mnemonics and the character behind it stand for.

    Marks stand before their letter in MARC-8 and behind it in Unicode.
    """
    characters, marks = _tables()
    found = ""
    pending = ""
    for name in _ONE.findall(match[1]):
        if name in marks:
            pending += marks[name]
            continue
        found += characters.get(name, f"{{{name}}}") + pending
        pending = ""
    return found + match[2] + pending


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    table = load("marc_mnemonics")
    return table["characters"], table["marks"]

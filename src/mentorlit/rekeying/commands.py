"""What is known of the commands of LaTeX: which hold citation keys, which hide text, which input.

The names are data (tables/rekeying/latex.toml); users name commands of their own.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mentorlit.problems import UsageError
from mentorlit.tables import load, phrases

KEYS: Final = "k"
SKIPPED: Final = "s"
FILE: Final = "f"
FOLDER: Final = "d"

_ARGUMENTS: Final = 9
"""The most arguments that a command of TeX can have."""


class Shape(NamedTuple):
    """The arguments in braces that a command takes, a letter each, and whether they repeat."""

    groups: str
    repeats: bool = False

    @property
    def cites(self) -> bool:
        """Whether there are citation keys among them."""
        return KEYS in self.groups


_SHAPES: Final = {
    "keys": Shape(KEYS),
    "lists": Shape(KEYS, repeats=True),
    "second": Shape(SKIPPED + KEYS),
    "second-lists": Shape(SKIPPED + KEYS, repeats=True),
    "third": Shape(SKIPPED * 2 + KEYS),
    "inputs": Shape(FILE),
    "inputs-with-folder": Shape(FOLDER + FILE),
}


class Syntax:
    r"""The commands of the documents at hand; what documents define themselves is added.

    Args:
        own: commands of the user's, as ``mycite``, ``\mycite`` or ``mycite:2`` for one whose
            second argument holds the keys.

    Raises:
        UsageError: one of ``own`` is no name of a command.

    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        table = load("rekeying/latex")
        names = {key: frozenset(phrases(block)) for key, block in table.items()}
        self._shapes = {
            name: shape for key, shape in _SHAPES.items() for name in phrases(table[key])
        }
        self._shapes.update(map(_own, own))
        self._environments = {
            name: _SHAPES[key]
            for key in ("keys", "second")
            for name in phrases(table[f"environments-{key}"])
        }
        self._learned: dict[str, Shape] = {}
        self._none = names["none"]
        self._naming = tuple(phrases(table["naming"]))
        self.definers = names["definers"]
        self.environments = set(names["verbatim"])
        self.environment_definers = names["verbatim-definers"]
        self.inline = dict.fromkeys(names["inline"], (False, False))
        self.inline |= dict.fromkeys(names["inline-with-options"], (True, False))
        self.inline |= dict.fromkeys(names["inline-with-argument"], (True, True))
        self.addresses = names["addresses"]
        self.short_on = names["short-verbatim"]
        self.short_off = names["short-verbatim-off"]
        self.shorts = ""

    def shape(self, name: str) -> Shape | None:
        """Return what a command takes, if it is one that cites or inputs.

        A command that is not in the table but has ``cite`` in its name takes keys; if it ends in
        ``cites``, several arguments of them. Keys that are in no map stay, so a wrong guess
        changes nothing unless an argument happens to be an old key.
        """
        known = self._shapes.get(name) or self._learned.get(name)
        if known or name in self._none or "cite" not in name.lower():
            return known
        return Shape(KEYS, repeats=name.lower().endswith("cites"))

    def environment(self, name: str) -> Shape | None:
        """Return what an environment takes behind its name, if it is one that cites."""
        return self._environments.get(name.removesuffix("*"))

    def may_cite(self, name: str) -> bool:
        """Tell whether a command of which nothing is known may cite: it names no place or file."""
        lower = name.lower()
        return name not in self._none and not any(word in lower for word in self._naming)

    def learn(self, name: str, place: int) -> None:
        """Note that a document defines a command whose argument at a place, from 1, holds keys.

        What the table or the user says of a command stands.
        """
        self._learned[name] = Shape(SKIPPED * (place - 1) + KEYS)


def _own(stated: str) -> tuple[str, Shape]:
    name, _, number = stated.strip().removeprefix("\\").partition(":")
    place = int(number) if number.isdecimal() else 0 if number else 1
    if not name.replace("@", "a").isalpha() or not 0 < place <= _ARGUMENTS:
        raise UsageError(f"--command: NAME or NAME:2, not {stated!r}")
    return name, Shape(SKIPPED * (place - 1) + KEYS)

r"""Commands that documents define to cite: which of their arguments in braces holds the keys.

``\newcommand{\about}[2][]{\citeauthor{#2} \cite[#1]{#2}}`` makes ``\about`` cite by its first
argument in braces, since the other one is in brackets.
"""

import re
from typing import Final

# What stands between the name and the body: of \newcommand the number of arguments, and a default
# if the first is in brackets; of \NewDocumentCommand a letter for each argument (xparse).
_ARGUMENTS: Final = re.compile(r"\}?\s{0,9}\[([1-9])\]\s{0,9}(\[)?")
_XPARSE: Final = re.compile(r"\}?\s{0,9}\{((?:[^{}]|\{[^{}]{0,99}+\}){0,99}+)\}")
_LETTER: Final = re.compile(r"\{[^{}]*+\}|[a-zA-Z]")
_PARAMETER: Final = re.compile(r"\s*+#([1-9])\s*+")
_IN_BRACES: Final = "mv"
_WITH_SIGNS: Final = {"r": 2, "R": 2, "d": 2, "D": 2, "t": 1}
"""Letters of xparse behind which the signs stand that such an argument has around it."""


class Definition:
    """A definition that is being read: the name, and the place behind it in the text."""

    def __init__(self, definer: str, name: str, text: str, at: int) -> None:
        self.name = name
        self._definer = definer
        self._text = text
        self._at = at

    def place(self, argument: str) -> int:
        """Return which argument in braces, from 1, an argument for keys in the body stands for.

        0 if it is no parameter alone, or one that is not in braces.
        """
        found = _PARAMETER.fullmatch(argument)
        number = int(found[1]) if found else 0
        if not number:
            return 0
        if "Document" in self._definer:
            spec = _XPARSE.match(self._text, self._at)
            kinds = _kinds(spec[1]) if spec else []
            if number > len(kinds) or kinds[number - 1] not in _IN_BRACES:
                return 0
            return sum(kind in _IN_BRACES for kind in kinds[:number])
        stated = _ARGUMENTS.match(self._text, self._at)
        return number - 1 if stated and stated[2] else number


def _kinds(spec: str) -> list[str]:
    """Return the letters of the arguments that a specification of xparse has."""
    kinds: list[str] = []
    rest = re.sub(r"[\s>+!]", "", spec)
    at = 0
    while found := _LETTER.search(rest, at):
        at = found.end()
        if found[0][0] != "{":
            kinds.append(found[0])
            at += _WITH_SIGNS.get(found[0], 0)
    return kinds

r"""Text of a LaTeX source in which TeX reads no commands: where it ends.

Each function takes the place behind a command and returns the place to go on at. Text that does
not end as it should ends with its line, as TeX's own complaint does; so each character is looked at
once.
"""

import re
from typing import Final

from mentorlit.rekeying.commands import Syntax

# Options are bounded: many that do not end could make a long line be read as often.
_SHORTS: Final = 8
"""The most characters that stand for a short verbatim at a time; documents have one or two."""

_LIKE: Final = re.compile(r"([^\r\n])[^\r\n]*?\1")
_LINE: Final = re.compile(r"[^\r\n]*+")
_OPTIONS: Final = re.compile(r"[ \t]*+\[[^\]\r\n]{0,400}+\]")
_ARGUMENT: Final = re.compile(r"[ \t]*+\{[^{}\r\n]*+\}")
_OPENING: Final = re.compile(r"\*?+[ \t]*+")
_BRACE: Final = re.compile(r"[^{}\r\n]*+([{}]?)")
_SHORT: Final = re.compile(r"[ \t]*+(?:\[[^\]\r\n]{0,400}+\])?\{?\\?([^\w\s\\{}])\}?")
_NAMED: Final = re.compile(r"[ \t]*+(?:\[([^\]\r\n]{0,400}+)\])?[ \t]*+\{([A-Za-z@*]++)\}")


def between(text: str, at: int) -> int:
    """Return the place behind the next sign of the line that is like the one at this place."""
    found = _LIKE.match(text, at) or _LINE.match(text, at)
    return found.end() if found else at


def inline(text: str, at: int, has_options: bool, has_argument: bool) -> int:
    r"""Return the end of what ``\verb`` or a command like it shows."""
    if has_options and (found := _OPTIONS.match(text, at)):
        at = found.end()
    if has_argument and (found := _ARGUMENT.match(text, at)):
        at = found.end()
    at = _OPENING.match(text, at).end()  # type: ignore[union-attr]
    sign = text[at : at + 1]
    if sign == "{":
        return braced(text, at)
    return between(text, at)


def braced(text: str, at: int) -> int:
    """Return the end of an argument in braces, which may stand behind options."""
    if found := _OPTIONS.match(text, at):
        at = found.end()
    at = _OPENING.match(text, at).end()  # type: ignore[union-attr]
    if text[at : at + 1] != "{":
        return at
    depth = 0
    while found := _BRACE.match(text, at):
        at = found.end()
        depth += {"{": 1, "}": -1}.get(found[1], 0)
        if not found[1] or not depth:
            break
    return at


def short(text: str, at: int, syntax: Syntax, *, is_on: bool) -> int:
    r"""Note the character that is to be a short ``\verb``, or is to be one no more."""
    found = _SHORT.match(text, at)
    if not found:
        return at
    others = syntax.shorts.replace(found[1], "")
    # The signs that TeX needs for everything else cannot stand for this as well.
    can_be = is_on and found[1] not in "%[]()<>*@" and len(others) < _SHORTS
    syntax.shorts = others + found[1] if can_be else others
    return found.end()


def define(text: str, at: int, syntax: Syntax) -> None:
    r"""Note the environment that is defined, by any name that ``\newminted`` may give it."""
    if found := _NAMED.match(text, at):
        option, name = found[1], found[2]
        syntax.environments.update({name, f"{name}*", f"{name}code", f"{name}code*"})
        if option and option.isalpha():
            syntax.environments.add(option)

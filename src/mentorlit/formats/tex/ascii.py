r"""TeX source in ASCII: letters as accents and commands, for programs that know no UTF-8.

What TeX has no command for is written by its number (``\symbol{"65E5}``), which XeTeX and LuaTeX
show and :func:`mentorlit.formats.tex.decode` reads; nothing is transliterated.
"""

import re
from functools import cache
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_LETTER: Final = re.compile("[^\u0300-\u036f][\u0300-\u036f]+|[^\x00-\x7f]")
_FORMULA: Final = re.compile(r"\\ensuremath\{(\\[A-Za-z]+)\}")


def in_ascii(source: str) -> str:
    """Return TeX source that shows the same and has no other characters than those of ASCII."""
    if source.isascii():
        return source
    shown = _LETTER.sub(_letter, normalized("NFC", source))
    # Dollar signs are known to more programs, but within a formula they would end it.
    return shown if "$" in source.replace("\\$", "") else _FORMULA.sub(r"$\1$", shown)


def _letter(match: re.Match[str]) -> str:
    shown = match[0]
    if len(shown) == 1 and (command := _commands().get(shown)):
        return "{" + command + "}"
    letters = normalized("NFD", shown)
    base, marks = letters[0], letters[1:]
    accents = [_accents().get(mark, "") for mark in marks]
    if not marks or not all(accents) or base in "\\{}$~^_%&#":
        return "".join(map(_number, shown))
    made = base if base.isascii() else "{" + _commands().get(base, _number(base)[1:-1]) + "}"
    for accent in accents:
        made = f"\\{accent}" + (made if made.startswith("{") else "{" + made + "}")
        made = "{" + made + "}"
    return made


def _number(character: str) -> str:
    return character if character.isascii() else f'{{\\symbol{{"{ord(character):04X}}}}}'


@cache
def _accents() -> dict[str, str]:
    """Return the command for each combining mark, the usual one where there are several."""
    found: dict[str, str] = {}
    for name, mark in load("tex")["accents"].items():
        found.setdefault(mark, name)
    return found


@cache
def _commands() -> dict[str, str]:
    """Return the command for each character that has one in text, or in mathematics alone."""
    table = load("tex")
    found: dict[str, str] = {}
    for section, form in (("characters", "\\{}"), ("symbols", "\\ensuremath{{\\{}}}")):
        for name, shown in table[section].items():
            # Greek letters of text need a package; those of mathematics are always there.
            is_greek = section == "characters" and "\u0370" <= shown <= "\u03ff"
            if len(shown) == 1 and not shown.isascii() and not is_greek and name != "omicron":
                found.setdefault(shown, form.format(name))
    # Not every program knows the commands for dashes; braces keep them apart from a hyphen.
    return found | {"\u00a0": "~", "–": "--", "—": "---"}

"""BibTeX's name lists: ``von Last, Jr, First and First von Last and {A Body}``, as TeX source.

The parts are found before TeX is decoded, because braces say what belongs together. Rules:
O. Patashnik, "BibTeXing", and N. Markey, "Tame the BeaST", section 11; the extended format
(``family=..., given=...``) from the biblatex manual, section 3.4.
"""

import re
from functools import lru_cache
from typing import Final

from mentorlit.formats.tex import decode
from mentorlit.model import Name
from mentorlit.names import is_suffix

_PIECE: Final = re.compile(r"\\.|[{}]|,|[\s~]+|[^\\{},\s~]+|\\", re.DOTALL)
_EXTENDED: Final = re.compile(
    r"\s*\"?(family|given|prefix|suffix|id|giveni|familyi|prefixi|suffixi|useprefix|juniorcomma"
    r"|nametemplates)\s*=\s*(.*?)\"?\s*\Z",
    re.DOTALL,
)
_SPACES: Final = re.compile(r"\s+")
# No braces, no TeX, no extended format, and no spaces but the usual ones.
_SIMPLE: Final = re.compile(
    r"[^{}\\~$`=\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*+"
)
_OTHERS: Final = ("others", "et al.", "et al")
_NEITHER: Final = ("i", "v")
_NOBODY: Final = Name()
_LONGEST: Final = 200
"""Names longer than this, in characters, are not kept for when they come again."""


def names(source: str) -> tuple[list[Name], bool]:
    """Return the names in a list and whether it ends with ``and others``.

    A name that is one group in braces, and one group only, is a ``literal``. Empty names are
    passed over.
    """
    simple = _simple_parts(source)
    if simple:
        made = list(map(_simple_name, simple))
        return [name for name in made if name is not None and name is not _NOBODY], None in made
    found: list[Name] = []
    others = False
    for pieces in _split(source):
        text = "".join(pieces).strip()
        if text.lower() in _OTHERS:
            others = True
        elif text:
            name = _name(pieces)
            if name != Name():
                found.append(name)
    return found, others


def items(source: str) -> list[str]:
    """Return what stands between each ``and`` outside of braces."""
    return ["".join(pieces).strip() for pieces in _split(source)]


def _simple_parts(source: str) -> list[str]:
    """Return what stands between each ``and`` if it is plain text, else nothing."""
    if "--" in source or "''" in source or not _SIMPLE.fullmatch(source):
        return []
    text = " ".join(source.split())
    parts = text.split(" and ")
    lower = f" {text} ".lower()
    if lower.count(" and ") != len(parts) - 1 or " and and " in lower:
        return []
    if len(text) > _LONGEST and max(map(len, parts)) > _LONGEST:
        return []
    return parts


@lru_cache(maxsize=8192)
def _simple_name(text: str) -> Name | None:
    """Return a name that has no TeX, None for ``others``; the same persons come again."""
    family, comma, given = text.partition(", ")
    if comma and family and " " not in family and "," not in family and "," not in given:
        return _inverted([family, given]) if is_suffix(given) else Name(family=family, given=given)
    if text.lower() in _OTHERS:
        return None
    parts = [part.strip(" ") for part in text.split(",")]
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) > 1:
        name = _inverted(parts)
    else:
        name = _direct(parts[0].split(" ")) if parts else _NOBODY
    return _NOBODY if name == _NOBODY else name


def _groups(source: str) -> list[str]:
    """Cut ``source`` into words, spaces, commas and whole groups; all characters stay."""
    pieces: list[str] = []
    depth = 0
    group: list[str] = []
    for piece in _PIECE.findall(source):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(depth - 1, 0)
            if not depth:
                pieces.append("".join([*group, "}"]))
                group = []
                continue
        if depth:
            group.append(piece)
        else:
            pieces.append(piece)
    return [*pieces, *group]


def _split(source: str) -> list[list[str]]:
    """Split a list at ``and`` between spaces, outside of braces."""
    lists: list[list[str]] = [[]]
    pieces = _groups(source)
    for index, piece in enumerate(pieces):
        spaced = index == 0 or pieces[index - 1].isspace()
        if piece.lower() == "and" and spaced and pieces[index + 1 : index + 2] != [","]:
            following = pieces[index + 1 : index + 2]
            if not following or following[0].isspace():
                lists.append([])
                continue
        lists[-1].append(piece)
    return lists


def _name(pieces: list[str]) -> Name:
    whole = [piece for piece in pieces if piece.strip()]
    if len(whole) == 1 and whole[0].startswith("{") and not _is_letter(whole[0]):
        return Name(literal=_plain(whole[0]))
    parts = _parts(pieces)
    if any("=" in part for part in parts) and (name := _extended(parts)):
        return name
    parts = [part.strip() for part in parts]
    while parts and not parts[-1]:
        parts.pop()
    if not parts:
        return Name()
    if len(parts) == 1:
        return _direct(_words(parts[0]))
    return _inverted(parts)


def _is_letter(piece: str) -> bool:
    r"""Tell whether a group is one letter with an accent (``{\"o}``), not a name of its own."""
    return piece.startswith("{\\") and len(_plain(piece)) <= 1


def _parts(pieces: list[str]) -> list[str]:
    parts = [""]
    for piece in pieces:
        if piece == ",":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _words(text: str) -> list[str]:
    """Split at spaces and ties outside of braces."""
    words = [""]
    for piece in _groups(text):
        if piece.strip(" \t\r\n~\u00a0"):
            words[-1] += piece
        elif words[-1]:
            words.append("")
    return [word for word in words if word]


def _direct(words: list[str]) -> Name:
    """Read ``First von Last``; one word alone is a family name."""
    if not words:
        return Name()
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):
        suffix = _plain(words.pop())
    last = len(words) - 1
    small = [index for index in range(last) if _is_small(words[index])]
    start, end = (small[0], small[-1] + 1) if small else (last, last)
    return _made(words[:start], words[start:end], words[end:], suffix)


def _inverted(parts: list[str]) -> Name:
    """Read ``von Last, First`` or ``von Last, Jr, First`` (also with Jr at the end)."""
    words = _words(parts[0])
    end = 0
    while end < len(words) - 1 and _is_small(words[end]):
        end += 1
    rest = parts[1:]
    suffix = ""
    if len(rest) > 1:
        suffix = rest.pop(0) if not is_suffix(rest[-1]) or is_suffix(rest[0]) else rest.pop()
    elif is_suffix(rest[0]) and rest[0].rstrip(".").lower() not in _NEITHER:
        suffix = rest.pop()
    given = [word for part in (", ".join(rest),) for word in _words(part)]
    return _made(given, words[:end], words[end:], _plain(suffix))


def _made(given: list[str], particle: list[str], family: list[str], suffix: str) -> Name:
    return Name(
        family=_plain(" ".join(family)),
        given=_plain(" ".join(given)),
        non_dropping_particle=_plain(" ".join(particle)),
        suffix=suffix,
    )


def _extended(parts: list[str]) -> Name | None:
    """Read ``family=Duchamp, given=Philippe``; None if it is no such name."""
    found: dict[str, str] = {}
    for part in parts:
        match = _EXTENDED.match(part)
        if not match:
            return None
        found[match[1]] = _plain(match[2])
    particle = found.get("prefix", "")
    dropped = found.get("useprefix", "").lower() == "false"
    return Name(
        family=found.get("family", ""),
        given=found.get("given", ""),
        dropping_particle=particle if dropped else "",
        non_dropping_particle="" if dropped else particle,
        suffix=found.get("suffix", ""),
    )


def _is_small(word: str) -> bool:
    r"""Tell whether the first letter outside of braces is small; ``{\o}`` counts as outside."""
    depth = 0
    special = False
    for index, character in enumerate(word):
        if character == "{":
            depth += 1
            special = special or (depth == 1 and word[index + 1 : index + 2] == "\\")
        elif character == "}":
            depth -= 1
        elif special or (character == "\\" and not depth):
            return _plain(word)[:1].islower()
        elif not depth and character.isalpha():
            return character.islower()
    return False


def _plain(source: str) -> str:
    return _SPACES.sub(" ", decode(source)).strip()

"""Citation keys made to a pattern: ``{author}{year}{title}``, ``{Author}:{year:2}``."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Final

from mentorlit import citekeys
from mentorlit.model import NAME_FIELDS, Citation, Name
from mentorlit.problems import UsageError

KEEP: Final = "keep"
"""The pattern that keeps the keys that records have; it makes keys for the others."""

KeyMaker = Callable[[Citation], str]

_PLACE: Final = re.compile(r"\{([^{}:]*)(?::([0-9]{1,2}))?\}")
_LITERAL: Final = re.compile(r"[A-Za-z0-9:_./+-]*\Z")
_SEVERAL: Final = 3
"""Family names in ``{authors}``; more become the first and ``etal``."""


def maker(pattern: str) -> KeyMaker:
    """Return what makes the key of a citation.

    A place is the name of a part in braces, with a colon and a number for its first characters
    alone (of ``{year:2}``, the last). A name that begins with a capital gives the part one too.
    What stands between the places must be legal in a key. A record that states none of the parts
    gets the key that it would have without a pattern.

    Raises:
        UsageError: an unknown part, a character that no key may have, or no part at all.

    """
    if pattern in ("", KEEP):
        return citekeys.candidate
    pieces = _PLACE.split(pattern)
    for literal in pieces[::3]:
        if not _LITERAL.match(literal):
            raise UsageError(f"--keys {pattern}: not legal in a citation key: {literal!r}")
    if len(pieces) == 1:
        known = ", ".join(f"{{{name}}}" for name in _PARTS)
        raise UsageError(f"--keys {pattern}: no part in it, as {known} are; or {KEEP}")
    places = list(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True))
    for name, _, _ in places:
        _check(pattern, name)
    return partial(_made, pieces[0], places)


def _check(pattern: str, name: str) -> None:
    if name.lower() not in _PARTS or name not in (name.lower(), name.capitalize()):
        close = get_close_matches(name.lower(), _PARTS, 1)
        hint = f"did you mean {{{close[0]}}}?" if close else f"known are {', '.join(_PARTS)}"
        raise UsageError(f"--keys {pattern}: unknown part {{{name}}}; {hint}")


def _made(start: str, places: list[tuple[str, str, str]], citation: Citation) -> str:
    key, said = start, False
    for name, length, literal in places:
        part = _PARTS[name.lower()](citation)
        if length:
            part = part[-int(length) :] if name == "year" else part[: int(length)]
        said = said or bool(part)
        key += (part[:1].upper() + part[1:] if name[0].isupper() else part) + literal
    if not said:
        return citekeys.candidate(citation)
    return key[: citekeys.LENGTH]


def _authors(citation: Citation) -> str:
    for field in NAME_FIELDS:
        names: tuple[Name, ...] = getattr(citation, field)
        if len(names) > _SEVERAL:
            return f"{citekeys.family_slug(names[0])}etal"
        if names:
            return "".join(map(citekeys.family_slug, names))
    return ""


def _journal(citation: Citation) -> str:
    """Return the first letters of the words of the container's title, small words left out."""
    words = citekeys.words(citation.container_title or citation.container_title_short)
    return "".join(word[0] for word in words)


_PARTS: Final[dict[str, KeyMaker]] = {
    "author": citekeys.family,
    "authors": _authors,
    "year": citekeys.year,
    "title": lambda citation: citekeys.title_word(citation.title),
    "journal": _journal,
    "type": lambda citation: citekeys.slug(citation.type),
    "pmid": lambda citation: citekeys.slug(citation.pmid),
}

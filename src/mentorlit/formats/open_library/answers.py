"""Answers of the Books API: one object with a member for each book, under the key asked for."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

# ISBN:..., OCLC:..., LCCN:..., OLID:...; a bare number stands for an ISBN.
_KEY: Final = re.compile(
    r"(?i)(?:isbn|oclc|lccn|olid|id|goodreads|librarything):.|[0-9-]{9,17}X?\Z"
)
# All quantifiers are possessive: no input makes these go back.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]', re.DOTALL)
_OPENING, _CLOSING = b"{[", b"}]"


class Member(NamedTuple):
    """A member of an object: its name, and where in the object's bytes its value is."""

    name: str
    start: int
    end: int


def is_answer(value: Any) -> bool:
    """Tell whether an object is an answer of the Books API; one that knows no book is empty."""
    return isinstance(value, dict) and all(map(_KEY.match, value))


def members(raw: bytes) -> Iterator[Member]:
    """Yield every member of the JSON object ``raw``, those of the same name too."""
    depth = start = 0
    name = b""
    for token in _TOKEN.finditer(raw):
        mark = token[0]
        if mark in _OPENING:
            depth += 1
        elif depth != 1:
            depth -= mark in _CLOSING
        elif not start:
            name, start = (name, token.end()) if mark == b":" else (mark, 0)
        elif mark in b",}":
            yield Member(name[1:-1].decode("ascii", "replace"), start, token.start())
            start = 0

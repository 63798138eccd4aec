"""Lists of keywords in BibTeX, as TeX source."""

import re
from typing import Final

from mentorlit.formats.tex import decode
from mentorlit.formats.tex.plain import is_plain

_PIECE: Final = re.compile(r"\\.|[{},;]|[^\\{},;]+|\\", re.DOTALL)


def split(source: str, *, commas: bool = True) -> list[str]:
    """Return the keywords: split at semicolons outside of braces, else at commas; each once."""
    if is_plain(source):
        parts = source.split("," if commas and ";" not in source else ";")
        return list(dict.fromkeys([text for part in parts if (text := part.strip(" "))]))
    pieces = _PIECE.findall(source)
    depth = 0
    marks: list[int] = []
    for index, piece in enumerate(pieces):
        depth += (piece == "{") - (piece == "}")
        if not depth and piece in (",", ";"):
            marks.append(index)
    if not commas or any(pieces[index] == ";" for index in marks):
        marks = [index for index in marks if pieces[index] == ";"]
    found: dict[str, None] = {}
    start = 0
    for index in [*marks, len(pieces)]:
        text = decode("".join(pieces[start:index]))
        if text:
            found[text] = None
        start = index + 1
    return list(found)

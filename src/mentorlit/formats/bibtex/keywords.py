"""Lists of keywords in BibTeX, as TeX source."""

import re
from typing import Final

from mentorlit.formats.tex import decode

_PIECE: Final = re.compile(r"\\.|[{},;]|[^\\{},;]+|\\", re.DOTALL)


def split(source: str) -> list[str]:
    """Return the keywords: split at semicolons outside of braces, else at commas; each once."""
    pieces = _PIECE.findall(source)
    depth = 0
    marks: list[int] = []
    for index, piece in enumerate(pieces):
        depth += (piece == "{") - (piece == "}")
        if not depth and piece in (",", ";"):
            marks.append(index)
    if any(pieces[index] == ";" for index in marks):
        marks = [index for index in marks if pieces[index] == ";"]
    found: dict[str, None] = {}
    start = 0
    for index in [*marks, len(pieces)]:
        text = decode("".join(pieces[start:index]))
        if text:
            found[text] = None
        start = index + 1
    return list(found)

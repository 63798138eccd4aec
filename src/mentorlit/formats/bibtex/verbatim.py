"""Fields that hold no TeX: addresses, identifiers and names of files, as they are written."""

import re
from typing import Final

from mentorlit.formats.tex import encode, encode_verbatim
from mentorlit.formats.tex.encoding import balanced, clean
from mentorlit.tables import load

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_ACTIVE: Final = re.compile(r"[\\^]")
_CONTROL: Final = re.compile(r"\\([A-Za-z]|.?)|\^\^")
_ON_A_DRIVE: Final = re.compile(r"(?:\A|[^A-Za-z])[A-Za-z]\\?:\\")


def is_verbatim(field: str) -> bool:
    """Tell whether a field, its name in lower case, holds no TeX."""
    return field in load("bibtex")["verbatim"]["fields"] or _is_silent(field)


def _is_silent(field: str) -> bool:
    """Tell whether no style prints a field, so that no TeX in it can run."""
    table = load("bibtex")["verbatim"]
    return field in table["silent"] or field.startswith(tuple(table["silent_beginnings"]))


def written(field: str, text: str) -> str:
    """Return what stands between the braces of a verbatim field.

    That is ``text`` itself on one line if its braces balance and nothing in it can begin a TeX
    command. Other addresses are percent-encoded; other text is written so that it shows as it is.
    """
    text = clean(text)
    harmless = _is_path(text) if _is_silent(field) else not _ACTIVE.search(text)
    if harmless and balanced(text):
        return text
    return encode_verbatim(text) if _ADDRESS.match(text) else encode(text)


def _is_path(text: str) -> bool:
    """Tell whether backslashes in a field that is not printed only escape or part folders."""
    words = any(match[0] == "^^" or (match[1] or "").isalpha() for match in _CONTROL.finditer(text))
    return not words or bool(_ON_A_DRIVE.search(text) and not re.search(r"[{}]|\^\^", text))

"""JSON in scripts as pages have it: in comments, with commas too many, raw line ends, entities.

Nothing is evaluated: what is no JSON after a few repairs gives no value.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

import msgspec

_OPENING: Final = re.compile(
    r"\s{0,500}(?:(?://|/\*)?\s{0,50}<!(?:\[CDATA\[|--)(?:\s{0,20}\*/)?)?\s{0,500};?\s{0,500}"
)
_NEXT: Final = re.compile(r"[\s;,]{0,500}(?=[{\[])")
_QUOTED: Final = re.compile(r"[{\[\s]{1,50}&(?:quot|#34|#x22);")
# A text, a comment, a comma before a closing bracket, what only JavaScript has. The text may lack
# its end, and comments hold no slash, so that no place is looked at twice.
_REPAIRED: Final = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|/\*[^*/]*+\*/|//[^\n"/]*+(?=\n)|,(?=\s{0,500}[}\]])'
    r"|\bundefined\b|\bNaN\b",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r'\\(["\\/bfnrt]|u[0-9A-Fa-f]{4})|\\(.)', re.DOTALL)
_DECODER: Final = json.JSONDecoder(strict=False)
_MOST: Final = 200
"""Values in one script. By the standard it is one, and programs that join scripts join few."""
_DEPTH: Final = 60
"""Levels that are read: what is nested deeper is no description of a work."""


def values(text: str) -> list[Any]:
    """Return the JSON values in the text of a script, one after the other.

    Mended are comments around or in it, commas before a closing bracket, line ends in texts,
    escapes that JSON does not know and quotes that are entities. Of what is no JSON even then
    there is nothing.
    """
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    if _QUOTED.match(text, at):
        text, at = unescape(text[at:]), 0
    found = list(_every(text, at))
    return found or list(_every(_REPAIRED.sub(_mended, text[at:]), 0))


def after(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at ``at`` and where it ends; ``(None, at)`` if there is none."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
    return (value, end) if is_shallow(value) else (None, at)


def whole(text: str) -> Any:
    """Return the value that ``text`` is, which need not be mended, or None."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return value if is_shallow(value) else None


def is_shallow(value: Any) -> bool:
    """Tell whether ``value`` is nested no deeper than what walks over it may be."""
    level = [value]
    for _ in range(_DEPTH):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        level = [one for one in inner if isinstance(one, dict | list)]
        if not level:
            return True
    return False


def _every(text: str, at: int) -> Iterator[Any]:
    """Yield the values from ``at`` on that follow each other."""
    for _ in range(_MOST):
        begin = _NEXT.match(text, at)
        value, at = after(text, begin.end()) if begin else (None, at)
        if value is None:
            return
        yield value


def _mended(match: re.Match[str]) -> str:
    found = match[0]
    if found.startswith('"'):
        return _ESCAPE.sub(_escape, found) if "\\" in found else found
    return "null" if found in ("undefined", "NaN") else ""


def _escape(match: re.Match[str]) -> str:
    return match[0] if match[1] else match[2]

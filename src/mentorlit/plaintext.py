"""Plain text out of JSON values: numbers as text, entities decoded, one line."""

import math
import re
from html import unescape
from typing import Any, Final

from mentorlit.composing import normalized

_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]{0,30})(?:\s[^<>]{0,500})?/?>")
_LIMITED: Final = re.compile(r"</?(?:i|b|sub|sup|sc)>|<span class=\"nocase\">|</span>")
_SMALL_CAPS: Final = re.compile(r"<span style=\"font-variant:\s{0,2}small-caps;?\">([^<>]*)</span>")
_RENAMED: Final = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "scp": "sc"}
_PARAGRAPHS: Final = frozenset({"p", "br", "div", "sec", "title", "li", "ul", "ol"})
_KEPT: Final = frozenset({"i", "b", "sub", "sup", "sc", "u", "span", "tt", "code", "a"})


def clean(raw: Any) -> str:
    """Return ``raw`` as text on one line; ``""`` for null, false and what is no scalar."""
    if raw is None or (type(raw) is str and raw.isalnum() and raw.isascii()):
        # Most values: nothing there, or one plain word.
        return raw or ""
    return " ".join(scalar(raw).split())


def scalar(raw: Any) -> str:
    """Return a text, number or true as NFC text without entities, else ``""``."""
    if isinstance(raw, str):
        text = unescape(raw) if "&" in raw else raw
        if not text.isascii():
            text = normalized("NFC", text)
        return printable(text)
    if isinstance(raw, bool) or raw is None:
        return "true" if raw else ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, float) and not math.isfinite(raw):
        return ""
    return str(raw) if isinstance(raw, int | float) else ""


def printable(text: str) -> str:
    """Return ``text`` with lone surrogates and NUL as U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode() if _surrogate(text) else text


def _surrogate(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


def paragraphs(raw: Any) -> str:
    """Return ``raw`` as text whose paragraphs, if it has any, are parted by one blank line."""
    text = markup(scalar(raw)) if isinstance(raw, str) else scalar(raw)
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if words := line.split():
            parts[-1] += words
        elif parts[-1]:
            parts.append([])
    return "\n\n".join(" ".join(words) for words in parts if words)


def markup(text: str) -> str:
    """Return ``text`` with HTML and JATS tags turned into CSL's limited markup or removed.

    What only looks like a tag (``p<0.05``, ``<unknown>``) stays.
    """
    if "<" not in text:
        return text
    return _TAG.sub(_tag, _SMALL_CAPS.sub(r"<sc>\1</sc>", text))


def _tag(match: re.Match[str]) -> str:
    """Return what stands for one tag."""
    if _LIMITED.fullmatch(match[0]):
        return match[0]
    name = match[2].lower().rpartition(":")[2]
    name = _RENAMED.get(name, name)
    if name in ("i", "b", "sub", "sup", "sc"):
        return f"<{match[1]}{name}>"
    if name in _PARAGRAPHS:
        return "\n\n"
    return "" if name in _KEPT or ":" in match[2] else match[0]

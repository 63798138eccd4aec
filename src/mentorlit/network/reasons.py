"""Why a server refuses a question, in its own words."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from typing import Any, Final

import msgspec

_LONGEST: Final = 150
"""Characters that are quoted."""
_PLAIN: Final = 500
"""Characters of a plain text that is an error; a longer one is something else."""
_HEAD: Final = 1024

_MEMBERS: Final = (
    "error",
    "errors",
    "message",
    "messages",
    "title",
    "detail",
    "details",
    "error_description",
    "error_message",
    "description",
    "reason",
    "fault",
    "faultstring",
)
"""Members that say what is wrong, the first one first; RFC 9457 has ``detail`` and ``title``."""
_TEXTS: Final = 2
"""Texts that are quoted: what kind of error it is, and what is wrong."""
_DEEPEST: Final = 4
_MOST: Final = 8
"""Members of a list that are looked at: the first error says enough."""

# Each run is bounded and ends before the next mark, so that no body takes long.
_ELEMENT: Final = (
    r"<(?:[\w.-]{1,40}:)?(?:error|message|errormessage|detail|details|description|reason|fault"
    r"|faultstring)(?:\s[^<>]{0,300})?>\s{0,100}(?:<!\[CDATA\[)?\s{0,100}([^<>\s][^<>]{0,1000})"
)
_PAGE: Final = ("<!doctype html", "<html")


def said(content_type: str, body: bytes, hide: Callable[[str], str] = str) -> str:
    """Return the error that a refusal states, in one line that can be shown, or ``""``.

    It comes from JSON, XML or a short plain text; pages for people are not quoted. What the body
    is, its beginning tells: services name it wrongly. ``hide`` takes out what may not be shown.
    """
    kind = content_type.partition(";")[0].strip().lower()
    text = body.decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if text.startswith(("{", "[")) or kind.endswith("json"):
        told = dict.fromkeys(map(hide, _stated(_json(text))))
        return _line(": ".join(islice(told, _TEXTS)))
    if text.startswith("<"):
        return "" if _is_page(kind, text) else _line(hide(_element(text)))
    return _line(hide(text)) if kind == "text/plain" and len(text) <= _PLAIN else ""


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def _stated(value: Any, levels: int = _DEEPEST) -> Iterator[str]:
    """Yield the texts of JSON that say what is wrong."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif levels and isinstance(value, list):
        for one in value[:_MOST]:
            yield from _stated(one, levels - 1)
    elif levels and isinstance(value, dict):
        members = {name.lower().replace("-", "_"): name for name in reversed(value)}
        for name in _MEMBERS:
            yield from _stated(value.get(members.get(name, "")), levels - 1)


def _is_page(kind: str, text: str) -> bool:
    start = text[:_HEAD].lower()
    return "html" in kind or any(mark in start for mark in _PAGE)


def _element(text: str) -> str:
    match = re.search(_ELEMENT, text, re.IGNORECASE)
    return unescape(match[1].partition("]]")[0]) if match else ""


def _line(text: str) -> str:
    """Return a text as one line of bounded length that can stand between quotation marks."""
    words = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _LONGEST])
    line = " ".join(words.replace('"', "'").split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + "…"

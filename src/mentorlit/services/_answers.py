"""What a service says when it has no records to give, in one line."""

import re
from html import unescape
from typing import Any, Final

import msgspec

_LONGEST: Final = 200
_HEAD: Final = 4_096
_PAGE: Final = re.compile(rb"\A\s*(?:<\?xml[^<>]*>\s*)?(?:<!doctype html|<html)\b", re.IGNORECASE)
_SHORT: Final = 64 * 1024
_MAY_BE_ERROR: Final = re.compile(rb'"(?:errors?|status)"')
_BOM: Final = b"\xef\xbb\xbf"

NO_DATA: Final = "a page for people came instead of data"
EMPTY: Final = "the answer is empty"


def head(body: bytes) -> bytes:
    """Return the beginning of an answer, without a byte-order mark and white space."""
    return body[:_HEAD].removeprefix(_BOM).lstrip()


def line(said: str | bytes) -> str:
    """Return what a service says as one line of bounded length, without entities."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = "".join(letter if letter.isprintable() else " " for letter in unescape(text))
    return " ".join(words.split())[:_LONGEST]


def no_xml(body: bytes) -> str:
    """Return what an answer is that should be XML and is not; ``""`` if it may be XML.

    Plain text is what the service says; a page of HTML is one of an error, or of a proxy.
    """
    start = head(body)
    if not start:
        return EMPTY
    if _PAGE.match(start):
        return NO_DATA
    return "" if start.startswith(b"<") else line(start) or EMPTY


def no_json(body: bytes) -> str:
    """Return what an answer is that should be an object of JSON with works; ``""`` if it may be.

    The errors that are known are those of JSON:API (``errors``), of OpenAlex (``error``) and of
    Crossref (``status``). They are short: a long answer is not read for them.
    """
    start = head(body)
    if not start.startswith((b"{", b"[")):
        return NO_DATA if start.startswith(b"<") else line(start) or EMPTY
    if len(body) > _SHORT or not _MAY_BE_ERROR.search(body):
        return ""
    try:
        said = msgspec.json.decode(body, type=_Error)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    if said.errors or said.error or said.status in ("failed", "error"):
        return line(": ".join(_texts([said.error, said.errors, said.message]))) or "an error"
    return ""


class _Error(msgspec.Struct):
    """What answers have in place of works."""

    status: Any = None
    error: Any = None
    errors: Any = None
    message: Any = None


def _texts(value: Any, levels: int = 4) -> list[str]:
    """Return the texts that say what an error is, in their order."""
    if isinstance(value, dict):
        value = [value.get(name) for name in ("title", "message", "detail")]
    if isinstance(value, list) and levels:
        return [text for one in value for text in _texts(one, levels - 1)]
    return [value] if isinstance(value, str) and value else []

"""A page as located lines of visible text."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec

_WIDE: Final = re.compile(r"\s{2,}|\t")
_INVISIBLE: Final = ("\u200b", "\u2060", "\ufeff", "\u00ad")
_BULLET: Final = re.compile(r"[•·∙▪●○◦‣⁃*+–—-](?=[ \t\u00a0])|o(?=[ \t])")
_BULLET_FIRST: Final = frozenset("•·∙▪●○◦‣⁃*+–—-o")
_BULLET_ALONE: Final = frozenset("•·∙▪●○◦‣⁃*+")


class Line(msgspec.Struct, frozen=True):
    """One line that is not blank.

    ``text`` is NFC without surrounding space or bullet, each wide gap in it one TAB. ``start``
    and ``end`` are byte offsets; ``gap`` tells that a blank line (or the start) is before it.
    ``role`` is what markup says of it (``title``, ``heading``), empty in plain text.
    """

    text: str
    number: int
    start: int
    end: int
    gap: bool = False
    bullet: bool = False
    role: str = ""


def cut(data: bytes, encoding: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``data`` that are not blank; undecodable bytes become U+FFFD."""
    gap, bullet, offset = True, False, start
    for number, raw in enumerate(data.splitlines(keepends=True), 1):
        begin, offset = offset, offset + len(raw)
        text = tidy(raw.decode(encoding, "replace"))
        if not text:
            gap = True
            continue
        if text in _BULLET_ALONE:
            bullet = True
            continue
        mark = _BULLET.match(text) if text[0] in _BULLET_FIRST else None
        if mark:
            text = text[mark.end() :].strip()
        yield Line(text, number, begin, begin + len(raw.rstrip()), gap, bullet or mark is not None)
        gap = bullet = False


def tidy(text: str) -> str:
    """Return ``text`` in NFC, trimmed, without invisible characters, each wide gap one TAB."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if text.isprintable():  # the only white space in it is the plain space
        return _WIDE.sub("\t", text) if "  " in text else text
    for character in _INVISIBLE:
        text = text.replace(character, "")
    return _WIDE.sub("\t", text.replace("\0", "\ufffd").strip())


def has_cjk(text: str) -> bool:
    """Tell whether ``text`` has a letter of Chinese, Japanese or Korean writing.

    A character class of these ranges would do the same, but takes milliseconds to compile.
    """
    if text.isascii() or max(text) < "\u3040":
        return False
    return any(
        "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" or "\u3040" <= c <= "\u30ff"
        for c in text
    )


def flat(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())

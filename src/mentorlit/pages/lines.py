"""A page as located lines of visible text."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from mentorlit.composing import normalized
from mentorlit.pages import markdown

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
        if text[:1] == "#" or "*" in text or "](" in text or "__" in text:
            text = markdown.plain(text)
        if not text:
            continue
        yield Line(text, number, begin, begin + len(raw.rstrip()), gap, bullet or mark is not None)
        gap = bullet = False


def tidy(text: str) -> str:
    """Return ``text`` in NFC, trimmed, without invisible characters, each wide gap one TAB."""
    if not text.isascii():
        text = normalized("NFC", text)
    text = text.strip()
    if text[1:2] == " " and text[3:4] == " " and len(text) < 60:
        text = _close(text)
    if text.isprintable():  # the only white space in it is the plain space
        return _WIDE.sub("\t", text) if "  " in text else text
    for character in _INVISIBLE:
        text = text.replace(character, "")
    return _WIDE.sub("\t", text.replace("\0", "\ufffd").strip())


def _close(text: str) -> str:
    """Return a heading whose letters are set apart ("A B S T R A C T") as words."""
    words = text.split("   ") if "   " in text else text.split("  ")
    letters = [word.split(" ") for word in words]
    spaced = all(len(letter) == 1 and letter.isalpha() for word in letters for letter in word)
    return " ".join("".join(word) for word in letters) if spaced and len(text) > 8 else text


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

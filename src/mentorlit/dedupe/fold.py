"""Text folded for comparison: plain lower-case letters and digits, words parted by one space."""

import re
from functools import cache
from html import unescape
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TEX_ACCENT: Final = re.compile(r"\\[`'^\"~=.uvHcdbkrt](?:\{([A-Za-z])\}|([A-Za-z]))")
_GAPS: Final = re.compile(r"[\W_]+")
_ASCII: Final = {code: " " for code in range(128) if not chr(code).isalnum()} | {
    ord("'"): "",
    ord("`"): "",
    ord("&"): " and ",
}
"""For text without accents, where this is faster: what becomes a space, or more, or nothing."""

_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\ufe20-\ufe2f]+")


@cache
def _plain() -> dict[int, str]:
    """Return the letters of tables/dedupe/fold.toml for :meth:`str.translate`."""
    return str.maketrans(load("dedupe/fold")["letters"])


@cache
def _greek() -> dict[int, str]:
    return str.maketrans(load("dedupe/fold")["greek"])


def fold(text: str) -> str:
    """Return ``text`` in plain lower-case letters and digits, words parted by one space.

    Markup, accents, case, punctuation, width and ligatures go; Cyrillic is romanised, Greek
    letters in Latin text are spelled out; apostrophes are dropped, not made spaces.
    """
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _TEX_ACCENT.sub(r"\1\2", text).replace("{", "").replace("}", "")
    text = text.casefold()
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    text = _unaccented(text).replace("'", "").replace("&", " and ").replace("`", "")
    return _GAPS.sub(" ", text).strip()


def _unaccented(text: str) -> str:
    """Return case-folded ``text`` with letters of other scripts and with marks made plain."""
    text = text.translate(_plain())
    if not text.isascii():
        text = _MARKS.sub("", normalized("NFKD", text)).translate(_plain())
        text = text.translate(_greek()) if re.search("[a-z]", text) else text
        text = normalized("NFC", text).casefold()
    return text


def squeeze(folded: str) -> str:
    """Return folded text without its spaces: hyphens and gaps come and go between databases."""
    return folded.replace(" ", "")


def family_key(folded: str) -> str:
    """Return a folded family name without spaces and with ä, ö, ü written as a, o, u.

    ``ae``, ``oe``, ``ue`` lose their ``e`` in every name, so that "Müller", "Mueller" and
    "Muller" meet.
    """
    joined = squeeze(folded)
    for pair, single in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        joined = joined.replace(pair, single)
    return joined

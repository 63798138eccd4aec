"""Text folded for comparison: plain lower-case letters and digits, words parted by one space."""

import re
from functools import cache, lru_cache
from html import unescape
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_MARKUP: Final = re.compile("[&<{}]")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TEX_ACCENT: Final = re.compile(r"\\[`'^\"~=.uvHcdbkrt](?:\{([A-Za-z])\}|([A-Za-z]))")
_LATIN: Final = re.compile("[a-z]")
_KEPT: Final = 8
"""Letters beyond ASCII of a text, at most, that come again: accents, dashes, quotation marks."""

_FOREIGN: Final = re.compile(r"([^\x00-\x7f]+)")
_GAPS: Final = re.compile(r"[\W_]+")
_SIGNS: Final = re.compile(r"[^\w\n&]+")
_ASCII: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ")
    for code in range(256)
)
"""What each ASCII letter becomes, for :meth:`bytes.translate`: ten times as fast as for text."""

_SPELLINGS: Final = (
    ("ae", "a"), ("oe", "o"), ("ue", "u"),
    ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("ks", "x"), ("w", "v"),
)  # fmt: skip
_DOUBLED: Final = tuple((letter + letter, letter) for letter in "ilnstfrmpkdbgz")
_MISREAD: Final = re.compile(
    "[ÂÃÄÅÐÑâ](?:(?<!â)[\u0080-\u00bf\u0152-\u0178\u2018-\u2122]|(?<=â)[\u0080\u20ac])"
)
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\ufe20-\ufe2f]+")


@cache
def _plain() -> dict[int, str]:
    """Return the letters of tables/dedupe/fold.toml for :meth:`str.translate`."""
    return str.maketrans(load("dedupe/fold")["letters"])


@cache
def _romanised() -> dict[int, str]:
    return str.maketrans(load("dedupe/fold")["greek_text"])


@cache
def _greek() -> dict[int, str]:
    return str.maketrans(load("dedupe/fold")["greek"])


def fold(text: str) -> str:
    """Return ``text`` in plain lower-case letters and digits, words parted by one space.

    Markup, accents, case, punctuation, width and ligatures go; Cyrillic is romanised, Greek
    text is romanised too, and Greek
    letters in Latin text are spelled out; apostrophes are dropped, not made spaces.
    """
    if text.isascii():
        if text.isalnum():
            return text.lower()
    elif _MISREAD.search(text):
        text = _reread(text)
    if "&" in text or "<" in text or "\\" in text:
        text = _unmarked(text)
    if not text.isascii():
        text = _unaccented(text)
    if "&" in text:
        text = text.replace("&", " and ")
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII, b"'`").decode().split())
    return _GAPS.sub(" ", text).strip()


def beginning(text: str, length: int) -> str:
    """Return the first ``length`` letters or less, if they fold as they do in the whole text.

    If that cannot be told, the whole text: what follows may close a tag, or show that the text
    was misread, or that its letters are not Greek but Latin.
    """
    end = text.rfind(" ", 0, length)
    start = text[:end]
    if end < 0 or "\\" in text or _MARKUP.search(start):
        return text
    if not text.isascii() and (_MISREAD.search(text) or not _LATIN.search(start)):
        return text
    return start


def _unmarked(text: str) -> str:
    """Return text without entities, tags and TeX's accents."""
    text = _TAG.sub("", unescape(text))
    if "\\" in text:
        text = _TEX_ACCENT.sub(r"\1\2", text).replace("{", "").replace("}", "")
    return text


def _reread(text: str) -> str:
    """Return text that was UTF-8 and was read as Windows-1252 ("MÃ¼ller") as it was meant."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _unaccented(text: str) -> str:
    """Return ``text`` case-folded, with letters of other scripts and with marks made plain.

    Only what is not ASCII is looked at, each stretch of it once and all in one go: most texts
    have little of it, and no stretch changes what another becomes.
    """
    text = text.casefold().replace("'", "").replace("`", "")
    parts = _FOREIGN.split(text)
    if len(parts) == 1:
        return text
    runs = list(dict.fromkeys(parts[1::2]))
    foreign = "\n".join(runs)
    is_latin = "&" in text or bool(_LATIN.search(text) or _LATIN.search(_decomposed(foreign)))
    spelled = (_kept if len(foreign) <= _KEPT else _spelled)(foreign, is_latin)
    plain = dict(zip(runs, spelled.split("\n"), strict=True))
    parts[1::2] = [plain[run] for run in parts[1::2]]
    return "".join(parts)


def _spelled(foreign: str, is_latin: bool) -> str:
    """Return letters beyond ASCII as they are spelled in Latin text, or in text of their own."""
    plain = _decomposed(foreign)
    if not plain.isascii():
        if not is_latin:
            plain = plain.replace("ου", "ou")
        plain = normalized("NFC", plain.translate(_greek() if is_latin else _romanised()))
    plain = plain.casefold()
    # Dashes and signs are gaps; said here, the rest of the text is most often plain ASCII.
    return plain if "'" in plain or "`" in plain else _SIGNS.sub(" ", plain)


_kept: Final = lru_cache(maxsize=1 << 12)(_spelled)


def _decomposed(run: str) -> str:
    """Return letters without marks, and plain ones for those that tables/dedupe/fold.toml lists."""
    run = run.translate(_plain())
    return run if run.isascii() else _MARKS.sub("", normalized("NFKD", run)).translate(_plain())


def squeeze(folded: str) -> str:
    """Return folded text without its spaces: hyphens and gaps come and go between databases."""
    return folded.replace(" ", "")


def family_key(folded: str) -> str:
    """Return a folded family name in one spelling for its romanisations, without spaces.

    ä, ö, ü are written as a, o, u, and ``ae``, ``oe``, ``ue`` lose their ``e`` in every name, so
    that "Müller", "Mueller" and "Muller" meet. Behind the first letter y and j are i, and w is v
    everywhere; doubled letters are one, and a closing "off" or "eff" is "ov" or "ev": then
    "Vishnevskii", "Wischnewskij" and "Vishnevsky" are one.
    """
    key = folded.replace(" ", "")
    for pair, single in _SPELLINGS:
        if pair in key:
            key = key.replace(pair, single)
    if "y" in key or "j" in key:
        key = key[:1] + key[1:].replace("y", "i").replace("j", "i")
    if key.endswith(("off", "eff")):
        key = key[:-2] + "v"
    for double, single in _DOUBLED:
        if double in key:
            key = key.replace(double, single)
    return key

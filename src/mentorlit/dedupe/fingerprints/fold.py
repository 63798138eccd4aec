"""Text folded for comparison: plain lower-case letters and digits, words parted by one space."""

import re
from functools import cache, lru_cache
from html import unescape
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TEX_ACCENT: Final = re.compile(r"\\[`'^\"~=.uvHcdbkrt](?:\{([A-Za-z])\}|([A-Za-z]))")
_LATIN: Final = re.compile("[a-z]")
_SHORT: Final = 100
"""Letters of a text that is quicker folded whole than in parts."""

_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_GAPS: Final = re.compile(r"[\W_]+")
_ASCII: Final[dict[int, str | None]] = {
    **{code: " " for code in range(128) if not chr(code).isalnum()},
    ord("'"): None,
    ord("`"): None,
}
"""For text without accents, where this is faster: what becomes a space or nothing.

Python translates such text without looking at every letter only if none becomes two.
"""

_SPELLINGS: Final = (
    ("ae", "a"), ("oe", "o"), ("ue", "u"),
    ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("ks", "x"), ("w", "v"),
)  # fmt: skip
_INNER: Final = str.maketrans("yj", "ii")
_DOUBLED: Final = (
    "ii",
    "ll",
    "nn",
    "ss",
    "tt",
    "ff",
    "rr",
    "mm",
    "pp",
    "kk",
    "dd",
    "bb",
    "gg",
    "zz",
)
_MISREAD: Final = re.compile("[ÂÃÄÅÐÑ][\u0080-\u00bf\u0152-\u0178\u2018-\u2122]|â[\u0080\u20ac]")
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
    if not text.isascii() and _MISREAD.search(text):
        text = _reread(text)
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _TEX_ACCENT.sub(r"\1\2", text).replace("{", "").replace("}", "")
    text = text.casefold()
    if not text.isascii():
        text = _unaccented(text)
    if text.isascii():
        if "&" in text:
            text = text.replace("&", " and ")
        return " ".join(text.translate(_ASCII).split())
    text = text.replace("'", "").replace("&", " and ").replace("`", "")
    return _GAPS.sub(" ", text).strip()


def _reread(text: str) -> str:
    """Return text that was UTF-8 and was read as Windows-1252 ("MÃ¼ller") as it was meant."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _unaccented(text: str) -> str:
    """Return case-folded ``text`` with letters of other scripts and with marks made plain.

    In long texts only what is not ASCII is looked at, each stretch of it once: most of it is.
    """
    runs = [text] if len(text) < _SHORT else _FOREIGN.findall(text)
    plain = {run: _decomposed(run) for run in runs}
    is_latin = _LATIN.search(text) or "&" in text or any(map(_LATIN.search, plain.values()))
    table = _greek() if is_latin else _romanised()
    for run, part in plain.items():
        part = part if is_latin else part.replace("ου", "ou")  # noqa: PLW2901 - the same part
        spelled = part if part.isascii() else normalized("NFC", part.translate(table))
        plain[run] = spelled.casefold()
    if len(plain) == 1:
        return text.replace(*plain.popitem())
    return _FOREIGN.sub(lambda match: plain[match[0]], text)


def _decomposed(run: str) -> str:
    """Return letters without marks, and plain ones for those that tables/dedupe/fold.toml lists."""
    run = run.translate(_plain())
    return run if run.isascii() else _MARKS.sub("", normalized("NFKD", run)).translate(_plain())


def squeeze(folded: str) -> str:
    """Return folded text without its spaces: hyphens and gaps come and go between databases."""
    return folded.replace(" ", "")


@lru_cache(maxsize=1 << 14)
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
    key = key[:1] + key[1:].translate(_INNER)
    if key.endswith(("off", "eff")):
        key = key[:-2] + "v"
    for double in _DOUBLED:
        if double in key:
            key = key.replace(double, double[0])
    return key

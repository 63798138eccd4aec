"""The characters of ISO 2709 records: UTF-8, MARC-8, or what was put there instead."""

import re
from typing import Final

from mentorlit.composing import normalized
from mentorlit.formats.marc import iso5426
from mentorlit.model import Problem
from mentorlit.stream import ENCODING_GUESSED

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_COMBINING: Final = range(0xE0, 0xFF)
"""MARC-8's combining marks (ANSEL, ANSI/NISO Z39.47); they stand before their letter."""
_ANSEL: Final = frozenset(
    [*range(0xA1, 0xB0), *range(0xB0, 0xBE), *range(0xC0, 0xC9), 0x88, 0x89, 0x8D, 0x8E, 0xCF]
)


def decode(raw: bytes, *, says_utf8: bool) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a record and what had to be guessed.

    UTF-8 if it is strictly that, whatever leader/09 says (it lies in both directions); else MARC-8,
    in UNIMARC ISO 5426, if that gives letters with marks that exist; else UTF-8 with damage or
    Windows-1252.
    """
    if b"\x1b" not in raw or _is_utf8(raw):
        try:
            return _normal(raw.decode()), ()
        except UnicodeDecodeError:
            pass
    if iso5426.is_unimarc(raw):
        return (iso5426.decode(raw), ()) if iso5426.fits(raw) else _guessed(raw)
    if b"\x1b" not in raw and not _is_marc8(raw):
        return _guessed(raw)
    message = "leader says UTF-8; read as MARC-8"
    return _marc8(raw), (Problem(ENCODING_GUESSED, message),) if says_utf8 else ()


def _guessed(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a record in no set of MARC, and what is doubtful about it."""
    damaged = raw.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    whole = sum(1 for character in damaged if character > "\x7f") - lost
    if whole > lost:
        message = f"{lost} characters that are no UTF-8 stand as U+FFFD"
        return _normal(damaged), (Problem("replaced-characters", message),)
    message = "neither UTF-8 nor a set of MARC; read as Windows-1252"
    return _normal(raw.decode("cp1252", "replace")), (Problem(ENCODING_GUESSED, message),)


def _normal(text: str) -> str:
    return text if text.isascii() else normalized("NFC", text)


def _is_utf8(raw: bytes) -> bool:
    """Tell whether bytes with escapes are UTF-8: they have characters beyond ASCII and all fit."""
    try:
        return not raw.decode().isascii()
    except UnicodeDecodeError:
        return False


def _is_marc8(raw: bytes) -> bool:
    """Tell whether the bytes beyond ASCII are MARC-8: marks before letters that bear them."""
    good = bad = 0
    for match in _HIGH.finditer(raw):
        place = match.start()
        before, after = raw[max(place - 1, 0) : place], raw[place + 1 : place + 3]
        judge = _is_mark if raw[place] in _COMBINING else _is_sign
        good, bad = (good + 1, bad) if judge(raw[place], before, after) else (good, bad + 1)
    return good > 4 * bad


def _is_sign(byte: int, before: bytes, after: bytes) -> bool:
    """Tell whether a byte is a letter or sign of MARC-8, judged by what stands around it.

    In Latin-1 the same bytes are capitals at the beginning of words, quotation marks and degrees.
    """
    follows = after[:1]
    if byte in (0xC0, 0xC4):
        return before.isdigit() or (byte == 0xC4 and before in b"ABCDEFG")
    if byte in (0xC2, 0xC3, 0xC8, 0xAB):
        return not follows.isalpha()
    if byte in (0xC5, 0xC6):
        return not before.isalpha() and follows.isupper()
    if byte == 0xC7:
        return before.isalpha()
    if byte == 0xB0:
        return follows.isalpha() or follows >= b"\x80"
    return byte in _ANSEL


_BEARERS: Final = {
    0xE0: b"AEIOUYaeiouy",
    0xE1: b"AEIOUNWYaeiounwy",
    0xE2: b"AEIOUYaeiouyCLNRSZclnrszGKPMgkpm",
    0xE3: b"AEIOUYaeiouyCGHJSWcghjsw",
    0xE4: b"ANOano",
    0xE5: b"AEIOUYaeiouy",
    0xE6: b"AEGIOUaegiou",
    0xE7: b"ZEIGCMNRHDSTLAOzeigcmnrhdstl",
    0xE8: b"AEIOUYaeiouyHWXhwx",
    0xE9: b"CSZREDNTLGcszredntlgj",
    0xEA: b"AUaUu",
    0xEE: b"OUou",
    0xF0: b"CSTGKLNRDEHcstgklnrdeh",
    0xF1: b"AEIUaeiu",
    0xF2: b"ADEHIKLMNORSTUVWYZadehiklmnorstuvwyz",
}
"""MARC-8's frequent marks, with the letters that languages of the Latin script put them on."""
_OTHER_MARKS: Final = frozenset([0xEB, 0xEC, 0xED, 0xEF, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xF9, 0xFE])
_ALONE: Final = frozenset([0xE7, 0xE9, 0xEA, 0xF1])
_VOWELS: Final = frozenset(b"AEIOUYaeiouy")


def _is_mark(byte: int, before: bytes, after: bytes) -> bool:
    """Tell whether a byte is a mark of MARC-8, judged by what stands around it.

    What Latin-1 has there: é is a caron, which between consonants has a vowel behind its letter; ñ
    an ogonek, which seldom follows a vowel; ä a tilde, which on n does; ç and ê stand alone.
    """
    if not after:
        return False
    if after[0] in _COMBINING:
        return not {byte, after[0]} & _ALONE
    if byte in _OTHER_MARKS:
        return chr(after[0]).isalpha()
    return after[0] in _BEARERS.get(byte, b"") and _stands_well(byte, before, after)


def _stands_well(byte: int, before: bytes, after: bytes) -> bool:
    """Tell whether what stands before a mark and behind its letter is as languages have it."""
    behind_vowel = before != b"" and before[0] in _VOWELS
    if byte == 0xF1:
        return not behind_vowel or before in b"iI"
    if byte == 0xE4:
        return after[0] not in b"nN" or behind_vowel or not before.isalpha()
    if byte != 0xE9 or behind_vowel or not before.isalpha():
        return True
    return not after[1:] or after[1] in _VOWELS or (after[1] in _COMBINING and after[1] != 0xE9)


def _marc8(raw: bytes) -> str:
    """Return MARC-8 as text, field by field: each begins in the basic sets (MARC 21, Part 3)."""
    from pymarc.marc8 import MARC8ToUnicode  # noqa: PLC0415 - rarely needed, slow to import

    parts = []
    for field in raw.split(b"\x1e"):
        if field.isascii() and b"\x1b" not in field:
            parts.append(field.decode())
            continue
        pieces = (_one(MARC8ToUnicode(quiet=True), piece) for piece in field.split(b"\x1f"))
        parts.append("\x1f".join(pieces))
    return _normal("\x1e".join(parts))


def _one(converter: object, piece: bytes) -> str:
    """Return one subfield; what the tables cannot say becomes U+FFFD."""
    try:
        text: str = converter.translate(piece)  # type: ignore[attr-defined]
    except (IndexError, TypeError, ValueError):
        return piece.decode("ascii", "replace")
    return text

"""The encoding of a web page: what it declares, what it is in spite of that, what is likely."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Problem
from mentorlit.stream import ENCODING_GUESSED, Stream
from mentorlit.tables import load, phrases

_CHARSET: Final = re.compile(
    rb"<meta\s[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})"
    rb"|<\?xml\s[^<>]{0,80}encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(
    rb"<html\b[^<>]{0,400}?\slang\s{0,3}=\s{0,3}[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,8})?)",
    re.IGNORECASE,
)
_WITHIN: Final = 4096
"""Bytes in which a page has to declare its encoding; the standard says 1024, pages know better."""
_BROKEN: Final = 4
"""Characters of UTF-8 there must be for each one that is broken, for a page to count as UTF-8."""
_UNREADABLE: Final = "replaced-characters"


@cache
def _labels() -> dict[str, str]:
    """Every label of tables/webpages/encodings.toml to its codec."""
    table = load("webpages/encodings")["labels"]
    return {label: codec for codec, block in table.items() for label in phrases(block)}


def declared(data: bytes) -> list[str]:
    """Return the codecs of the encodings that a page declares, in order; unknown labels aside."""
    found: list[str] = []
    for match in _CHARSET.finditer(data[:_WITHIN]):
        label = (match[1] or match[2]).decode("ascii").casefold()
        codec = _labels().get(label, "")
        if codec and codec not in found:
            found.append(codec)
    return found


def decode(stream: Stream, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a page and say what had to be guessed or replaced.

    The user's word counts first. Bytes that are UTF-8 are UTF-8, whatever is declared, and so are
    those that are but for a few. Else the first declared encoding in which the page makes sense,
    the one that its language goes with, and Windows-1252 at last.
    """
    if stream.encoding:
        return stream.text(data)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        pass
    codecs = [codec for codec in declared(data) if codec != "utf-8"]
    for codec in codecs:
        try:
            return data.decode(codec), ()
        except UnicodeDecodeError:
            continue
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * _BROKEN < sum(map(str.isalpha, re.findall(r"[^\x00-\x7f\ufffd]", text))):
        message = "characters that cannot be read stand as U+FFFD"
        return text, (Problem(_UNREADABLE, message),)
    return _guessed(data, codecs)


def _guessed(data: bytes, codecs: list[str]) -> tuple[str, tuple[Problem, ...]]:
    """Decode bytes in the declared encoding, damaged, or in that of the page's language."""
    codec = codecs[0] if codecs else _of_language(data)
    text = data.decode(codec, "replace")
    shown = "Windows-1252" if codec == "cp1252" else codec
    message = f"not UTF-8 and no other encoding declared; read as {shown}"
    if codecs:
        message = f"not all bytes are of the declared encoding {codec}; the others stand as U+FFFD"
    return text, (Problem(ENCODING_GUESSED, message),)


def _of_language(data: bytes) -> str:
    match = _LANGUAGE.search(data[:_WITHIN])
    tag = match[1].decode("ascii").casefold().replace("_", "-") if match else ""
    table: dict[str, str] = load("webpages/encodings")["languages"]
    codec = table.get(tag) or table.get(tag.partition("-")[0], "")
    return codec or _by_bytes(data) or "cp1252"


def _by_bytes(data: bytes) -> str:
    """Return the Cyrillic encoding of a page whose words are of bytes beyond ASCII, or ``""``.

    In Windows-1251 the small letters have the bytes E0 to FF, in KOI8-R the bytes C0 to DF.
    """
    words = re.findall(rb"[\xc0-\xff]{3,}", data[:200_000])
    size = sum(map(len, words))
    if size < 100 or size * 4 < len(re.findall(rb"[A-Za-z\xc0-\xff]", data[:200_000])) // 4:
        return ""
    low = sum(byte < 0xE0 for word in words for byte in word)
    return "koi8-r" if low * 2 > size else "cp1251"

"""Several labels with their values on one line ("Volume:12Pages:1–8Year:2004")."""

import re
from typing import Final

from mentorlit import languages
from mentorlit.pages import grammar
from mentorlit.pages.lexicon import label_kind

_COLON: Final = re.compile("[:：]")
_HOST: Final = (
    r"((?:19|20)\d\d) \(([^()]{3,20})\)\s?(?:In|Ingår i|Inngår i|I|Indgår i): (.{5,300}?)"
    r"(?:(?:Art(?:icle|ikel|ikkel)[ ,]|Chapter in|Kapitt?el i|Conference|Konferens).*)?"
)
_BACK: Final = 40
"""Characters looked back from a colon for the start of its label."""
_LONGEST: Final = 20_000
_IDENTIFIERS: Final = frozenset({"doi", "pmid", "pmcid", "issn", "pissn", "eissn"})
_JOINED_SCRIPTS: Final = "\u0e00"
"""From here on scripts set no space between words (Thai, Chinese, Japanese; Korean may)."""

Piece = tuple[str, str, str]
"""Kind of label, label and value."""


def host(text: str) -> list[Piece]:
    """Split DiVA's line "2004 (English)In: Journal, ISSN ..., Vol. 24Article in journal ..."."""
    match = re.fullmatch(_HOST, text)
    if match is None or not languages.tag(match[2]):
        return []
    return [
        ("date", "Year", match[1]),
        ("language", "Language", match[2]),
        ("journal", "In", match[3]),
    ]


def plausible(text: str) -> bool:
    """Tell quickly whether a line can hold several labels."""
    colons = text.count(":") if text.isascii() else text.count(":") + text.count("：")
    return colons > 1 and len(text) < _LONGEST


def split(text: str) -> tuple[str, list[Piece]]:
    """Split a line into what stands before the first label and the labelled values.

    At least three kinds of label with colons must be on it; two where they are identifiers, where
    both values have the shapes of their kinds, or where keywords follow an abstract.
    """
    found: list[tuple[int, int, str]] = []
    for match in _COLON.finditer(text):
        floor = found[-1][1] if found else 0
        begin = _label_before(text, match.start(), floor, lower=not found or found[0][0] == 0)
        if begin >= 0:
            found.append((begin, match.end(), text[begin : match.start()].strip()))
    if len(found) < 2:
        return "", []
    ends = [begin for begin, _, _ in found[1:]] + [len(text)]
    pieces = [
        (label_kind(label), label, _value(text[start:end]))
        for (_, start, label), end in zip(found, ends, strict=True)
    ]
    begin = found[0][0]
    return (text[:begin].strip(" \t|,;"), pieces) if _enough(pieces, begin) else ("", [])


def _value(text: str) -> str:
    """Return a value without what sets it apart; labels may stand in brackets (EconStor)."""
    text = text.strip(" \t|,;，；")
    return text[1:].removesuffix("[").strip(" ,;") if text.startswith("]") else text


def _enough(pieces: list[Piece], begin: int) -> bool:
    """Tell whether the labels found on a line vouch for each other."""
    kinds = {kind for kind, _, _ in pieces}
    if len(pieces) > 2 * len(kinds) + 1:
        return False  # the form of a search repeats its fields
    if len(kinds) < 2 or len(kinds) > 2 or kinds <= _IDENTIFIERS:
        return len(kinds) > 1
    if all(grammar.fits(kind, value) for kind, _, value in pieces):
        return True
    order = [kind for kind, _, _ in pieces]
    return begin == 0 and order == ["abstract", "keyword"]


def _label_before(text: str, colon: int, floor: int, *, lower: bool) -> int:
    """Return where the longest known label that ends at ``colon`` begins, or -1.

    One in small letters must stand behind a space, on a line that such a one begins (``lower``).
    """
    if text[colon - 1 : colon] in ":：":
        return -1
    for begin in range(max(floor, colon - _BACK), colon):
        before = text[begin - 1] if begin else " "
        first = text[begin]
        if not first.isalpha() or not _starts(before, first, lower=lower and text[0].islower()):
            continue
        if label_kind(text[begin:colon]):
            return begin
    return -1


def _starts(before: str, first: str, *, lower: bool) -> bool:
    """Tell whether a label may start with ``first`` behind ``before``."""
    if first.islower():
        return lower and before.isspace()
    if first.isupper():
        return not before.isalpha() or before.islower() or before >= _JOINED_SCRIPTS
    return first >= _JOINED_SCRIPTS or not before.isalpha()

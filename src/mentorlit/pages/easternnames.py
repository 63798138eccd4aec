"""Lists of names in Chinese, Japanese and Korean writing: freed of numbers, split into names."""

import re
from typing import Final

from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import has_cjk

_CJK_MARK: Final = (
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])\s?\d{1,2}(?:[,，]\d{1,2})*\s+"
    r"(?=[\u3400-\u9fff\uac00-\ud7af])"
)
"""Numbers between names in Chinese, Japanese or Korean writing."""
_CJK_GLUED: Final = (
    r"(?<=[\u3400-\u9fff])\s?\d{1,2}(?:[,，]\d{1,2})*[*#]?[,，]?\s*(?=[\u3400-\u9fff]|\Z)"
)
"""Those that nothing else parts, and that of the last name."""
_JAPANESE: Final = r"([\u3400-\u9fff]{2,3}), ([\u3400-\u9fff]{1,3}|[\u3040-\u30ff]{2,5})"
"""One Japanese name as libraries write it ("大野, 真理子")."""
_OTHER_FORM: Final = (
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])\s?[(（][A-Za-z][A-Za-z .,'’‐-]{2,60}[)）]"
    r"|(?<=[a-z])\s?[(（][\u3400-\u9fff\uac00-\ud7af ]{2,8}[)）]"
)


def without_other_script(text: str) -> str:
    """Return names in Chinese, Japanese or Korean writing without the Latin form in brackets.

    A form in such writing behind a Latin name is dropped too ("Shu-Fen Lin (林淑芬)").
    """
    bracketed = "(" in text or "（" in text
    return re.sub(_OTHER_FORM, "", text) if bracketed and has_cjk(text) else text


def without_numbers(text: str) -> str:
    """Return a list of names with commas for the numbers of institutions between them."""
    return _between_chinese(re.sub(_CJK_MARK, ", ", text))


def _between_chinese(text: str) -> str:
    """Return Chinese names with commas for the numbers between them ("李明1王海涛1,2刘洋2")."""
    pieces = [piece for piece in re.split(_CJK_GLUED, text) if piece]
    glued = len(pieces) > 1 and all(map(_is_chinese, pieces))
    return ", ".join(pieces) if glued else text


def _is_chinese(text: str) -> bool:
    """Tell whether a word has the length of a Chinese name and begins with a family name."""
    surnames = words("people", "chinese")
    return 1 < len(text) < 5 and (text[0] in surnames or text[:2] in surnames)


def split(text: str) -> list[str]:
    """Split Chinese, Japanese or Korean names at commas and dots, Chinese ones at spaces too."""
    inverted = re.fullmatch(_JAPANESE, text)
    if inverted and inverted[1][0] not in words("people", "chinese"):
        return [f"{inverted[1]} {inverted[2]}"]
    if re.search("[，、,·・]", text):
        return _spaced([piece for piece in re.split(r"[，、,·・\s]*[，、,·・]\s*", text) if piece])
    pieces = text.split()
    return pieces if all(map(_is_chinese, pieces)) else [text]


def _spaced(pieces: list[str]) -> list[str]:
    """Part the pieces of a list that are whole Chinese names with spaces between them.

    One piece must be a whole name by itself: Japanese lists write each name with a space.
    """
    if not any(" " in piece for piece in pieces) or not any(map(_is_chinese, pieces)):
        return pieces
    parted = [(piece, piece.split()) for piece in pieces]
    chinese = [words_ if all(map(_is_chinese, words_)) else [whole] for whole, words_ in parted]
    return [name for names_ in chinese for name in names_]

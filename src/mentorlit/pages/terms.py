"""Keywords as lists write them."""

import re
from typing import Final

_KEYWORD_SPLIT: Final = r"\s*[;；؛|•·‣]\s*"
_ONE: Final = 9
"""Words that one keyword can have."""
_COMMA_SPLIT: Final = r"\s*[,，、،]\s*"


def terms(values: list[str]) -> list[str]:
    """Return the keywords of labelled values, one a line or several; none if prose.

    A term that ends with a colon is the label of something else: the list ends there.
    """
    found: list[str] = []
    for value in values:
        if len(value) > 3000:
            return []
        pieces = re.split(_KEYWORD_SPLIT, value)
        if len(pieces) == 1 and len(values) == 1:
            pieces = re.split(_dividing(value), value)
            if len(pieces) == 1 and len(value.split()) > _ONE:
                return []  # keywords with spaces between them cannot be told apart
        found.extend(piece.strip(" .,") for piece in pieces)
    ends = (at for at, text in enumerate(found) if at and text.endswith((":", "：")))
    return [text for text in found[: next(ends, len(found))] if 1 < len(text) <= 150]


def _dividing(value: str) -> str:
    """Return what parts the keywords of a line without semicolons: dashes, slashes or commas."""
    if "," not in value and "、" not in value:
        for sign in (" / ", " – ", " - "):
            if value.count(sign) > (sign != " / "):
                return sign
    return _COMMA_SPLIT

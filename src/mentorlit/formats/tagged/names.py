"""Names with initials or suffixes behind them and no comma between, as medical databases write."""

import re
from typing import Final

from mentorlit.names import is_organisation

_SUFFIXES: Final = frozenset(
    ("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "2nd", "3rd", "4th", "5th", "6th")
)
_INITIALS: Final = re.compile(r"[^\W\d_a-z]{1,4}(?:-[^\W\d_]{1,2})?\Z")


def with_commas(text: str) -> str:
    """Return ``Klimo P Jr`` as ``Klimo, P, Jr``, ``Klimo, Paul Jr`` as ``Klimo, Paul, Jr``.

    Up to four capitals that end a name are initials, unless it is that of a body. Other texts
    come back as they are.
    """
    words = text.split()
    suffix = f", {words.pop()}" if len(words) > 2 and words[-1] in _SUFFIXES else ""
    if "," in text:
        return " ".join(words) + suffix
    last = words[-1].rstrip(".") if words and words[-1].count(".") < 2 else ""
    is_name = len(words) > 1 and last.isupper() and _INITIALS.match(last)
    if not is_name or is_organisation(text) or not any(map(str.islower, words[0])):
        return text
    return f"{' '.join(words[:-1])}, {last}{suffix}"

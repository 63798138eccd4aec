"""The title of the periodical in a citation line."""

import re
from typing import Final

from mentorlit import dates
from mentorlit.pages.lexicon import fold, is_furniture, words
from mentorlit.pages.lines import flat

_PUNCTUATION: Final = " \t.,;:()[]-–—·/|，。；："
MONTH_YEAR: Final = (
    r"(?:(\d{1,2})\s)?([^\W\d_]{3,12})\.?(?:\s?[-–/]\s?[^\W\d_]{3,12}\.?)?[\s,]+((?:1[5-9]|20)\d\d)"
)
"""A day, if any, a word that may be a month, and a year."""
_TRAILING_DATE: Final = (
    r"[\s,;.(（]+(?:(?:\d{1,2}\s)?[^\W\d_]{3,9}\.?(?:/[^\W\d_]{3,9}\.?)?\s?)?"
    r"(?:(?:1[5-9]|20)\d\d(?:[ ,]+[^\W\d_]{3,9}\.?(?:\s\d{1,2})?)?)[)）]?[\s,;.:]*\Z"
)
_SEGMENT: Final = r"\s[•|·]\s"
_STEP: Final = r"\s*[>›»]\s*|\s/(?:\s|\Z)"
_BRACKETED: Final = r"\s\[[^\]]{0,80}\]?\s*\Z"
_PREFIXES: Final = (
    r"(?:(?i:in|journal|published in|журнал|source|cite this|cite this as"
    r"|published in final edited form as)\s?[:：]\s*|(?i:in)\s+(?=[A-Za-z]))"
)


def journal_before(text: str, end: int) -> str:
    """Return what stands before the numbers if it can be a periodical's title, else ``""``."""
    before = flat(re.sub(_TRAILING_DATE, "", re.split(_SEGMENT, text[:end])[-1]))
    dotted = before.rstrip(" ,").endswith(".") and "." in before.rstrip(" ,.")
    before = re.sub(_BRACKETED, "", before).strip(_PUNCTUATION) + ("." if dotted else "")
    before = re.sub(_PREFIXES, "", before, count=1) if re.match(_PREFIXES, before) else before
    if text[:end].rstrip(" ,;").endswith(")") and before.count("(") > before.count(")"):
        before += ")"
    before = _last_step(before)
    count = len(before.split())
    if not count or count > 14 or len(before) > 120 or not any(c.isalpha() for c in before):
        return ""
    if re.search(r"[.?!]\s+\S+\s+\S+\s+\S+", before) and not re.search(r"\b\w{1,6}\.\s", before):
        return ""
    return before if before[0].isalpha() and not _no_title(before) else ""


def _last_step(before: str) -> str:
    """Return the last step of a breadcrumb that is no word of the interface, else the text."""
    steps = re.split(_STEP, before)
    if len(steps) < 2 or not ("/" not in before or is_furniture(fold(steps[0]))):
        return before
    return next((step for step in reversed(steps) if step and not is_furniture(fold(step))), "")


def _no_title(text: str) -> bool:
    """Tell whether ``text`` cannot be a periodical's title: an event of its history, a date."""
    first = fold(text.split(maxsplit=1)[0])
    if first in words("journals", "never_first") or fold(text) in words("journals", "never"):
        return True
    dated = re.search(MONTH_YEAR, text)
    return bool(dated and dates.month(dated[2]))

"""The title of the periodical in a citation line."""

import re
from typing import Final

from mentorlit import dates
from mentorlit.pages.lexicon import fold, is_furniture, words
from mentorlit.pages.lines import flat

_PUNCTUATION: Final = " \t.,;:()[]-–—·/|，。；：《》『』"
MONTH_YEAR: Final = (
    r"(?:(?<!\w)(\d{1,2})\s)?([^\W\d_]{3,12})\.?(?:\s?[-–/]\s?[^\W\d_]{3,12}\.?)?[\s,]+"
    r"((?:1[5-9]|20)\d\d)"
)
"""A day, if any, a word that may be a month, and a year."""
_TRAILING_DATE: Final = (
    r"[\s,;.(（]+(?:(?P<d>\d{1,2}\s)?(?P<m>[^\W\d_]{3,9})\.?(?:[-–/][^\W\d_]{3,9}\.?)?"
    r"(?P<e>\s\d{1,2},)?\s?)?"
    r"(?P<y>(?:1[5-9]|20)\d\d(?:[ ,]+[^\W\d_]{3,9}\.?(?:\s\d{1,2})?)?)[)）]?[\s,;.:]*\Z"
)
_SEGMENT: Final = r"\s[•|·]\s"
_STEP: Final = r"\s*[>›»]\s*|\s/(?:\s|\Z)"
_ISO_DATE: Final = r",\s\d{4}-\d\d(?:-\d\d)?(?=[\s,]*\Z)"
_BRACKETED: Final = r"\s\[[^\]]{0,80}\]?\s*\Z"
_PAGE_FIRST: Final = r"\A\d{1,5}\s+(?=[A-Z]{3})"
"""The number of the page whose running head the line is."""
_MENU_FIRST: Final = r"\AHome .{0,60}?(?:Publications|Journals) (?=[A-Z])"
"""A breadcrumb copied without its signs ("Home A-Z Publications Annual Review of ...")."""
_ISSN: Final = r",?\s?(?:[ep]-?)?ISSN(?:-[eL])?:?\s?\d{4}-\d{3}[\dXx]"
_WITHIN: Final = r",.*\s(?:Journal|Revista|Revue|Zeitschrift|Rivista|Журнал)\s"
"""The beginning of a title behind others' commas: title and authors stand before it."""
_PREFIXES: Final = (
    r"(?:(?i:from the journal|aus der zeitschrift)\s"
    r"|(?i:in|journal|published in|журнал|source|cite this|cite this as"
    r"|published in final edited form as)\s?[:：]\s*|(?i:in|dans|en)\s+(?=[A-Z]))"
)


def journal_before(text: str, end: int) -> str:
    """Return what stands before the numbers if it can be a periodical's title, else ``""``."""
    before = flat(re.sub(_TRAILING_DATE, _undated, re.split(_SEGMENT, text[:end])[-1]))
    dotted = before.rstrip(" ,").endswith(".") and "." in before.rstrip(" ,.")
    before = re.sub(_BRACKETED, "", before).strip(_PUNCTUATION) + ("." if dotted else "")
    before = re.sub(_PREFIXES, "", before, count=1) if re.match(_PREFIXES, before) else before
    if text[:end].rstrip(" ,;").endswith(")") and before.count("(") > before.count(")"):
        before += ")"
    before = re.sub(_PAGE_FIRST, "", before)
    before = re.sub(_MENU_FIRST, "", before) if before.startswith("Home ") else before
    before = _last_step(re.sub(_ISO_DATE, "", re.sub(_ISSN, "", before))).rstrip(" ,،؛")
    before = _without_publisher(before)
    if parts := vancouver(before):
        return parts[2]
    count = len(before.split())
    if not count or count > 14 or len(before) > 120 or not any(c.isalpha() for c in before):
        return ""
    if _two_sentences(before) or (count > 8 and re.search(_WITHIN, before)):
        return ""
    if is_running(before, 1):
        return ""
    return before if before[0].isalpha() and not _no_title(before) else ""


def _without_publisher(text: str) -> str:
    """Return the periodical's title without the publisher that RePEc and others name behind it."""
    head, comma, tail = text.rpartition(", ")
    return head if comma and fold(tail) in words("journals", "publishers") else text


def _undated(match: re.Match[str]) -> str:
    """Return what is left of a date at the end: the word before the year may be no month."""
    word = match["m"]
    if not word or dates.month(word) or dates.is_season(word.casefold()):
        return ""
    return f" {word}" if not match["d"] else match[0]


def _two_sentences(text: str) -> bool:
    """Tell whether a full stop that ends no abbreviation stands before several plain words."""
    later = re.search(r"[.?!]\s+(\S+\s+\S+\s+\S.*)", text)
    if later is None or re.search(r"\b\w{1,6}\.\s", text):
        return False
    return any(word[0].islower() and len(word) > 3 for word in later[1].split())


_VANCOUVER: Final = (
    r"(?:[^\W\d_][\w'’-]+ ){1,3}[A-Z]{1,3}(?:, (?:(?:[^\W\d_][\w'’-]+ ){1,3}[A-Z]{1,3}|et al))*\. "
)
"""Authors as Vancouver style has them ("Smith J, Doe AB.")."""
_JOINING: Final = ("and", "und", "et", "y", "e")
_SENTENCE: Final = r"[.?!]\s+"


_PLACE: Final = r"\A\[?\d{1,3}[.\])]+\s+"
"""The number of a reference in its list."""
_NUMBERS: Final = r"[.,]?\s+(?:1[5-9]|20)\d\d[^.;]{0,12};.*\Z"


def vancouver(text: str) -> tuple[str, str, str] | None:
    """Return authors, title and periodical of a Vancouver reference; None if it is none.

    The parts are empty where there are more sentences than title and periodical: then it is not
    certain where the title ends. The numbers of the reference may follow.
    """
    text = re.sub(_PLACE, "", text, count=1) if text[:1] in "[123456789" else text
    authors = re.match(_VANCOUVER, text) if ". " in text else None
    if not authors:
        return None
    rest = re.split(_SENTENCE, re.sub(_NUMBERS, "", text[authors.end() :], count=1).rstrip(" ."))
    if (len(rest) == 1 and len(rest[0].split()) < 4) or not _after_authors(authors[0], rest[0]):
        return None
    if len(rest) != 2 or not all(rest):
        return "", "", ""
    question = text[text.find(rest[0]) + len(rest[0])]
    return authors[0].strip(" ."), rest[0] + (question if question in "?!" else ""), rest[1]


def _after_authors(authors: str, title: str) -> bool:
    """Tell whether ``title`` may follow; after one author it must read like a title.

    In "David O. Lucca and Jonathan H. Wright" an initial within a name looks like the end of one.
    """
    small = [word for word in title.split() if word[0].islower() and word not in _JOINING]
    return "," in authors or (bool(small) and len(title.split()) > 2)


def is_running(text: str, least: int = 2) -> bool:
    """Tell whether ``text`` is running prose: it has ``least`` words that only sentences have."""
    known = words("journals", "running")
    return sum(word.strip(_PUNCTUATION) in known for word in text.split()) >= least


def _last_step(before: str) -> str:
    """Return the last step of a breadcrumb that is no word of the interface, else the text."""
    steps = re.split(_STEP, before)
    short = all(len(step.split()) < 3 for step in steps)
    if len(steps) < 2 or not (short or "/" not in before or is_furniture(fold(steps[0]))):
        return before
    if "/" in before and all(len(step.split()) < 3 for step in steps):
        return ""  # "Beranda / Arsip"
    return next((step for step in reversed(steps) if step and not is_furniture(fold(step))), "")


def _no_title(text: str) -> bool:
    """Tell whether ``text`` cannot be a periodical's title: an event of its history, a date."""
    first = fold(text.split(maxsplit=1)[0])
    if text.rstrip(".").endswith(" et al"):
        return True
    if first in words("journals", "never_first") or fold(text) in words("journals", "never"):
        return True
    dated = re.search(MONTH_YEAR, text)
    return bool(dated and dates.month(dated[2]))

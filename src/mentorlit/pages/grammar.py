"""The shapes that labelled values must have: numbers, pages, dates, identifiers."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import dates, identifiers, languages
from mentorlit.model import PartialDate
from mentorlit.pages.lexicon import fold, labels, words, work_types
from mentorlit.pages.lines import flat, has_cjk

PAGES: Final = (
    r"(?:[A-Za-z]{1,4}\.?)?\d[\dA-Za-z.]{0,11}"
    r"(?:\s?[-\u2010-\u2015\u2212]{1,2}\s?(?:[A-Za-z]{1,3})?\d[\dA-Za-z]{0,9})?"
)
_WORDED_RANGE: Final = r"(?<=\d)\s(?:à|to|a|bis|al|до|until)\s(?=\d)"
_PAGES: Final = re.compile(rf"(?:(?i:pp?|с|стр|ss?)\.?\s*)?({PAGES})")
_DASH: Final = re.compile(r"\s?[-\u2010-\u2015\u2212]{1,2}\s?")
_NUMBER: Final = re.compile(
    r"(?=.*\d)[\w]{1,8}(?:[-/–.]\w{1,8})?(?:\s?\(?(?:Suppl|S)[\w. ]{0,12}\)?)?"
)
_FIRST, _LAST = 1450, 2100
"""Years between which works are dated."""
_ROMAN: Final = r"[IVXLCDM]{1,8}"
_SPECIAL: Final = r"(?i)\w*\s?(?:special|suppl|sonder|especial|spécial|database|extra|ahead)"
_MONTH_RANGE: Final = r"([^\W\d_]+)\.?\s?[-–/]\s?[^\W\d_]+\.?,?\s+(\d{4})\Z"
_ISO_LIKE: Final = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)")
_FILLER: Final = frozenset(
    {
        "de",
        "del",
        "of",
        "the",
        "le",
        "den",
        "am",
        "on",
        "in",
        "г",
        "р",
        "року",
        "года",
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "utc",
        "gmt",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_STATUS: Final = r"(.{3,40}?)(?:\s[-–]\s|\s?:\s)(\S.{3,40})\Z"


def is_null(value: str) -> bool:
    """Tell whether ``value`` is what interfaces print for nothing ("N/A")."""
    return not value or fold(value) in words("noise", "null")


def number(value: str) -> str:
    """Return a volume or issue number ("37", "3/4", "XII", "Suppl 1"), or ``""``."""
    value = value.strip(" .,;()")
    if _NUMBER.fullmatch(value) or re.fullmatch(_ROMAN, value):
        return value
    return value if len(value) <= 40 and re.match(_SPECIAL, value) else ""


def pages(value: str) -> str:
    """Return a page or range of pages with a plain hyphen, or ``""``."""
    match = _PAGES.fullmatch(re.sub(_WORDED_RANGE, "-", flat(value).strip(" .,;")))
    return _DASH.sub("-", match[1]) if match else ""


def date(value: str) -> PartialDate | None:
    """Read a text that is a date and nothing else ("25 January 2012", "2019-11"), or None.

    Years of other calendars (1398, 2562) are none.
    """
    found = _date(value)
    return found if found and found.year and _FIRST < found.year < _LAST else None


def _date(value: str) -> PartialDate | None:
    value = flat(value).removesuffix(" (online)").removesuffix(" (print)").strip(" .,;()[]")
    if not 4 <= len(value) <= 50 or not any(c.isdigit() for c in value):
        return None
    range_ = re.match(_MONTH_RANGE, value) if value[0].isalpha() else None
    if range_ and dates.month(range_[1]):
        return dates.parse(f"{range_[1]} {range_[2]}")
    iso = _ISO_LIKE.match(value)
    if iso and (len(value) == iso.end() or value[iso.end()] in "T ;"):
        return dates.parse(iso[0])
    if not all(_date_word(word) for word in _WORD.findall(value)):
        return None
    return dates.parse(value)


def _date_word(word: str) -> bool:
    folded = word.lower()
    if dates.month(word) or folded in _FILLER or word in "年月日년월일":
        return True
    return dates.is_season(folded)


def status(value: str) -> tuple[str, PartialDate | None]:
    """Read ``Published - Nov 11 2019`` as the kind of its word and its date (Pure's State)."""
    match = re.match(_STATUS, flat(value))
    if not match:
        return "", None
    kind = labels().get(fold(match[1]), "")
    if not kind and fold(match[1]).startswith(("accepted", "e-pub", "publi", "veröff", "pubbl")):
        kind = {"a": "accepted", "e": "epub"}.get(fold(match[1])[0], "date")
    return (kind, date(match[2])) if kind in ("date", "epub", "accepted") else ("", None)


def work_type(value: str) -> str:
    """Return the CSL type that tables/pages/types.toml gives for ``value``, or ``""``."""
    folded = fold(value)
    if len(folded) > 120:
        return ""
    known = work_types()
    found = [phrase for phrase in known if phrase in folded and _begins_word(phrase, folded)]
    return known[max(found, key=len)] if found else ""


def _begins_word(phrase: str, folded: str) -> bool:
    """Tell whether ``phrase`` begins a word, so that a "synthesis" is no thesis."""
    if f" {phrase}" in f" {folded}" or has_cjk(phrase):
        return True
    place = folded.find(phrase)
    return not folded[place - 1].isalpha()


def fits(kind: str, value: str) -> bool:
    """Tell whether ``value`` has the shape that a label of ``kind`` asks for, in full.

    Used where label and value are not set apart, so that prose does not pass for a value.
    """
    check = _SHAPES.get(kind)
    return check is not None and check(value.strip())


def _is_number(value: str) -> bool:
    return value[:1].isdigit() and bool(number(value))


def _is_date(value: str) -> bool:
    return date(value.removeprefix("on ")) is not None


def _is_doi(value: str) -> bool:
    return value.lower().startswith(("10.", "http", "doi")) and bool(identifiers.doi(value))


def _is_issn(value: str) -> bool:
    return len(value) <= 24 and bool(identifiers.issn(value))


_SHAPES: Final[dict[str, Callable[[str], bool]]] = {
    **dict.fromkeys(("volume", "issue", "number", "number_of_pages"), _is_number),
    **dict.fromkeys(("first_page", "last_page"), _is_number),
    **dict.fromkeys(("date", "epub", "received", "accepted", "revised", "defence"), _is_date),
    **dict.fromkeys(("issn", "pissn", "eissn"), _is_issn),
    "other_date": _is_date,
    "page": lambda value: value[:1].isdigit() and bool(pages(value)),
    "doi": _is_doi,
    "pmid": lambda value: bool(identifiers.pmid(value)),
    "pmcid": lambda value: len(value) <= 24 and bool(identifiers.pmcid(value)),
    "language": lambda value: bool(languages.tag(value)),
    "status": lambda value: status(value)[1] is not None,
    "type": lambda value: bool(work_type(value)),
}
SHAPED: Final = frozenset(_SHAPES)
"""The kinds whose values have a shape that :func:`fits` knows."""

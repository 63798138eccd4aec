"""Edition, publication and extent of MARC 21: 250-264 and 300, with the dates of 008."""

import re
from functools import cache, lru_cache
from typing import Final

import msgspec

from mentorlit import dates
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain, unbracketed
from mentorlit.formats.marc.record import DataField, codes, first, values
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load, phrases

_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_BRACKETED: Final = re.compile(r"\[[^\]\d]{0,12}(\d{4})[^\]]{0,12}\]")
_COPYRIGHT: Final = re.compile(r"(?i)(?:(?<![a-z])(?:c|p|cop|copyright|℗|phon)\.?|©|℗)\s?\[?\Z")
_RANGE: Final = re.compile(
    r"(?i)(?<!\d)(\d{4})\]?\s?(?:[-–/]|and|und|et|y|or|oder|ou|bis|to)\s?\[?(\d{4}|\d\d)(?!\d)"
)
_ABOUT: Final = re.compile(
    r"(?i)\d\?|(?<![^\W\d_])(?:ca|circa|um|vers|hacia|noin|approximately|between|zwischen|entre"
    r"|not before|not after|or|oder|ou)(?![^\W\d_])"
)
_DAY: Final = re.compile(r"(?:\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?|\d{8})\Z")
_PAGES: Final = r"(?<![\d-])\[?(\d{{1,5}})\]?(?:\sunnumbered|\sungez)?\s?(?:{})(?![^\W\d_])"
_LONGEST: Final = 200
_SHORT: Final = 80
"""Characters of a place or publisher that is kept for the next time."""
_RANKS: Final = {"1": 0, " ": 0, "#": 0, "": 0, "\\": 0, "4": 3, "2": 2, "0": 1, "3": 4}
_NO_PUBLISHER: Final = re.compile(
    r"(?i)\A\[?(?:s\.?\s?[ln]\.?|n\.?\s?p\.?|.{0,25}not identified)\W*\Z"
)


def edition(draft: Draft, field: DataField) -> bool:
    """250: edition statement; of $b a remainder that follows it."""
    text = unbracketed(element(first(field, "a")))
    draft.put("edition", text)
    return codes(field) == "a"


def publication(draft: Draft, field: DataField) -> bool:
    """260 and 264: place, publisher, date. 264 tells by its second indicator what it speaks of.

    Only 1 (and 260) is publication; 0, 2, 3 give a date if there is no other, 4 is copyright.
    """
    rank = _RANKS.get(field[0][1:2], 0)
    for text in values(field, "c"):
        draft.dates.append((rank, plain(text)))
    if rank:
        if rank < 3:
            _place_and_name(draft, field, "production_")
        return codes(field) == "c" and rank == 3
    _place_and_name(draft, field, "")
    return False


def _place_and_name(draft: Draft, field: DataField, prefix: str) -> None:
    """Take place and publisher; several are parted by semicolons, as ISBD does."""
    for code, name in (("a", "publisher_place"), ("b", "publisher")):
        if code in field:
            said = filter(None, map(_named, values(field, code)))
            draft.put(prefix + name, " ; ".join(said))


def _named(value: str) -> str:
    """Return a place or publisher, ``""`` where the cataloguer says that there is none."""
    return _known(value) if len(value) < _SHORT else _known.__wrapped__(value)


@lru_cache(maxsize=4096)
def _known(value: str) -> str:
    text = unbracketed(element(value)).strip(" ,;:")
    return "" if _NO_PUBLISHER.match(text) else text


def extent(draft: Draft, field: DataField) -> bool:
    """300: number of pages, if the work has one sequence in Arabic numbers."""
    text = first(field, "a")
    found = re.findall(_page_pattern(), text)
    numbers = re.findall(r"(?<![\d.])\d{1,5}(?![\d.])", text.partition("(")[0] if found else text)
    if len(found) == 1 and (len(numbers) < 2 or "(" in text):
        draft.put("number_of_pages", found[0])
    return False


def content(draft: Draft, field: DataField) -> bool:
    """336: content type, of which the first counts."""
    draft.put("content", first(field, "b"))
    return False


@cache
def _page_pattern() -> re.Pattern[str]:
    words = phrases(load("marc")["pages"])
    return re.compile(_PAGES.format("|".join(re.escape(word) for word in words)), re.IGNORECASE)


def issued(draft: Draft) -> PartialDate | None:
    """Return the date of publication out of 260/264 $c and 008/06-14."""
    coded = _coded(draft.fixed)
    for _, text in sorted(draft.dates, key=_rank):
        found = written(text, coded)
        if found:
            return _agreed(draft, found, coded, text)
    return coded


def _rank(date: tuple[int, str]) -> int:
    return date[0]


def _agreed(draft: Draft, found: PartialDate, coded: PartialDate | None, text: str) -> PartialDate:
    """Return the written date, more exact by the coded one; note a contradiction."""
    if coded is None or coded.year is None or found.literal:
        return found
    if found.year == coded.year:
        if coded.month and not found.month and not found.end:
            return coded
        return (
            found if found.end or not coded.end else msgspec.structs.replace(found, end=coded.end)
        )
    if str(coded.year) not in text and not found.circa and not _in_range(coded, found):
        message = f"008 has {coded.year}, the imprint {text!r}"
        draft.problems.append(Problem("date-conflict", message, "issued"))
    return found


def _in_range(one: PartialDate, other: PartialDate) -> bool:
    years = (one.year or 0, (one.end.year if one.end else one.year) or 0)
    return years[0] <= (other.year or 0) <= years[1]


def written(text: str, coded: PartialDate | None) -> PartialDate | None:
    """Read a date of cataloguers: ``c1999``, ``[1999?]``, ``1968, c1962``, ``5730 [1970]``.

    What stands in brackets behind another number is the year of this calendar; of several years
    the first that is no copyright counts. A text without a year in four digits is a literal.
    """
    text = text[:_LONGEST]
    clean = text.strip(" .,;:").rstrip("]")
    if len(clean) == 4 and clean.isdecimal() and clean.isascii():
        return PartialDate(year=int(clean)) if 0 < int(clean) <= 2100 else coded
    if _DAY.match(clean):
        return dates.parse(clean)
    years = list(_YEAR.finditer(text))
    if not years:
        return _literal(text, coded)
    span = _RANGE.search(text)
    if span and int(span[1]) <= 2100:
        return _span(span, text)
    chosen = _chosen(text, years, coded)
    if not 0 < chosen <= 2100:
        return None
    full = dates.parse(text.strip(" .[]")) if len(years) == 1 else None
    date = full if full and full.year == chosen and full.month else PartialDate(year=chosen)
    return msgspec.structs.replace(date, circa=True) if _ABOUT.search(text) else date


def _span(span: re.Match[str], text: str) -> PartialDate | None:
    begin = int(span[1])
    end = int(span[2]) if len(span[2]) == 4 else begin // 100 * 100 + int(span[2])
    about = bool(_ABOUT.search(text))
    if not begin < end <= 2100:
        return PartialDate(year=begin, circa=about)
    return PartialDate(year=begin, end=PartialDate(year=end), circa=about)


def _chosen(text: str, years: list[re.Match[str]], coded: PartialDate | None) -> int:
    """Return the year of publication among several."""
    if len(years) == 1:
        return int(years[0][1])
    bracketed = _BRACKETED.search(text)
    if bracketed and years[0].start() < bracketed.start():
        return int(bracketed[1])
    plain_years = [one for one in years if not _COPYRIGHT.search(text[: one.start()])]
    numbers = [int(one[1]) for one in plain_years or years]
    if coded and coded.year in numbers:
        return coded.year or 0
    return numbers[0]


def _literal(text: str, coded: PartialDate | None) -> PartialDate | None:
    """Return what there is of a date without a whole year: ``[197-?]``, ``MCMX``, ``[n.d.]``."""
    if coded is not None:
        return coded
    decade = re.search(r"(?<!\d)(\d{2,3})(-{1,2}|\?|u{1,2}|_)", text)
    return PartialDate(literal=unbracketed(element(text))) if decade else None


def _coded(fixed: str) -> PartialDate | None:
    """Return the date of 008/06-14: the first date, with the second as the end of a range."""
    kind, one, two = fixed[6:7], fixed[7:11], fixed[11:15]
    if not one.isdecimal() or not one.isascii() or not 0 < int(one) < 2100 or kind == "b":
        return None
    begin = int(one)
    if kind == "e" and two.strip().isdecimal() and two.isascii():
        month, day = int(two[:2] or 0), int(two[2:].strip() or 0)
        return dates.make(begin, month, day)
    if kind in ("m", "i", "k", "q", "d", "c") and two.isdecimal() and begin < int(two) < 2100:
        return PartialDate(year=begin, end=PartialDate(year=int(two)), circa=kind == "q")
    return PartialDate(year=begin)


def original(draft: Draft) -> PartialDate | None:
    """Return the date of the original where 008/06 says that this is a reprint."""
    two = draft.fixed[11:15]
    if draft.fixed[6:7] == "r" and two.isdecimal() and two.isascii() and 0 < int(two) < 2100:
        return PartialDate(year=int(two))
    return None

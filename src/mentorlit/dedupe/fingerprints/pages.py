"""Pages, volumes and issues: the forms in which one place is written."""

import re
from typing import Final

import msgspec

from mentorlit import dates

_PLAIN: Final = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")
"""What most pages look like; the rules below would say the same of it."""

_ARTICLES: Final = 5
"""Digits of a number that is not a page's but an article's."""

_RANGE: Final = re.compile(r"([a-z]{0,3}\d{1,9}[a-z]{0,2})(?:\s?[-‐-―−]+\s?([a-z]{0,3}\d{0,9}))?")
_LONGEST: Final = 100
"""Characters of a page, volume or issue that are looked at."""

_ARTICLE: Final = re.compile(r"e\d|cd\d|(?!s\d{1,4}\Z)[a-z]{1,2}\d{4}|\d{5}")
_PAGE: Final = re.compile(r"\bpp?\.?\s?(?=[a-z]?\d)")
_COUNT: Final = re.compile(r"\d+\s?(?:p|pp|pages?|leaves|s|seiten|с|стр)\.?\Z")
_SUPPLEMENT: Final = re.compile(r"\Asuppl[a-z.]*\s*(?:\d+\s*[:,])?\s*(?=[a-z\d-])")
_NUMBER: Final = re.compile(r"\d+")
_ROMAN: Final = re.compile(
    r"(?=[ivxlcIVXLC])(?:XC|XL|L?X{0,4}|xc|xl|l?x{0,4})(?:IX|IV|V?I{0,4}|ix|iv|v?i{0,4})"
)
_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERS: Final = re.compile(r"[a-z]+")
_SPREADSHEET: Final = re.compile(r"(?:\d{1,2}[-/ ]([a-z]{3})|([a-z]{3})[-/ ]\d{1,2})\Z")


_DATE: Final = re.compile(
    r"(?:\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d(?: 00:00:00)?"
    r"|\d{1,2}[- ][a-z]{3}[- ]\d{2,4})\Z"
)


class Pages(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """First and last page in full, or an article number in ``first`` with ``article`` set."""

    first: str = ""
    last: str = ""
    article: bool = False


_NONE: Final = Pages()


def pages(page: str, number: str) -> Pages:
    """Return what ``page``, else the article number ``number``, says.

    "221-8" is expanded to 221 and 228. A page that a spreadsheet turned into a date ("08-Aug")
    is unknown, as is one of which only the end is left ("Suppl-29").
    """
    found = _stated(page) if page else None
    if found is None and number:
        if number.isdecimal():
            return Pages(first=_plain(number[:_LONGEST]), article=True)
        found = _stated(number)
        if found is None and any(map(str.isdecimal, number[:_LONGEST])):
            return Pages(first=_plain(number[:_LONGEST].casefold()), article=True)
    return found or _NONE


def _stated(page: str) -> Pages | None:
    """Return the pages that a text states, if it states any."""
    if match := _PLAIN.fullmatch(page):
        return _numbered(match[1], match[2] or "")
    text = _SUPPLEMENT.sub("", page[:_LONGEST].casefold().strip())
    text = _PAGE.sub("", text)
    match = _RANGE.search(text)
    if match is None or text.startswith("-") or _spoiled(text) or _COUNT.match(text):
        return None
    return _range(_plain(match[1]), _plain(match[2] or ""))


def _numbered(first: str, last: str) -> Pages:
    """Return what :func:`_range` does, for pages that are numbers without leading zeros."""
    if last and len(last) < len(first):
        last = first[: -len(last)] + last
    if not last or last == first:
        return Pages(first, "", len(first) >= _ARTICLES)
    return Pages(first, last)


def _range(first: str, last: str) -> Pages:
    """Return the pages from ``first`` to ``last``, which may be cut short or empty."""
    if not last or not last[-1].isdigit():
        return Pages(first=first, article=bool(_ARTICLE.match(first)))
    last = _expanded(first, last)
    if first.endswith(last) and first.rstrip("0123456789") + last == first:
        return Pages(first=first, article=bool(_ARTICLE.match(first)))
    return Pages(first=first, last=last)


def _spoiled(text: str) -> bool:
    if _DATE.match(text):
        return True
    match = _SPREADSHEET.match(text)
    return bool(match) and dates.month((match[1] or match[2]) if match else "") > 0


def _plain(text: str) -> str:
    """Return a page without leading zeros after its letters, spaces and punctuation."""
    if not (text.isascii() and text.isalnum()):
        text = re.sub(r"[^a-z0-9]", "", text)
    if text[:1].isdecimal():
        return text.lstrip("0") or "0"
    letters = _LETTERS.match(text)
    head = letters[0] if letters else ""
    return head + (text[len(head) :].lstrip("0") or text[len(head) :][:1])


def _expanded(first: str, last: str) -> str:
    digits, end = _NUMBER.search(first), _NUMBER.search(last)
    if digits and end and len(end[0]) < len(digits[0]) and last.isdigit():
        return digits[0][: -len(end[0])] + end[0]
    return end[0] if end and digits and first[: digits.start()] == last[: end.start()] else last


def leading_number(text: str) -> str:
    """Return the first number in a volume or issue ("29(1)" is 29, "LIX" is 59), else nothing.

    Zero stands for a volume that is not known yet. A number before a closing bracket that nothing
    opened ("2)" of "65(Suppl. 2)") is what was left of something else.
    """
    if text.isdecimal() and text.isascii():
        return text[:_LONGEST].lstrip("0")
    if not text:
        return ""
    match = _NUMBER.search(text[:_LONGEST])
    if not match and _ROMAN.fullmatch(text[:_LONGEST]):
        return str(_roman(text.upper()))
    if not match or (")" in text and "(" not in text):
        return ""
    return match[0].lstrip("0")


def _roman(text: str) -> int:
    """Return the value of Roman digits."""
    values = [_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def compare(a: Pages, b: Pages) -> str:
    """Return ``same``, ``first-same``, ``different``, or ``""`` where they cannot be compared.

    An article number and a page range cannot; nor can pages that begin at 1 (ahead of print)
    with others.
    """
    if not a.first or not b.first:
        return ""
    if _bare(a.first) == _bare(b.first):
        if a.last and b.last:
            return "same" if a.last == b.last else "first-same"
        return "same" if a.article and b.article else "first-same"
    if a.article != b.article or (a.first == "1") != (b.first == "1"):
        return ""
    if a.last and a.last == b.last:
        return "first-same"
    return "different"


def _bare(page: str) -> str:
    return page.lstrip("abcdefghijklmnopqrstuvwxyz") or page

"""ISBD punctuation, with which catalogues end the elements of a description, and what stays of it.

International Standard Bibliographic Description, consolidated edition, A.3: marks that part one
element from the next stand at the end of the subfield before (MARC 21) or not at all (UNIMARC).
"""

import re
from functools import cache, lru_cache
from typing import Final

from mentorlit.tables import load, phrases

_MARKS: Final = " \t\n/:;,=\u00a0+"
_SORTING: Final = str.maketrans("", "", "\x98\x9c\u0088\u0089¬")
"""Marks around what does not sort: C1 controls, and the sign of MAB and Aleph."""
_SORT_SIGN: Final = re.compile(r"(?:(?<=\s)|(?<=['’])|\A)@(?=\S)")
_NON_SORTING: Final = re.compile(r"<<([^<>]{1,40})>>")


_SHORT: Final = 80
_LONG: Final = 200
_BLANKS: Final = ("  ", *"\t\n\v\f\r\x1c\x1d\x1e\x1f")
"""What :meth:`str.split` parts words at in ASCII, single spaces aside."""


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(phrases(load("marc")["abbreviations"]))


def plain(value: str) -> str:
    """Return a subfield on one line, without marks of non-sorting words."""
    if not value.isascii():
        value = value.translate(_SORTING)
    if "<<" in value:
        value = _NON_SORTING.sub(r"\1", value)
    return on_line(value)


def on_line(value: str) -> str:
    """Return ``value`` on one line: sequences of blanks are one space.

    A long text that has none but single spaces is told without being taken apart.
    """
    if len(value) > _LONG and value.isascii() and not any(map(value.__contains__, _BLANKS)):
        return value.strip(" ")
    return " ".join(value.split())


def element(value: str) -> str:
    """Return a subfield without the punctuation that parts it from the next one.

    A full stop stays behind an initial, an abbreviation and dots.
    """
    return _element(value) if len(value) < _SHORT else _bare(value)


def _bare(value: str) -> str:
    if not value.isascii() or "<<" in value:
        value = plain(value)
    text = on_line(value).rstrip(_MARKS)
    return unstopped(text) if text[-1:] == "." else text


_element: Final = lru_cache(maxsize=8192)(_bare)
"""The same for short texts, many of which come again: names of publishers, headings."""


def unstopped(text: str) -> str:
    """Return ``text`` without a closing full stop, unless that belongs to the last word."""
    if not text.endswith(".") or text.endswith(".."):
        return text
    last = text[:-1].rpartition(" ")[2].lstrip("[(")
    if len(last) < 2 or "." in last or last.lower() in _abbreviations():
        return text
    return text[:-1].rstrip(_MARKS)


def unsorted(text: str) -> str:
    """Return a title without ``@`` in front of its first sorting word (``Die @Kunst``)."""
    return _SORT_SIGN.sub("", text, count=1) if "@" in text else text


def unbracketed(text: str) -> str:
    """Return ``text`` without square brackets around the whole of it (supplied by cataloguers)."""
    while text[:1] == "[" and text[-1:] == "]" and text.count("[") == text.count("]") == 1:
        text = text[1:-1].strip()
    if text[:1] == "[" and "]" not in text:
        return text[1:]
    return text[:-1] if text[-1:] == "]" and "[" not in text else text

"""Volumes, issues, pages and article numbers as tags write them."""

import re
from functools import cache
from typing import Final

from mentorlit.pages import citeline, grammar
from mentorlit.pages.lines import flat
from mentorlit.tables import load, phrases

_WORD: Final = re.compile(
    r"(?:volume|vol|band|bd|jahrgang|jg|tome|tomo|cilt|том|т|v|issue|iss|number|num|no|nr|n|heft|número|núm"
    r"|numéro|fascicule|fasc|sayı|выпуск|вып|№)[.°º]?\s*[:#]?\s*(?=[\dIVXLC])",
    re.IGNORECASE,
)
_CJK: Final = re.compile(r"第?\s*(\w{1,12})\s*[巻卷号期號輯호권]\Z")
_DATED: Final = re.compile(r"([\w/-]{1,8})(?:\s?[,;]\s?|\s?\()[^()\d]{0,20}(?:1[5-9]|20)\d\d\)?\Z")
"""A number with the date of the volume or issue: "12 (2012)", "3, March 2012"."""
_BRACKETED: Final = re.compile(r"([\w]{1,8})\s?[(（]([^()（）]{1,40})[)）]\Z")
_PREFIX: Final = re.compile(
    r"(?:[Pp]ages?|PAGES?|pp|PP|p|[Ss]eiten?|págs?|стр|[Aa]rt(?:icle)?|[PSsСс](?=\.))\.?\s*(?=[\dA-Z])"
)
_DASH: Final = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_ID: Final = re.compile(r"\d+\.\d+\.|\d{8,}|10\.\d{4}")
"""Ids of repositories and of proofs, not pages: "2020.03.04.123456", "10.1101/..."."""
_LONGEST: Final = 40


@cache
def _none() -> frozenset[str]:
    nothing = load("webpages/bad_tags")["nothing"]
    return frozenset([*phrases(nothing["number"]), *phrases(nothing["any"])])


@cache
def _platforms() -> frozenset[str]:
    return frozenset(phrases(load("webpages/bad_tags")["services"]["names"]))


def is_publisher(text: str) -> bool:
    """Tell whether a text can be a publisher's name: no address, no service that shows others'."""
    folded = text.casefold()
    return (
        1 < len(text) <= 250
        and not folded.startswith(("http", "www."))
        and folded not in _none()
        and folded not in _platforms()
    )


def without_repetition(text: str) -> str:
    """Cut a name that begins anew within a word ("SAGE PublicationsSage CA: Los Angeles, CA")."""
    first = text.partition(" ")[0].casefold()
    again = text.casefold().find(first, 1) if len(first) > 2 else -1
    glued = again > 0 and text[again - 1].islower() and text[again].isupper()
    return text[:again] if glued else text


def numbered(field: str, text: str) -> list[tuple[str, str]]:
    """Return the fields that a tag of a volume or an issue states; nothing for a placeholder.

    ``Vol. 12`` is 12, ``12 (3)`` in the volume's tag is volume and issue, and a whole citation
    line states all that it states.
    """
    value = flat(text).strip(" .,;:")
    if value.casefold() in _none():
        return []
    bare = value[match.end() :] if (match := _WORD.match(value)) else value
    bare = match[1] if (match := _CJK.match(bare)) else bare
    bare = match[1] if (match := _DATED.match(bare)) else bare
    bracketed = _BRACKETED.match(bare)
    if bracketed and field == "volume" and bracketed[2][:1].isdigit():
        return [("volume", bracketed[1]), ("issue", bracketed[2])]
    if len(bare) > 12 and not grammar.number(bare):
        cited = citeline.read(value)
        if cited and cited.volume:
            return [("volume", cited.volume), ("issue", cited.issue)]
    return [(field, bare)] if len(bare) <= _LONGEST and bare.casefold() not in _none() else []


def pages(first: str, last: str) -> str:
    """Return first and last page as one range; ``""`` for placeholders and ids."""
    first, last = _page(first), _page(last)
    if not first or "-" in first or not last or last == first:
        return first
    return first if "-" in last else f"{first}-{last}"


def _page(text: str) -> str:
    value = flat(text).strip(" .,;:")
    if match := _PREFIX.match(value):
        value = value[match.end() :]
    value = _DASH.sub("-", value).strip("-")
    if value.casefold() in _none() or len(value) > _LONGEST or _ID.search(value):
        return ""
    start, dash, end = value.partition("-")
    if dash and start == end:
        return start
    roman = value.isalpha() and len(value) < 8
    return value if roman or any(c.isdigit() for c in value) else ""


def article_number(text: str) -> str:
    """Return an article number; ``""`` for what is none."""
    value = flat(text).strip(" .,;:")
    if value.casefold() in _none() or len(value) > _LONGEST or " " in value:
        return ""
    return value if any(c.isdigit() for c in value) and "/" not in value else ""

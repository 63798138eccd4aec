"""What an element holds, told by its name and the words of its class, id and role."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final

import msgspec
from lxml import etree

from mentorlit.tables import load, phrases

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST: Final = 300
"""Characters of class and id that are looked at; utility classes may be thousands."""
_FIRST: Final = 8
"""Elements among which the title stands, if the element around them is the head of the page."""
_WATCHED: Final = frozenset(
    ["class", "id", "role", "itemprop", "rel", "data-test", "data-testid", "property"]
)
_NEVER_ZONE: Final = frozenset(
    ["html", "body", "main", "form", "h1", "a", "i", "b", "strong", "em"]
)
_WHOLE: Final = frozenset(["html", "body", "main", "form", "article"])
"""Elements that hold all of a work's page, whatever their class speaks of."""
_OVER_TEXT: Final = frozenset(["overlay", "popup", "popover", "mathjax", "jax", "mjx"])
"""Words of the class of a ``span`` whose text is shown over others or repeats it."""
_HIDDEN: Final = frozenset(["hidden", "hide", "d-none", "is-hidden", "uk-hidden", "ng-hide"])
_HIDING: Final = frozenset(["hidden", "aria-hidden", "style"])
_NO_DISPLAY: Final = re.compile(r"(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE)
_ROLES: Final = ("navigation", "search", "dialog", "alertdialog", "menu", "menubar", "contentinfo")


class Region(msgspec.Struct, frozen=True):
    """What an element is: ``zone`` (of text that is not the record's) and ``role`` (of its own).

    ``zone`` is a key of ``zones`` in tables/webpages/elements.toml, ``hidden`` or empty, ``role``
    a key of ``roles`` there or empty. ``whole`` tells that the role's words are all there is.
    """

    zone: str = ""
    role: str = ""


NONE: Final = Region()


def region(name: str, attributes: Sequence[tuple[str, str]]) -> Region:
    """Return what the element ``name`` with these attributes is."""
    said = []
    hidden = False
    for key, value in attributes:
        if key in _WATCHED:
            said.append(value)
            if key == "id" and value == "title":
                said.append("main title")
            if key == "role" and value in _ROLES:
                said.append("navigation")
        elif key in _HIDING and _hides(key, value):
            hidden = True
    if hidden:
        return _HIDDEN_REGION
    return _said(name, " / ".join(said)[:_LONGEST]) if said or name == "nav" else NONE


_HIDDEN_REGION: Final = Region("hidden")


def _hides(key: str, value: str) -> bool:
    """Tell whether an attribute hides its element from who reads the page."""
    if key == "style":
        return _NO_DISPLAY.search(value) is not None
    return key == "hidden" or value == "true"


def holds_title(element: etree._Element) -> bool:
    """Tell whether one of the first elements within ``element`` is that of a work's title.

    Project MUSE calls the head of its page ``citation_list``.
    """
    return any(
        region(str(one.tag), [(str(k), str(v)) for k, v in one.items()]).role == "title"
        for one in islice(element.iterdescendants(), _FIRST)
    )


@lru_cache(8192)
def _said(name: str, text: str) -> Region:
    """Return what the words of class, id and role say of an element."""
    found = [match.lower() for match in _WORD.findall(text)]
    role = "" if name in _WHOLE else _role(found)
    if role == "breadcrumb":
        return Region("", role)
    if name == "nav":
        return Region("furniture")
    if not _HIDDEN.isdisjoint(text.split()):
        return _HIDDEN_REGION
    if name in _NEVER_ZONE or (name == "span" and _OVER_TEXT.isdisjoint(found)):
        return Region("", role)
    return Region(_zone(found), role)


@cache
def _table(key: str) -> dict[tuple[str, ...], str]:
    """Return the phrases under ``key``, as words, with what they stand for."""
    table = load("webpages/elements")[key]
    return {
        tuple(phrase.split()): kind for kind, block in table.items() for phrase in phrases(block)
    }


@cache
def _excluding(key: str, kind: str) -> frozenset[str]:
    return frozenset(phrases(load("webpages/elements")[key].get(kind, "")))


def _runs(found: list[str]) -> list[tuple[int, int]]:
    """Return the bounds of all runs of at most three words, longer ones first."""
    count = len(found)
    return [(at, at + size) for size in (4, 3, 2, 1) for at in range(count - size + 1)]


def _zone(found: list[str]) -> str:
    table = _table("zones")
    for begin, end in _runs(found):
        zone = table.get(tuple(found[begin:end]))
        if zone and not _denied(found, begin, end):
            return zone
    return ""


def _denied(found: list[str], begin: int, end: int) -> bool:
    """Tell whether the words around say that the element only has the zone beside it."""
    before = begin > 0 and found[begin - 1] in _excluding("not_a_zone", "before")
    return before or (end < len(found) and found[end] in _excluding("not_a_zone", "after"))


def _role(found: list[str]) -> str:
    table = _table("roles")
    for begin, end in _runs(found):
        role = table.get(tuple(found[begin:end]))
        if role and _excluding("not_a_role", role).isdisjoint(found):
            return role
    return ""

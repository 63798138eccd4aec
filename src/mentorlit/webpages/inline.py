"""Inline elements whose text is not read as it stands: marks, badges, buttons, labels of inputs."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from mentorlit.pages.lexicon import fold, is_furniture

CONTROLS: Final = frozenset({"button", "a", "label"})
"""Elements that may serve the page alone."""
_INPUTS: Final = frozenset({"input", "select", "textarea"})
_BADGES: Final = frozenset({"", "doi", "crossref", "crossref doi", "doi link"})
_SIGNS: Final = frozenset("*†‡§¶#⁎∗")
_ROMAN: Final = frozenset("IVX")
_PAGE_RANGE: Final = r"(?:pp?|S|Seiten|Pages)\.?\s*\d{1,5}\s?[-–]\s?\d{1,5}\Z"
_LONGEST: Final = 60
_MOST: Final = 2000
_ITEMS: Final = 99


def whole_text(element: etree._Element, most: int = _MOST) -> str:
    """Return all text in ``element``, cut where it is longer than ``most``, as no heading is."""
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        parts.append(str(text))
        size += len(parts[-1])
        if size > most:
            break
    return "".join(parts)


def runs_on(element: etree._Element, name: str) -> bool:
    """Tell whether a block is styled to stand in its line."""
    return name == "div" and "inline" in (element.get("style") or "")


def is_interface(element: etree._Element, name: str, items: Sequence[tuple[str, str]]) -> bool:
    """Tell whether an element only serves the page: "Follow", an ORCID, the label of an input."""
    if name == "label":
        following = element.getnext()
        return following is not None and following.tag in _INPUTS
    button = name == "button"
    for key, value in items:
        if key in ("href", "class") and "orcid" in value:
            return name == "a"
        button = button or (key == "class" and ("btn" in value or "button" in value))
    text = fold(whole_text(element)) if button else ""
    return button and len(text) < _LONGEST and is_furniture(text)


def doi_of(element: etree._Element, before: str) -> str:
    """Return what a link to a DOI leaves unsaid: its address, or that the number is a DOI.

    The first where the link shows nothing but a badge or "DOI"; ``before`` is the text before it.
    """
    address = element.get("href") or ""
    if "doi.org/10." not in address or len(address) > 300:
        return ""
    shown = fold(whole_text(element))
    if shown in _BADGES:
        return f" {address} "
    told = before.rstrip(" :").lower().endswith("doi") or not before.strip()
    return " doi:" if shown.startswith("10.") and not told else ""


def note(element: etree._Element, text: str) -> str:
    """Return what is raised in a heading, unless it is the mark of a footnote."""
    mark = text.strip(" ()[]")
    linked = element.find("a") is not None or next(element.iterancestors("a"), None) is not None
    footnote = all(sign in _SIGNS for sign in mark) or (mark.isdigit() and linked)
    return "" if footnote else text


def raised(text: str) -> str:
    """Set letters apart that mark where an author works ("Smith<sup>a</sup>").

    Small ones are known as marks when a space is before them; capitals and Roman numbers would
    be read as initials, so that a sign which no name has takes their place.
    """
    letters = text.strip(" ,*")
    if not 0 < len(letters) < 6 or not letters[0].isalpha():
        return text
    parts = [part.strip() for part in letters.split(",")]
    if not all(len(part) == 1 or _ROMAN.issuperset(part) for part in parts):
        return text
    return "*" if letters[0].isupper() else f" {text}"


def list_number(element: etree._Element) -> str:
    """Return the number that browsers show before the item of a list that ``element`` begins."""
    around = element
    while around.tag != "li":
        parent = around.getparent()
        if parent is None or around.getprevious() is not None or (parent.text or "").strip():
            return ""
        around = parent
    whole = around.getparent()
    if whole is None or whole.tag != "ol" or len(whole) > _ITEMS:
        return ""
    return f"{whole.index(around) + 1} "


def is_page_range(element: etree._Element) -> bool:
    """Tell whether all that an element holds is a range of pages ("p. 45-71")."""
    text = (element.text or "").strip() if len(element) == 0 else ""
    return 0 < len(text) < 30 and re.match(_PAGE_RANGE, text) is not None

"""Parts of a page that are left out because of the heading above them."""

from functools import cache, lru_cache
from typing import Final

from lxml import etree

from mentorlit.pages.lexicon import fold, heading_key, labels, zone_marks
from mentorlit.tables import load, phrases

_LONGEST: Final = 100
_PROSE: Final = 150
_ENOUGH: Final = 8
"""Paragraphs that markup says nothing of; more of them are the body of an article."""
_LABEL: Final = 60
_BOX: Final = 60
_CLIMB: Final = 3
_LABELLING: Final = frozenset({"b", "strong", "span"})
_TOLD_LATE: Final = frozenset({"keyword", "citation", "received", "accepted"})
_CLOSED: Final = frozenset({"li", "td", "th"})
"""Elements out of which no heading reaches."""


@cache
def _phrases(key: str) -> tuple[str, ...]:
    return tuple(phrases(load("webpages/elements")[key]))


def zone_of(text: str) -> str:
    """Return the zone of the page that a heading or label begins, or ``""``."""
    return _zone_of(text) if len(text) <= _LONGEST else ""


@lru_cache(512)
def _zone_of(text: str) -> str:
    key = heading_key(fold(text))
    zone = zone_marks().get(key, "")
    return zone or ("others" if key in _phrases("others_below") else "")


def _is_head(element: etree._Element) -> bool:
    """Tell whether an element or the one around it is called a heading."""
    parent = element.getparent()
    words = element.get("class") or (parent.get("class") if parent is not None else "") or ""
    return any(word in words.lower() for word in ("head", "title", "caption"))


class Silence:
    """What is left out now: other works, references and the body, below their headings.

    A heading reaches to the end of the element in which text stands beside it, or to the next
    heading of its level. After the body of the article has begun, the only headings that are
    read are those of the record's data ("About this article", "Keywords").

    Attributes:
        element: the element to the end of which all text is left out, or None.

    """

    def __init__(self, own: set[etree._Element], caption: str) -> None:
        self.element: etree._Element | None = None
        self._own = own
        self._caption = fold(caption)
        self._level = 0
        self._body = False
        self._resumed = False
        self._abstract = 0
        self._paragraphs = 0
        self._is_body = False

    def meet(self, level: int) -> None:
        """Note that a heading of ``level`` begins."""
        if self.element is not None and level <= self._level:
            self.element = None

    def passes(self, text: str, role: str) -> bool:
        """Tell whether a line that is no heading is left out: prose of the body."""
        if len(text) > 60:
            self._abstract = 0
        if role or self._resumed or len(text) <= _PROSE:
            return False
        self._paragraphs += 1
        self._body = self._body or self._paragraphs > _ENOUGH
        if not self._body:
            return False
        return labels().get(fold(text[:_LABEL].partition(":")[0])) is None

    def heading(self, head: etree._Element, level: int, text: str, *, titled: bool) -> bool:
        """Read a heading; tell whether it is left out with what is below it.

        ``titled`` tells that the page's title was read and that this is no part of an abstract.
        """
        zone = self._zone(text)
        kind = "" if zone else labels().get(fold(text), "")
        inside = bool(self._abstract) and level >= self._abstract
        self._abstract = level if kind == "abstract" else 0
        if zone in ("others", "references"):
            self._fall(head, level)
            return True
        self._resumed = bool(kind) or zone == "resume"
        if zone == "body" and titled and not inside:
            self._body = True
        if self._body and not self._resumed and titled and level > 1:
            self._fall(head, level)
            self._is_body = True
            return True
        return False

    def told_late(self, element: etree._Element) -> str:
        """Return a paragraph of the body that is labelled as data of the record, else ``""``.

        Frontiers and others have "Keywords:", "Citation:" and "Received:" below the text.
        """
        first = next(iter(element), None)
        if not self._is_body or first is None or (element.text and not element.text.isspace()):
            return ""
        word = (first.text or "") if first.tag in _LABELLING and not len(first) else ""
        if len(word) > _LABEL or labels().get(fold(word)) not in _TOLD_LATE:
            return ""
        return " ".join("".join(map(str, element.itertext())).split())

    def lift(self) -> None:
        """End what is left out beside the title: an element that is plainly the record's begins."""
        if self.element in self._own:
            self.element = None

    def box(self, head: etree._Element, text: str) -> bool:
        """Read a short line that may head a box; tell whether it is left out with the box."""
        if len(text) > _BOX or self._zone(text) != "others" or not _is_head(head):
            return False
        self._fall(head, 0)
        return True

    def _zone(self, text: str) -> str:
        """Return the zone that a heading begins; the title of the page begins none."""
        zone = zone_of(text)
        folded = fold(text) if not zone and len(text) < _BOX else ""
        if folded.startswith(_phrases("others_begin")) and folded not in self._caption:
            return "others"
        return zone

    def _fall(self, head: etree._Element, level: int) -> None:
        """Leave out what is beside ``head``."""
        self._level, self._is_body = level, False
        for _ in range(_CLIMB):
            parent = head.getparent()
            if parent is None:
                return
            self.element = parent
            if head.getnext() is not None or parent in self._own or parent.tag in _CLOSED:
                return
            head = parent

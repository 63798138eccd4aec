"""One pass over the elements of a page that makes lines of what is visible."""

from functools import cache
from typing import Any, Final

from lxml import etree

from mentorlit.limits import DEFAULT
from mentorlit.pages.lines import Line
from mentorlit.pages.people import is_institution
from mentorlit.tables import load, phrases
from mentorlit.webpages import inline, regions
from mentorlit.webpages.document import Document
from mentorlit.webpages.openline import CELL_END, LISTS, OpenLine
from mentorlit.webpages.silence import Silence, zone_of

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_CELLS: Final = frozenset({"td", "th"})
_BREAKING: Final = frozenset({"title", "author", "abstract", "affiliation", "keyword"})
"""Roles whose text is never on one line with that of another role."""
_WHOLE: Final = frozenset({"citation", "breadcrumb"})
"""Roles whose inline parts are read together."""
_NAMED: Final = frozenset({"author", "affiliation"})
_SURROUNDING: Final = frozenset({"site", "breadcrumb", "journal", "issue"})
"""Roles that a heading has beside that of being one."""
_BARE: Final = frozenset({"nav", "button", "label"})
"""Elements that say something without any attribute."""
_LABELS: Final = frozenset({"a", "b", "strong", "span", "label", "em", "u", "font"})
_PLAIN: Final = frozenset({"em", "i", "small", "span"})
_LEAVES: Final = frozenset({"p", "figure", "pre", "li", "td", "dd", "blockquote"})
"""Elements in which no heading stands that ends a part which is left out."""


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(phrases(load("webpages/elements")[key]))


class Walk:
    """The pass; :meth:`run` makes it once.

    ``main`` is the heading with the work's title, if there is one: no element around it is left
    out. ``panels`` are ids of elements that are left out. With ``zoned`` unset nothing is left
    out but what is never text.
    """

    def __init__(
        self,
        document: Document,
        main: etree._Element | None,
        panels: frozenset[str] = frozenset(),
        *,
        zoned: bool = True,
    ) -> None:
        self._document = document
        self._zoned, self._panels = zoned, panels
        self._own = set() if main is None else {main, *main.iterancestors()}
        self._silence = Silence(self._own, document.caption)
        self._line = OpenLine()
        self._lines: list[Line] = []
        self._roles: list[tuple[etree._Element, str]] = []
        self._control: etree._Element | None = None
        self._heading = ""
        self._gap = True
        self._closed = 0
        self._bullet = self._in_row = self._in_label = self._row_out = self._titled = False
        self._blocks, self._spaced, self._apart = map(_names, ("blocks", "spaced", "apart"))

    def run(self) -> list[Line]:
        """Return the lines."""
        skipped, blocks, silence = _names("skipped"), self._blocks, self._silence
        walk: Any = etree.iterwalk(self._document.root, events=("start", "end"))
        for event, element in walk:
            name: str = element.tag
            if event == "end":
                self._end(element, name)
                continue
            muted = silence.element is not None and name in _LEAVES
            if muted or name in skipped or self._left_out(element, name):
                if name == "img":
                    self._picture(element)
                elif muted and (late := silence.told_late(element)):
                    self._lines.append(self._document.line(element, late, gap=True))
                walk.skip_subtree()
                continue
            if name == "br" or (name in blocks and not inline.runs_on(element, name)):
                self._block(name)
                if len(self._lines) > DEFAULT.page_lines:
                    break
            elif name in self._apart:
                self._inline(element, name)
            text = element.text
            if text:
                self._text(element, self._shown(element, name, text))
        self._ended()
        return self._lines

    @property
    def _role(self) -> str:
        return self._roles[-1][1] if self._roles else ""

    def _left_out(self, element: etree._Element, name: str) -> bool:
        """Note what the element is; tell whether nothing of it is read."""
        items: Any = element.items()
        if not items and name not in _BARE:
            return False
        found = regions.region(name, items)
        if element in self._own:
            return False
        if found.role:
            self._enter(element, name, found.role)
            if found.role == "abstract" and self._silence.element is not None:
                self._silence.lift()
        if name in inline.CONTROLS and self._control is None:
            self._control = element  # within it none is looked at again: that takes its whole text
            if inline.is_interface(element, name, items):
                return True
        if not self._zoned or (found.zone == "hidden" and self._role == "abstract"):
            return False
        if found.zone and _of_work(element, found.zone):
            return False
        return bool(found.zone) or (bool(self._panels) and element.get("id") in self._panels)

    def _enter(self, element: etree._Element, name: str, role: str) -> None:
        """Note the role of an element; inline parts of a citation stay what they are part of."""
        if name in self._blocks:
            self._roles.append((element, role))
            return
        if self._role in _WHOLE:
            return
        self._roles.append((element, role))
        line = self._line
        if line.begun is None or {role, line.role} == _NAMED or line.parts[-1] == CELL_END:
            return
        if role != line.role and role in _BREAKING and line.role not in _WHOLE:
            self._ended()
        elif role == line.role and role in LISTS:
            line.listing = True

    def _block(self, name: str) -> None:
        """Begin a block: end the line that is open, but for the cells of one row."""
        if name in _CELLS and self._in_row:
            self._gap = self._gap or name == "th"
            self._line.parts.append(CELL_END)
            return
        self._ended()
        self._in_row, self._in_label = name == "tr", name == "dt"
        if self._in_row or self._in_label or name in _HEADINGS:
            self._row_out = False
        if name in self._spaced or name == "dt":
            self._gap = True
        if name in ("ul", "ol", "table"):
            self._heading = ""  # lists in a heading are not its words (Koha)
        if name in _HEADINGS and not self._heading:
            self._heading = name
            self._silence.meet(_HEADINGS[name])
        self._bullet = name == "li" or (self._bullet and name in ("div", "p"))

    def _inline(self, element: etree._Element, name: str) -> None:
        """Begin an inline element whose text may have to be set apart from what is before it."""
        line = self._line
        line.apart = True
        if name == "span" and line.begun is not None and _beside_like(element):
            line.listing = True
        if name != "a":
            return
        if self._control is element:
            self._text(element, inline.doi_of(element, "".join(line.parts[-2:])))
        if line.begun is not None and (self._role in LISTS or _beside_like(element)):
            line.listing = line.linked = True

    def _shown(self, element: etree._Element, name: str, text: str) -> str:
        """Return the text of an element as it is read; an author's institution ends the line."""
        line = self._line
        if name == "sup" and line.parts:
            return inline.note(element, text) if self._heading else inline.raised(text)
        listed = line.role == "author" and name in _PLAIN and len(text) > 8
        if listed and line.begun is not None and self._roles and is_institution(text):
            self._ended()
            if self._role != "affiliation":
                self._roles.append((element, "affiliation"))
        return text

    def _picture(self, element: etree._Element) -> None:
        """Read the words of a site's logo and the DOI on a badge."""
        words = element.get("alt") or ""
        if words.startswith("10.") or self._role in ("site", "cover"):
            self._text(element, words)
            if self._role == "cover":
                self._line.role = "cover"

    def _end(self, element: etree._Element, name: str) -> None:
        if self._silence.element is element:
            self._silence.element = None
        if self._control is element:
            self._control = None
        if name in self._blocks and not inline.runs_on(element, name):
            self._end_block(name)
        elif name in _LABELS:
            self._line.apart = self._line.apart or name in self._apart
            if not self._heading:
                self._line.label_ended()
        while self._roles and self._roles[-1][0] is element:
            _, role = self._roles.pop()
            if role == "title" and role == self._line.role:
                self._ended()
        tail = element.tail
        if tail:
            self._text(element, tail)

    def _end_block(self, name: str) -> None:
        if name not in ("td", "th"):
            self._ended()
            self._closed += 1
        if name in self._spaced:
            self._gap = True
        if name in ("dt", "dd"):
            self._in_label = False
        if name == self._heading:
            self._heading = ""

    def _text(self, element: etree._Element, text: str) -> None:
        if self._silence.element is not None or not text:
            return
        line = self._line
        if text.isspace():
            if line.parts:
                line.parts.append(" ")
        elif line.begun is None:
            line.begun = element
            line.role = self._present_role()
            if line.role == "affiliation" and not text.lstrip()[0].isdigit():
                line.parts.append(inline.list_number(element))
            line.parts.append(text)
        else:
            line.add(text, self._role)

    def _present_role(self) -> str:
        role = self._role if self._role != "cover" else "issue"
        if self._in_label and not role:
            return "label"
        if not self._heading or role in _SURROUNDING:
            return role
        return "title" if self._heading == "h1" or role == "title" else "heading"

    def _ended(self) -> None:
        """End the line that is open."""
        line = self._line
        if line.begun is not None:
            text = line.text()
            if text and not (self._zoned and self._passed(text, line)):
                gap = self._gap or self._closed > 1
                made = self._document.line(
                    line.begun, text, line.role, gap=gap, bullet=self._bullet
                )
                if made.text:  # nothing is left of zero-width spaces
                    self._lines.append(made)
                    self._gap = False
                    self._titled = self._titled or line.role == "title"
            self._closed = 0
        if line.parts or line.begun is not None:
            self._line = OpenLine()
        else:
            line.apart = line.listing = False

    def _passed(self, text: str, line: OpenLine) -> bool:
        """Tell whether a line is left out: one of other works, or of the article's body."""
        first, cell, _ = text.partition("\t")
        if cell or line.role == "label":
            self._row_out = zone_of(first) in ("others", "references")
        if self._row_out or not self._heading:
            box = not line.role and line.begun is not None and self._silence.box(line.begun, text)
            return box or self._row_out or self._silence.passes(text, line.role)
        head = line.begun
        while head is not None and head.tag != self._heading:
            head = head.getparent()
        titled = self._titled and all(role != "abstract" for _, role in self._roles)
        level = _HEADINGS[self._heading]
        return head is not None and self._silence.heading(head, level, text, titled=titled)


def _of_work(element: etree._Element, zone: str) -> bool:
    """Tell whether an element called like menus or references holds the work's title or pages."""
    if zone == "references":
        return regions.holds_title(element)
    return zone == "furniture" and inline.is_page_range(element)


def _beside_like(element: etree._Element) -> bool:
    """Tell whether an element follows one of its kind with nothing but space between them."""
    before = element.getprevious()
    if before is None or before.tag != element.tag or (before.tail and not before.tail.isspace()):
        return False
    words = element.get("class")
    return before.get("class") == words and bool(words or element.tag == "a")

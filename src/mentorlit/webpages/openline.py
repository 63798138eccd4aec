"""The line of visible text that is being put together from the texts of inline elements."""

from typing import Final

from lxml import etree

from mentorlit.pages.lexicon import fold, labels

CELL_END: Final = "\0"
"""Between cells of one row; a parsed page has no NUL."""
LISTS: Final = frozenset({"author", "keyword"})
"""Roles of which the elements on one line are values of a list."""
_LIST_SIGNS: Final = (
    *(",", ";", "&", "(", ":", "|", "/", "·", "•", "-", "–", " and", " by"),
    CELL_END,
)
_BEFORE_ORCID: Final = (" - ORCID:", " ORCID:")
_IN_SMALL: Final = frozenset({"keyword", "url", "doi", "abstract"})
"""Kinds of label whose values may begin with a small letter."""


class OpenLine:
    """The text so far, the element in which it began, and what its markup says of it.

    Attributes:
        parts: texts and signs between them, to be joined.
        begun: the element with the first text, None for a line without any.
        role: what markup calls the line.
        apart: an inline element has begun or ended that style sheets set apart.
        listing: an element has begun that is one more value of a list.
        linked: that element is a link.

    """

    __slots__ = ("apart", "begun", "kind", "linked", "listing", "parts", "role")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.begun: etree._Element | None = None
        self.role = ""
        self.apart = self.listing = self.linked = False
        self.kind = ""

    def add(self, text: str, role: str) -> None:
        """Add text that is not blank to a line that has some; ``role`` is that of its element."""
        if self.kind and self._is_value(text.lstrip()):
            self.parts.append(CELL_END)
        elif self.listing and self._is_item(text, role) and self._unlisted():
            while self.parts[-1].isspace():
                self.parts.pop()
            self.parts.append("; " if role in LISTS else " | ")
        elif self.apart and self.parts[-1][-1:].isalnum() and text[0].isalnum():
            self.parts.append(" ")
        self.kind = ""
        self.apart = self.listing = self.linked = False
        self.parts.append(text)

    def label_ended(self) -> None:
        """Note that an inline element has ended, which may be the label of what follows."""
        if self.begun is None or len(self.parts) > 3:
            return
        text = "".join(self.parts).strip()
        if len(text) < 40 and not text.endswith((":", "：")):
            self.kind = labels().get(fold(text), "")

    def text(self) -> str:
        """Return the line, its cells parted by a TAB."""
        cells = "".join(self.parts).split(CELL_END)
        text = "\t".join(filter(None, (" ".join(cell.split()) for cell in cells)))
        for rest in _BEFORE_ORCID if text[-6:] == "ORCID:" else ():
            text = text.removesuffix(rest)  # the number was a link
        return text.replace(" ,", ",").replace("( ", "(").replace(" )", ")")

    def _is_value(self, text: str) -> bool:
        """Tell whether ``text`` may be the value of the label before it, not the rest of a name."""
        return not text[:1].islower() or self.kind in _IN_SMALL

    def _is_item(self, text: str, role: str) -> bool:
        """Tell whether ``text`` may be one more value; what is short behind a name is a degree."""
        if not self.linked or self.role == "author" or role == "author":
            return len(text) > 3 and text[:1].isalpha()
        return len(text) > 1 and any(c.isalpha() for c in text.split(maxsplit=1)[0])

    def _unlisted(self) -> bool:
        """Tell whether nothing parts the last value of a list from the next."""
        return not "".join(self.parts[-4:]).rstrip().endswith(_LIST_SIGNS)

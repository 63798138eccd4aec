"""Works that a page carries in machine-readable form, before it is known which is its own."""

from typing import Any, Final

import msgspec
from lxml import etree

from mentorlit.model import Citation, Origin
from mentorlit.pages.lines import Line

GENERAL: Final = "general"
"""The carrier of works whose type any page may have; see tables/webpages/works.toml."""

NOWHERE: Final = Origin(source="", file="", format="page", ordinal=0, line=0, offset=0)
"""The origin of a citation that will be claims of a page's record, which has its own."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A work with the place where it stands.

    ``carrier`` and ``rule`` name what read it; ``citation`` is what it states. ``element`` is
    where it stands in the tree. ``listed`` tells that it stands in a list of works (items of an
    ``ItemList``, the articles of an issue), ``is_described`` that its abstract is given as a mere
    description, which sites cut and glue together.
    """

    carrier: str
    rule: str
    citation: Citation
    line: Line
    element: Any
    listed: bool = False
    is_described: bool = False

    @property
    def node(self) -> etree._Element:
        """The element as what it is; structs cannot have the type of a C library."""
        element: etree._Element = self.element
        return element


class Fault(msgspec.Struct, frozen=True):
    """A record in a citation format that cannot be read: where it begins, and its text."""

    line: Line
    text: str

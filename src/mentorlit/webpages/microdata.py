"""Microdata and RDFa Lite, turned into nodes of schema.org.

WHATWG HTML, 5 (``itemscope``, ``itemprop``, ``itemref``); W3C RDFa Lite 1.1 (``typeof``,
``property``, ``resource``), of other vocabularies than schema.org what tables/webpages/works.toml
knows: Dublin Core, PRISM and BIBO.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import Any, Final, NamedTuple

from lxml import etree

from mentorlit.formats.schema_org.work import citation
from mentorlit.tables import load, phrases
from mentorlit.webpages import schema_nodes
from mentorlit.webpages.carried import NOWHERE, Work
from mentorlit.webpages.document import Document
from mentorlit.webpages.elementtext import text_of

_MOST: Final = 6000
"""Marked elements of one page that are read; an article with 400 references has some 3,000."""
_ANCESTORS: Final = 120
"""Elements around one that are looked at for the item it belongs to."""
_DEPTH: Final = 12
"""Items within each other: an article is in an issue, a volume, a journal of a publisher."""
_TEXT: Final = 600_000
"""Characters of all values of a page: properties within each other have the same text."""
_VALUES: Final = 3000
"""Values of one property of one item."""

_ADDRESSES: Final = frozenset(["sameAs", "url", "license", "mainEntityOfPage", "codeRepository"])
"""Properties whose value is where a link leads; of others it is what the link shows."""

Node = dict[str, Any]


class _Syntax(NamedTuple):
    """The attributes of one way of marking: what begins an item, its type, id and properties."""

    carrier: str
    scope: str
    type: str
    id: str
    property: str
    marked: etree.XPath


_MICRODATA: Final = _Syntax(
    "microdata", "itemscope", "itemtype", "itemid", "itemprop",
    etree.XPath(f"(//*[@itemscope or @itemprop])[position() <= {_MOST}]"),
)  # fmt: skip
_RDFA: Final = _Syntax(
    "rdfa",
    "typeof",
    "typeof",
    "resource",
    "property",
    etree.XPath(f"(//*[@typeof or @property])[position() <= {_MOST}]"),
)
_RDFA_SIGNS: Final = (b"typeof=", b'property="dc', b'property="prism', b'property="bibo')
_SCHEMA: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)?([A-Za-z]{2,60})\Z")


def works(document: Document) -> Iterator[Work]:
    """Yield the works that items of the page describe, those of the page as a whole last."""
    if document.holds(b"itemprop"):
        yield from _Items(document, _MICRODATA).works()
    if any(map(document.holds, _RDFA_SIGNS)):
        yield from _Items(document, _RDFA).works()


class _Items:
    """The items of one page in one syntax."""

    def __init__(self, document: Document, syntax: _Syntax) -> None:
        self.document = document
        self.syntax = syntax
        self.nodes: dict[etree._Element, Node] = {}
        self.page: Node = {}
        self.left = _TEXT
        self.inner: dict[etree._Element, None] = {}
        self.depths: dict[etree._Element, int] = {}
        self.references: dict[str, list[etree._Element]] = {}

    def works(self) -> Iterator[Work]:
        """Yield the works among the items that belong to no other item."""
        marked: Any = self.syntax.marked(self.document.root)
        for element in marked:
            if element.get(self.syntax.scope) is not None:
                self._open(element)
        for element in marked:
            names = self._names(element)
            if names:
                self._add(element, names)
        for element in self.inner:
            if set(self.nodes[element]) <= {"@type"}:  # an item of no properties is what it shows
                self.nodes[element]["name"] = text_of(element)
        for element, node in self.nodes.items():
            if element not in self.inner:
                carrier = "microdata"
                yield from schema_nodes.works(self.document, element, [node], carrier)
        yield from self._whole()

    def _open(self, element: etree._Element) -> None:
        syntax = self.syntax
        kinds = [name for text in (element.get(syntax.type) or "").split() if (name := _type(text))]
        node: Node = {"@type": kinds} if kinds else {}
        own = element.get(syntax.id) or element.get("about" if syntax is _RDFA else "itemid")
        if own:
            node["@id"] = own
        self.nodes[element] = node
        for name in islice((element.get("itemref") or "").split(), 50):
            self.references.setdefault(name, []).append(element)

    def _names(self, element: etree._Element) -> list[str]:
        """Return the terms of schema.org that an element's properties are."""
        words = (element.get(self.syntax.property) or "").split()
        known: dict[str, str] = load("webpages/works")["rdfa"]
        found = [known.get(word) or _term(word) for word in words]
        return [name for name in dict.fromkeys(found) if name and name not in _unread()]

    def _add(self, element: etree._Element, names: list[str]) -> None:
        """Give the values of an element's properties to its item, and to those that refer to it."""
        owners = self._owners(element)
        value: Any = self.nodes.get(element)
        if value is None:
            value = _value(element, names) if self.left > 0 else ""
            self.left -= len(value)
        else:
            owners = self._holders(element, owners)
        for name, owner in product(names, owners):
            node = self.nodes.get(owner, self.page)
            said = value
            if name == "isPartOf" and isinstance(value, str):
                said = {"@type": "Periodical", "name": value}
            if name == "datePublished" and node is self.page and ":" in str(value):
                continue  # when the page was made
            held = node.setdefault(name, [])
            if isinstance(held, list) and said not in ("", None) and len(held) < _VALUES:
                held.append(said)

    def _holders(
        self, element: etree._Element, owners: list[etree._Element]
    ) -> list[etree._Element]:
        """Return those of ``owners`` that may hold the item of ``element``.

        Items are not nested too deep, and by reference only those hold others that are no value
        themselves, so that none holds itself.
        """
        around = next((one for one in element.iterancestors() if one in self.nodes), None)
        depth = 1 if around is None else self.depths.get(around, 0) + 1
        self.depths[element] = depth
        held = [
            one
            for one in owners
            if depth < _DEPTH and (one is around or not one.get(self.syntax.property))
        ]
        if held or depth >= _DEPTH:
            self.inner[element] = None
        return held

    def _owners(self, element: etree._Element) -> list[etree._Element]:
        """Return the items that the properties of ``element`` belong to; the root is the page."""
        others = list(self._referring(element))
        around = element
        for around in islice(element.iterancestors(), _ANCESTORS):
            if around in self.nodes:
                return others or [around]
            others += self._referring(around)
        if others or self.syntax is _MICRODATA or around is not self.document.root:
            return others
        known = load("webpages/works")["rdfa"]
        words = (element.get("property") or "").split()
        return [around] if element.tag != "meta" and any(word in known for word in words) else []

    def _referring(self, element: etree._Element) -> list[etree._Element]:
        """Return the items that refer to ``element`` with ``itemref``."""
        name = element.get("id") if self.references else None
        return self.references.get(name or "", [])

    def _whole(self) -> Iterator[Work]:
        """Yield the work that properties outside of any item describe: that of the page."""
        made = citation(self.page, NOWHERE, ()) if self.page.get("name") else None
        if made:
            root = self.document.root
            line = self.document.line(root, "")
            yield Work(
                carrier="microdata", rule="microdata/rdfa", citation=made, line=line, element=root
            )


def _type(text: str) -> str:
    """Return the type of schema.org that a type is, ``""`` for another."""
    match = _SCHEMA.match(text)
    name = match[1] if match else text.rpartition("/")[2].rpartition(":")[2]
    others: dict[str, str] = load("webpages/works")["rdfa_type"]
    return name if match else others.get(name, "")


def _term(text: str) -> str:
    match = _SCHEMA.match(text)
    return match[1] if match else ""


def _value(element: etree._Element, names: list[str]) -> str:
    """Return what an element says as a property: an attribute made for it, an address, its text."""
    said = element.get("content")
    if said is None and element.tag in ("time", "data", "meter"):
        said = element.get("datetime") or element.get("value")
    address = element.get("href") or ""
    if said is None and address and (element.tag == "link" or _ADDRESSES.intersection(names)):
        said = address
    if said is None:
        said = text_of(element)
        number = address.partition("doi.org/")[2]
        if (element.tag == "a" and not said) or (number and number not in said):
            said = address
    return said.strip()


@cache
def _unread() -> frozenset[str]:
    return frozenset(phrases(load("webpages/works")["unread"]))

"""RDF/XML to nodes (https://www.w3.org/TR/rdf-syntax-grammar/), as far as bibliographies use it."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from lxml.etree import _Element

from mentorlit.tables import load, phrases
from mentorlit.xmltext import attribute, value

_UNDECLARED: Final = "undeclared:"
_RDF: Final = "rdf:"
_DESCRIPTION: Final = "rdf:Description"
_SYNTAX: Final = frozenset({"about", "ID", "nodeID", "resource", "parseType", "datatype", "lang"})
_UNIT: Final = 64
"""Characters that weigh as much as one property."""
_BUDGET: Final = 4_000_000
"""Four times the weight of the largest document that is held at once."""
_DEPTH: Final = 40
"""Nodes within nodes; the deepest that any program writes are six."""


class Node:
    """One node: its class, its own names, its properties in order.

    A property's value is a text, a node, or a :class:`Link` to one. ``used`` are the properties
    that somebody has read.
    """

    __slots__ = ("_counted", "_index", "_weight", "key", "kind", "properties", "used")

    def __init__(self, kind: str, key: str = "") -> None:
        self.kind = kind
        self.key = key
        self.properties: list[tuple[str, Value]] = []
        self.used: set[int] = set()
        self._index: dict[str, list[int]] = {}
        self._counted = 0
        self._weight = 0

    def weight(self) -> int:
        """Return how much the node says, with the nodes in it: its properties and their length."""
        if not self._weight:
            self._weight = 1
            for _, found in self.properties:
                inner = found.weight() if isinstance(found, Node) else len(found) // _UNIT
                self._weight += 1 + inner
        return self._weight

    def _places(self, name: str) -> list[int]:
        """Return where in the list the properties with a name are."""
        if self._counted != len(self.properties):
            self._index = {}
            for index, (known, _) in enumerate(self.properties):
                self._index.setdefault(known, []).append(index)
            self._counted = len(self.properties)
        return self._index.get(name, [])

    def all(self, *names: str) -> Iterator["Value"]:
        """Yield the values of the properties with one of ``names``, and mark them as read."""
        places = [index for name in names for index in self._places(name)]
        for index in sorted(places) if len(names) > 1 else places:
            self.used.add(index)
            yield self.properties[index][1]

    def first(self, *names: str) -> str:
        """Return the first text of the first of ``names`` that has one, and mark it as read."""
        for wanted in names:
            for index in self._places(wanted):
                if text := shown(self.properties[index][1]):
                    self.used.add(index)
                    return text
        return ""

    def has(self, name: str) -> bool:
        """Tell whether there is such a property."""
        return bool(self._places(name))

    def complete(self, properties: Iterable[tuple[str, "Value"]]) -> None:
        """Add those ``properties`` whose names the node does not have."""
        self.properties += [pair for pair in properties if not self._places(pair[0])]

    def rest(self) -> Iterator[tuple[str, "Value"]]:
        """Yield the properties that nobody has read."""
        for index, pair in enumerate(self.properties):
            if index not in self.used:
                yield pair


class Link(str):
    """The name of another node."""

    __slots__ = ()


Value = str | Link | Node


def shown(found: Value) -> str:
    """Return a value as text: a literal, or what a node is called; nothing for a link."""
    if isinstance(found, Node):
        for name in _LABELS:
            for known, inner in found.properties:
                if known == name and isinstance(inner, str) and not isinstance(inner, Link):
                    return inner
        return ""
    return "" if isinstance(found, Link) else found


def bare(node: Node) -> str:
    """Return the class of a node without its prefix."""
    return node.kind.rpartition(":")[2]


_LABELS: Final = (
    *("rdf:value", "foaf:name", "dc:title", "rdfs:label", "skos:prefLabel", "ctag:label"),
    *("schema:name", "address:localityName"),
)


@lru_cache(maxsize=1 << 12)
def name_of(tag: str) -> str:
    """Return the name of an element or attribute with the prefix that the table uses."""
    space, _, bare = tag.rpartition("}")
    space = space.lstrip("{")
    prefixes: dict[str, str] = load("rdf")["namespaces"]
    prefix = prefixes.get(space) or space.removeprefix(_UNDECLARED)
    return f"{prefix}:{bare}" if prefix else bare


def node(element: _Element, depth: int = 0) -> Node:
    """Return the node that a node element stands for (2.2), with the nodes in it."""
    found = Node(name_of(str(element.tag)), _key(element))
    for tag, text in element.attrib.items():
        name = name_of(str(tag))
        if name.rpartition(":")[2] not in _SYNTAX and not name.startswith("http"):
            found.properties.append((name, " ".join(str(text).split())))
    if depth < _DEPTH:
        for child in element:
            _property(found, child, depth)
    if found.kind == _DESCRIPTION:
        found.kind = _typed(found)
    return found


def _typed(found: Node) -> str:
    """Return the class that ``rdf:type`` tells of a node described without one (2.13)."""
    for kind in [str(kind) for kind in found.all("rdf:type") if isinstance(kind, Link)]:
        end = max(kind.rfind("#"), kind.rfind("/")) + 1
        name = name_of(f"{{{kind[:end]}}}{kind[end:]}")
        if not name.startswith("http") and kind[end:] in _classes():
            return name
    return _DESCRIPTION


@cache
def _classes() -> frozenset[str]:
    blocks = load("rdf")["nodes"].values()
    return frozenset(word for block in blocks for word in phrases(block))


def _property(found: Node, child: _Element, depth: int) -> None:
    """Add one property element (2.2 to 2.12)."""
    name = name_of(str(child.tag))
    link = attribute(child, "resource") or attribute(child, "nodeID")
    way = attribute(child, "parseType")
    if link:
        found.properties.append((name, Link(link.removeprefix("#"))))
        return
    if way == "Resource":
        inner = Node("rdf:Description")
        for one in child:
            _property(inner, one, depth + 1)
        found.properties.append((name, inner))
        return
    if not len(child) or way == "Literal":
        if text := value(child):
            found.properties.append((name, text))
        return
    if depth + 1 >= _DEPTH:
        found.properties.append((name, value(child)))
        return
    found.properties += [(name, node(one, depth + 1)) for one in child]


def _key(element: _Element) -> str:
    for name in ("about", "nodeID", "ID"):
        if key := attribute(element, name):
            return key.removeprefix("#")
    return ""


class Graph:
    """Nodes by their names.

    What one node says can be said again by every link to it, so that a small document could make a
    huge one: links are followed until what they led to weighs as much as :data:`_BUDGET`.
    """

    def __init__(self) -> None:
        self._left = _BUDGET
        self._nodes: dict[str, Node] = {}
        self.linked: set[str] = set()

    def add(self, found: Node) -> None:
        """Add a node and the nodes in it; a second node of one name adds what the first lacks."""
        known = self._nodes.get(found.key) if found.key else None
        if known is not None and known is not found:
            known.complete(found.properties)
        elif found.key:
            self._nodes[found.key] = found
        for _, inner in found.properties:
            if isinstance(inner, Node):
                self.add(inner)

    def resolved(self, found: Value) -> Value:
        """Return the node that a link names; a link that leads nowhere stays one."""
        if not isinstance(found, Link):
            return found
        target = self._nodes.get(found)
        if target is None or self._left < 0:
            return found
        self._left -= target.weight()
        return target

    def members(self, found: Value) -> Iterator[Value]:
        """Yield the members of a container (``rdf:Seq``, a list), or the value itself."""
        found = self.resolved(found)
        if not isinstance(found, Node) or not _is_container(found):
            yield found
            return
        for name, inner in found.properties:
            if name == "rdf:li" or name.startswith("rdf:_") or name == "rdf:first":
                yield self.resolved(inner)

    def node_of(self, found: Value) -> Node | None:
        """Return the value as a node, None if it is none."""
        found = self.resolved(found)
        return found if isinstance(found, Node) else None


def _is_container(found: Node) -> bool:
    return found.kind in ("rdf:Seq", "rdf:Bag", "rdf:Alt", "rdf:List") or (
        found.kind == "rdf:Description" and found.has("rdf:_1")
    )

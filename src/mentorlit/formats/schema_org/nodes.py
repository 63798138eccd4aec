"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) as far as works need it: names, values, graphs.

Contexts are not fetched: terms are those of schema.org, whatever prefix or address they have.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from mentorlit.formats.aggregator.members import as_list
from mentorlit.tables import load

_PREFIX: Final = re.compile(
    r"(?:https?://(?:www\.)?schema\.org/|schema:|codemeta:|https://codemeta\.github\.io/terms/)"
)
_VALUES: Final = ("@value", "@list", "@set")
_LISTS: Final = ("itemListElement", "item", "mainEntity", "mainEntityOfPage", "@graph", "about")
_HOLDING: Final = ("isPartOf", "citation", "isBasedOn", "image", "hasPart", "exampleOfWork")
_REFERENCE: Final = frozenset({"@id", "@type"})
_DEPTH: Final = 4
_MOST_FILLED: Final = 20_000
"""References of a graph that are followed. Author lists of 5,000 with their affiliations fit in."""


def local(value: Any) -> Any:
    """Return a JSON-LD value with terms without prefix, and values and lists without objects."""
    if isinstance(value, list):
        return [local(item) for item in value]
    if not isinstance(value, dict):
        return value
    for name in _VALUES:
        if name in value:
            return local(value[name])
    return {_PREFIX.sub("", name, count=1): local(item) for name, item in value.items()}


def types(node: dict[str, Any]) -> list[str]:
    """Return the types of a node without prefix."""
    listed = as_list(node.get("@type") or node.get("type"))
    return [_PREFIX.sub("", text, count=1) for text in listed if isinstance(text, str)]


@cache
def _weak() -> frozenset[str]:
    return frozenset(load("schema_org")["weak"]["types"])


def is_work(node: Any) -> bool:
    """Tell whether a node has a type of a work and a name."""
    known = load("schema_org")["type"]
    return (
        isinstance(node, dict)
        and any(kind in known for kind in types(node))
        and any(node.get(name) for name in ("name", "headline", "title", "identifier"))
    )


def works(document: Any) -> list[dict[str, Any]]:
    """Return the works that a document is about, with the nodes that they refer to put in.

    These are the document itself, the nodes of a graph that no other work of it holds, and what a
    list or a page has as its items. Images and the like count only if there is nothing else.
    """
    found = list(_found(document, _DEPTH))
    strong = [node for node in found if not _weak().issuperset(types(node))]
    return strong or found


def _found(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _found(item, depth)
    elif isinstance(value, dict) and depth:
        graph = value.get("@graph")
        if isinstance(graph, list):
            yield from _of_graph(graph)
        elif is_work(value):
            yield value
        else:
            for name in _LISTS:
                yield from _found(value.get(name), depth - 1)


def linked(graph: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a graph, with those that they refer to put in.

    Works that another node of the graph holds (a part, what is cited) are not nodes of their own.
    """
    nodes = {
        node["@id"]: node
        for node in graph
        if isinstance(node, dict) and isinstance(node.get("@id"), str)
    }
    held = {
        inner.get("@id")
        for node in graph
        if isinstance(node, dict)
        for name in _HOLDING
        for inner in as_list(node.get(name))
        if isinstance(inner, dict) and isinstance(inner.get("@id"), str)
    }
    filling = _Filling(nodes)
    for node in graph:
        if not isinstance(node, dict):
            continue
        if is_work(node) and not _is_in(node.get("@id"), held):
            yield filling.filled(node)
        elif not is_work(node):
            yield node


def _of_graph(graph: list[Any]) -> Iterator[dict[str, Any]]:
    for node in linked(graph):
        if is_work(node):
            yield node
        else:
            yield from _found({name: node.get(name) for name in _LISTS[:1]}, 2)


def _is_in(name: Any, names: set[Any]) -> bool:
    return isinstance(name, str) and name in names


class _Filling:
    """Puts nodes in place of references to them, to a certain depth and in bounded number."""

    def __init__(self, nodes: dict[str, dict[str, Any]]) -> None:
        self._nodes = nodes
        self._left = _MOST_FILLED

    def filled(self, value: Any, depth: int = _DEPTH) -> Any:
        """Return ``value`` with the nodes that it refers to."""
        if isinstance(value, list):
            return [self.filled(item, depth) for item in value]
        if not isinstance(value, dict) or not depth:
            return value
        name = value.get("@id")
        if (
            self._left
            and isinstance(name, str)
            and name in self._nodes
            and set(value) <= _REFERENCE
        ):
            self._left -= 1
            value = self._nodes[name]
        return {name: self.filled(item, depth - 1) for name, item in value.items()}

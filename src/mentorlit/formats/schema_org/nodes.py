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
_DEPTH: Final = 4


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


def _of_graph(graph: list[Any]) -> Iterator[dict[str, Any]]:
    nodes = {
        node["@id"]: node
        for node in graph
        if isinstance(node, dict) and isinstance(node.get("@id"), str)
    }
    held = {
        inner.get("@id")
        for node in graph
        if isinstance(node, dict)
        for name in ("isPartOf", "citation", "isBasedOn", "image", "hasPart", "exampleOfWork")
        for inner in as_list(node.get(name))
        if isinstance(inner, dict) and isinstance(inner.get("@id"), str)
    }
    for node in graph:
        if is_work(node) and not _is_in(node.get("@id"), held):
            yield _filled(node, nodes, _DEPTH)
        elif isinstance(node, dict) and not is_work(node):
            yield from _found({name: node.get(name) for name in _LISTS[:1]}, 2)


def _is_in(name: Any, names: set[Any]) -> bool:
    return isinstance(name, str) and name in names


def _filled(value: Any, nodes: dict[str, dict[str, Any]], depth: int) -> Any:
    """Put nodes in place of references to them, to a certain depth."""
    if isinstance(value, list):
        return [_filled(item, nodes, depth) for item in value]
    if not isinstance(value, dict) or not depth:
        return value
    if set(value) <= {"@id", "@type"} and value.get("@id") in nodes:
        value = nodes[value["@id"]]
    return {name: _filled(item, nodes, depth - 1) for name, item in value.items()}

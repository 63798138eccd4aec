"""One work of an RDF bibliography to a citation; see docs/formats/zotero-rdf.md."""

import re
from functools import cache
from typing import Any, Final

from mentorlit import abstracts, languages
from mentorlit.formats.rdf.graph import Graph, Link, Node, Value, bare, shown
from mentorlit.formats.rdf.holders import DEPTH, dates_of, held_in, keep, published
from mentorlit.formats.rdf.numbers import Numbers
from mentorlit.formats.rdf.people import credited
from mentorlit.model import PYTHON_NAME, Citation, Keyword, Origin, Problem
from mentorlit.plaintext import clean, markup, paragraphs
from mentorlit.tables import load, phrases

_DASHES: Final = re.compile(r"\s*[‐-―−]\s*")
_ISSUES: Final = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "periodical", "", "document"}
)
_SAYS_SOMETHING: Final = (
    *("title", "author", "editor", "contributor", "issued", "doi", "url", "container_title"),
    *("abstract", "issn", "isbn"),
)


@cache
def listed(section: str, name: str) -> frozenset[str]:
    """Return a block of words of tables/rdf.toml."""
    return frozenset(phrases(load("rdf")[section][name]))


def is_work(node: Node) -> bool:
    """Tell whether a node is a work that the document lists, and no note, file or person.

    Zotero says what its items are; of other nodes the class tells. What only holds works counts if
    nothing refers to it, which the caller knows.
    """
    kind = next((text for text in node.all("z:itemType") if isinstance(text, str)), None)
    if kind is not None:
        return bool(load("rdf")["items"].get(str(kind), "document"))
    if node.kind == "z:Collection" or bare(node) in ("Memo", "Attachment"):
        return False
    return bare(node) in listed("nodes", "works") or bare(node) in listed("nodes", "containers")


def is_container(node: Node) -> bool:
    """Tell whether a node is of a class that holds works, such as a journal."""
    return bare(node) in listed("nodes", "containers") and not node.has("z:itemType")


def citation(node: Node, graph: Graph, origin: Origin) -> Citation | None:
    """Return the citation of a work with what it is linked to, None for one that says nothing.

    Properties without a place in the model come back in ``extra[origin.format]``, with the prefixes
    of tables/rdf.toml.
    """
    missing: list[str] = []
    values = _values(node, graph, missing)
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    problems: tuple[Problem, ...] = values.pop("problems")
    if missing:
        message = f"linked, but not in the document: {', '.join(dict.fromkeys(missing))[:200]}"
        problems += (Problem("link-unresolved", message),)
    rest = _rest(node, graph) | _rest_of_holders(node, graph)
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=_named(origin, node.key),
    )


def _named(origin: Origin, key: str) -> Origin:
    from msgspec.structs import replace  # noqa: PLC0415 - start-up

    return replace(origin, id=key)


def _values(node: Node, graph: Graph, missing: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"problems": ()}
    for name, properties in load("rdf")["text"].items():
        values[PYTHON_NAME[name]] = clean(node.first(*properties))
    values["title"] = markup(values["title"])
    values |= credited(node, graph, missing)
    dates_of(node, values)
    numbers = Numbers()
    numbers.take(node, graph)
    holder = held_in(node, graph, values, numbers, missing)
    values["type"] = _type(node, holder)
    _issue(node, values)
    published(node, graph, values)
    numbers.name(node.key)
    texts = _texts(node, graph)
    texts["note"] = tuple(text for text in texts["note"] if not numbers.note(text))
    values |= numbers.values()
    values["page"] = _DASHES.sub("-", values["page"]) or _pages(node)
    values |= texts
    return values


def _pages(node: Node) -> str:
    """Take first and last page, where they are properties of their own."""
    first = node.first("bibo:pageStart", "prism:startingPage")
    last = node.first("bibo:pageEnd", "prism:endingPage")
    return f"{first}-{last}" if first and last and first != last else first


def _type(node: Node, holder: str) -> str:
    table = load("rdf")
    item = next((str(text) for text in node.all("z:itemType")), "")
    if item in table["items"]:
        return str(table["items"][item])
    found: str = table["classes"].get(bare(node), "")
    return table["parts"].get(holder, found) if found == "article-journal" else found


def _issue(node: Node, values: dict[str, Any]) -> None:
    """Put the number where it belongs: of an issue, or of a report, patent or standard."""
    issue = node.first("bibo:issue")
    number = node.first("prism:number")
    if number and (values["type"] in _ISSUES or values.get("container_title")):
        issue = issue or number
    elif number and not values["number"]:
        values["number"] = number
    values["issue"] = values.get("issue") or issue


def _texts(node: Node, graph: Graph) -> dict[str, Any]:
    found: dict[str, Any] = {}
    language = node.first("z:language", "dc:language")
    if language:
        found["language"] = languages.tag(language.rpartition("/")[2])
        if not found["language"]:
            keep(node, language, "z:language", "dc:language")
    abstract = paragraphs(node.first("dc:abstract", "bibo:abstract"))
    found["abstract"], found["abstract_sections"] = abstract, abstracts.sections(abstract)
    found |= _keywords(node, graph)
    notes = [
        clean(text) for text in map(shown, node.all("dc:description", "bibo:annotates")) if text
    ]
    for value in node.all("dc:isReferencedBy"):
        memo = graph.node_of(value)
        if memo is not None and bare(memo) == "Memo":
            notes.append(paragraphs(memo.first("rdf:value")))
    found["note"] = tuple(dict.fromkeys(filter(None, notes)))
    return found


def _keywords(node: Node, graph: Graph) -> dict[str, Any]:
    """Take subjects and tags; a class mark among them is the call number."""
    words: dict[Keyword, None] = {}
    found: dict[str, Any] = {}
    for value in list(node.all("dc:subject", "ctag:tagged", "prism:keyword", "foaf:topic")):
        subject = graph.resolved(value)
        text = clean(shown(subject)) if not isinstance(subject, Link) else str(subject)
        if isinstance(subject, Node) and bare(subject) in ("LCC", "DDC"):
            found.setdefault("call_number", text)
        elif text:
            words[Keyword(text)] = None
    found["keyword"] = tuple(words)
    return found


def _rest(node: Node, graph: Graph) -> dict[str, list[str]]:
    """Return what nobody has read, and the files that belong to the work."""
    found: dict[str, list[str]] = {}
    for name, value in node.rest():
        if name in listed("structure", "names"):
            continue
        for text in _flat(graph, value, 0):
            found.setdefault(name, []).append(text)
    for value in node.all("link:link"):
        file = graph.node_of(value)
        if file is None:
            continue
        texts = [text for _, inner in file.properties for text in _flat(graph, inner, 1)]
        found.setdefault("z:Attachment", []).append(" | ".join(dict.fromkeys(texts)))
    return {name: [text for text in texts if text] for name, texts in found.items() if any(texts)}


def _rest_of_holders(node: Node, graph: Graph) -> dict[str, list[str]]:
    """Return what nobody has read of what the work is part of."""
    found: dict[str, list[str]] = {}
    pending = [(value, 0) for value in node.all("dc:isPartOf")]
    seen = {id(node)}
    while pending:
        value, depth = pending.pop()
        outer = graph.node_of(value)
        if outer is None or depth > DEPTH or id(outer) in seen:
            continue
        seen.add(id(outer))
        pending += [(inner, depth + 1) for inner in outer.all("dc:isPartOf")]
        for name, unread in list(outer.rest()):
            if name not in listed("structure", "names"):
                texts = [text for text in _flat(graph, unread, 0) if text]
                found.setdefault(f"dc:isPartOf/{name}", []).extend(texts)
                # Once is enough, with the first work that refers to it.
                list(outer.all(name))
    return {name: texts for name, texts in found.items() if texts}


def _flat(graph: Graph, value: Value, depth: int) -> list[str]:
    """Return the texts in a value, those of nodes in it too."""
    if isinstance(value, str):
        return [str(value)]
    if depth > DEPTH:
        return []
    return [text for _, inner in value.properties for text in _flat(graph, inner, depth + 1)]

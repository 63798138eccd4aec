"""Nodes of schema.org that a page carries, as JSON-LD, microdata or RDFa, to works."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from lxml import etree
from msgspec.structs import replace

from mentorlit.formats.aggregator.members import as_list, text_of
from mentorlit.formats.schema_org.nodes import is_work, linked, local, types
from mentorlit.formats.schema_org.work import citation
from mentorlit.model import Citation, Name
from mentorlit.names import display
from mentorlit.tables import load, phrases
from mentorlit.webpages import carriedpeople
from mentorlit.webpages.carried import GENERAL, NOWHERE, Work
from mentorlit.webpages.document import Document

_ISSUES: Final = frozenset({"PublicationIssue", "PublicationVolume", "Periodical"})
_PROMPT: Final = re.compile(r"\A(?:Abstract|ABSTRACT)\s?[:.]?\s*(?=[A-Z0-9])")
_DEPTH: Final = 6
_MOST: Final = 5000
"""Works of one script or page that are looked at: the items of the longest lists."""


def works(
    document: Document, element: etree._Element, values: Iterable[Any], carrier: str
) -> Iterator[Work]:
    """Yield the works that ``values`` (JSON-LD, expanded or not) describe, at ``element``.

    Not among them: organisations, sites, breadcrumbs, journals and issues themselves, and the
    works that a work cites, is based on, is part of or has as parts. Works of a type that any page
    may have, without a sign of scholarship, come as those of the carrier ``general``.
    """
    found = (one for value in values for one in nodes(local(value), listed=False, depth=_DEPTH))
    for node, listed in islice(found, _MOST):
        general = is_general(node)
        made = citation(carriedpeople.tidied(node), NOWHERE, ())
        if made is None:
            continue
        yield Work(
            carrier=GENERAL if general else carrier,
            rule=f"{GENERAL}/{carrier}" if general else carrier,
            citation=_as_page(made, node) if general else _settled(made),
            line=document.line(element, ""),
            element=element,
            listed=listed,
            is_described=not node.get("abstract"),
        )


def nodes(value: Any, *, listed: bool, depth: int) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield the nodes that are works in a JSON-LD value, each with whether a list holds it."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item, listed=listed, depth=depth)
    if not isinstance(value, dict) or not depth:
        return
    graph = value.get("@graph")
    if isinstance(graph, list):
        for node in linked(graph):
            yield from nodes(node, listed=listed, depth=depth - 1)
        return
    kinds = types(value)
    if not _words("lists").isdisjoint(kinds):
        members, listed = _ordered("items"), True
    elif not _words("pages").isdisjoint(kinds) or not is_work(value):
        members = _ordered("items") if "ListItem" in kinds else _ordered("subjects")
    else:
        yield value, listed
        return
    within = _container(value) if not _ISSUES.isdisjoint(kinds) else {}
    for name in members:
        for node, is_listed in nodes(value.get(name), listed=listed, depth=depth - 1):
            yield (within | node if within else node), is_listed


def _container(value: dict[str, Any]) -> dict[str, Any]:
    """Return what the contents of an issue or journal are part of, as they would say it."""
    return {"isPartOf": {name: one for name, one in value.items() if name not in _ordered("items")}}


def is_general(node: dict[str, Any]) -> bool:
    """Tell whether a node has only types that any page may have, and nothing scholarly."""
    if not _words("general").issuperset(types(node)):
        return False
    if "doi.org/10." in " ".join(_addresses(node)):
        return False
    return not any(_reaches(node, path.split(".")) for path in _ordered("evidence"))


def journal(values: Iterable[Any]) -> Citation | None:
    """Return what the one journal that stands on its own in ``values`` says of its articles."""
    found = [
        node
        for value in values
        for one in as_list(local(value))
        for node in as_list(one.get("@graph") if isinstance(one, dict) and "@graph" in one else one)
        if isinstance(node, dict) and "Periodical" in types(node)
    ]
    if len(found) != 1:
        return None
    part = {name: found[0][name] for name in ("@type", "name", "issn") if name in found[0]}
    return citation({"@type": "ScholarlyArticle", "identifier": "-", "isPartOf": part}, NOWHERE, ())


def _addresses(node: dict[str, Any]) -> list[str]:
    names = ("@id", "identifier", "sameAs", "url", "mainEntityOfPage")
    found = [one for name in names for one in as_list(node.get(name))]
    inner = [one.get(key) for one in found if isinstance(one, dict) for key in ("@id", "value")]
    return [text_of(one) for one in (*found, *inner)]


def _reaches(node: Any, path: list[str]) -> bool:
    for name in path:
        node = next((one for one in as_list(node) if isinstance(one, dict)), {}).get(name)
    return bool(node)


def _as_page(found: Citation, node: dict[str, Any]) -> Citation:
    """Return what a description of any page says of a work: no type, no account as its author."""
    kind = "" if found.type in ("article", "document", "webpage") else found.type
    site = {text_of(one).casefold() for one in as_list(node.get("publisher"))}
    authors = tuple(name for name in found.author if not _is_account(name, site))
    return replace(
        found,
        type=kind,
        author=authors,
        alternative_title=(),
        publisher="",
        relations=(),
        extra={},
    )


def _settled(found: Citation) -> Citation:
    """Return a citation with its address, if that is its only name, and without what sites put in.

    They glue the word "Abstract" to the first one of the text, and where they know no author
    they name the publisher or the journal. A series alone is what an article is in (DBLP).
    """
    address = found.origin.id if found.origin and not found.url and not found.doi else ""
    if address.startswith(("http://", "https://")) and "#" not in address:
        found = replace(found, url=(address,))
    if found.type == "article-journal" and found.collection_title and not found.container_title:
        found = replace(found, container_title=found.collection_title, collection_title="")
    others = tuple(one for one in found.alternative_title if found.title not in one)
    if len(others) < len(found.alternative_title):  # with the site's name, or a whole citation
        found = replace(found, alternative_title=others)
    bodies = {found.publisher.casefold(), found.container_title.casefold()}
    people = tuple(one for one in found.author if one.literal.casefold() not in bodies - {""})
    found = replace(found, author=people) if len(people) < len(found.author) else found
    bare = _PROMPT.sub("", found.abstract)
    return found if bare == found.abstract else replace(found, abstract=bare)


def _is_account(name: Name, site: set[str]) -> bool:
    """Tell whether a name is that of whoever put the page on line: an account, the site itself."""
    shown = display(name).casefold()
    return shown in _words("accounts") or shown in site or (" " not in shown and shown.isascii())


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(_ordered(key))


@cache
def _ordered(key: str) -> tuple[str, ...]:
    return tuple(phrases(load("webpages/works")[key]))

"""What a work in RDF is part of, who published it and when; the holder's words fill its gaps."""

from typing import Any, Final

from mentorlit import dates
from mentorlit.formats.rdf.graph import Graph, Link, Node, bare, shown
from mentorlit.formats.rdf.numbers import Numbers
from mentorlit.formats.rdf.people import credited
from mentorlit.model import Problem
from mentorlit.plaintext import clean, markup

_DATES: Final = ("dc:date", "dc:issued", "prism:publicationDate", "dc:created")
DEPTH: Final = 3
"""Article, issue, journal, publisher's collection: more is a circle."""


def held_in(
    node: Node, graph: Graph, values: dict[str, Any], numbers: Numbers, missing: list[str]
) -> str:
    """Add what the work is part of; return the class of what holds it."""
    holder = ""
    pending = [(value, 0) for value in node.all("dc:isPartOf")]
    seen: set[int] = set()
    for value, depth in pending:
        outer = graph.node_of(value)
        if outer is None:
            if isinstance(value, Link):
                missing.append(str(value))
            else:
                values.setdefault("container_title", clean(str(value)))
        elif id(outer) not in seen:
            seen.add(id(outer))
            if bare(outer) == "Series":
                _series(outer, graph, values, numbers)
                continue
            holder = holder or bare(outer)
            _container(outer, graph, values, numbers)
            if depth < DEPTH:
                pending += [(inner, depth + 1) for inner in outer.all("dc:isPartOf")]
    return holder


def _series(outer: Node, graph: Graph, values: dict[str, Any], numbers: Numbers) -> None:
    """Add title and number of a series."""
    title = markup(clean(outer.first("dc:title")))
    number = outer.first("dc:identifier") if not outer.has("bibo:number") else ""
    number = outer.first("bibo:number") or _plain(number)
    values["collection_title"] = values["collection_title"] or title
    values["collection_number"] = values["collection_number"] or number
    numbers.take(outer, graph)


def _plain(text: str) -> str:
    """Return a number that is no ISSN or address."""
    return text if text and len(text) < 12 and " " not in text else ""


def _container(outer: Node, graph: Graph, values: dict[str, Any], numbers: Numbers) -> None:
    """Add what one container says and nothing nearer to the work has said."""
    found: dict[str, Any] = {
        "container_title": markup(clean(outer.first("dc:title"))),
        "container_title_short": clean(outer.first("dc:alternative", "bibo:shortTitle")),
        "volume": outer.first("prism:volume", "bibo:volume"),
        "issue": outer.first("prism:number", "bibo:issue"),
        "edition": outer.first("prism:edition", "bibo:edition"),
        **{
            field: people
            for field, people in credited(outer, graph, []).items()
            if field in ("editor", "collection_editor", "translator")
        },
    }
    if authors := credited(outer, graph, []).get("author"):
        found["container_author"] = authors
    for field, what in found.items():
        if what and not values.get(field):
            values[field] = what
    published(outer, graph, values)
    if not values.get("issued"):
        dates_of(outer, values)
    numbers.take(outer, graph)


def published(node: Node, graph: Graph, values: dict[str, Any]) -> None:
    """Add publisher and place, which are a body with its address."""
    for value in list(node.all("dc:publisher", "bibo:distributor", "bibo:producer", "z:publisher")):
        body = graph.resolved(value)
        name = shown(body) if isinstance(body, Node) else str(body)
        if isinstance(body, Link):
            continue
        values["publisher"] = values.get("publisher") or clean(name)
        if isinstance(body, Node) and not values.get("publisher_place"):
            values["publisher_place"] = clean(_place(body, graph))
    for value in node.all("bibo:presentedAt", "bib:presentedAt"):
        meeting = graph.node_of(value)
        if meeting is not None and not values.get("event_title"):
            values["event_title"] = clean(meeting.first("dc:title", "rdfs:label"))


def _place(body: Node, graph: Graph) -> str:
    place = body.first("address:localityName", "vcard:locality")
    for value in body.all("vcard:adr", "vcard:hasAddress"):
        address = graph.node_of(value)
        if address is not None:
            place = place or address.first("vcard:locality", "address:localityName")
    return place


def dates_of(node: Node, values: dict[str, Any]) -> None:
    """Add the date of publication, and when a page was looked at; what they do not hold stays."""
    text = node.first(*_DATES)
    date = dates.parse(text) if text else None
    values["issued"] = date
    if text and not dates.is_whole(text, date):
        message = f"the date {text[:60]!r} is not understood, or not all of it"
        values["problems"] += (Problem("date-unclear", message, "issued"),)
        keep(node, text, *_DATES)
    accessed = node.first("dc:dateSubmitted", "z:accessDate")
    if accessed:
        values["accessed"] = dates.parse(accessed)
        if values["accessed"] is None:
            keep(node, accessed, "dc:dateSubmitted", "z:accessDate")


def keep(node: Node, text: str, *names: str) -> None:
    """Take back that a text was read, so that it stays in the rest."""
    for index, (name, found) in enumerate(node.properties):
        if name in names and found == text:
            node.used.discard(index)

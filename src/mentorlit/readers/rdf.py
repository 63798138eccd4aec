"""Reader of bibliographies in RDF/XML, whose nodes refer to one another: Zotero RDF and BIBO.

What maps to what: docs/formats/zotero-rdf.md, docs/formats/bibliontology.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.rdf.graph import Graph, Link, Node, node
from mentorlit.formats.rdf.record import citation, is_container, is_work, listed
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

_TAG: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")


class _Window:
    """Nodes that wait until what they are linked to has been read, and rejects between them."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.held: list[tuple[Piece, Node | None]] = []
        self.size = 0

    def add(self, piece: Piece) -> None:
        self.size += piece.length
        if (passed := _passed_over(piece)) is not None:
            self.held.append((passed, None))
        if piece.element is None:
            self.held.append((piece._replace(before=b""), None))
            return
        found = node(piece.element)
        self.graph.add(found)
        self.held.append((piece._replace(element=None, raw=piece.raw[:200], before=b""), found))


def _passed_over(piece: Piece) -> Piece | None:
    """Return what stands before a node and is a node of a class that nobody knows."""
    for tag in _TAG.finditer(piece.before):
        if tag[1] == b"RDF":
            continue
        raw = piece.before[tag.start() :]
        breaks = raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")
        name = tag[1].decode("utf-8", "replace")
        return Piece(
            ordinal=piece.ordinal,
            line=piece.line - breaks,
            offset=piece.offset - len(raw),
            raw=raw,
            length=len(raw),
            element=None,
            code="unknown-node",
            message=f"nodes of a class that is not known: {name[:60]}",
            before=b"",
            problems=(),
        )
    return None


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every work, once the nodes around it are known.

    Nodes are held within ``limits.linked``; in a larger document that many are resolved at a time,
    and a link that leads out of them is told as a problem. Persons, journals, notes and files are
    parts of the works that refer to them and no records.
    """
    names = listed("nodes", "works") | listed("nodes", "containers") | listed("nodes", "others")
    window, ordinal = _Window(), 0
    for piece in pieces(stream, names):
        window.add(piece)
        if window.size > stream.limits.linked:
            for record in _resolved(stream, window, ordinal):
                ordinal += 1
                yield record
            window = _Window()
    yield from _resolved(stream, window, ordinal)


def _resolved(stream: Stream, window: _Window, ordinal: int) -> Iterator[Citation | Reject]:
    """Yield the works and rejects of a window; ``ordinal`` is that of the last record before."""
    graph = window.graph
    parts = _held_in(window)
    for piece, found in window.held:
        if found is None:
            ordinal += 1
            place = (ordinal, piece.line, piece.offset)
            yield stream.reject(place, piece.code, piece.message, piece.raw, piece.length)
            continue
        if not is_work(found) or (is_container(found) and found.key in parts):
            continue
        ordinal += 1
        place = (ordinal, piece.line, piece.offset)
        record = citation(found, graph, stream.origin(*place))
        if record is None:
            message = "the node has no property that says anything about a work"
            yield stream.reject(place, "empty-record", message, piece.raw, piece.length)
        else:
            yield _with(record, piece.problems)


def _held_in(window: _Window) -> set[str]:
    """Return the names of nodes that others are part of; add to works what Zotero says of them."""
    parts: set[str] = set()
    for _, found in window.held:
        if found is None:
            continue
        pending = [found]
        while pending:
            one = pending.pop()
            for name, value in one.properties:
                if isinstance(value, Node):
                    pending.append(value)
                elif name == "dc:isPartOf" and isinstance(value, Link):
                    parts.add(str(value))
        if found.kind == "z:UserItem":
            _annotate(window.graph, found)
    return parts


def _annotate(graph: Graph, item: Node) -> None:
    """Give what Zotero notes of a resource (when it was looked at, where) to the resource."""
    if item.kind != "z:UserItem":
        return
    for value in list(item.all("res:resource")):
        work = graph.node_of(value)
        if work is not None:
            work.complete(item.rest())


def _with(record: Citation, problems: tuple[Problem, ...]) -> Citation:
    if not problems:
        return record
    from msgspec.structs import replace  # noqa: PLC0415 - seldom needed

    return replace(record, problems=(*problems, *record.problems))

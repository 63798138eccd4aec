"""XML documents whose record elements hold any number of works."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from mentorlit.formats.scholarly.draft import Draft
from mentorlit.formats.scholarly.names import without_namespaces
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces

Drafts = Callable[[_Element, tuple[Problem, ...]], Iterator[Draft]]
"""Finds the works in a record element, without namespaces; the problems are of its encoding."""

Why = Callable[[_Element], tuple[str, str]]
"""Says why an element holds none: code and message of a reject."""


def works(
    stream: Stream, names: frozenset[str], drafts: Drafts, why: Why
) -> Iterator[Citation | Reject]:
    """Yield a citation for every work, and a reject for every element that holds none."""
    ordinal = 0
    for piece in pieces(stream, names):
        for record in _works(stream, piece, ordinal + 1, drafts, why):
            ordinal += 1
            yield record


def _works(
    stream: Stream, piece: Piece, ordinal: int, drafts: Drafts, why: Why
) -> Iterator[Citation | Reject]:
    code, message, element = piece.code, piece.message, piece.element
    if element is not None:
        without_namespaces(element)
        found = False
        for draft in drafts(element, piece.problems):
            found = True
            origin = stream.origin(ordinal, piece.line, piece.offset)
            yield draft.citation(origin, next(iter(draft.doi), ""))
            ordinal += 1
        if found:
            return
        code, message = why(element)
    place = (ordinal, piece.line, piece.offset)
    yield stream.reject(place, code, message, piece.raw, piece.length)

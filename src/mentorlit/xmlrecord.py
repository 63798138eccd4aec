"""One XML record: its elements to be taken one after the other, and what nobody has taken."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from lxml.etree import _Element

from mentorlit.model import Citation, Origin, Problem
from mentorlit.plaintext import markup, printable
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import pieces
from mentorlit.xmltext import attribute, local, marked, value

Make = Callable[["XmlRecord", Origin], Citation | None]
"""What a format makes of one record element: a citation, or None if it says nothing."""

# OAI-PMH 2.0, 2.5: the header of a record, with its identifier first.
_HEADER_ID: Final = rb"<(?:[\w.-]{1,40}:)?identifier\s*>([^<]{1,2000})</"
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SILENT: Final = frozenset({"schemaLocation", "noNamespaceSchemaLocation", "nil"})


class XmlRecord:
    """The element of one record.

    What a mapping reads it takes; :meth:`rest` tells what is left, so that nothing is lost.

    Attributes:
        element: the record's element.
        before: what stands between the record before and this one, as far as it is kept.
        problems: of the encoding.

    """

    __slots__ = ("_named", "_used", "before", "element", "problems")

    def __init__(
        self, element: _Element, before: bytes = b"", problems: tuple[Problem, ...] = ()
    ) -> None:
        self.element = element
        self.before = before
        self.problems = problems
        self._used: set[_Element] = set()
        self._named: dict[_Element, dict[str, list[_Element]]] = {}

    def all(self, name: str, parent: _Element | None = None) -> list[_Element]:
        """Return the children of ``parent`` (of the record) with the local name ``name``."""
        parent = self.element if parent is None else parent
        named = self._named.get(parent)
        if named is None:
            named = self._named[parent] = {}
            for child in parent:
                if type(child.tag) is str:
                    named.setdefault(local(child), []).append(child)
        return named.get(name, [])

    def first(self, name: str, parent: _Element | None = None) -> _Element | None:
        """Return the first of the children with the local name ``name``, or None."""
        found = self.all(name, parent)
        return found[0] if found else None

    def under(self, outer: str, inner: str) -> list[_Element]:
        """Return the children ``inner`` of all children ``outer`` of the record."""
        return [child for parent in self.all(outer) for child in self.all(inner, parent)]

    def use(self, *elements: _Element | None) -> None:
        """Take ``elements`` with all that they hold."""
        self._used.update(element for element in elements if element is not None)

    def is_used(self, element: _Element) -> bool:
        """Tell whether the element itself has been taken."""
        return element in self._used

    def text(self, element: _Element | None) -> str:
        """Take an element and return its text on one line."""
        if element is None:
            return ""
        self._used.add(element)
        return decoded(value(element))

    def marked(self, element: _Element | None) -> str:
        """Take an element and return its text, inline markup kept as CSL's, HTML in it too."""
        if element is None:
            return ""
        self._used.add(element)
        return " ".join(markup(decoded(marked(element))).split())

    def texts(self, name: str, parent: _Element | None = None) -> list[str]:
        """Take all children of that name; return what they say, empty ones left out."""
        return [text for text in map(self.text, self.all(name, parent)) if text]

    def first_text(self, name: str, parent: _Element | None = None) -> str:
        """Take the first child of that name that says anything; the others stay."""
        for element in self.all(name, parent):
            if text := value(element):
                self._used.add(element)
                return decoded(text)
        return ""

    def rest(
        self, silent: frozenset[str] = frozenset(), labels: tuple[str, ...] = ()
    ) -> dict[str, list[str]]:
        """Return the texts of elements that nobody took, by the path of their local names.

        An element with one of the attributes ``labels`` is called ``name[label]``. Attributes come
        as ``path@name``, but for those whose names are in ``silent``: which a mapping reads with
        their elements, or which say nothing of the work.
        """
        found: dict[str, list[str]] = {}
        silent |= _SILENT
        stack = [(self.element, "")]
        while stack:
            element, path = stack.pop()
            for name, text in element.items():
                bare = str(name).rpartition("}")[2]
                if bare not in silent and (line := " ".join(str(text).split())):
                    found.setdefault(f"{path}@{bare}", []).append(line)
            if element in self._used:
                continue
            inner = [child for child in element if type(child.tag) is str]
            if not inner:
                if text := value(element):
                    found.setdefault(path or local(element), []).append(text)
                continue
            texts = (element.text or "", *(child.tail or "" for child in element))
            if loose := " ".join(" ".join(texts).split()):
                found.setdefault(path or local(element), []).append(loose)
            prefix = f"{path}/" if path else ""
            stack += [(child, prefix + _named(child, labels)) for child in reversed(inner)]
        return found


def _named(element: _Element, labels: tuple[str, ...]) -> str:
    """Return the local name of an element, with the first of its ``labels``."""
    name = local(element)
    if not element.keys():
        return name
    for label in labels:
        if text := attribute(element, label):
            return f"{name}[{text}]"
    return name


def decoded(text: str) -> str:
    """Return ``text`` without entities, which many sources encode twice.

    Only what ends with a semicolon is one: addresses have ``&copy=2``.
    """
    return " ".join(printable(_ENTITY.sub(_character, text)).split()) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    return unescape(match[0])


def language(element: _Element) -> str:
    """Return ``xml:lang`` of an element (or ``lang``), as it stands."""
    return attribute(element, "lang")


def header_id(before: bytes) -> str:
    """Return the identifier in the OAI-PMH header before a record, or an empty text."""
    start = before.rfind(b"header")
    if start < 0:
        return ""
    start = before.rfind(b"<", 0, before.rfind(b"header", 0, start) + 1)
    match = re.search(_HEADER_ID, before[max(start, 0) :])
    return unescape(" ".join(match[1].decode("utf-8", "replace").split())) if match else ""


def read(stream: Stream, names: frozenset[str], make: Make) -> Iterator[Citation | Reject]:
    """Yield what ``make`` makes of each element that has one of ``names``, and the rejects.

    A record that says nothing is the reject ``empty-record``.
    """
    for piece in pieces(stream, names):
        place = (piece.ordinal, piece.line, piece.offset)
        if piece.element is None:
            yield stream.reject(place, piece.code, piece.message, piece.raw, piece.length)
            continue
        record = XmlRecord(piece.element, piece.before, piece.problems)
        citation = make(record, stream.origin(*place))
        if citation is None:
            message = "the record has no field that says anything about a work"
            yield stream.reject(place, "empty-record", message, piece.raw, piece.length)
        else:
            yield citation

"""A web page as a tree of elements, each with its place in the bytes."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from mentorlit.model import Problem
from mentorlit.pages.lines import Line, tidy
from mentorlit.stream import Stream
from mentorlit.webpages import encoding
from mentorlit.webpages.attributes import bounded

_SAVED: Final = re.compile(rb"<!--\s{0,10}saved from url=\(\d{1,6}\)(\S{1,2000})")
_TOO_DEEP: Final = "elements are nested more than 2,048 deep; what follows was not read"
_ATTRIBUTE: Final = re.compile(r"<meta|[\"']\s{1,20}[\w:.-]{1,40}\s{0,5}=\s{0,5}[\"']")
_LONE_RETURN: Final = re.compile(rb"\r(?!\n)")
_LONGEST: Final = 20_000
"""Characters of a tag's content that is looked for in the source."""
_SAVED_WITHIN: Final = 4096
"""Bytes in which browsers write where they saved a page from."""


class Document:
    """One page, parsed as browsers do it (the tokenizer of HTML 5 in libxml2).

    Attributes:
        root: the ``html`` element; a page without any element has an empty one.
        problems: what had to be guessed to decode it.
        address: where the page says that it was saved from, or ``""``.

    """

    def __init__(self, stream: Stream, data: bytes) -> None:
        data = _with_line_feeds(data)
        text, self.problems = encoding.decode(stream, data)
        self._data = data
        self._text = text
        self._start = stream.start
        self._breaks: list[int] = []
        self._found: dict[bytes, bool] = {}
        self.root, told = _parsed(text)
        self.problems += told
        saved = _SAVED.search(data[:_SAVED_WITHIN])
        self.address = saved[1].decode("ascii", "replace") if saved else ""

    def line(
        self,
        element: etree._Element,
        text: str,
        role: str = "",
        *,
        gap: bool = False,
        bullet: bool = False,
    ) -> Line:
        """Return ``text`` as a line at the place where ``element`` begins."""
        number = _line_of(element)
        start, end = self._bounds(number)
        return Line(tidy(text), number, start, end, gap, bullet, role)

    def _bounds(self, number: int) -> tuple[int, int]:
        """Return where a line of the source, counted by LF from 1, begins and ends."""
        if not self._breaks:
            lengths = map(len, self._data.split(b"\n"))
            self._breaks = [0, *accumulate(length + 1 for length in lengths)]
        at = min(number, len(self._breaks) - 1)
        begin, end = self._breaks[at - 1], self._breaks[at] - 1
        return self._start + begin, self._start + max(begin, end)

    def holds(self, token: bytes) -> bool:
        """Tell whether the page's bytes have ``token`` anywhere: a quick look before a search."""
        return token in self._data

    def finds(self, pattern: bytes) -> bool:
        """Tell whether the page's bytes have what the regular expression ``pattern`` is for."""
        if pattern not in self._found:
            self._found[pattern] = re.search(pattern, self._data) is not None
        return self._found[pattern]

    def content_in_full(self, begins: str) -> str:
        """Return the ``content`` of the tag that begins so, up to the quotation mark before ``>``.

        Quotation marks within it, which pages forget to encode, end it early for a parser. Returns
        ``begins`` where there are none.
        """
        for mark in "\"'":
            at = self._text.find(f"content={mark}{begins}{mark}")
            if at < 0:
                continue
            start = at + len("content=") + 1
            end = re.compile(rf"{mark}\s{{0,20}}/?>").search(self._text, start, start + _LONGEST)
            found = self._text[start : end.start()] if end else ""
            if len(found) > len(begins) and not _ATTRIBUTE.search(found):
                return found
        return begins

    def resolved(self, href: str) -> str:
        """Return an address of the page in full, by its ``base`` or where it was saved from.

        A relative address that nothing completes is returned as it is.
        """
        if href.startswith("//"):
            return f"https:{href}"
        if "://" in href:
            return href
        base = next((found.get("href", "") for found in self.elements("base")), "")
        start = base if "://" in base else self.address
        try:
            return urljoin(start, href) if "://" in start else href
        except ValueError:
            return href

    @cached_property
    def caption(self) -> str:
        """The text of the page's ``title`` element, on one line."""
        found = self.root.find(".//title")
        return "" if found is None else " ".join((found.text or "").split())

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """Yield the elements of these names in document order."""
        return self.root.iter(*names)


def _with_line_feeds(data: bytes) -> bytes:
    """Return a page whose lines all end in LF: parsers count no others, nor does HTML 5."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    return _LONE_RETURN.sub(b"\n", data)


def _parsed(text: str) -> tuple[etree._Element, tuple[Problem, ...]]:
    """Return the root of the page, and whether the parser gave it up."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    raw = bounded(text.replace("\0", "\ufffd").encode("utf-8", "replace"))
    try:
        root = etree.fromstring(raw, parser)
    except etree.ParserError:
        root = None
    except etree.XMLSyntaxError:
        root = None
    error = parser.error_log.last_error
    deep = error is not None and error.type_name == "ERR_RESOURCE_LIMIT"
    problems = (Problem("page-too-deep", _TOO_DEEP),) if deep else ()
    return etree.Element("html") if root is None else root, problems


def _line_of(element: etree._Element) -> int:
    known: Any = element  # the stubs have no type for its line
    return known.sourceline or 1

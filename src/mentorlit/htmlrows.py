"""Rows of tables and lines of text in an HTML page, with their places; nothing else of HTML.

Pages of catalogues are read for what their tables say. Tags are told by HTML's own rules (WHATWG
HTML, 13.2.5) as far as rows need them; unclosed and misnested ones do no harm.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final, NamedTuple

_TAG: Final = re.compile(
    rb"<(?:(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+>|!--|![^<>]*+>"
    rb"|(/?)(table|tbody|tr|td|th)(?:\s++[A-Za-z-]++=\"[^\"<>]*+\")*+\s*+(?=<)"
    rb"|(?<=[>\n]<)(t[dh])(?:\s++[A-Za-z-]++=\"[^\"<>]*+\")*+(?=[^<>]*+<))",
    re.IGNORECASE,
)
"""The last two are tags of tables that have lost their end: before the next tag, or, where a cell
can begin, before its text."""
_HIDDEN: Final = frozenset({b"script", b"style", b"head", b"template", b"noscript", b"svg"})
_END: Final = re.compile(rb"</(script|style|head|template|noscript|svg)[\s/]*+>", re.IGNORECASE)
_BREAKS: Final = frozenset(
    {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "dl", "section"}
)


class Row(NamedTuple):
    """One row of a table or one line of other text.

    ``end`` is the offset behind it, ``table`` counts the tables so far, 0 outside of one.
    ``cells`` are its texts, entities decoded, white space as in the page but for line ends, which
    are blanks; ``<br>`` is a line end.
    """

    line: int
    offset: int
    end: int
    cells: tuple[str, ...]
    table: int


def rows(page: bytes, decode: Callable[[bytes], str], start: int = 0) -> Iterator[Row]:
    """Yield the rows and lines of a page that say something; ``start`` is its first offset.

    ``decode`` makes text of the bytes between tags, in NFC.
    """
    scan = _Scan(start, decode)
    ends = _last_ends(page)
    hidden = b""
    at = 0
    for (begin, stop), name, closing in _tags(page):
        if hidden:
            if name == hidden and closing:
                hidden = b""
                scan.skip(page[at:stop])
                at = stop
            continue
        yield from scan.text(page[at:begin])
        at = begin
        if name in _HIDDEN and not closing and begin < ends[name]:
            hidden = name
            continue
        yield from scan.tag(name.decode(), closing=closing)
        scan.skip(page[begin:stop])
        at = stop
    if not hidden:
        yield from scan.text(page[at:])
    yield from scan.flush()


def _last_ends(page: bytes) -> dict[bytes, int]:
    """Return where each hidden element ends last: without an end, it hides nothing."""
    ends = dict.fromkeys(_HIDDEN, -1)
    for match in _END.finditer(page):
        ends[match[1].lower()] = match.start()
    return ends


def _tags(page: bytes) -> Iterator[tuple[tuple[int, int], bytes, bool]]:
    """Yield place and name of each tag, and whether it closes; comments have no name."""
    at = 0
    unclosed = False
    while match := _TAG.search(page, at):
        at = match.end()
        if match[0] == b"<!--":
            stop = -1 if unclosed else page.find(b"-->", at)
            unclosed = stop < 0
            if unclosed:
                continue
            at = stop + 3
        yield (
            (match.start(), at),
            (match[2] or match[4] or match[5] or b"").lower(),
            bool(match[1] or match[3]),
        )


class _Scan:
    """What of the row that is being read has been seen."""

    def __init__(self, start: int, decode: Callable[[bytes], str]) -> None:
        self._decode = decode
        self._line, self._offset = 1, start
        self._cells: list[list[str]] = []
        self._blank = True
        self._is_closed = False
        self._place = (1, start)
        self._table = 0
        self._tables = 0
        self._verbatim = False

    def skip(self, raw: bytes) -> None:
        """Pass over ``raw``."""
        self._line += raw.count(b"\n") or raw.count(b"\r")
        self._offset += len(raw)

    def text(self, raw: bytes) -> Iterator[Row]:
        """Add text to the cell or line that is open."""
        if not self._verbatim:
            self._add(raw)
            self.skip(raw)
            return
        for line in raw.splitlines(keepends=True):
            self._add(line)
            if line.endswith((b"\n", b"\r")):
                yield from self.flush()
            self.skip(line)

    def _add(self, raw: bytes) -> None:
        if not raw or (not self._cells and raw.isspace()):
            return
        if self._blank:
            lead = raw[: len(raw) - len(raw.lstrip())]
            self._place = (self._line + lead.count(b"\n"), self._offset + len(lead))
            self._blank = raw.isspace()
        if not self._cells or (self._is_closed and not raw.isspace()):
            self._cells.append([])
            self._is_closed = False
        text = unescape(self._decode(raw)).replace("\r", " ").replace("\n", " ")
        self._cells[-1].append(text.replace("\0", "\ufffd"))

    def tag(self, name: str, *, closing: bool) -> Iterator[Row]:
        """Take a tag: it may begin a row or a cell, or end one."""
        if name in ("td", "th"):
            if not closing:
                self._cells.append([])
            # Text behind the end of a cell is one whose tag is missing.
            self._is_closed = closing
        elif name == "br":
            if self._table:
                if not self._cells:
                    self._cells.append([])
                self._cells[-1].append("\n")
            else:
                yield from self.flush()
        elif name in ("tr", "table", "pre", "tbody") or (name in _BREAKS and not self._table):
            yield from self.flush()
            if name == "table":
                self._tables += not closing
                self._table = 0 if closing else self._tables
            elif name == "pre":
                self._verbatim = not closing

    def flush(self) -> Iterator[Row]:
        """End the row or line that is open."""
        if not self._blank:
            cells = tuple(map("".join, self._cells))
            yield Row(*self._place, self._offset, cells, self._table)
        self._cells = []
        self._blank = True
        self._is_closed = False

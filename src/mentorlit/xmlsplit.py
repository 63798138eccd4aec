"""XML cut into its records without being held whole: collections, dumps, OAI-PMH, SRU.

A record runs from the opening tag of one of the wanted elements to the closing tag that belongs to
it (XML 1.0, 3.1). What stands between records is wrapper; it tells which prefixes are declared,
and which records a repository says are deleted (OAI-PMH 2.0, 2.5.1).
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mentorlit.model import Problem
from mentorlit.stream import Stream
from mentorlit.xmlcuts import Cut, Splitter
from mentorlit.xmlparse import Parser, unwrapped

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADER_END: Final = re.compile(rb"</(?:[A-Za-z_][\w.\-]*+:)?header\s*>")


class Piece(NamedTuple):
    """One record: its place, its bytes and its element.

    Without ``element`` it cannot be read, and ``code`` and ``message`` say why. ``problems`` are
    what had to be guessed or repaired to parse it. An envelope around the record (OAI-PMH's
    ``record``, SRU's ``recordData``) has been opened: ``element`` is what it holds, and ``before``
    ends with the envelope's own header. ``plain`` is what :func:`pieces`' ``read`` returned.
    """

    ordinal: int
    line: int
    offset: int
    raw: bytes
    length: int
    element: "_Element | None"
    code: str
    message: str
    before: bytes
    problems: tuple[Problem, ...]
    plain: Any = None

    @property
    def place(self) -> tuple[int, int, int]:
        """Ordinal, line and offset, as :meth:`Stream.reject` and ``Stream.origin`` take them."""
        return self.ordinal, self.line, self.offset


def pieces(
    stream: Stream, names: frozenset[str], read: Callable[[bytes], Any] | None = None
) -> Iterator[Piece]:
    """Yield every outermost element whose local name is in ``names``, in the order of the input.

    Prefix and namespace do not matter; elements of these names within one of them are part of it.
    Records that cannot be read come as pieces without an element, with one of the codes
    ``not-xml``, ``truncated``, ``unbalanced``, ``too-large``, ``deleted`` and ``no-record`` (the
    whole input, if nothing in it has such a name). One broken record costs nothing but itself.
    Memory is bounded by ``limits.record``; time is linear in the input.

    ``read`` may read a record without the parser, if it is certain of what the parser would say; it
    gets bytes that claim to be UTF-8. Its value comes as ``plain``, without ``element`` and code;
    None makes the record be parsed.

    Nothing is fetched or expanded: see :class:`~mentorlit.xmlparse.Parser`.
    """
    splitter = Splitter(stream, names)
    parser: Parser | None = None
    for ordinal, cut in enumerate(splitter.run(), 1):
        if parser is None:
            parser = Parser(stream, splitter.declared)
            parser.declare(splitter.wrapper)
        if read and not cut.code and not parser.encoding:
            plain = read(cut.raw)
            if plain is not None:
                parser.declare(cut.before)
                line, offset, raw, length, before, _, _ = cut
                yield Piece(ordinal, line, offset, raw, length, None, "", "", before, (), plain)
                continue
        yield _piece(parser, ordinal, cut)


def _piece(parser: Parser, ordinal: int, cut: Cut) -> Piece:
    """Parse one cut and open the envelope around it."""
    line, offset, raw, length, before, code, message = cut
    element: _Element | None = None
    problems: tuple[Problem, ...] = ()
    parser.declare(before)
    if not code:
        element, problems, message = parser.parse(raw)
        code = "" if element is not None else "not-xml"
    if element is not None:
        held = unwrapped(element, parser)
        if held is None:
            element, code = None, "deleted"
            message = "the repository says that this record is deleted"
        elif held is not element:
            header = _HEADER_END.search(raw)
            element, before = held, before + raw[: header.end() if header else 0]
    return Piece(ordinal, line, offset, raw, length, element, code, message, before, problems)

"""What is asked for, and where the user said so."""

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final, NamedTuple

import msgspec

from mentorlit import decoding
from mentorlit.fetching.identifying import identified, of_scheme
from mentorlit.fetching.requested import LIST, Requested
from mentorlit.model import Origin
from mentorlit.opening import open_input, shown
from mentorlit.problems import Reject
from mentorlit.services import URL, Identifier
from mentorlit.stream import Stream

FORMAT: Final = "identifier"
"""What stands as the format of an identifier that no record was found for."""

ARGUMENTS: Final = "<arguments>"
"""What stands as the file of identifiers on the command line."""

_USER: Final = re.compile(r"(://)[^/?#\s]*@")
"""A name and a password in an address, which messages do not repeat."""

_LONGEST: Final = 8_192
"""Characters of an identifier: servers take addresses up to about so many."""


_SHOWN: Final = 200
"""Characters of a line that a message repeats."""


class Wanted(NamedTuple):
    """One identifier as the user wrote it, and its place; ``identifier`` is None if it is none.

    ``length`` is that of the line in bytes, if more than ``text`` has.
    """

    text: str
    identifier: Identifier | None
    origin: Origin
    length: int = 0

    def reject(self, code: str, message: str) -> Reject:
        """Return the reject that says why there is no record."""
        raw = self.text.encode("utf-8", "surrogateescape")
        told = _USER.sub(r"\1...@", shown(self.text.strip()))
        if len(told) > _SHOWN:
            told = f"{told[:_SHOWN]} ..."
        return Reject(self.origin, code, f"{told}: {message}", raw, max(self.length, len(raw)))


def wanted(requested: Requested, ordinal: int = 1, encoding: str = "") -> Iterator[Wanted]:
    """Yield what is asked for; an argument has the ordinal given, lines of a list count from 1.

    What an option says that an identifier is stands before it, so that its reject says it, too. In
    a list blank lines and those that begin with ``#`` are none; lines of ``--rejects`` ask for what
    was rejected.

    Raises:
        InputError: the file of identifiers cannot be opened.

    """
    text, scheme = requested
    if scheme == LIST:
        yield from _listed(text, encoding)
        return
    origin = Origin(
        source=ARGUMENTS, file=ARGUMENTS, format=FORMAT, ordinal=ordinal, line=ordinal, offset=0
    )
    if not scheme:
        yield Wanted(text, identified(text), origin)
        return
    spelled = text if scheme == URL else f"{scheme.lower()}:{text.strip()}"
    yield Wanted(spelled, of_scheme(scheme, text), origin)


def _listed(file: str, encoding: str) -> Iterator[Wanted]:
    for opened in open_input(file):
        source = PurePath(opened.name).name
        decoded = decoding.decode(opened.head, opened.blocks(), encoding)
        stream = Stream(
            decoded.blocks,
            name=opened.name,
            source=source,
            format=FORMAT,
            encoding=decoded.encoding,
            start=decoded.start,
        )
        ordinal = 0
        for number, offset, raw in stream.lines():
            text = stream.text(raw)[0].strip().lstrip("\ufeff")
            if not text or text.startswith("#"):
                continue
            ordinal += 1
            text = _of_reject(text)
            origin = stream.origin(ordinal, number, offset)
            found = identified(text) if len(text) <= _LONGEST else None
            yield Wanted(text, found, origin, stream.cut or len(raw))


def _of_reject(text: str) -> str:
    """Return what a line of ``--rejects`` rejected; any other line as it is."""
    if not text.startswith("{"):
        return text
    try:
        line = msgspec.json.decode(text)
        return base64.b64decode(line["raw"], validate=True).decode() if line["raw"] else text
    except (msgspec.DecodeError, ValueError, LookupError, TypeError, RecursionError):
        return text


def windows(items: Iterable[Wanted], size: int) -> Iterator[list[Wanted]]:
    """Yield the items, ``size`` at a time."""
    window: list[Wanted] = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield window
            window = []
    if window:
        yield window

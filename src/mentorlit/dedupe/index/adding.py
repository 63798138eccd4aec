"""Lines that were written to an index: each record is made ready as it would be if read again."""

from collections.abc import Iterable, Iterator
from typing import Final

from mentorlit.dedupe.prepare import Prepared, prepared
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.readers.ndjson import read
from mentorlit.reading import finished
from mentorlit.stream import Stream

_TOGETHER: Final = 1 << 18
"""Bytes of lines that are made ready at a time: some 100 ms of work."""


def old(line: bytes, name: str) -> list[Prepared]:
    """Return the records in some lines of a file of this name, as old ones.

    A line that cannot be read again, since it is longer than any may be, gives none.
    """
    stream = Stream(iter((line,)), name=name, source=name, format="ndjson")
    citations = (finished(one, "") for one in read(stream) if isinstance(one, Citation))
    # The line that is kept is inert in a terminal.
    return [prepared(one)._replace(line=encode(one)) for one in citations]


def together(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines, many at a time."""
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size >= _TOGETHER:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)

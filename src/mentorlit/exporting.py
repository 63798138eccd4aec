"""From citations to a document: a key for each, unique whatever the order, then the writer."""

from collections.abc import Iterable, Iterator
from typing import IO, Final, Self

import msgspec

from mentorlit.citekeys import KeyTable, candidate, digest
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation
from mentorlit.problems import OutputError
from mentorlit.writers import Writer

_DECODER: Final = msgspec.json.Decoder(Citation)
_ENCODER: Final = msgspec.json.Encoder()


def export(
    citations: Iterable[Citation], writer: Writer, limits: Limits = DEFAULT
) -> Iterator[str]:
    """Yield the document of ``citations`` in the writer's format.

    A format that needs citation keys takes two passes, because whether a key is unique is known
    only at the end; between them the records wait in memory and, beyond ``limits.spool``, in a
    temporary file.
    """
    write = writer.load()
    yield from write(keyed(citations, limits) if writer.keyed else citations)


def keyed(citations: Iterable[Citation], limits: Limits = DEFAULT) -> Iterator[Citation]:
    """Yield the citations again, each with its final citation key."""
    table = KeyTable()
    with _Spool(limits) as spool:
        for citation in citations:
            table.add(candidate(citation), bool(citation.citation_key), digest(citation))
            spool.add(citation)
        for citation, key in zip(spool, table.resolve(), strict=True):
            if citation.citation_key == key:
                yield citation
            else:
                yield msgspec.structs.replace(citation, citation_key=key)


class _Spool:
    """Citations kept for a second pass: the first ones in memory, the rest in a file."""

    def __init__(self, limits: Limits) -> None:
        self._room = limits.spool
        self._held: list[bytes] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, citation: Citation) -> None:
        line = _ENCODER.encode(citation)
        self._room -= len(line)
        if self._room >= 0:
            self._held.append(line)
            return
        if self._file is None:
            from tempfile import TemporaryFile  # noqa: PLC0415 - start-up

            self._file = TemporaryFile()  # noqa: SIM115 - closed in __exit__
        try:
            self._file.write(line + b"\n")
        except OSError as error:
            raise OutputError(f"temporary file: cannot be written: {error.strerror}") from error

    def __iter__(self) -> Iterator[Citation]:
        yield from map(_DECODER.decode, self._held)
        if self._file:
            self._file.seek(0)
            yield from map(_DECODER.decode, self._file)

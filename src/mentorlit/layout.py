"""How a document of records is laid out: what stands around and between them, and each of them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from mentorlit.model import Citation


class Layout(NamedTuple):
    """One format of text; called with citations, it yields their document piece by piece.

    A record depends on nothing but itself and, in some formats, its place, so that stretches of a
    document can be written each alone.

    Attributes:
        record: returns one record, given the citation and its place in the document, from 1.
        head: what stands before the first record.
        between: what parts two records.
        tail: what stands after the last record.
        empty: the document of no record at all; head and tail if it is None.
        is_numbered: a record shows its place.

    """

    record: Callable[[Citation, int], str]
    head: str = ""
    between: str = ""
    tail: str = ""
    empty: str | None = None
    is_numbered: bool = False

    def __call__(self, citations: Iterable[Citation]) -> Iterator[str]:
        """Yield the document of the citations, in their order."""
        record = self.record
        return self.document(record(citation, place) for place, citation in enumerate(citations, 1))

    def document(self, stretches: Iterable[str]) -> Iterator[str]:
        """Yield the document of stretches that follow each other; a record is one as well."""
        start, end = self.head, self.empty
        for stretch in stretches:
            yield start + stretch
            start, end = self.between, self.tail
        if end := self.head + self.tail if end is None else end:
            yield end

    def stretch(self, citations: Iterable[Citation], before: int) -> str:
        """Return the records of one citation or more that have ``before`` others before them."""
        record = self.record
        places = enumerate(citations, before + 1)
        return self.between.join([record(citation, place) for place, citation in places])


class BinaryLayout(NamedTuple):
    """One binary format; called with citations, it yields the bytes of their document.

    Attributes:
        record: returns what stands for one citation, before all of them are put together.
        file: yields the bytes of the document, given what stands for each citation.
        is_numbered: what stands for a citation shows its place.

    """

    record: Callable[[Citation], bytes]
    file: Callable[[Iterable[bytes]], Iterator[bytes]]
    is_numbered: bool = False

    def __call__(self, citations: Iterable[Citation]) -> Iterator[bytes]:
        """Yield the bytes of the document of the citations, in their order."""
        return self.file(map(self.record, citations))

    def document(self, stretches: Iterable[list[bytes]]) -> Iterator[bytes]:
        """Yield the bytes of the document of stretches that follow each other."""
        return self.file(chain.from_iterable(stretches))

    def stretch(self, citations: Iterable[Citation], _before: int) -> list[bytes]:
        """Return what stands for citations that follow each other."""
        return list(map(self.record, citations))

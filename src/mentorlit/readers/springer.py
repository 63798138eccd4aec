"""Reader of Springer's A++ XML: articles, chapters, books.

The mapping is in docs/formats/springer.md.
"""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from mentorlit.formats.scholarly.several import works
from mentorlit.formats.springer.record import drafts
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NAMES: Final = frozenset({"Publisher"})


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every article or chapter; a book without chapters stands for itself."""
    return works(stream, _NAMES, drafts, _why)


def _why(_element: _Element) -> tuple[str, str]:
    return "empty-record", "there is no article, chapter or book in it"

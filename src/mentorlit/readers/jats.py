"""Reader of JATS, NLM and BITS XML: the metadata of articles, books and chapters.

Standards: JATS 1.3 (NISO Z39.96-2021), BITS 2.1; alone, in PMC's ``pmc-articleset`` or in OAI-PMH.
Text, references and sub-articles are not read; the mapping is in docs/formats/jats.md.
"""

from collections.abc import Iterator

from mentorlit.formats.jats.documents import documents
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every article, book and part of a book that stands for itself."""
    yield from documents(stream)

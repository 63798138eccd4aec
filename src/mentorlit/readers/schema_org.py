"""Reader of schema.org as JSON-LD: works alone, in lists, graphs or on lines.

Terms: https://schema.org/ScholarlyArticle and its kin. Fields: docs/formats/schema-org.md.
"""

from collections.abc import Iterator

from mentorlit.formats.schema_org.documents import documents
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NO_WORK = "no object of schema.org that is a work with a name"


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every work and a reject for every document without one."""
    yield from documents(stream, _NO_WORK)

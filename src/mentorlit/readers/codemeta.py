"""Reader of CodeMeta (codemeta.json), versions 1 to 3: schema.org's terms for software.

Terms: https://codemeta.github.io/terms/. Fields: docs/formats/codemeta.md.
"""

from collections.abc import Iterator

from mentorlit.formats.schema_org.documents import documents
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NO_WORK = "no object of CodeMeta that has a name"


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every software and a reject for every document without one."""
    yield from documents(stream, _NO_WORK, default="software")

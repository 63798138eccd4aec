"""Writer of mentorlit's own lines: one whole record a line, no header line."""

from collections.abc import Iterable, Iterator

from mentorlit.jsontext import encode
from mentorlit.model import Citation


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one line for each citation."""
    for citation in citations:
        yield encode(citation).decode() + "\n"

"""Writer of mentorlit's own lines: one whole record a line, no header line."""

from typing import Final

from mentorlit.jsontext import encode
from mentorlit.layout import Layout
from mentorlit.model import Citation


def _record(citation: Citation, _: int) -> str:
    return encode(citation).decode() + "\n"


write: Final = Layout(_record)
"""Yields one line for each citation."""

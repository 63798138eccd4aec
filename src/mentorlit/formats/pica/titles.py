"""Titles in PICA+ and what comes with them."""

import re
from typing import Final

from mentorlit.formats.marc import punctuation

LINKED: Final = re.compile(r"\s*(?:--.{1,40}--\s*|\[.{1,60}\]\s*|;\s*ID:.*|\$.*)\Z")
"""What linked headings ($8) have behind the title."""


def unsorted(text: str) -> str:
    """Return a title without its closing punctuation and the mark of its first sorting word."""
    return punctuation.unbracketed(punctuation.element(punctuation.unsorted(text))) if text else ""

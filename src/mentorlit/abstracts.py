"""Structured abstracts: a text with printed headings to its labelled sections."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Section
from mentorlit.tables import load

# A heading stands at the start, on a new line or after the end of a sentence. Its length is
# bounded, so that the search stays linear; the longest heading of the table has 33 characters.
_HEADING: Final = re.compile(
    r"(?:\A|(?<=[.!?)\]…”\"。;])\s+|\n)\s{0,8}([^\W\d_][^:.\n!?;]{1,44}):(?=\s|[^\W\d_])"
)


@cache
def _labels() -> frozenset[str]:
    return frozenset(load("abstract_sections")["labels"])


def sections(text: str) -> tuple[Section, ...]:
    """Return the labelled sections of ``text``, or ``()`` if it is not a structured abstract.

    It is one if it begins with a heading of tables/abstract_sections.toml and has at least two,
    each at the start of a sentence and followed by a colon and some text. Labels come as printed,
    without the colon; together the sections hold the whole text.
    """
    found = [match for match in _HEADING.finditer(text) if _is_label(match[1])]
    if len(found) < 2 or text[: found[0].start(1)].strip():
        return ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts = tuple(
        Section(match[1].strip(), text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    )
    return parts if all(part.text for part in parts) else ()


def _is_label(text: str) -> bool:
    return " ".join(text.lower().split()) in _labels()

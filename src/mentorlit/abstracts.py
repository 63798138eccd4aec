"""Structured abstracts: a text with printed headings to its labelled sections."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Section
from mentorlit.tables import load, phrases

_INSIDE: Final = "inside"
# A heading stands at the start, on a new line or after the end of a sentence. Its length is
# bounded, so that the search stays linear; the longest heading of the table has 33 characters.
_HEADING: Final = re.compile(
    r"(?:\A|(?<=[.!?)\]…”\"。！？；;])\s*|\n)\s{0,8}([^\W\d_][^:：.\n!?;。；]{1,44})[:：]"
)


@cache
def labels() -> frozenset[str]:
    """Return the headings that tables/abstract_sections.toml lists by language, case folded."""
    table = load("abstract_sections")
    return frozenset(word for key in table if key != _INSIDE for word in phrases(table[key]))


@cache
def _inside() -> frozenset[str]:
    return labels().union(phrases(load("abstract_sections")[_INSIDE]))


def headings(text: str) -> list[re.Match[str]]:
    """Return the known headings in ``text``, each at the start of a sentence, up to its colon.

    Group 1 of a match is the heading as printed.
    """
    return [match for match in _HEADING.finditer(text) if _is_heading(match[1])]


def sections(text: str) -> tuple[Section, ...]:
    """Return the labelled sections of ``text``, or ``()`` if it is not a structured abstract.

    It is one if it begins with a heading of tables/abstract_sections.toml and has at least two,
    each at the start of a sentence and followed by a colon and some text. Labels come as printed,
    without the colon; together the sections hold the whole text.
    """
    first = _HEADING.match(text)
    if not first or not _is_heading(first[1]):
        return ()
    found = headings(text)
    if len(found) < 2:
        return ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts = tuple(
        Section(match[1].strip(), text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    )
    return parts if all(part.text for part in parts) else ()


def _is_heading(text: str) -> bool:
    return " ".join(text.casefold().split()) in _inside()

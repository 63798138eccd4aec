"""A bound on the attributes of one element, before a page is parsed.

What libxml2 and lxml do with an element's attributes takes time in the square of their number:
half a minute for the 80,000 that fit into a megabyte.
"""

import re
from typing import Final

_FEW: Final = 256 * 1024
"""Bytes of a page in which attributes cannot be so many that they take long."""
_MOST: Final = 5_000
_TAG: Final = re.compile(
    rb"<[A-Za-z][^\s>]*+(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)*+"
)
_ATTRIBUTE: Final = re.compile(
    rb"[\s/]++[^\s>=/][^\s>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)


def bounded(page: bytes) -> bytes:
    """Return a page without the attributes of an element that are beyond the first 5,000."""
    if len(page) <= _FEW:
        return page
    kept: list[bytes] = []
    done = 0
    for tag in _TAG.finditer(page):
        if tag.end() - tag.start() > 2 * _MOST and (end := _end(page, *tag.span())):
            kept.append(page[done:end])
            done = tag.end()
    return b"".join((*kept, page[done:])) if kept else page


def _end(page: bytes, start: int, stop: int) -> int:
    """Return where the last attribute that is kept ends, or 0 if all are kept."""
    end = 0
    for number, attribute in enumerate(_ATTRIBUTE.finditer(page, start, stop)):
        if number == _MOST:
            return end
        end = attribute.end()
    return 0

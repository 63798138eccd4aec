"""The text of one element, for values that markup sets apart."""

from functools import cache
from typing import Final

from lxml import etree

from mentorlit.tables import load, phrases

LONGEST: Final = 50_000
"""Characters of one element that are read: the longest abstracts have some 20,000."""

LONGEST_VERBATIM: Final = 2_000_000
"""The same of an element whose lines are kept: a list of 1,000 records in a citation format."""


def text_of(element: etree._Element, *, keep_lines: bool = False) -> str:
    """Return the text in ``element``, its blocks set apart, without scripts and the like.

    Paragraphs are parted by a blank line. ``keep_lines`` keeps white space as it is (``pre``).
    """
    longest = LONGEST_VERBATIM if keep_lines else LONGEST
    if not len(element):
        text = (element.text or "")[:longest]
        return text if keep_lines else " ".join(text.split())
    pieces: list[str] = []
    size = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        name = inner.tag
        if event == "start":
            if name in _names("skipped") and inner is not element:
                walk.skip_subtree()
                continue
            text = inner.text or ""
        else:
            text = "" if inner is element else inner.tail or ""
        if inner is not element and (name in _names("blocks") or name == "br"):
            text = f"\n{text}" if keep_lines or name != "p" else f"\n\n{text}"
        pieces.append(text)
        size += len(text)
        if size > longest:
            break
    whole = "".join(pieces)[:longest]
    return whole if keep_lines else _tidy(whole)


def _tidy(text: str) -> str:
    """Return ``text`` with single spaces, line ends kept only between paragraphs."""
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n\n".join(filter(None, parts))


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(phrases(load("webpages/elements")[key]))

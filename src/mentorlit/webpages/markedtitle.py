"""Raised, lowered and slanted parts of a title, where a heading of the page shows them.

Tags often have a title without its markup ("H2O"), and the visible lines are plain text. The model
allows CSL's limited markup in titles; abstracts that are only seen stay plain text.
"""

from itertools import islice
from typing import Any, Final

import msgspec
from lxml import etree

from mentorlit.pages.findings import Findings
from mentorlit.pages.lines import flat
from mentorlit.webpages.document import Document

_MARKUP: Final = {"sub": "sub", "sup": "sup", "i": "i", "em": "i"}
_SIGNS: Final = frozenset("*†‡§¶#⁎∗")
"""Marks of footnotes, which are no part of a title."""
_HEADINGS: Final = 20
_LONGEST: Final = 1000
_MOST: Final = 200
"""Elements in one heading, each counted where it begins and where it ends."""


def claim(document: Document, findings: Findings) -> None:
    """Give the title the markup of the heading that has the same text, letter for letter."""
    title = findings.best("title")
    if title is None or "<" in title.value or len(title.value) > _LONGEST:
        return
    for heading in islice(document.elements("h1", "h2"), _HEADINGS):
        if next(heading.iter(*_MARKUP), None) is None:
            continue
        parts = _parts(heading)
        if flat("".join(text for text, _ in parts)) == title.value:
            value = flat("".join(_marked(text, names) for text, names in parts))
            claims = findings.claims["title"]
            claims[claims.index(title)] = msgspec.structs.replace(title, value=value)
            return


def _parts(heading: etree._Element) -> list[tuple[str, str]]:
    """Return the texts of a heading in order, each with the innermost markup around it or ``""``.

    A heading that is slanted as a whole has none.
    """
    parts: list[tuple[str, str]] = []
    walk: Any = etree.iterwalk(heading, events=("start", "end"))
    around = [""]
    for event, element in islice(walk, _MOST):
        if event == "start":
            around.append(_MARKUP.get(element.tag, around[-1]))
            parts.append((element.text or "", around[-1]))
            continue
        around.pop()
        if element is not heading:
            parts.append((element.tail or "", around[-1]))
    parts = [
        part for part in parts if not (part[1] == "sup" and _SIGNS.issuperset(part[0].strip()))
    ]
    plain = any(text.strip() and not name for text, name in parts)
    return parts if plain else []


def _marked(text: str, name: str) -> str:
    return f"<{name}>{text}</{name}>" if name and text.strip() else text

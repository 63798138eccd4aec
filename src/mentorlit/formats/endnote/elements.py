"""The elements of one EndNote record: text with style runs, lines parted by ``&#xD;``."""

import re
from functools import cache
from typing import Any, Final

from lxml import etree

from mentorlit.composing import normalized
from mentorlit.formats.scholarly import rest
from mentorlit.plaintext import markup, printable
from mentorlit.tables import load

_SPACES: Final = re.compile(r"[^\S\r]+")
_BREAKS: Final = re.compile(r"\s*(?:\r|[\u2028\u2029\x0b])\s*")
_FACES: Final = {
    "italic": "i",
    "bold": "b",
    "superscript": "sup",
    "subscript": "sub",
    "smallcaps": "sc",
}
_OURS: Final = "mentorlit"
"""The program that wrote the file, if it was this one: that says nothing about the work."""
_KEPT_WHOLE: Final = frozenset({"database", "source-app", "foreign-keys", "ref-type"})
_LISTS: Final = frozenset(
    {
        *("authors", "secondary-authors", "tertiary-authors", "subsidiary-authors"),
        *("translated-authors", "web-urls", "pdf-urls", "text-urls", "related-urls"),
        *("image-urls", "pub-dates", "copyright-dates"),
    }
)

Lines = dict[str, list[str]]
"""The lines of the values, by the name of their element or, of lists, that of the list."""


def values(element: etree._Element) -> tuple[Lines, dict[str, Any]]:
    """Return the lines of a record's values by name, and what is kept as it stands."""
    found: Lines = {}
    kept: dict[str, Any] = {}
    for inner in element:
        name = inner.tag
        if name in _KEPT_WHOLE:
            if inner.get("name") != _OURS:
                rest.keep(kept, inner)
        elif name == "keywords":
            found.setdefault(name, []).extend(_all(inner) if len(inner) else lines(inner))
        elif name in ("contributors", "titles", "periodical", "dates", "urls"):
            _group(inner, found)
        elif name == "alt-periodical":
            for part in inner:
                found.setdefault(f"alt-{part.tag}", []).extend(lines(part))
        else:
            found.setdefault(name, []).extend(lines(inner))
    return {name: texts for name, texts in found.items() if texts}, kept


def _group(element: etree._Element, found: Lines) -> None:
    for inner in element:
        into = found.setdefault(inner.tag, [])
        into.extend(_all(inner) if inner.tag in _LISTS and _is_list(inner) else lines(inner))


def _is_list(element: etree._Element) -> bool:
    return len(element) > 0 and element[0].tag != "style"


def _all(element: etree._Element) -> list[str]:
    return [line for inner in element for line in lines(inner)]


def lines(element: etree._Element) -> list[str]:
    """Return the lines of a value, NFC, with CSL's markup for its style runs."""
    parts: list[str] = []
    _gather(element, parts)
    text = _SPACES.sub(" ", "".join(parts))
    if not text.isascii():
        text = printable(normalized("NFC", text))
    return [line for part in _BREAKS.split(text) if (line := part.strip())]


def _gather(element: etree._Element, parts: list[str]) -> None:
    _add(element.text, parts)
    for inner in element:
        if inner.tag == "style":
            parts.append(_styled(inner))
        else:
            _gather(inner, parts)
        _add(inner.tail, parts)


def _add(raw: str | None, parts: list[str]) -> None:
    if raw:
        parts.append(markup(raw) if "<" in raw else raw)


def _styled(element: etree._Element) -> str:
    inside: list[str] = []
    _gather(element, inside)
    text = "".join(inside)
    if (element.get("font") or "").lower() == "symbol":
        text = text.translate(_symbols())
    if text.strip():
        for face in (element.get("face") or "").lower().split():
            if tag := _FACES.get(face):
                text = f"<{tag}>{text}</{tag}>"
    return text


@cache
def _symbols() -> dict[int, int]:
    table = load("endnote")["symbol"]
    return str.maketrans(table["latin"], table["greek"])


def unmarked(line: str) -> str:
    """Return a line without the markup of style runs, for what has none in the model."""
    return re.sub(r"</?(?:i|b|su[bp]|sc)>", "", line) if "<" in line else line

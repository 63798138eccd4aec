"""Text, children and attributes of XML elements, by local names."""

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final

from lxml import etree

from mentorlit.composing import normalized
from mentorlit.plaintext import printable

inside: Final[Callable[[etree._Element], list[etree._Element]]] = itemgetter(slice(None))
"""Return all children of an element, sooner than its iterator does."""

_KEPT: Final = {
    "i": "i", "em": "i", "italic": "i", "emphasis": "i",
    "b": "b", "strong": "b", "bold": "b",
    "sub": "sub", "inf": "sub", "subscript": "sub",
    "sup": "sup", "superscript": "sup",
    "sc": "sc", "scp": "sc", "smallcaps": "sc",
}  # fmt: skip
"""Elements for inline markup in JATS, PubMed, Crossref, DBLP and HTML, to CSL's tags."""


def local(element: etree._Element) -> str:
    """Return the name of ``element`` without its namespace; empty for what is no element."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children with one of the local ``names``, all of them if none is given."""
    for inner in element:
        if not names or local(inner) in names:
            yield inner


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child with the local ``name``, if there is one."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)


def value(element: etree._Element | None) -> str:
    """Return all text in ``element`` on one line, NFC; empty for None."""
    if element is None:
        return ""
    text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    return _tidy(text)


def marked(element: etree._Element | None) -> str:
    """Return the text as :func:`value` does, with inline markup as CSL's tags, balanced."""
    if element is None:
        return ""
    if not len(element):
        return _tidy(element.text or "")
    parts: list[str] = []
    _gather(element, parts)
    return _tidy("".join(parts))


def attribute(element: etree._Element, name: str) -> str:
    """Return the attribute with the local ``name``, whatever its namespace, on one line."""
    if (found := element.get(name)) is not None:
        return _tidy(found)
    ending = "}" + name
    return next(
        (_tidy(str(text)) for key, text in element.items() if str(key).endswith(ending)), ""
    )


def _gather(element: etree._Element, parts: list[str]) -> None:
    """Append the text of ``element``, without its own tags and tail."""
    parts.append(element.text or "")
    for inner in element:
        tag = _KEPT.get(local(inner).lower(), "")
        if tag:
            inside: list[str] = []
            _gather(inner, inside)
            text = "".join(inside)
            parts.append(f"<{tag}>{text}</{tag}>" if text.strip() else text)
        else:
            _gather(inner, parts)
        parts.append(inner.tail or "")


def _tidy(text: str) -> str:
    """Return ``text`` on one line, NFC."""
    text = " ".join(text.split())
    return text if text.isascii() else printable(normalized("NFC", text))

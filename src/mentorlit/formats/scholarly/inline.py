"""Text of elements with inline markup, from JATS, PubMed, Crossref and Springer, to CSL's tags.

Names of tags are compared without namespace and case; tables/scholarly.toml says what each means.
"""

import re
from functools import lru_cache
from html import unescape
from typing import Final

from lxml import etree

from mentorlit.composing import normalized
from mentorlit.formats.scholarly import maths
from mentorlit.plaintext import markup, printable
from mentorlit.tables import load

_BREAK: Final = "\n\n"
_NOTES: Final = frozenset({"fn", "table-fn", "author-notes", "aff", "corresp"})
"""What ``ref-type`` says of references that are only marks."""
_LONG: Final = 80
"""What is longer will hardly come again."""
_SPACES: Final = re.compile(r"\s+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def text(element: etree._Element | None) -> str:
    """Return the text of ``element`` on one line, NFC, with CSL's markup; empty for None.

    Entities that were encoded twice are decoded; footnotes are left out.
    """
    if element is None:
        return ""
    if not len(element):
        return plain(element.text or "")
    return " ".join(_joined(element).split())


def paragraphs(element: etree._Element | None) -> str:
    """Return the text as :func:`text` does, its paragraphs parted by blank lines."""
    if element is None:
        return ""
    if not len(element):
        return plain(element.text or "")
    parts = (" ".join(part.split()) for part in _joined(element).split(_BREAK))
    return _BREAK.join(part for part in parts if part)


def plain(raw: str) -> str:
    """Return ``raw`` on one line, NFC, entities and HTML in it decoded."""
    if raw.isascii() and not (
        "\n" in raw or "  " in raw or "&" in raw or "<" in raw or "\t" in raw or "\r" in raw
    ):
        return raw.strip()
    return _term(raw) if len(raw) < _LONG else _cleaned(raw)


@lru_cache(16384)
def _term(raw: str) -> str:
    """Do it once for what comes in every other record: names, places, headings."""
    return _cleaned(raw)


def _cleaned(raw: str) -> str:
    if raw.isprintable() and not ("  " in raw or "&" in raw or "<" in raw):
        # No white space but single blanks, and no surrogates.
        return normalized("NFC", raw.strip())
    line = " ".join(raw.split())
    if "&" in line:
        line = " ".join(_ENTITY.sub(_character, line).split())
    if "<" in line:
        line = " ".join(markup(line).split())
    return line if line.isascii() else printable(normalized("NFC", line))


def _character(match: re.Match[str]) -> str:
    return unescape(match[0])


@lru_cache(maxsize=1 << 12)
def _meaning(tag: str) -> str:
    """Return what tables/scholarly.toml says of a tag: CSL's tag, ``block``, ``break`` ..."""
    name = tag.rpartition("}")[2].lower()
    table: dict[str, str] = load("scholarly")["inline"]
    return table.get(name, "")


def _joined(element: etree._Element) -> str:
    parts: list[str] = []
    _gather(element, parts)
    joined = "".join(parts)
    return joined if joined.isascii() else printable(normalized("NFC", joined))


def _gather(element: etree._Element, parts: list[str]) -> None:
    """Append the text in ``element``, without its own tags and what follows it."""
    _add(element.text, parts)
    for inner in element:
        _inner(inner, _meaning(inner.tag), parts)
        _add(inner.tail, parts)


def _inner(element: etree._Element, meaning: str, parts: list[str]) -> None:
    if not meaning:
        _gather(element, parts)
    elif meaning == "block":
        parts.append(_BREAK)
        _gather(element, parts)
        parts.append(_BREAK)
    elif meaning == "break":
        parts.append(" ")
    elif meaning == "formula":
        parts.append(maths.text(element))
    elif meaning == "choice":
        _choice(element, parts)
    elif meaning == "reference":
        if element.get("ref-type") not in _NOTES:
            _gather(element, parts)
    elif meaning != "omitted":
        inside: list[str] = []
        _gather(element, inside)
        inner = _type(element, meaning)
        line = "".join(inside).replace(_BREAK, " ")
        parts.append(f"<{inner}>{line}</{inner}>" if inner and line.strip() else line)


def _type(element: etree._Element, meaning: str) -> str:
    """Return CSL's tag; Springer's ``Emphasis`` has it in an attribute."""
    if meaning != "typed":
        return meaning
    styles: dict[str, str] = load("scholarly")["emphasis"]
    return styles.get((element.get("Type") or "").lower(), "")


def _choice(element: etree._Element, parts: list[str]) -> None:
    """Append one of the alternatives for the same formula: MathML if there is one, else any."""
    best = [inner for inner in element if inner.tag.endswith("math")]
    best.sort(key=lambda inner: inner.tag.endswith("tex-math"))
    for inner in (best or list(element))[:1]:
        _inner(inner, _meaning(inner.tag), parts)


def _add(raw: str | None, parts: list[str]) -> None:
    if raw:
        line = _SPACES.sub(" ", raw)
        if "&" in line:
            line = _ENTITY.sub(_character, line)
        if "<" in line:
            line = _SPACES.sub(" ", markup(line))
        parts.append(line)

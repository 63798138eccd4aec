"""Abstracts in JATS or HTML: paragraphs, and sections with their titles (title, h1 to h6)."""

import re
from typing import Final

from mentorlit import abstracts
from mentorlit.model import Section
from mentorlit.plaintext import clean, markup, paragraphs

# Attributes are bounded, so that no text makes the search slow.
_SECTION: Final = re.compile(
    r"<(?:(?:jats:)?title|h[1-6])(?:\s[^<>]{0,200})?>([^<]{0,200}(?:<[^<>]{1,80}>[^<]{0,200}){0,8}?)"
    r"</(?:(?:jats:)?title|h[1-6])>",
    re.IGNORECASE,
)
_PLAIN: Final = bytes(byte for byte in range(32, 127) if byte != ord("&"))
"""Printable ASCII without what begins an entity."""
_OWN_TITLE: Final = frozenset(
    {"abstract", "summary", "zusammenfassung", "résumé", "resumen", "resumo", "riassunto",
     "аннотация", "abstrakt", "özet", "öz", "摘要", "要旨", "抄録", "초록"}
)  # fmt: skip


def abstract(raw: str) -> tuple[str, tuple[Section, ...]]:
    """Return the text in paragraphs, and its sections if it has titles or printed headings.

    In the text a section begins with its title and a colon. A title that only says that this is an
    abstract is left out.
    """
    inner = raw.removeprefix("<jats:p>").removesuffix("</jats:p>")
    if "<" not in inner:
        return _sectioned(inner.strip() if _is_plain(inner) else paragraphs(inner))
    parts = _SECTION.split(raw)
    if len(parts) == 1:
        return _sectioned(paragraphs(raw))
    found = [Section("", paragraphs(parts[0]))]
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        found.append(Section(_label(heading), paragraphs(text)))
    found = [part for part in found if part.text or part.label]
    text = "\n\n".join(_shown(part) for part in found)
    labelled = all(part.label and part.text for part in found) and found
    return (text, tuple(found)) if labelled else _sectioned(text)


def _is_plain(text: str) -> bool:
    """Tell whether a text without tags is one paragraph as it is."""
    return text.isascii() and not (text.encode().translate(None, _PLAIN) or "  " in text)


def _sectioned(text: str) -> tuple[str, tuple[Section, ...]]:
    return text, abstracts.sections(text) if ":" in text or "：" in text else ()


def _label(heading: str) -> str:
    text = clean(markup(heading)).rstrip(":").strip()
    return "" if text.casefold().rstrip(".") in _OWN_TITLE else text


def _shown(part: Section) -> str:
    return f"{part.label}: {part.text}" if part.label and part.text else part.label or part.text

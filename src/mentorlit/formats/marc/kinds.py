"""The CSL type of a MARC 21 record: leader/06-07, 008 and 773."""

from typing import Final

from mentorlit.formats.marc.draft import Draft
from mentorlit.tables import load

_FILES: Final = {"a": "dataset", "b": "software", "e": "dataset", "g": "software", "i": "software"}
"""008/26 of computer files."""


def kind(draft: Draft, *, is_contained: bool) -> str:
    """Return the CSL type, or ``""`` where none fits."""
    material, level = draft.leader[6], draft.leader[7]
    if draft.values.get("is_thesis"):
        return "thesis"
    if is_contained or level in ("a", "b"):
        return _of_part(draft, level)
    if material == "m":
        return _of_computer_file(draft)
    found = _of_text(draft, level) if material in "at " else ""
    return found or load("marc")["leader_types"].get(material) or _of_content(draft)


def _of_content(draft: Draft) -> str:
    """Return the type that 336 tells, else a book for what has an ISBN."""
    found = load("marc")["content_types"].get(draft.values.get("content", ""), "")
    return str(found or ("book" if draft.isbn else ""))


def _of_text(draft: Draft, level: str) -> str:
    """Return the type that leader/07 and 008 tell of a text."""
    if level == "s":
        return "periodical"
    if level == "i":
        return {"w": "webpage", "d": "dataset"}.get(draft.fixed[21:22], "book")
    if draft.leader[6] != "a":
        return ""
    return (
        _of_book(draft) if level == "m" else {"c": "collection", "d": "collection"}.get(level, "")
    )


def _of_part(draft: Draft, level: str) -> str:
    """Return the type of a part: an article of a serial or a chapter of a book."""
    if draft.leader[6] not in "at m":
        return str(load("marc")["leader_types"].get(draft.leader[6], ""))
    found = draft.host
    if level == "b" or found.get("issn") or found.get("level") == "s":
        return "article-journal"
    if found.get("isbn") or found.get("level") == "m":
        return "chapter"
    return "article-journal" if found.get("volume") or found.get("issue") else "chapter"


def _of_book(draft: Draft) -> str:
    natures = load("marc")["nature_types"]
    codes = draft.fixed[24:28]
    return next((natures[code] for code in codes if code in natures), "book")


def _of_computer_file(draft: Draft) -> str:
    """Return the type of what leader/06 calls a computer file; e-books are often called so."""
    if draft.isbn:
        return "book"
    return _FILES.get(draft.fixed[26:27]) or _of_content(draft)

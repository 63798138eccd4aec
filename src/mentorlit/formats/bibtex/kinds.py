"""The entry type for a citation, and the fields that say what the type alone does not."""

import re
from typing import Final

from mentorlit.model import Citation
from mentorlit.tables import load

_ENTRY_TYPE: Final = re.compile(r"[A-Za-z]{1,64}\Z")
_NO_ENTRY: Final = ("comment", "preamble", "string", "xdata", "set")


def entry_kind(citation: Citation, *, biblatex: bool) -> tuple[str, dict[str, str]]:
    """Return the entry type and fields as plain text: ``type``, ``entrysubtype``, ``entrytype``.

    Where the type does not tell the CSL type, ``entrysubtype`` does. A type that the source has
    and no table knows stays; BibLaTeX's data model does not take it, so it becomes ``entrytype``.
    """
    table = load("bibtex")
    own = citation.extra.get("bibtex", {}).get("entrytype")
    if citation.type == "document" and isinstance(own, str) and _ENTRY_TYPE.match(own):
        if not biblatex and _is_kind(own):
            return own.lower(), {"type": citation.genre}
        if own.lower() not in table["types"]:
            return "misc", {"entrytype": own.lower(), "type": citation.genre}
    kinds = table["biblatex_types" if biblatex else "bibtex_types"]
    kind: str = kinds.get(citation.type, "misc")
    genre = citation.genre
    if biblatex:
        kind = _with_people(kind, citation)
        genre = genre or ("Report" if kind == "report" else "")
    if citation.type == "thesis":
        kind, genre = _thesis(kind, genre, biblatex=biblatex)
    if citation.type and table["types"][kind] != citation.type:
        subtypes = {csl: name for name, csl in table["subtypes"].items()}
        return kind, {"entrysubtype": subtypes.get(citation.type, citation.type), "type": genre}
    return kind, {"type": genre}


def _with_people(kind: str, citation: Citation) -> str:
    """Return the type of BibLaTeX that needs no other people than the citation has."""
    if kind == "book" and citation.editor and not citation.author:
        return "collection"
    if kind == "incollection" and citation.author and not citation.editor:
        return "inbook"
    return kind


def _thesis(kind: str, genre: str, *, biblatex: bool) -> tuple[str, str]:
    """Return the entry type of a thesis and its ``type``: what it is must be said."""
    table = load("bibtex")
    if biblatex:
        keys = {text: key for key, text in table["type_keys"].items()}
        return kind, keys.get(genre, genre or "Thesis")
    for name, words in table["thesis_words"].items():
        if any(word in genre.lower() for word in words):
            return name, "" if genre == table["genres"][name] else genre
    return kind, genre or "Thesis"


def _is_kind(text: str) -> bool:
    """Tell whether ``text`` may stand as an entry type that the table does not know."""
    known = load("bibtex")["types"]
    return text.lower() not in (*_NO_ENTRY, *known)

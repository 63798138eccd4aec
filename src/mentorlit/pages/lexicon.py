"""The words of the page tables, ready for look-up."""

import re
import unicodedata
from functools import cache
from typing import Final

from mentorlit.tables import load

LONGEST_LABEL: Final = 90
"""Characters; the longest label of any interface is a sentence of DSpace with 72."""

_EDGE: Final = " :：.;,…*|>»\t\u00a0[]【】〔〕"
_COUNT: Final = re.compile(r"\s*\(\d{1,6}\)\Z")
_NUMBERED: Final = re.compile(r"(?:\d{1,2}|[ivx]{1,4})\s?[.)]\s*|\d\s+(?=[^\W\d])")


def fold(text: str) -> str:
    """Return ``text`` as it is compared: NFKC, case folded, edges and white space trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split()).strip(_EDGE)


def heading_key(folded: str) -> str:
    """Return a folded line without its section number and count ("6. references (12)")."""
    bare = _COUNT.sub("", folded)
    number = _NUMBERED.match(bare)
    return (bare[number.end() :] if number else bare).strip(_EDGE)


@cache
def labels() -> dict[str, str]:
    """Every folded label of tables/pages/labels.toml to its kind."""
    return {fold(label): kind for kind, words in load("pages/labels").items() for label in words}


@cache
def glued_labels() -> dict[str, tuple[tuple[str, str], ...]]:
    """First three letters to the labels (as printed, kind) that begin so, longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, words in load("pages/labels").items():
        for label in words:
            if len(label) > 2:
                found.setdefault(label[:3], []).append((label, kind))
    return {key: tuple(sorted(pairs, key=lambda p: -len(p[0]))) for key, pairs in found.items()}


@cache
def zone_marks() -> dict[str, str]:
    """Folded lines that begin a zone to the zone: others, references, body or resume."""
    table = load("pages/zones")
    order = ("body", "references", "others", "resume")
    return {fold(word): zone for zone in order for word in table[zone]}


@cache
def noise_lines() -> frozenset[str]:
    """Folded lines of interface words."""
    return frozenset(fold(word) for word in load("pages/noise")["lines"])


@cache
def noise_starts() -> tuple[str, ...]:
    """Beginnings of folded lines of interface text."""
    return tuple(fold(word) for word in load("pages/noise")["starts"])


@cache
def prefixes() -> tuple[str, ...]:
    """Interface texts that pages leave glued to the line after them."""
    return tuple(load("pages/noise")["prefixes"])


def is_furniture(folded: str) -> bool:
    """Tell whether a folded line is interface words and nothing else ("Share X Email")."""
    known = noise_lines()
    if folded in known or folded.startswith(noise_starts()):
        return True
    if len(folded) > 100:
        return False
    rest = folded.replace("open access", " ").split()
    return all(word in known or word in _languages() for word in rest) or (
        len(rest) < len(folded.split()) and " ".join(rest) in load("pages/types")
    )


@cache
def _languages() -> frozenset[str]:
    """Language codes that switches show ("EN FR")."""
    return frozenset(load("pages/stopwords"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return the list ``key`` of tables/pages/``table``.toml as a set."""
    return frozenset(load(f"pages/{table}")[key])


def is_section_word(text: str) -> bool:
    """Tell whether ``text`` labels a part of a structured abstract."""
    return len(text) <= 60 and fold(text) in words("sections", "words")

"""The words of the page tables, ready for look-up."""

import re
import unicodedata
from functools import cache
from typing import Final

from mentorlit import abstracts
from mentorlit.tables import load, phrases

LONGEST_LABEL: Final = 90
"""Characters; the longest label of any interface is a sentence of DSpace with 72."""

_EDGE: Final = " :：.;,…*|>»\t\u00a0[]【】〔〕"
_COUNT: Final = re.compile(r"\s*\(\d{1,6}\)\Z")
_SEPARATORS: Final = "|/·•»›>"
_STEPS: Final = r"\s*[|·•»›>]\s*|\s/\s"
_NUMBERED: Final = re.compile(r"(?:\d{1,2}|[ivx]{1,4})\s?[.)]\s*|\d\s+(?=[^\W\d])")


def fold(text: str) -> str:
    """Return ``text`` as it is compared: NFKC, case folded, edges and white space trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if "  " in text or not text.isprintable():
        text = " ".join(text.split())
    return text.strip(_EDGE)


def heading_key(folded: str) -> str:
    """Return a folded line without its section number and count ("6. references (12)")."""
    bare = _COUNT.sub("", folded) if folded.endswith(")") else folded
    first = bare[:1]
    number = _NUMBERED.match(bare) if first.isdigit() or first in "ivx" else None
    if number is None and bare is folded:
        return folded
    return (bare[number.end() :] if number else bare).strip(_EDGE)


def folded(block: str) -> list[str]:
    """Return the phrases of a table's block, each as :func:`fold` makes it of the phrase alone."""
    text = block if block.isascii() else unicodedata.normalize("NFKC", block)
    pieces = text.casefold().replace("\n", "|").split("|")
    return [phrase for piece in pieces if (phrase := piece.strip(_EDGE))]


@cache
def labels() -> dict[str, str]:
    """Every folded label of tables/pages/labels.toml to its kind."""
    table = load("pages/labels")
    return {label: kind for kind, block in table.items() for label in folded(block)}


@cache
def glued_labels(kinds: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """First three letters to the labels of ``kinds`` (as printed, kind) so begun, longest first."""
    table = load("pages/labels")
    pairs = [(label, kind) for kind in table if kind in kinds for label in phrases(table[kind])]
    found: dict[str, list[tuple[str, str]]] = {}
    for label, kind in sorted(pairs, key=lambda pair: -len(pair[0])):
        if len(label) > 2:
            found.setdefault(label[:3], []).append((label, kind))
    return found


@cache
def zone_marks() -> dict[str, str]:
    """Folded lines that begin a zone to the zone: others, references, body or resume."""
    table = load("pages/zones")
    order = ("body", "references", "others", "resume")
    return {word: zone for zone in order for word in folded(table[zone])}


@cache
def noise_lines() -> frozenset[str]:
    """Folded lines of interface words."""
    return frozenset(folded(load("pages/noise")["lines"]))


@cache
def _noise_starts() -> dict[str, tuple[str, ...]]:
    """First three letters to the beginnings of folded lines of interface text."""
    found: dict[str, tuple[str, ...]] = {}
    for start in folded(load("pages/noise")["starts"]):
        found[start[:3]] = (*found.get(start[:3], ()), start)
    return found


def begins_as_noise(folded: str) -> bool:
    """Tell whether a folded line begins like a text of the interface."""
    return folded.startswith(_noise_starts().get(folded[:3], ()))


@cache
def noise(key: str) -> tuple[str, ...]:
    """Return the list ``key`` of tables/pages/noise.toml as printed there."""
    return tuple(phrases(load("pages/noise")[key]))


@cache
def work_types() -> dict[str, str]:
    """Every phrase of tables/pages/types.toml to its CSL type."""
    table = load("pages/types")
    return {phrase: type_ for type_, block in table.items() for phrase in phrases(block)}


def is_furniture(folded: str) -> bool:
    """Tell whether a folded line is interface words and nothing else ("Share X Email")."""
    known = noise_lines()
    if folded in known or begins_as_noise(folded):
        return True
    if len(folded) > 100:
        return False
    if any(sign in folded for sign in _SEPARATORS) and _is_menu(folded):
        return True
    rest = folded.replace("open access", " ").split()
    return all(word in known or word in _languages() for word in rest) or (
        len(rest) < len(folded.split()) and " ".join(rest) in work_types()
    )


def _is_menu(folded: str) -> bool:
    """Tell whether a line is menu words, types of article and badges of access, set apart."""
    steps = [step.strip(_EDGE) for step in re.split(_STEPS, folded)]
    known = noise_lines()
    return all(not step or step in known or step in work_types() for step in steps)


@cache
def _languages() -> frozenset[str]:
    """Language codes that switches show ("EN FR")."""
    return frozenset(load("pages/stopwords"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return the list ``key`` of tables/pages/``table``.toml as a set."""
    return frozenset(phrases(load(f"pages/{table}")[key]))


def is_section_word(text: str) -> bool:
    """Tell whether ``text`` labels a part of a structured abstract."""
    return len(text) <= 60 and fold(text) in abstracts.labels()

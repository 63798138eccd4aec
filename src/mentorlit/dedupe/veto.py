"""What keeps two records apart whatever speaks for them: named vetoes, in order.

Each veto looks at the fingerprints and at the evidence already found, and can be answered by
stronger evidence that it names: two DOIs of one article do occur (a journal moved to another
publisher), and then the place in the journal is the same.
"""

from collections.abc import Callable
from typing import Final

from mentorlit.dedupe import titles
from mentorlit.dedupe.findings import (
    Evidence,
    abstracts_differ,
    alike,
    found,
    one_identifier,
    one_page,
    one_place,
    place,
    unlike,
)
from mentorlit.dedupe.normalise import Fingerprint

Veto = Callable[[Fingerprint, Fingerprint, Evidence], bool]

_SOFT_NOTES: Final = {"protocol", "comment", "editorial"}
"""Notes that databases also add to or cut from the title of one and the same paper."""


def veto(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> str:
    """Return the name of the first veto that holds, or ``""``."""
    for name, holds in _VETOES.items():
        if holds(a, b, evidence):
            return name
    return ""


def _pmids_differ(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Two PMIDs, or two PMCIDs, are two records of PubMed."""
    return "different" in {found(evidence, "PMID"), found(evidence, "PMCID")}


def _dois_differ(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Two DOIs, unless the paper has one PMID or stands in one place under one title."""
    if found(evidence, "DOI") != "different" or found(evidence, "PMID") == "same":
        return False
    return not (alike(evidence, 0.9) and (one_place(evidence) or one_page(evidence)))


def _notes_differ(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Keep apart a paper and an erratum, reply or protocol of it; or two kinds of these."""
    if a.title.note == b.title.note:
        return False
    soft = {a.title.note, b.title.note} - {""} <= _SOFT_NOTES
    return not (soft and (one_identifier(evidence) or one_place(evidence)))


def _numbers_differ(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Part I and Part II, or the reports of two years."""
    if not titles.numbers_conflict(a.title, b.title) or not alike(evidence, 0.7):
        return False
    return not (one_identifier(evidence) or one_place(evidence))


def _preprint(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Keep apart a preprint and what was published later."""
    if a.preprint == b.preprint or found(evidence, "DOI") == "same":
        return False
    other = b if a.preprint else a
    return bool(other.venues or other.doi or other.volume)


def _other_place(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Another volume and other pages: an abstract and the article, or two meetings."""
    if one_identifier(evidence):
        return False
    differing = {found(evidence, "volume"), found(evidence, "page")}
    return differing == {"different"}


def _other_title(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Titles and abstracts that have nothing in common: one DOI serves many texts."""
    return unlike(evidence) and found(evidence, "PMID") != "same" and abstracts_differ(evidence)


def _other_page(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Other pages and another abstract: two contributions of one group to one meeting."""
    if found(evidence, "PMID") == "same":
        return False
    return found(evidence, "page") == "different" and abstracts_differ(evidence)


def _other_year(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Another volume or other pages in another year: a meeting before the article."""
    apart = found(evidence, "issued") not in {"", "0 apart"}
    if one_identifier(evidence) or not apart:
        return False
    return "different" in place(evidence) and "same" not in place(evidence)


def _other_venue(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Another journal, and nothing of the place in it agrees: one text published twice."""
    if one_identifier(evidence) or found(evidence, "container-title") != "different":
        return False
    if "same" in place(evidence):
        return False
    return bool(a.pages.first and b.pages.first) or "different" in place(evidence)


def _kinds_differ(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Keep apart a book and a chapter of it; another edition."""
    if one_identifier(evidence) and "chapter" not in {a.type, b.type}:
        return False
    return {a.type, b.type} == {"book", "chapter"}


def _other_edition(a: Fingerprint, b: Fingerprint, _evidence: Evidence) -> bool:
    """Keep apart two editions of a book."""
    return bool(a.edition and b.edition) and a.edition != b.edition


def _recurs(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Ask of a title that says nothing an identifier, the abstract, or place and authors."""
    if a.title.recurring < 2 and b.title.recurring < 2:
        return False
    if one_identifier(evidence):
        return False
    if evidence.get("abstract", {}).get("similarity", 0.0) >= 0.9:
        return False
    disagree = evidence.get("author", {}).get("weight", 0.0) < 0
    return disagree or not one_place(evidence)


_VETOES: Final[dict[str, Veto]] = {
    "identifiers differ": _pmids_differ,
    "DOIs differ": _dois_differ,
    "one is a note about the other": _notes_differ,
    "numbers in the titles differ": _numbers_differ,
    "preprint and publication": _preprint,
    "other volume and pages": _other_place,
    "another place and year": _other_year,
    "other pages and abstract": _other_page,
    "other title and abstract": _other_title,
    "another venue": _other_venue,
    "book and chapter": _kinds_differ,
    "other edition": _other_edition,
    "the title recurs": _recurs,
}
"""Name to rule, in the order in which they are asked."""

"""What makes a pair with enough evidence unsure all the same: named doubts, in order.

A doubt asks for a look by a person; it never keeps records apart for good.
"""

from collections.abc import Callable
from typing import Final

from mentorlit.dedupe.findings import (
    Evidence,
    abstracts_differ,
    found,
    one_identifier,
    place,
    unlike,
)
from mentorlit.dedupe.normalise import Fingerprint

Doubt = Callable[[Fingerprint, Fingerprint, Evidence], bool]


def doubt(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> str:
    """Return the name of the first doubt that holds, or ``""``."""
    for name, holds in _DOUBTS.items():
        if holds(a, b, evidence):
            return name
    return ""


def _venue(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Tell whether the venues differ and nothing else says that it is one place."""
    if one_identifier(evidence) or found(evidence, "container-title") != "different":
        return False
    return "same" not in place(evidence)


def _place(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Tell whether the volumes differ, with no page and no venue or issue to make up for it."""
    if one_identifier(evidence) or found(evidence, "volume") != "different":
        return False
    if "same" in place(evidence):
        return False
    venue = found(evidence, "container-title") in {"same", "compatible"}
    return not venue or found(evidence, "issue") == "different"


def _untitled(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> bool:
    """Tell whether a title is missing and the rest is not beyond doubt."""
    if a.title.content and b.title.content:
        return False
    agree = evidence.get("author", {}).get("weight", 0.0) > 0
    one_text = evidence.get("abstract", {}).get("similarity", 0.0) >= 0.95
    settled = one_text or one_identifier(evidence) or found(evidence, "page") == "same"
    return not (agree and settled) or abstracts_differ(evidence)


def _titles(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Tell whether the titles have little in common: one DOI or page may serve many texts."""
    return unlike(evidence) and found(evidence, "PMID") != "same"


def _pages(_a: Fingerprint, _b: Fingerprint, evidence: Evidence) -> bool:
    """Tell whether issue and pages both differ: an article in two parts under one title."""
    if one_identifier(evidence):
        return False
    return found(evidence, "page") == found(evidence, "issue") == "different"


_DOUBTS: Final[dict[str, Doubt]] = {
    "venues differ": _venue,
    "volumes differ": _place,
    "issues and pages differ": _pages,
    "a title is missing": _untitled,
    "titles have little in common": _titles,
}
"""Name to rule, in the order in which they are asked."""

"""Questions about the evidence of a pair, as vetoes and doubts ask them."""

from typing import Any

Evidence = dict[str, dict[str, Any]]
"""Field to what was found: always ``weight``, and ``similarity`` or ``found``."""


def found(evidence: Evidence, field: str) -> str:
    """Return what was found of a field: ``same``, ``different`` and so on, or ``""``."""
    return str(evidence.get(field, {}).get("found", ""))


def alike(evidence: Evidence, least: float) -> bool:
    """Tell whether the titles are alike or one contains the other."""
    piece = evidence.get("title", {})
    return bool(piece.get("similarity", 0.0) >= least) or piece.get("found") == "contained"


def one_identifier(evidence: Evidence) -> bool:
    """Tell whether the records share a DOI, PMID or PMCID."""
    return "same" in {found(evidence, field) for field in ("DOI", "PMID", "PMCID")}


def one_place(evidence: Evidence) -> bool:
    """Tell whether venue, volume and first page are one."""
    return "place" in evidence


def one_page(evidence: Evidence) -> bool:
    """Tell whether container, first page and year are one: a volume is often damaged."""
    container = found(evidence, "container-title") in {"same", "compatible"}
    page = found(evidence, "page") in {"same", "first-same"}
    return container and page and found(evidence, "issued") == "0 apart"


def abstracts_differ(evidence: Evidence) -> bool:
    """Tell whether both abstracts are stated and begin differently."""
    return bool(evidence.get("abstract", {}).get("similarity", 1.0) < 0.7)


def unlike(evidence: Evidence) -> bool:
    """Tell whether both titles are stated, have little in common and are not translations."""
    piece = evidence.get("title", {})
    told = piece.get("found") in {"contained", "another language"}
    return bool(piece.get("similarity", 1.0) < 0.65) and not told


def place(evidence: Evidence) -> set[str]:
    """Return what was found of volume and pages: ``same``, ``different``, or nothing."""
    page = found(evidence, "page").replace("first-same", "same")
    return {found(evidence, "volume"), page} - {""}

"""The table of weights: tables/dedupe/score.toml."""

from functools import cache
from typing import Any, Final

from mentorlit.tables import load


@cache
def table() -> dict[str, Any]:
    """Return the whole table."""
    return load("dedupe/score")


Piece = dict[str, Any]
"""A piece of evidence: ``weight``, and ``similarity`` or ``found``; shared, never changed."""

_PREFIX: Final = {
    "PMID": "pmid",
    "PMCID": "pmcid",
    "DOI": "doi",
    "ISBN": "isbn",
    "identifiers": "identifier",
    "container-title": "container",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "place": "place",
}
"""Fields to how the table begins the names of what is found of them."""


@cache
def piece(field: str, found: str) -> Piece:
    """Return what is found of a field as evidence: one piece for all pairs."""
    weight = weights()[f"{_PREFIX[field]}_{found.replace('-', '_')}"]
    return {"found": found, "weight": weight}


@cache
def weights() -> dict[str, float]:
    """Return the weight of each finding."""
    return dict(table()["weights"])


@cache
def _curves() -> dict[str, list[list[float]]]:
    return dict(table()["curves"])


def curve(name: str, x: float) -> float:
    """Return the weight of similarity ``x`` on the curve ``name``, linear between its points."""
    points: list[list[float]] = _curves()[name]
    x0, y0 = points[-1]
    if x >= x0:
        return y0
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        x0, y0 = x1, y1
    return y0

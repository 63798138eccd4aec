"""The table of weights: tables/dedupe/score.toml."""

from functools import cache
from typing import Any

from mentorlit.tables import load


@cache
def table() -> dict[str, Any]:
    """Return the whole table."""
    return load("dedupe/score")


@cache
def weights() -> dict[str, float]:
    """Return the weight of each finding."""
    return dict(table()["weights"])


def curve(name: str, x: float) -> float:
    """Return the weight of similarity ``x`` on the curve ``name``, linear between its points."""
    points: list[list[float]] = table()["curves"][name]
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        x0, y0 = x1, y1
    return y0

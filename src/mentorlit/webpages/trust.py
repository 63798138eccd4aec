"""How far each carrier is trusted: its rank among the claims on one field."""

from functools import cache
from typing import Final

from mentorlit.tables import load

STEP: Final = 10
"""Ranks of one carrier: what it states plainly has the first, weaker readings have later ones."""


@cache
def rank(carrier: str) -> int:
    """Return the rank of what ``carrier`` states plainly; a lower one is trusted more."""
    order: list[str] = load("webpages/trust")["order"]
    return order.index(carrier) * STEP


def carrier(rank_: int) -> str:
    """Return the carrier that a rank belongs to."""
    order: list[str] = load("webpages/trust")["order"]
    return order[min(rank_ // STEP, len(order) - 1)]

"""How sure a value is: one word from the place it was read at and the rank of the reading."""

from functools import cache
from typing import Final

from mentorlit.pages.findings import Claim
from mentorlit.tables import load

_LEVELS: Final = ("high", "medium", "low")
_STEP: Final = 10
"""Ranks of one carrier; within them 0 and 1 are labels, 2 and 3 citations and places."""
_SETTLED: Final = 2
"""The rank that the word of a rule is worth."""


def confidence(claim: Claim) -> str:
    """Return ``high``, ``medium`` or ``low``.

    A tag or label made for the field is ``high``; a citation, a place in the head or a tag of many
    uses ``medium``, as is what a rule settled between places that differ; a weaker reading, or a
    tag made for shared links, ``low``.
    """
    rank = claim.rank % _STEP if claim.rank >= 0 else _SETTLED
    reading = 0 if rank < 2 else 1 if rank < 4 else 2
    return _LEVELS[max(reading, _ceiling(claim.rule.removeprefix("visible/").partition("/")[0]))]


@cache
def _ceiling(carrier: str) -> int:
    table = load("pages/confidence")
    return next((level for level, name in enumerate(_LEVELS) if carrier in table.get(name, ())), 0)

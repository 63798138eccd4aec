"""What a page was found to say: claims, each with the lines behind it."""

from typing import Any

import msgspec

from mentorlit.limits import DEFAULT
from mentorlit.pages.lines import Line


class Claim(msgspec.Struct, frozen=True):
    """One value of one field (Python name), the lines it was read from and the rule.

    ``rank`` orders claims on the same field, lower first: 0 markup or an identifier's own label,
    1 label, 2 citation, 3 position in the head, 4 a weaker reading.
    """

    field: str
    value: Any
    rank: int
    rule: str
    lines: tuple[Line, ...]


class Findings:
    """The claims of one page, in the order in which they were made.

    ``beyond`` names the fields that have more claims than ``limits.page_claims``; these are left.
    """

    def __init__(self) -> None:
        self.claims: dict[str, list[Claim]] = {}
        self.extra: dict[str, list[Any]] = {}
        self.beyond: dict[str, None] = {}
        self._kept: set[tuple[str, str]] = set()

    def add(self, field: str, value: Any, rank: int, rule: str, *lines: Line) -> None:
        """Note a claim; an empty value is none."""
        if not value:
            return
        claims = self.claims.setdefault(field, [])
        if len(claims) < DEFAULT.page_claims:
            claims.append(Claim(field, value, rank, rule, lines))
        else:
            self.beyond[field] = None

    def best(self, field: str) -> Claim | None:
        """Return the claim of the lowest rank, the first of several."""
        best = None
        for claim in self.claims.get(field, ()):
            if best is None or claim.rank < best.rank:
                best = claim
        return best

    def all_best(self, field: str) -> list[Claim]:
        """Return all claims of the lowest rank, in order."""
        claims = self.claims.get(field, [])
        lowest = min((claim.rank for claim in claims), default=0)
        return [claim for claim in claims if claim.rank == lowest]

    def has(self, field: str) -> bool:
        """Tell whether there is any claim on ``field``."""
        return field in self.claims

    def text(self, field: str) -> str:
        """Return the best value of a text field, or ``""``."""
        claim = self.best(field)
        return str(claim.value) if claim else ""

    def keep(self, label: str, values: list[Any]) -> None:
        """Keep a labelled value that no field takes."""
        kept = self.extra.setdefault(label, [])
        for value in values:
            known = (label, value if isinstance(value, str) else repr(value))
            if known not in self._kept:
                self._kept.add(known)
                kept.append(value)

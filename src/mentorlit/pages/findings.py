"""What a page was found to say: claims, each with the lines behind it."""

from typing import Any

import msgspec

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
    """The claims of one page, in the order in which they were made."""

    def __init__(self) -> None:
        self.claims: dict[str, list[Claim]] = {}
        self.extra: dict[str, list[str]] = {}

    def add(self, field: str, value: Any, rank: int, rule: str, *lines: Line) -> None:
        """Note a claim; an empty value is none."""
        if value:
            self.claims.setdefault(field, []).append(Claim(field, value, rank, rule, lines))

    def best(self, field: str) -> Claim | None:
        """Return the claim of the lowest rank, the first of several."""
        return min(self.claims.get(field, ()), key=lambda claim: claim.rank, default=None)

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

    def keep(self, label: str, values: list[str]) -> None:
        """Keep a labelled value that no field takes."""
        kept = self.extra.setdefault(label, [])
        kept.extend(value for value in values if value not in kept)

"""The decisions about pairs of records: made once for those that share keys, else when asked."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from mentorlit.dedupe.held import Units
from mentorlit.dedupe.scoring.score import DIFFERENT, Decision, score
from mentorlit.dedupe.versions import taken
from mentorlit.tables import load


class Link(msgspec.Struct, frozen=True, gc=False):
    """One decision about two records, given by their indexes, without its evidence.

    ``reason`` names what decided, if not the score alone; ``relation`` is what ``a`` is to ``b``
    (``b`` to ``a`` with ``inverse``) if they are related. ``by`` is ``rules``, ``identical``
    (the same content), ``merged`` (they came in as one record) or ``decision`` (a person's).
    """

    a: int
    b: int
    decision: str
    score: float
    reason: str = ""
    relation: str = ""
    inverse: bool = False
    by: str = "rules"


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """A decision without score and evidence; ``serious`` if much speaks for one paper."""

    outcome: str
    reason: str = ""
    serious: bool = False


class Judge:
    """Decides about pairs of units."""

    def __init__(self, units: Units, mode: str, versions: str = "link") -> None:
        self._units = units
        self._mode = mode
        self._versions = versions
        self._pairs = array("Q")
        self._codes = array("H")
        self._verdicts: list[Verdict] = []
        self._numbers: dict[Verdict, int] = {}
        self._asked: dict[tuple[int, int], Verdict] = {}

    def compare(self, a: int, b: int) -> Decision:
        """Compare two units, with the evidence."""
        made = score(self._units.print(a), self._units.print(b), self._mode)
        return taken(made, self._versions)

    def links(self, pairs: Iterable[tuple[int, int]]) -> Iterator[Link]:
        """Compare all pairs, which come in ascending order; yield those that are not different.

        Two units with an old record are not compared.
        """
        old = self._units.has_old
        for a, b in pairs:
            if old[a] and old[b]:
                continue
            made = self.compare(a, b)
            self._remember(a, b, made)
            if made.outcome != DIFFERENT:
                yield Link(a, b, made.outcome, made.score, made.reason, made.relation, made.inverse)

    def __call__(self, a: int, b: int) -> Verdict:
        """Return what is decided about two units, the smaller first."""
        at = self._place(a, b)
        if at is not None:
            return self._verdicts[self._codes[at]]
        verdict = self._asked.get((a, b))
        if verdict is None:
            verdict = self._asked[a, b] = _verdict(self.compare(a, b))
        return verdict

    def has_compared(self, a: int, b: int) -> bool:
        """Tell whether two units, the smaller first, met by their keys."""
        return self._place(a, b) is not None

    def _place(self, a: int, b: int) -> int | None:
        code = a << 32 | b
        at = bisect_left(self._pairs, code)
        return at if at < len(self._pairs) and self._pairs[at] == code else None

    def apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that are different although much spoke for one paper."""
        for code, number in zip(self._pairs, self._codes, strict=True):
            verdict = self._verdicts[number]
            if verdict.serious and verdict.outcome == DIFFERENT:
                yield code >> 32, code & 0xFFFFFFFF

    def _remember(self, a: int, b: int, made: Decision) -> None:
        verdict = _verdict(made)
        number = self._numbers.setdefault(verdict, len(self._verdicts))
        if number == len(self._verdicts):
            self._verdicts.append(verdict)
        self._pairs.append(a << 32 | b)
        self._codes.append(number)


def _verdict(made: Decision) -> Verdict:
    return Verdict(made.outcome, made.reason, made.score >= _serious())


@cache
def _serious() -> float:
    return float(load("dedupe/keys")["serious"])

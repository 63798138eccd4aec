"""The decisions about pairs of records: made once for those that share keys, else when asked."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec

from mentorlit.dedupe.scoring.score import DIFFERENT, Decision, score
from mentorlit.dedupe.stages import Columns, Stages
from mentorlit.dedupe.units import Units
from mentorlit.dedupe.versions import taken
from mentorlit.parallel.mapping import mapped
from mentorlit.tables import load

_TOGETHER: Final = 4_096
"""Pairs that are handed to one process at a time: some 100 ms of work."""


_ASKED: Final = 1 << 17
"""Further decisions that are remembered."""

PAIRS: Final = "pairs"
JUDGED: Final = "judged"
"""The stages that are kept: which records are compared, and what was decided."""


class Link(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
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
    relation: str = ""
    inverse: bool = False
    serious: bool = False


class Judged(NamedTuple):
    """What was decided of some pairs: the number of a verdict of each, and its score."""

    verdicts: list[Verdict]
    numbers: "array[int]"
    scores: "array[float]"


class Judge:
    """Decides about pairs of units.

    ``pairs`` are those that were compared because they share keys, as ``a << 32 | b``, ascending.
    """

    def __init__(self, units: Units, mode: str, versions: str = "link") -> None:
        self.pairs = array("Q")
        self.numbers = array("H")
        self.scores = array("d")
        self.verdicts: list[Verdict] = []
        self._units = units
        self._mode = mode
        self._versions = versions
        self._asked: dict[tuple[int, int], Verdict] = {}

    def compare(self, a: int, b: int) -> Decision:
        """Compare two units, with the evidence."""
        made = score(self._units.print(a), self._units.print(b), self._mode)
        return taken(made, self._versions)

    def meet(self, pairs: "Iterable[array[int]]") -> None:
        """Take the pairs to be compared, which come in ascending order.

        Two units with an old record are not compared.
        """
        old = self._units.has_old
        any_old = any(old)
        for codes in pairs:
            if any_old:
                left = (c for c in codes if not (old[c >> 32] and old[c & 0xFFFFFFFF]))
                self.pairs.extend(left)
            else:
                self.pairs += codes

    def decide(self, jobs: int = 1) -> None:
        """Compare all pairs, and remember what came of it."""
        numbers: dict[Verdict, int] = {}
        starts = range(0, len(self.pairs), _TOGETHER)
        for judged in mapped(self._judged, starts, jobs):
            here = [numbers.setdefault(verdict, len(numbers)) for verdict in judged.verdicts]
            self.numbers.extend(map(here.__getitem__, judged.numbers))
            self.scores += judged.scores
        self.verdicts = list(numbers)

    def _judged(self, start: int) -> Judged:
        """Compare some pairs, from a place on."""
        numbers: dict[Verdict, int] = {}
        found = Judged([], array("H"), array("d"))
        for code in self.pairs[start : start + _TOGETHER]:
            made = self.compare(code >> 32, code & 0xFFFFFFFF)
            found.numbers.append(numbers.setdefault(verdict(made), len(numbers)))
            found.scores.append(made.score)
        found.verdicts.extend(numbers)
        return found

    def keep_pairs(self, stages: Stages, capped: Sequence[tuple[int, int]]) -> None:
        """Keep the pairs as a stage, and which keys too many records share."""
        stages.keep(PAIRS, {"pairs.codes": self.pairs}, note={"capped": capped})

    def restore_pairs(self, stages: Stages) -> list[tuple[int, int]]:
        """Take up the pairs that were kept; return which keys too many records share."""
        self.pairs = stages.columns(PAIRS)["pairs.codes"]
        return [(kind, size) for kind, size in stages.note(PAIRS)["capped"]]

    def keep(self, stages: Stages) -> None:
        """Keep what was decided as a stage."""
        columns: Columns = {"judged.numbers": self.numbers, "judged.scores": self.scores}
        note = {"verdicts": [msgspec.structs.asdict(one) for one in self.verdicts]}
        stages.keep(JUDGED, columns, note=note)

    def restore(self, stages: Stages) -> None:
        """Take up what was decided of the pairs."""
        found = stages.columns(JUDGED)
        self.numbers, self.scores = found["judged.numbers"], found["judged.scores"]
        self.verdicts = [Verdict(**one) for one in stages.note(JUDGED)["verdicts"]]

    def __call__(self, a: int, b: int) -> Verdict:
        """Return what is decided about two units, the smaller first."""
        at = self._place(a, b)
        if at is not None:
            return self.verdicts[self.numbers[at]]
        asked = self._asked.get((a, b))
        if asked is None:
            if len(self._asked) >= _ASKED:
                self._asked.clear()
            asked = self._asked[a, b] = verdict(self.compare(a, b))
        return asked

    def has_compared(self, a: int, b: int) -> bool:
        """Tell whether two units, the smaller first, met by their keys."""
        return self._place(a, b) is not None

    def _place(self, a: int, b: int) -> int | None:
        code = a << 32 | b
        at = bisect_left(self.pairs, code)
        return at if at < len(self.pairs) and self.pairs[at] == code else None

    def links(self) -> Iterator[int]:
        """Yield the places among the pairs of those that are not different."""
        joins = [verdict.outcome != DIFFERENT for verdict in self.verdicts]
        return (at for at, number in enumerate(self.numbers) if joins[number])

    def link(self, at: int) -> Link:
        """Return the pair at a place as a link."""
        code, verdict = self.pairs[at], self.verdicts[self.numbers[at]]
        a, b = code >> 32, code & 0xFFFFFFFF
        known = (verdict.outcome, self.scores[at], verdict.reason, verdict.relation)
        return Link(a, b, *known, verdict.inverse)

    def apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that are different although much spoke for one paper."""
        told = [one.serious and one.outcome == DIFFERENT for one in self.verdicts]
        for code, number in zip(self.pairs, self.numbers, strict=True):
            if told[number]:
                yield code >> 32, code & 0xFFFFFFFF


def verdict(made: Decision) -> Verdict:
    """Return what is remembered of a decision."""
    return Verdict(made.outcome, made.reason, made.relation, made.inverse, is_serious(made))


def is_serious(made: Decision) -> bool:
    """Tell whether much speaks for one paper, whatever was decided."""
    return made.score >= _serious()


@cache
def _serious() -> float:
    return float(load("dedupe/keys")["serious"])

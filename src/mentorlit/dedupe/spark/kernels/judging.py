"""Pairs of units to what is decided of them, by their fingerprints."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.judge import Verdict, is_serious, verdict
from mentorlit.dedupe.scoring.score import DIFFERENT, Decision, score
from mentorlit.dedupe.spark.batches import JUDGED, Filling, rows_of
from mentorlit.dedupe.versions import taken

_UNPACKED: Final = 1 << 12
"""Fingerprints kept unpacked: some 4 kB each."""

_PRINT: Final = msgspec.msgpack.Decoder(Fingerprint)


def judged(batches: Iterable[Any], mode: str, versions: str) -> Iterator[Any]:
    """Yield what is decided of each pair, but for those that nothing speaks for.

    Rows are the two units and their packed fingerprints.
    """
    unpacked = lru_cache(_UNPACKED)(_PRINT.decode)
    filling = Filling(JUDGED)
    for a, b, one, other in rows_of(batches):
        made = compared(unpacked(one), unpacked(other), mode, versions)
        if made.outcome == DIFFERENT and not is_serious(made):
            continue
        row = (a, b, made.outcome, made.score, made.reason, made.relation, made.inverse)
        if filling.add(row):
            yield filling.taken()
    yield from filling.rest()


def compared(one: Fingerprint, other: Fingerprint, mode: str, versions: str) -> Decision:
    """Return what is decided of two units."""
    return taken(score(one, other, mode), versions)


class Judge:
    """Decides about units of one component, by number; ``packed`` gives their fingerprints."""

    def __init__(self, packed: Callable[[int], bytes], mode: str, versions: str) -> None:
        self._print = lru_cache(_UNPACKED)(lambda unit: _PRINT.decode(packed(unit)))
        self._mode = mode
        self._versions = versions
        self._asked: dict[tuple[int, int], Verdict] = {}

    def know(self, a: int, b: int, outcome: str) -> None:
        """Note what was decided of a pair before, the smaller first."""
        self._asked[a, b] = Verdict(outcome)

    def __call__(self, a: int, b: int) -> Verdict:
        """Return what is decided about two units, the smaller first."""
        asked = self._asked.get((a, b))
        if asked is None:
            made = compared(self._print(a), self._print(b), self._mode, self._versions)
            asked = self._asked[a, b] = verdict(made)
        return asked

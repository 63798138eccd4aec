"""Deduplication, read aloud: normalise, block, score, cluster, merge.

>>> with dedupe(citations) as result:
...     list(result.citations())

The policy is in docs/explanations/dedupe.md. The same records give the same clusters and the same
merged records whatever their order; only the order of the output follows the input.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Final

import msgspec

from mentorlit.dedupe import engines
from mentorlit.dedupe.block import strong_kinds
from mentorlit.dedupe.cluster import Cluster
from mentorlit.dedupe.clusters import CLUSTERS, ROWS, Clusters, find
from mentorlit.dedupe.clusters import restored as restored_clusters
from mentorlit.dedupe.decisions import Remembered
from mentorlit.dedupe.decisions.applying import Rulings, rulings
from mentorlit.dedupe.engines import Engine, Room
from mentorlit.dedupe.groups import Groups
from mentorlit.dedupe.held import RECORDS, Held
from mentorlit.dedupe.judge import JUDGED, PAIRS, Judge, Link
from mentorlit.dedupe.merging.policy import DEFAULT as EACH_BY_ITS_RULE
from mentorlit.dedupe.merging.policy import Policy
from mentorlit.dedupe.outcome import Deduplicated
from mentorlit.dedupe.prepare import arrived, prepared
from mentorlit.dedupe.stages import Stages
from mentorlit.dedupe.units import UNITS, Units, units
from mentorlit.dedupe.units import restored as restored_units
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.parallel.cores import usable_cores
from mentorlit.spool import Rows
from mentorlit.tables import load

__all__ = ["Cluster", "Deduplicated", "Link", "Options", "dedupe"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to deduplicate: ``mode`` is ``strict``, ``balanced`` or ``sensitive``.

    ``versions`` says what becomes of related papers: ``keep``, ``link`` or ``merge``; ``policy``
    which values a merged record gets; ``decided`` what people decided, which rules give way to.
    ``engine``, what it may use and the number of processes (0 for as many as pay) change nothing
    in the result.
    """

    mode: str = "balanced"
    versions: str = "link"
    engine: str = engines.AUTO
    policy: Policy = EACH_BY_ITS_RULE
    decided: Sequence[Remembered] = ()
    room: Room = Room()
    jobs: int = 1


_WORTH: Final = 20_000
"""Records from which on several processes are worth their start."""


def dedupe(
    citations: Iterable[Citation],
    options: Options = Options(),  # noqa: B008 - frozen
    against: Iterable[Citation] = (),
) -> Deduplicated:
    """Find the records that are one paper.

    Records of ``against`` are old: they are taken as they are, never altered and never merged with
    each other; at most one of them is in a cluster.

    Raises:
        KeyError: there is no such engine.
        OutputError: a temporary file cannot be written.

    """
    with ExitStack() as failing:
        held = failing.enter_context(Held(folder=options.room.folder))
        for old in against:
            held.take_old(prepared(old))
        for citation in citations:
            held.take(arrived(citation))
        found = decided(held, options)
        failing.pop_all()
        return found


def decided(
    held: Held,
    options: Options,
    stages: Stages | None = None,
    pairing: Callable[[Units], Engine] | None = None,
) -> Deduplicated:
    """Find which of the records that are held are one paper, as :func:`dedupe` does.

    With ``stages``, whatever they have is taken up, and what is made is kept there. ``pairing``
    gives what makes the pairs of these units in place of an engine.

    Raises:
        KeyError: there is no such engine.
        OutputError: a file cannot be written, or is not as it was left.

    """
    if not (stages and stages.has(RECORDS)):
        held.settle()
    return _Making(held, options, stages, pairing).all()


class _Making:
    """The stages after reading, each made or taken up."""

    def __init__(
        self,
        held: Held,
        options: Options,
        stages: Stages | None,
        pairing: Callable[[Units], Engine] | None,
    ) -> None:
        self._held = held
        self._options = options
        self._stages = stages
        self._pairing = pairing or self._engine
        self._jobs = options.jobs or (usable_cores() if len(held) >= _WORTH else 1)

    def all(self) -> Deduplicated:
        """Go through all stages."""
        options = self._options
        found = self._units()
        judge = Judge(found, options.mode, options.versions)
        capped = self._pairs(found, judge)
        self._decisions(judge)
        together = Groups()
        for members in self._held.parts:
            together.append(sorted({found.home[member] for member in members}))
        said = rulings(options.decided, found.prints(), together, options.versions)
        clusters = self._clusters(found, judge, together, said)
        return Deduplicated(self._held, found, judge, clusters, capped, said, options, self._jobs)

    def _units(self) -> Units:
        if self._stages and self._stages.has(UNITS):
            return restored_units(self._held, self._stages)
        found = units(self._held)
        if self._stages:
            found.keep(self._stages)
        return found

    def _pairs(self, found: Units, judge: Judge) -> list[tuple[int, int]]:
        """Let those units meet that share keys; return the keys that too many share."""
        if self._stages and self._stages.has(PAIRS):
            return judge.restore_pairs(self._stages)
        engine = self._pairing(found)
        judge.meet(engine.candidate_pairs(found.keyed(), found.finer))
        if self._stages:
            judge.keep_pairs(self._stages, engine.capped)
        return engine.capped

    def _engine(self, found: Units) -> Engine:
        room = self._options.room
        name = engines.chosen(self._options.engine, len(found), room)
        return engines.load(name)(cap(), strong_kinds(), room)

    def _decisions(self, judge: Judge) -> None:
        if self._stages and self._stages.has(JUDGED):
            judge.restore(self._stages)
            return
        judge.decide(self._jobs)
        if self._stages:
            judge.keep(self._stages)

    def _clusters(self, found: Units, judge: Judge, together: Groups, said: Rulings) -> Clusters:
        path = self._stages.path(ROWS) if self._stages else ""
        with ExitStack() as failing:
            rows = failing.enter_context(Rows(path=path, folder=self._options.room.folder))
            if self._stages and self._stages.has(CLUSTERS):
                clusters = restored_clusters(rows, self._stages)
            else:
                clusters = find(found, judge, together, said, rows, self._jobs)
                if self._stages:
                    clusters.keep(self._stages)
            failing.pop_all()
            return clusters


def cap() -> int:
    """Return how many records may share a key: the table's wish, within the limit."""
    return min(int(load("dedupe/keys")["block"]), DEFAULT.block_size)

"""Deduplication, read aloud: normalise, block, score, cluster, merge.

>>> with dedupe(citations) as result:
...     list(result.citations())

The policy is in docs/explanations/dedupe.md. The same records give the same clusters and the same
merged records whatever their order; only the order of the output follows the input.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from mentorlit.dedupe import engines
from mentorlit.dedupe.block import block_keys, finer_keys, strong_kinds
from mentorlit.dedupe.cluster import Cluster, cluster, keep_together
from mentorlit.dedupe.decisions import Remembered
from mentorlit.dedupe.decisions.applying import rulings
from mentorlit.dedupe.held import Held, Units
from mentorlit.dedupe.judge import Judge, Link
from mentorlit.dedupe.merging.policy import DEFAULT as EACH_BY_ITS_RULE
from mentorlit.dedupe.merging.policy import Policy
from mentorlit.dedupe.outcome import Deduplicated
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.tables import load

__all__ = ["Cluster", "Deduplicated", "Link", "Options", "dedupe"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to deduplicate: ``mode`` is ``strict``, ``balanced`` or ``sensitive``.

    ``versions`` says what becomes of related papers: ``keep``, ``link`` or ``merge``; ``policy``
    which values a merged record gets; ``decided`` what people decided, which rules give way to.
    """

    mode: str = "balanced"
    versions: str = "link"
    engine: str = "memory"
    policy: Policy = EACH_BY_ITS_RULE
    decided: Sequence[Remembered] = ()


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
    held = Held()
    for old in against:
        held.take_old(old)
    for citation in citations:
        held.take(citation)
    units = held.units()
    judge = Judge(units, options.mode, options.versions)
    maker = engines.load(options.engine)(cap=_cap(), strong=strong_kinds())
    finer = partial(_finer, units)
    pairs = maker.candidate_pairs(block_keys(units.prints()), finer)
    merged = [tuple(units.home[member] for member in members) for members in held.parts]
    said = rulings(options.decided, units.prints(), merged, options.versions)
    found = cluster(len(units), judge.links(pairs), judge, units.has_old, said)
    clusters = keep_together(found, merged, units.has_old)
    return Deduplicated(
        held, units, judge, clusters, maker.capped, options.versions, options.policy, said
    )


def _finer(units: Units, unit: int) -> tuple[int, int, int]:
    return finer_keys(units.print(unit))


def _cap() -> int:
    """Return how many records may share a key: the table's wish, within the limit."""
    return min(int(load("dedupe/keys")["block"]), DEFAULT.block_size)

"""What is written of a deduplication: merged records, all records marked, or one of each paper."""

from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from mentorlit.dedupe import Deduplicated
from mentorlit.dedupe.canonical import canonical
from mentorlit.dedupe.inputs import Inputs
from mentorlit.dedupe.log import Log
from mentorlit.dedupe.marks import marked
from mentorlit.dedupe.merging.policy import DEFAULT, Policy, preference
from mentorlit.jsontext import encode
from mentorlit.model import Citation

MERGE: Final = "merge"
MARK: Final = "mark"
DROP: Final = "drop"
REPORT: Final = "report"
ACTIONS: Final = (MERGE, MARK, DROP, REPORT)
"""One record a cluster; all records with marks; one record of each cluster; no records at all."""

_NONE: Final = 0xFFFFFFFF
"""In place of an input: an old record stands for the cluster."""


class Kept:
    """Which record stands for each cluster where its records are not merged.

    It is the old record, if the cluster has one; else, of what came in, the record of the most
    preferred source; of these the fullest: with most fields, then with most in them.
    """

    def __init__(self, result: Deduplicated, policy: Policy = DEFAULT) -> None:
        self.inputs = result.inputs()
        self.sizes = _sizes(self.inputs, len(result.clusters))
        self._result = result
        self._places = array("I", [_NONE]) * len(result.clusters)
        best: dict[int, tuple[object, ...]] = {}
        for place in range(len(self.inputs)):
            cluster = self.inputs.cluster(place)
            if self.old(cluster) is not None:
                continue
            if self.sizes[cluster] > 1:
                citation = self.inputs[place]
                rank = (*standing(citation, policy), place)
                if cluster in best and best[cluster] < rank:
                    continue
                best[cluster] = rank
            self._places[cluster] = place

    def old(self, cluster: int) -> int | None:
        """Return the old record of a cluster, by its index, if it has one."""
        return self._result.old_member(self._result.clusters[cluster])

    def place(self, cluster: int) -> int | None:
        """Return the place of the input that is kept; None if that is an old record."""
        place = self._places[cluster]
        return None if place == _NONE else place

    def citation(self, cluster: int) -> Citation:
        """Return the record that is kept, as it came."""
        place, old = self.place(cluster), self.old(cluster)
        return self._result.records[old] if old is not None else self.inputs[place or 0]


def standing(citation: Citation, policy: Policy) -> tuple[object, ...]:
    """Return what sorts the records of a paper: the one that stands for it comes first."""
    return preference(citation, policy), *_fullness(citation)


def _fullness(citation: Citation) -> tuple[object, ...]:
    """Return what sorts records: more fields first, then more in them, then canonical order."""
    order = canonical(citation)
    bare = msgspec.structs.replace(citation, origin=None, evidence={}, problems=())
    return order[0][0], -len(encode(bare)), order


def _sizes(inputs: Inputs, clusters: int) -> "array[int]":
    """Return how many inputs each cluster has."""
    found = array("I", bytes(4 * clusters))
    for place in range(len(inputs)):
        found[inputs.cluster(place)] += 1
    return found


class Acted(NamedTuple):
    """What an action makes: the records, and how many of those read are not among them."""

    citations: Iterator[Citation]
    away: int


def act(result: Deduplicated, action: str, policy: Policy, *, only_new: bool = False) -> Acted:
    """Return what ``merge``, ``mark`` or ``drop`` makes of a deduplication.

    With ``only_new`` nothing comes of a cluster that has an old record; else the old records come
    too, as they are.
    """
    if action == MARK:
        return _marked(result, Kept(result, policy), only_new=only_new)
    if action == DROP:
        return Acted(_dropped(result, Kept(result, policy), only_new), result.merged_away)
    return Acted(result.citations(only_new=only_new), result.merged_away)


def _dropped(result: Deduplicated, kept: Kept, only_new: bool) -> Iterator[Citation]:
    """Yield of each cluster the record that is kept."""
    for cluster in range(len(result.clusters)):
        if not (only_new and kept.old(cluster) is not None):
            yield kept.citation(cluster)


def _marked(result: Deduplicated, kept: Kept, *, only_new: bool) -> Acted:
    """Return all records with marks, in the order in which they came; old ones have none."""
    inputs = kept.inputs
    olds = [kept.old(cluster) is not None for cluster in range(len(result.clusters))]
    written = sum(not (only_new and olds[inputs.cluster(at)]) for at in range(len(inputs)))
    read = result.merged_away + olds.count(False)

    def records() -> Iterator[Citation]:
        for index in range(0 if only_new else result.old):
            yield result.records[index]
        names = Log(result).names
        for place in range(len(inputs)):
            cluster = inputs.cluster(place)
            if only_new and olds[cluster]:
                continue
            is_kept = kept.place(cluster) == place
            of = "" if is_kept else label(kept.citation(cluster))
            yield marked(inputs[place], names[cluster], of)

    return Acted(records(), read - written)


def label(citation: Citation) -> str:
    """Return what a record is called: its own id, or ``source#ordinal``."""
    return citation.origin.label if citation.origin else citation.citation_key or "a record"


def where(citation: Citation) -> str:
    """Return where a record was read, ``file:line``."""
    origin = citation.origin
    return f"{origin.file}:{origin.line}" if origin else label(citation)

"""The duplicates that a deduplication found, one by one, each with what it is a duplicate of."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import groupby
from typing import Any, Final

import msgspec

from mentorlit.acting import Kept, label, where
from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.dedupe.log import Log
from mentorlit.dedupe.scoring.score import DUPLICATE
from mentorlit.explaining import Piece, Row
from mentorlit.model import Citation

_SHOWN: Final = 4
"""Pieces of evidence that a line names: more do not make it surer."""

_WIDTH: Final = 160
"""Letters of a title that are shown."""

_OLD: Final = -1
"""In place of an input: the old record of the cluster."""

_BY: Final = {
    "identical": "identical",
    "merged": "merged before",
    "decision": "decided by a person",
}


_FOUND: Final = {"0 apart": "same", "first-same": "beginning same", "compatible": "agrees"}
"""What the log calls shortly, in words."""


class Duplicate(msgspec.Struct, frozen=True, gc=False):
    """An input that is not kept, by its place, and the next step towards the record that is.

    ``through`` is the place of another duplicate of the same paper, or None where the step leads
    to what is kept; ``link`` is what decided, None where both have a member in common.
    """

    place: int
    cluster: int
    through: int | None
    link: Link | None


def duplicates(result: Deduplicated, kept: Kept) -> list[Duplicate]:
    """Return every input that is not kept, cluster by cluster, each in the order of the input."""
    inputs = kept.inputs
    groups: dict[int, list[int]] = {}
    for at in range(len(inputs)):
        cluster = inputs.cluster(at)
        if kept.sizes[cluster] > 1 or kept.old(cluster) is not None:
            groups.setdefault(cluster, []).append(at)
    found: list[Duplicate] = []
    for cluster in sorted(groups):
        steps = _steps(result.clusters[cluster], kept, cluster, groups[cluster])
        last = (_OLD, kept.place(cluster))
        for at in sorted(steps):
            through, link = steps[at]
            found.append(Duplicate(at, cluster, None if through in last else through, link))
    return found


_Step = tuple[int, Link | None]


def _steps(found: Cluster, kept: Kept, cluster: int, places: Sequence[int]) -> dict[int, _Step]:
    """Return for each duplicate the step towards what is kept: fewest steps, strongest links."""
    kept_place = kept.place(cluster)
    first = _OLD if kept_place is None else kept_place
    near = _neighbours(found, kept, cluster, places)
    reached: dict[int, _Step] = {first: (first, None)}
    waiting: list[tuple[int, float, int, int, int]] = []
    links: list[Link | None] = []

    def look_around(at: int, depth: int) -> None:
        for other, link in near.get(at, ()):
            if other not in reached:
                links.append(link)
                score = link.score if link else float("inf")
                heappush(waiting, (depth, -score, other, at, len(links) - 1))

    look_around(first, 1)
    while waiting:
        depth, _, at, through, number = heappop(waiting)
        if at not in reached:
            reached[at] = (through, links[number])
            look_around(at, depth + 1)
    del reached[first]
    return reached


def _neighbours(
    found: Cluster, kept: Kept, cluster: int, places: Sequence[int]
) -> dict[int, list[tuple[int, Link | None]]]:
    """Return what is linked to each input: by a duplicate link, or by a member in common."""
    owners: dict[int, list[int]] = {}
    for at in places:
        for leaf in kept.inputs.leaves(at):
            owners.setdefault(leaf, []).append(at)
    old = kept.old(cluster)
    if old is not None:
        owners[old] = [_OLD]
    near: dict[int, list[tuple[int, Link | None]]] = {}
    for first, *others in owners.values():
        for other in others:
            near.setdefault(first, []).append((other, None))
            near.setdefault(other, []).append((first, None))
    for link in found.links:
        if link.decision == DUPLICATE:
            for one in owners.get(link.a, ()):
                for other in owners.get(link.b, ()):
                    near.setdefault(one, []).append((other, link))
                    near.setdefault(other, []).append((one, link))
    return near


def lines(result: Deduplicated, kept: Kept) -> Iterator[str]:
    """Yield each duplicate on one line, with the places of both records, as compilers do."""
    for one in sorted(duplicates(result, kept), key=lambda one: one.place):
        why = because(result, one.link)
        if one.through is not None:
            why = f"through {where(kept.inputs[one.through])}: {why}"
        record, other = kept.inputs[one.place], kept.citation(one.cluster)
        yield f"{where(record)}: duplicate of {where(other)} ({why})"


def because(result: Deduplicated, link: Link | None) -> str:
    """Return in a few words what makes two records duplicates."""
    if link is None:
        return "a member in common"
    if link.by in _BY:
        return _BY[link.by]
    words = ", ".join(agreeing(result.evidence(link)))
    return f"score {link.score:g}: {words}" if words else f"score {link.score:g}"


def agreeing(evidence: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the strongest evidence for one paper: "DOI same", "title 97 % alike"."""
    pieces = [(name, piece) for name, piece in evidence.items() if piece["weight"] > 0]
    pieces.sort(key=lambda one: -one[1]["weight"])
    return [f"{name} {_found(piece)}" for name, piece in pieces if name != "place"][:_SHOWN]


def _found(piece: Mapping[str, Any]) -> str:
    if "found" in piece:
        return _FOUND.get(piece["found"], str(piece["found"]))
    alike = piece.get("similarity", 1.0)
    return "same" if alike == 1.0 else f"{100 * alike:.0f} % alike"


class Group(msgspec.Struct, frozen=True):
    """A cluster with duplicates: its name, the record that is kept, and the duplicates of it."""

    name: str
    kept: Citation
    duplicates: list[Duplicate]


def groups(result: Deduplicated, kept: Kept) -> Iterator[Group]:
    """Yield the clusters that have duplicates, in the order of the output."""
    names = Log(result).names
    for cluster, found in groupby(duplicates(result, kept), key=lambda one: one.cluster):
        yield Group(names[cluster], kept.citation(cluster), list(found))


def rows(result: Deduplicated, kept: Kept, group: Group) -> Iterator[Row]:
    """Yield a cluster for reading: the record that is kept, and below it what duplicates it."""
    records = 1 + len(group.duplicates)
    yield (Piece(f"{records} records", "heading"), Piece(f"  cluster {group.name}", "place"))
    yield from _shown("kept", group.kept, "kept")
    for one in group.duplicates:
        yield from _shown("duplicate", kept.inputs[one.place], "against")
        why = because(result, one.link)
        if one.through is not None:
            why = f"through {where(kept.inputs[one.through])}: {why}"
        yield (Piece(f"{'':13}{why}", "place"),)
    yield ()


def _shown(role: str, citation: Citation, kind: str) -> Iterator[Row]:
    """Yield the place of a record, then who, when and what."""
    yield (Piece(f"  {role:10} ", kind), Piece(where(citation), "field"))
    people = [name.family or name.literal for name in citation.author]
    more = " et al." if len(people) > 1 else ""
    year = citation.issued.year if citation.issued else None
    parts = (*(f"{name}{more}" for name in people[:1]), "" if year is None else str(year))
    text = " ".join(filter(None, (*parts, citation.title or "(no title)")))
    yield (Piece(f"{'':13}{text[:_WIDTH]}", "value"),)


def facts(result: Deduplicated, kept: Kept, group: Group) -> dict[str, Any]:
    """Return a cluster as its line of ``--action report``."""
    return {
        "cluster": group.name,
        "kept": _record(group.kept),
        "duplicates": [_duplicate(result, kept, one) for one in group.duplicates],
    }


def _duplicate(result: Deduplicated, kept: Kept, one: Duplicate) -> dict[str, Any]:
    told = _record(kept.inputs[one.place])
    if one.through is not None:
        told["through"] = _record(kept.inputs[one.through])
    if one.link is None:
        return {**told, "by": "member"}
    evidence = result.evidence(one.link)
    return {**told, "by": one.link.by, "score": one.link.score, "evidence": evidence}


def _record(citation: Citation) -> dict[str, Any]:
    origin = citation.origin
    known = {"id": label(citation), "title": citation.title}
    if origin is None:
        return known
    place = {"source": origin.source, "file": origin.file, "line": origin.line}
    return {**known, **place, "ordinal": origin.ordinal}

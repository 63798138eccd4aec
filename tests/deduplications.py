"""Results of deduplications made by hand, for what is made of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from hypothesis import strategies as st

from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.model import Citation, Origin


class Made(NamedTuple):
    """As much of a result as reports need."""

    records: Sequence[Citation]
    clusters: list[Cluster]
    old: int = 0
    capped: Sequence[tuple[str, int]] = ()
    earlier: int = 0


def made(
    records: Sequence[Citation],
    clusters: Sequence[Cluster],
    *,
    old: int = 0,
    capped: Sequence[tuple[str, int]] = (),
) -> Deduplicated:
    return cast("Deduplicated", Made(records, list(clusters), old, capped, old))


def record(
    source: str = "a", file: str = "", ordinal: int = 1, fields: dict[str, Any] | None = None
) -> Citation:
    """Return a record of a source, by default of a file of the same name."""
    origin = Origin(
        source=source, file=file or source, format="ris", ordinal=ordinal, line=ordinal, offset=0
    )
    return Citation(origin=origin, **(fields or {}))


def same(a: int, b: int, score: float = 12.0, by: str = "rules", relation: str = "") -> Link:
    return Link(a, b, "duplicate", score, relation=relation, by=by)


_BY = st.sampled_from(["rules", "identical", "merged", "decision"])
_DECISIONS = st.sampled_from(["unsure", "related"])


@st.composite
def results(draw: st.DrawFn) -> Deduplicated:
    """Return a result of any shape: some papers of some records from some sources."""
    count = draw(st.integers(1, 12))
    old = draw(st.integers(0, 2))
    records = [
        record(f"source {draw(st.integers(0, 3))}", f"file {draw(st.integers(0, 2))}", ordinal)
        for ordinal in range(1, count + old + 1)
    ]
    papers: dict[int, list[int]] = {}
    for one in draw(st.permutations(range(len(records)))):
        # An old record is never with another one.
        paper = one if one < old else draw(st.integers(0, len(records) - 1))
        papers.setdefault(paper, []).append(one)
    clusters = [Cluster(tuple(one), tuple(draw(_links(one)))) for one in papers.values()]
    return made(records, [*clusters[:-1], draw(_with_pairs(clusters))], old=old)


@st.composite
def _links(draw: st.DrawFn, members: list[int]) -> list[Link]:
    """Return links that hold the members together, and perhaps some more."""
    found = []
    for at, member in enumerate(members[1:], 1):
        other = members[draw(st.integers(0, at - 1))]
        relation = draw(st.sampled_from(["", "", "preprint-of"]))
        found.append(same(other, member, draw(st.integers(8, 20)), draw(_BY), relation))
    return found


@st.composite
def _with_pairs(draw: st.DrawFn, clusters: list[Cluster]) -> Cluster:
    """Return the last cluster with pairs of it and others that are unsure or related."""
    last = clusters[-1]
    pairs = [
        Link(last.members[0], other.members[0], draw(_DECISIONS), 6.0, relation="erratum-of")
        for other in clusters[:-1]
        if draw(st.booleans())
    ]
    return Cluster(last.members, (*last.links, *pairs))

"""The log of a deduplication: one line a cluster, with every decision and its evidence."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.dedupe.leaves import canonical, digest
from mentorlit.model import Citation


def lines(result: Deduplicated) -> Iterator[dict[str, Any]]:
    """Yield one line for each cluster, in the order of the output; records alone included.

    ``cluster`` is made from the content of the members, so it is the same in every run. ``links``
    holds the duplicates that made the cluster and the pairs that stay unsure, each on the line of
    its first record. ``a`` and ``b`` are labels for people; ``a_member`` and ``b_member`` are
    indexes into the members of this line, or of the cluster named beside them.
    """
    names = _names(result)
    places = {
        record: _Place(name, index)
        for name, cluster in zip(names, result.clusters, strict=True)
        for index, record in enumerate(cluster.members)
    }
    for name, cluster in zip(names, result.clusters, strict=True):
        yield {
            "cluster": name,
            "members": [_member(result.records[index]) for index in cluster.members],
            "links": [_link(link, result.records, places, name) for link in _ordered(cluster)],
        }


class _Place(NamedTuple):
    """Where a record stands in the log."""

    cluster: str
    member: int


def _names(result: Deduplicated) -> list[str]:
    """Return a name for each cluster; those with the same content are numbered by their origin."""
    contents = [[result.records[member] for member in one.members] for one in result.clusters]
    names = [identifier(members) for members in contents]
    used: dict[str, int] = {}
    for index in sorted(range(len(names)), key=lambda index: canonical(contents[index][0])):
        name = names[index]
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            names[index] = f"{name}-{used[name]}"
    return names


def identifier(members: list[Citation]) -> str:
    """Return a name for a cluster: a hash of its members' contents, whatever their order."""
    whole = blake2b(digest_size=8)
    for one in sorted(map(digest, members)):
        whole.update(one)
    return whole.hexdigest()


def _ordered(cluster: Cluster) -> list[Link]:
    """Return the links, strongest first."""
    return sorted(cluster.links, key=lambda link: -link.score)


def _member(record: Citation) -> dict[str, Any]:
    origin = record.origin
    if origin is None:
        return {"id": "", "source": "", "file": "", "ordinal": 0}
    return {
        "id": origin.label,
        "source": origin.source,
        "file": origin.file,
        "ordinal": origin.ordinal,
    }


def _link(
    link: Link, records: list[Citation], places: dict[int, _Place], cluster: str
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "a": _member(records[link.a])["id"],
        "b": _member(records[link.b])["id"],
        **_end("a", places[link.a], cluster),
        **_end("b", places[link.b], cluster),
        "decision": link.decision,
        "score": link.score,
        "evidence": link.evidence,
    }
    return {**line, "reason": link.reason} if link.reason else line


def _end(end: str, place: _Place, cluster: str) -> dict[str, Any]:
    """Return which record one end of a link is; the cluster only if it is another one."""
    member = {f"{end}_member": place.member}
    return member if place.cluster == cluster else {f"{end}_cluster": place.cluster, **member}

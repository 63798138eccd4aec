"""The log of a deduplication: one line a cluster, with every decision and its evidence."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import Any, Final

from mentorlit import __version__
from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.dedupe.canonical import canonical, digest
from mentorlit.model import Citation

_CONTENT: Final = 1 << 128
"""The sum of the digests of all records is taken modulo this: the same in any order."""


_Told = tuple[Link, Mapping[str, Any]]
"""A link and its evidence."""


def lines(result: Deduplicated) -> Iterator[dict[str, Any]]:
    """Yield one line for each cluster, as :class:`Log` does."""
    return iter(Log(result))


class Log:
    """The lines of a log, and then the line about the run.

    One line for each cluster, in the order of the output; records alone included. ``cluster`` is
    made from the content of the members, so it is the same in every run. ``links`` holds the
    duplicates that made the cluster and every pair that was compared seriously and stays apart
    (``unsure``, ``related``, ``different``), each on the line of its first record. ``a`` and ``b``
    are labels for people; ``a_member`` and ``b_member`` are indexes into the members of this line,
    or of the cluster named beside them. A member that is an ``old`` record says so.

    The records are fetched one cluster at a time, and the evidence is made when a line is.
    """

    def __init__(self, result: Deduplicated) -> None:
        self._result = result
        self._home = array("I", bytes(4 * len(result.records)))
        self._place = array("I", bytes(4 * len(result.records)))
        self._content = 0
        self._sources: Counter[tuple[str, str, str]] = Counter()
        self._decisions: Counter[str] = Counter()
        self._names = self._named()

    @property
    def names(self) -> list[str]:
        """The name of each cluster, in their order."""
        return self._names

    def __iter__(self) -> Iterator[dict[str, Any]]:
        said: dict[int, list[Link]] = {}
        for link in self._result.said_apart():
            said.setdefault(self._home[link.a], []).append(link)
        apart = self._apart()
        waiting = next(apart, None)
        for index, cluster in enumerate(self._result.clusters):
            members = {one: self._member(one) for one in cluster.members}
            links: list[_Told] = [(link, self._result.evidence(link)) for link in _ordered(cluster)]
            links += [(link, self._result.evidence(link)) for link in said.get(index, ())]
            while waiting is not None and self._home[waiting[0]] == index:
                links.append(self._different(*waiting))
                waiting = next(apart, None)
            yield {
                "cluster": self._names[index],
                "members": list(members.values()),
                "links": [self._line(*link, index, members) for link in links],
            }

    def run(
        self, options: Mapping[str, Any], inputs: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return the line about the run, when all others were taken: what it can be checked by.

        ``options`` and ``inputs`` are what the user asked for and what was read.
        """
        result = self._result
        clusters = len(result.clusters)
        return {
            "run": {
                "program": "mentorlit",
                "version": __version__,
                "options": dict(options),
                "inputs": list(inputs),
                "sources": [
                    {"source": source, "file": file, "format": name, "records": count}
                    for (source, file, name), count in sorted(self._sources.items())
                ],
                "records": len(result.records),
                "content": f"{self._content:032x}",
                "clusters": clusters,
                "merged_away": result.merged_away,
                "links": dict(sorted(self._decisions.items())),
                "capped": [{"key": kind, "records": size} for kind, size in result.capped],
            }
        }

    def _named(self) -> list[str]:
        """Return a name for each cluster; those with the same content are numbered by origin."""
        names = [self._look_at(*numbered) for numbered in enumerate(self._result.clusters)]
        order = sorted(range(len(names)), key=names.__getitem__)
        for name, group in groupby(order, key=names.__getitem__):
            first, *further = list(group)
            if further:
                for number, index in enumerate(sorted((first, *further), key=self._first), 1):
                    names[index] = name if number == 1 else f"{name}-{number}"
        return names

    def _look_at(self, index: int, cluster: Cluster) -> str:
        """Note where the members of a cluster stand and what they are; return its name."""
        digests: list[bytes] = []
        for place, record in enumerate(cluster.members):
            self._home[record], self._place[record] = index, place
            digests.append(self._result.digest(record))
        for one in digests:
            self._content = (self._content + int.from_bytes(one)) % _CONTENT
        return _name(digests)

    def _member(self, record: int) -> dict[str, Any]:
        """Fetch a record, count it, and return what names it."""
        citation = self._result.records[record]
        origin = citation.origin
        if origin is not None:
            self._sources[origin.source, origin.file, origin.format] += 1
        named = member(citation)
        return {**named, "old": True} if record < self._result.old else named

    def _first(self, index: int) -> tuple[bytes, tuple[str, str, int, int]]:
        return canonical(self._result.records[self._result.clusters[index].members[0]])

    def _apart(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that are different for all that spoke for them, cluster by cluster."""
        codes = array("Q", (a << 32 | b for a, b in self._result.pairs_apart()))
        for code in sorted(codes, key=lambda code: self._home[code >> 32]):
            yield code >> 32, code & 0xFFFFFFFF

    def _different(self, a: int, b: int) -> _Told:
        made = self._result.compare(a, b)
        return Link(a, b, made.outcome, made.score, made.reason), made.evidence

    def _line(
        self,
        link: Link,
        evidence: Mapping[str, Any],
        index: int,
        members: Mapping[int, dict[str, Any]],
    ) -> dict[str, Any]:
        self._decisions[link.decision] += 1
        ends = (members.get(end) or member(self._result.records[end]) for end in (link.a, link.b))
        line = {
            **dict(zip("ab", (end["id"] for end in ends), strict=True)),
            **self._end("a", link.a, index),
            **self._end("b", link.b, index),
            "decision": link.decision,
            "score": link.score,
            "evidence": evidence,
        }
        told = {"reason": link.reason, "relation": link.relation, "inverse": link.inverse}
        told["by"] = link.by if link.by != "rules" else ""
        return {**line, **{name: value for name, value in told.items() if value}}

    def _end(self, end: str, record: int, index: int) -> dict[str, Any]:
        """Return which record one end of a link is; the cluster only if it is another one."""
        place = {f"{end}_member": self._place[record]}
        home = self._home[record]
        return place if home == index else {f"{end}_cluster": self._names[home], **place}


def identifier(members: list[Citation]) -> str:
    """Return a name for a cluster: a hash of its members' contents, whatever their order."""
    return _name(list(map(digest, members)))


def _name(digests: list[bytes]) -> str:
    whole = blake2b(digest_size=8)
    for one in sorted(digests):
        whole.update(one)
    return whole.hexdigest()


def _ordered(cluster: Cluster) -> list[Link]:
    """Return the links, strongest first."""
    return sorted(cluster.links, key=lambda link: -link.score)


def member(record: Citation) -> dict[str, Any]:
    """Return what names a record: its own id or ``source#ordinal``, and where it was read."""
    origin = record.origin
    if origin is None:
        return {"id": "", "source": "", "file": "", "ordinal": 0}
    return {
        "id": origin.label,
        "source": origin.source,
        "file": origin.file,
        "ordinal": origin.ordinal,
    }

"""One walk over what deduplication found: the account, and the examples that a report shows."""

from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from mentorlit.model import Citation
from mentorlit.reporting.account import Account, Counting, Inputs
from mentorlit.reporting.removal import settled
from mentorlit.reporting.sureness import GROUPS, Sureness

if TYPE_CHECKING:
    from mentorlit.dedupe import Cluster, Deduplicated, Link

Item = TypeVar("Item")

_IDENTIFIERS: Final = ("doi", "pmid", "pmcid")


class Merge(NamedTuple):
    """A merge to be shown: its cluster, and the weakest link that it needs, if one is known."""

    cluster: "Cluster"
    weakest: "Link | None"


class Survey(NamedTuple):
    """The account, and the first few merges of each group, unsure pairs and related pairs."""

    account: Account
    merges: dict[str, list[Merge]]
    unsure: "list[Link]"
    related: "dict[str, list[Link]]"


def survey(
    result: "Deduplicated",
    inputs: Inputs,
    *,
    near: float,
    shown: int,
    standing: Callable[[Citation], Any] | None = None,
) -> Survey:
    """Return what happened in a deduplication, with at most ``shown`` examples of each kind.

    Each record is looked at once or twice and none is kept. ``near`` is the score below which a
    link is just above the threshold; ``standing`` sorts the records of a paper, the one that stands
    for it first (by default as the cluster has them). The least sure merges and the most alike
    unsure pairs are the examples.
    """
    records = _Records(result.records)
    counting = Counting(records.places, inputs)
    walk = _Walk(result, records, counting, Sureness(near, records.share), shown, standing)
    for at, cluster in enumerate(result.clusters):
        walk.take(at, cluster)
    return walk.survey()


class _Records:
    """What is needed of each record, as numbers: a million of them stay small.

    ``place`` is the index of a record's source and file in ``places``.
    """

    def __init__(self, records: Sequence[Citation]) -> None:
        self.place = _numbers(len(records))
        self._stated = [array("Q", bytes(8 * len(records))) for _ in _IDENTIFIERS]
        known: dict[tuple[str, str], int] = {}
        for at in range(len(records)):
            record = records[at]
            origin = record.origin
            place = (origin.source, origin.file) if origin else ("", "")
            self.place[at] = known.setdefault(place, len(known))
            for field, stated in zip(_IDENTIFIERS, self._stated, strict=True):
                if value := getattr(record, field):
                    stated[at] = _number(value)
        self.places = list(known)

    def share(self, a: int, b: int) -> bool:
        """Tell whether two records state one DOI, PMID or PMCID."""
        return any(stated[a] and stated[a] == stated[b] for stated in self._stated)


def _numbers(count: int) -> "array[int]":
    return array("q", bytes(8 * count))


def _number(value: str) -> int:
    """Return 64 bits of a hash, the same in every run and never 0."""
    data = value.lower().encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") | 1


class _First(Generic[Item]):
    """Keeps the few things with the smallest keys of all that it is offered."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: list[tuple[float, int, int, Item]] = []

    def offer(self, key: float, place: tuple[int, int], item: Item) -> None:
        """Take a thing; of equal keys the one with the smaller place comes first."""
        entry = (-key, -place[0], -place[1], item)
        if len(self._kept) < self._size:
            heappush(self._kept, entry)
        elif entry[:3] > self._kept[0][:3]:
            heappushpop(self._kept, entry)

    def items(self) -> list[Item]:
        """Return what is kept, smallest key first."""
        return [entry[3] for entry in sorted(self._kept, key=lambda entry: entry[:3], reverse=True)]


class _Walk:
    """Takes one cluster after the other."""

    def __init__(
        self,
        result: "Deduplicated",
        records: _Records,
        counting: Counting,
        sureness: Sureness,
        shown: int,
        standing: Callable[[Citation], Any] | None,
    ) -> None:
        self._result = result
        self._place = records.place
        self._counting = counting
        self._source = array("q", (counting.source_of[at] for at in records.place))
        self._standing = standing
        self._sureness = sureness
        self._shown = shown
        self._home = _numbers(len(records.place))
        for at, cluster in enumerate(result.clusters):
            for member in cluster.members:
                self._home[member] = at
        self._merges: dict[str, _First[Merge]] = {}
        self._unsure: _First[Link] = _First(shown)
        self._related: dict[str, _First[Link]] = {}
        self._undecided: set[int] = set()

    def take(self, at: int, cluster: "Cluster") -> None:
        """Count a cluster, and keep it and its pairs if they are among the first few."""
        old = self._result.old
        new = self._sorted([member for member in cluster.members if member >= old])
        found = settled(cluster, new, self._source, old)
        came_from = [self._place[member] for member in new]
        self._counting.paper(came_from, found, self._place)
        if len(cluster.members) > 1:
            group, weakest = self._sureness(cluster)
            self._counting.merge(group, len(cluster.members))
            first = self._merges.setdefault(group, _First(self._shown))
            first.offer(weakest.score if weakest else 0.0, (at, 0), Merge(cluster, weakest))
        for link in cluster.links:
            if self._home[link.a] != self._home[link.b]:
                self._apart(link)

    def _sorted(self, new: list[int]) -> list[int]:
        """Return records, the one that stands for the paper first; in one file all are one."""
        standing, records = self._standing, self._result.records
        if standing is None or len({self._place[member] for member in new}) < 2:
            return new
        return sorted(new, key=lambda member: standing(records[member]))

    def _apart(self, link: "Link") -> None:
        if link.decision not in ("unsure", "related"):
            return
        self._counting.apart(link)
        first = self._unsure
        if link.decision == "unsure":
            self._undecided.update((self._home[link.a], self._home[link.b]))
        else:
            first = self._related.setdefault(link.relation, _First(self._shown))
        first.offer(-link.score, (link.a, link.b), link)

    def survey(self) -> Survey:
        """Return what was found."""
        account = self._counting.account(
            self._result.earlier, GROUPS, len(self._undecided), self._result.capped
        )
        return Survey(
            account,
            {group: self._merges[group].items() for group in GROUPS if group in self._merges},
            self._unsure.items(),
            {kind: self._related[kind].items() for kind, _ in account.related},
        )

"""Which record of a paper stays, and what each of the others was removed as."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from mentorlit.dedupe import Cluster, Link

WITHIN: Final = "within"
BETWEEN: Final = "between"
VERSION: Final = "versions"
KNOWN: Final = "known"

DECISION: Final = "decision"
"""``by`` of a link that a person made."""

JOINING: Final = "duplicate"
"""The decision of a link that joins; with a relation it joins versions of one paper."""


class Removal(NamedTuple):
    """One removed record: as what, and whether only a person's decision removes it."""

    record: int
    kind: str
    human: bool


class Settled(NamedTuple):
    """What became of a paper's new records; ``kept`` is None if an old one stands for it."""

    kept: int | None
    removed: tuple[Removal, ...]


def settled(cluster: "Cluster", new: Sequence[int], source: Sequence[int], old: int) -> Settled:
    """Return which new record of a cluster is kept, and what the others are removed as.

    ``new`` are the new records of the cluster, the one that stands for the paper first; records
    below ``old`` are from an earlier search; ``source`` has the number of each record's source.
    The first new record is kept. Of the others,

    * one that only a relation, such as preprint to article, joins is a *version* of the paper,
    * one whose source has a record before it is a duplicate *within* that source,
    * any other is a duplicate *between* sources,

    and if an old record is in the cluster, the kept one is removed too, as *known*. A removal is
    a person's if, without the links that a person decided, the record would be the first of a
    paper of its own.
    """
    order = [*(member for member in cluster.members if member < old), *new]
    if len(order) < 2:
        return Settled(new[0] if new else None, ())
    links = [link for link in cluster.links if link.decision == JOINING]
    human = _needing(order, links, [link for link in links if link.by != DECISION])
    version = _needing(order, links, [link for link in links if not link.relation])
    removed = _removed(new, source, human, version)
    if len(new) == len(order):
        return Settled(new[0], tuple(removed))
    return Settled(None, (Removal(new[0], KNOWN, new[0] in human), *removed) if new else ())


def _removed(
    new: Sequence[int], source: Sequence[int], human: set[int], version: set[int]
) -> Iterable[Removal]:
    seen = {source[record] for record in new[:1]}
    for record in new[1:]:
        kind = WITHIN if source[record] in seen else BETWEEN
        seen.add(source[record])
        yield Removal(record, VERSION if record in version else kind, record in human)


def _needing(order: list[int], links: "list[Link]", fewer: "list[Link]") -> set[int]:
    """Return the records that all links join to one before them, and fewer links do not."""
    if len(links) == len(fewer):
        return set()
    whole, parts = _firsts(order, links), _firsts(order, fewer)
    return {record for record in order if parts[record] == record != whole[record]}


def _firsts(order: list[int], links: "list[Link]") -> dict[int, int]:
    """Return for each record the first one in ``order`` that links join it to."""
    place = {record: at for at, record in enumerate(order)}
    parent = list(range(len(order)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for link in links:
        if link.a in place and link.b in place:
            a, b = root(place[link.a]), root(place[link.b])
            parent[max(a, b)] = min(a, b)
    return {record: order[root(at)] for record, at in place.items()}

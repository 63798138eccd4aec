"""Clusters of records, found for each component by itself and packed.

Components are what duplicate links join, directly or over others; no cluster reaches beyond one,
so each is worked on alone, by any process, and the whole is never in memory at once.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, overload

import msgspec

from mentorlit.dedupe.cluster import Cluster, cluster, keep_together
from mentorlit.dedupe.components import components
from mentorlit.dedupe.decisions.applying import NO_RULINGS, Rulings
from mentorlit.dedupe.groups import Groups
from mentorlit.dedupe.judge import Judge, Link
from mentorlit.dedupe.scoring.score import DUPLICATE
from mentorlit.dedupe.stages import Columns, Stages
from mentorlit.dedupe.units import Units
from mentorlit.parallel.mapping import mapped
from mentorlit.spool import Rows

CERTAIN: Final = 99.0
"""The score of what was decided before: more than evidence can add up to."""

CLUSTERS: Final = "clusters"
ROWS: Final = "clusters.rows"
"""The stage that is kept, and the file of its rows."""

_PART: Final = 1 << 15
"""Units whose components are worked on at a time."""

_ALONE: Final = 0
_LATER: Final = 1
_FIRST: Final = 2

_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final = msgspec.msgpack.Decoder(Cluster)


class Clusters(Sequence[Cluster]):
    """Clusters of records, in the order of their first records; most of them on disk.

    ``heads`` says for each record whether it is alone, a later member of a cluster, or the first
    of the cluster in row ``heads - 2`` of ``rows``.
    """

    def __init__(self, rows: Rows, heads: "array[int]") -> None:
        self.rows = rows
        self.heads = heads
        self._order = array("I", (at for at, head in enumerate(heads) if head != _LATER))

    def keep(self, stages: Stages) -> None:
        """Keep the clusters, whose rows are in the folder of the stages already, as a stage."""
        columns: Columns = {"clusters.heads": self.heads, "clusters.starts": self.rows.starts}
        stages.keep(CLUSTERS, columns, [ROWS])

    def close(self) -> None:
        """Remove what was written to temporary files."""
        self.rows.close()

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Cluster: ...
    @overload
    def __getitem__(self, index: slice) -> list[Cluster]: ...
    def __getitem__(self, index: int | slice) -> Cluster | list[Cluster]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        first = self._order[index]
        head = self.heads[first]
        return _UNPACK.decode(self.rows[head - _FIRST]) if head else Cluster((first,))


def restored(rows: Rows, stages: Stages) -> Clusters:
    """Return the clusters that were kept as a stage; ``rows`` are those of its file."""
    found = stages.columns(CLUSTERS)
    rows.restore(found["clusters.starts"])
    return Clusters(rows, found["clusters.heads"])


class _Found(NamedTuple):
    """The clusters of one part: packed, and the records of each, the first one first."""

    packed: list[bytes]
    members: Groups


def find(
    units: Units, judge: Judge, together: Groups, said: Rulings, rows: Rows, jobs: int = 1
) -> Clusters:
    """Find the clusters of units by what was decided of their pairs, and put them into ``rows``.

    ``together`` has the units of each record that came in merged.
    """
    parts = _Parts(units, judge, together, said)
    heads = array("I", bytes(4 * len(units.home)))
    for found in mapped(parts.found, range(parts.count), jobs):
        for packed, (first, *later) in zip(found.packed, found.members, strict=True):
            heads[first] = _FIRST + len(rows)
            for record in later:
                heads[record] = _LATER
            rows.add(packed)
    rows.settle()
    return Clusters(rows, heads)


class _Parts:
    """The components, in parts by their first units."""

    def __init__(self, units: Units, judge: Judge, together: Groups, said: Rulings) -> None:
        self._units = units
        self._judge = judge
        self._together = together
        self._said = said
        self._spoken = said.units()
        self._home = components(len(units), self._edges())
        self._one = self._home[min(self._spoken)] if self._spoken else None
        self.count = len(units) // _PART + 1
        self._members, self._links, self._groups = (
            [array("Q") for _ in range(self.count)] for _ in range(3)
        )
        self._divide()

    def _edges(self) -> Iterator[tuple[int, int]]:
        joins = [verdict.outcome == DUPLICATE for verdict in self._judge.verdicts]
        for code, number in zip(self._judge.pairs, self._judge.numbers, strict=True):
            if joins[number]:
                yield code >> 32, code & 0xFFFFFFFF
        for first, *others in self._together:
            yield from ((first, other) for other in others)
        # What people decided of one cluster may close a link of another: they are one component.
        yield from zip(self._spoken, self._spoken[1:], strict=False)

    def _divide(self) -> None:
        """Give each part its units that are not alone, its links and its merged records."""
        home, busy = self._home, bytearray(len(self._home))
        for at in self._judge.links():
            a = self._judge.pairs[at] >> 32
            busy[a] = 1
            self._links[home[a] // _PART].append(at)
        for unit, root in enumerate(home):
            if root != unit:
                busy[unit] = busy[root] = 1
        ends = self._units.members.ends
        for unit, root in enumerate(home):
            if busy[unit] or ends[unit] - (ends[unit - 1] if unit else 0) > 1:
                self._members[root // _PART].append(unit)
        for at in range(len(self._together)):
            self._groups[home[self._together.first(at)] // _PART].append(at)

    def found(self, part: int) -> _Found:
        """Return the clusters of a part."""
        home = self._home
        units: dict[int, list[int]] = {}
        for unit in self._members[part]:
            units.setdefault(home[unit], []).append(unit)
        links: dict[int, list[Link]] = {}
        for at in self._links[part]:
            link = self._judge.link(at)
            links.setdefault(home[link.a], []).append(link)
        groups: dict[int, list[tuple[int, ...]]] = {}
        for at in self._groups[part]:
            group = self._together[at]
            groups.setdefault(home[group[0]], []).append(group)
        found = _Found([], Groups())
        for root, members in units.items():
            for one in self._clusters(root, members, links.get(root, ()), groups.get(root, ())):
                found.packed.append(_PACK.encode(one))
                found.members.append(sorted(one.members))
        return found

    def _clusters(
        self,
        root: int,
        members: Sequence[int],
        links: Sequence[Link],
        together: Iterable[tuple[int, ...]],
    ) -> Iterator[Cluster]:
        """Yield the clusters of one component, as clusters of records."""
        said = self._said if root == self._one else NO_RULINGS
        old = self._units.has_old
        made = cluster(members, links, self._judge, old, said)
        made = keep_together(made, together, old)
        return (_unfolded(one, self._units.members) for one in made)


def _unfolded(found: Cluster, units: Groups) -> Cluster:
    """Return a cluster of units as a cluster of records."""
    records = {unit: units[unit] for unit in found.members}
    links = [
        Link(copies[0], copy, DUPLICATE, CERTAIN, by="identical")
        for copies in records.values()
        for copy in copies[1:]
    ]
    links += [
        msgspec.structs.replace(link, a=units.first(link.a), b=units.first(link.b))
        for link in found.links
    ]
    return Cluster(tuple(record for copies in records.values() for record in copies), tuple(links))

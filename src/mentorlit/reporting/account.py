"""What became of the records, as numbers: the account that every report prints.

For every source, every file and the whole, and in every run:

    identified = unreadable + within + between + versions + known + remaining
    within + between + versions + known = automation + human
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from mentorlit.reporting.removal import Settled

if TYPE_CHECKING:
    from mentorlit.dedupe import Link

REMOVALS: Final = ("within", "between", "versions", "known")
"""What a record can be removed as; fields of :class:`Tally`."""


class Tally(msgspec.Struct):
    """The numbers of records of a source, a file or the whole.

    ``unreadable`` are records that were rejected; ``within`` and ``between`` duplicates within
    one source and between sources, ``versions`` other versions of a paper, merged on request,
    ``known`` those that an earlier search had found; ``human`` is how many of the removed only a
    person's decision removed.
    """

    identified: int = 0
    unreadable: int = 0
    within: int = 0
    between: int = 0
    versions: int = 0
    known: int = 0
    human: int = 0
    remaining: int = 0

    @property
    def removed(self) -> int:
        """Records removed, unreadable ones not counted."""
        return self.within + self.between + self.versions + self.known

    @property
    def duplicates(self) -> int:
        """Records removed as duplicates."""
        return self.within + self.between

    @property
    def automation(self) -> int:
        """Records that the rules alone removed."""
        return self.removed - self.human


class File(NamedTuple):
    """The account of one file, as the user named it."""

    name: str
    tally: Tally


class Source(NamedTuple):
    """The account of one source: its files, its papers, and those that no other source has."""

    label: str
    tally: Tally
    papers: int
    alone: int
    files: tuple[File, ...]

    @property
    def several(self) -> bool:
        """Tell whether the files say more than the label, which is one file's name if not given."""
        return [file.name.rpartition("/")[2] for file in self.files] != [self.label]


class Combination(NamedTuple):
    """The papers that exactly these sources have; ``sources`` are indexes into the account."""

    sources: tuple[int, ...]
    papers: int


class Group(NamedTuple):
    """The merges of one degree of sureness: papers, and the records that they are made of."""

    name: str
    papers: int
    records: int


class Account(NamedTuple):
    """The numbers of a deduplication.

    ``papers`` are the distinct papers among the new records; ``old`` the records of the earlier
    search. ``sizes`` has how many papers have how many records; ``unsure_papers`` how many of
    the papers have a pair that is left to decide, ``related`` the pairs of each kind of relation;
    ``capped`` blocking keys that too many records share; ``unread`` inputs, with the reason.
    """

    total: Tally
    sources: tuple[Source, ...]
    papers: int
    old: int
    overlap: tuple[Combination, ...]
    sizes: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
    unsure_pairs: int
    unsure_papers: int
    related: tuple[tuple[str, int], ...]
    capped: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, str], ...]

    def shared(self, a: int, b: int) -> int:
        """Return how many papers two sources have in common; with ``a == b`` how many it has."""
        return sum(one.papers for one in self.overlap if a in one.sources and b in one.sources)


class Inputs(NamedTuple):
    """What reading knows beyond the records.

    ``rejected`` has the number of records rejected of each source and file, ``unread`` the inputs
    that could not be read (to their end), with the reason.
    """

    rejected: Mapping[tuple[str, str], int] = MappingProxyType({})
    unread: tuple[tuple[str, str], ...] = ()


class Counting:
    """Takes in what happened, one thing after the other, and gives the account.

    ``places`` are the sources and files that records came from; everything else speaks of them by
    index.
    """

    def __init__(self, places: Sequence[tuple[str, str]], inputs: Inputs) -> None:
        self.places = list(dict.fromkeys([*places, *inputs.rejected]))
        self.files = [Tally() for _ in self.places]
        self.labels = list(dict.fromkeys(label for label, _ in self.places))
        numbers = {label: number for number, label in enumerate(self.labels)}
        self.source_of = [numbers[label] for label, _ in self.places]
        self._inputs = inputs
        self._overlap: Counter[tuple[int, ...]] = Counter()
        self._sizes: Counter[int] = Counter()
        self._groups: Counter[str] = Counter()
        self._grouped: Counter[str] = Counter()
        self._related: Counter[str] = Counter()
        self._unsure = 0
        self._unread(inputs)

    def _unread(self, inputs: Inputs) -> None:
        for at, place in enumerate(self.places):
            self.files[at].unreadable = self.files[at].identified = inputs.rejected.get(place, 0)

    def paper(self, came_from: Sequence[int], found: Settled, place: Sequence[int]) -> None:
        """Take in a paper: the places of its new records, what became of them, all places."""
        for at in came_from:
            self.files[at].identified += 1
        if found.kept is not None:
            self.files[place[found.kept]].remaining += 1
        for record, kind, human in found.removed:
            tally = self.files[place[record]]
            setattr(tally, kind, getattr(tally, kind) + 1)
            tally.human += human
        if came_from:
            self._overlap[tuple(sorted({self.source_of[at] for at in came_from}))] += 1
            self._sizes[len(came_from)] += 1

    def merge(self, group: str, records: int) -> None:
        """Take in how sure a merge is, and how many records it joined."""
        self._groups[group] += 1
        self._grouped[group] += records

    def apart(self, link: "Link") -> None:
        """Take in a pair of two papers that is unsure or related."""
        if link.decision == "unsure":
            self._unsure += 1
        else:
            self._related[link.relation] += 1

    def account(
        self, old: int, groups: Iterable[str], unsure_papers: int, capped: Iterable[tuple[str, int]]
    ) -> Account:
        """Return the account of all that was taken in."""
        order = self._order()
        papers, alone = self._papers()
        numbers = {source: number for number, source in enumerate(order)}
        return Account(
            total=summed(self.files),
            sources=tuple(self._source(one, papers[one], alone[one]) for one in order),
            papers=sum(self._overlap.values()),
            old=old,
            overlap=self._combinations(numbers),
            sizes=tuple(sorted(self._sizes.items())),
            groups=tuple(
                Group(name, self._groups[name], self._grouped[name])
                for name in groups
                if self._groups[name]
            ),
            unsure_pairs=self._unsure,
            unsure_papers=unsure_papers,
            related=tuple(sorted(self._related.items(), key=lambda item: (-item[1], item[0]))),
            capped=tuple(sorted(capped, key=lambda item: (-item[1], item[0]))),
            unread=tuple(sorted(self._inputs.unread)),
        )

    def _order(self) -> list[int]:
        """Return the sources, the one with most records first, whatever the order of the input.

        Those of old records alone are none.
        """
        size: Counter[int] = Counter()
        for at, tally in enumerate(self.files):
            size[self.source_of[at]] += tally.identified
        order = sorted(size, key=lambda source: (-size[source], self.labels[source]))
        return [source for source in order if size[source]]

    def _papers(self) -> tuple[Counter[int], Counter[int]]:
        """Return how many papers each source has, and how many of them no other has."""
        papers: Counter[int] = Counter()
        alone: Counter[int] = Counter()
        for sources, number in self._overlap.items():
            papers.update(dict.fromkeys(sources, number))
            if len(sources) == 1:
                alone[sources[0]] += number
        return papers, alone

    def _source(self, source: int, papers: int, alone: int) -> Source:
        own = [at for at, owner in enumerate(self.source_of) if owner == source]
        files = [
            File(self.places[at][1], self.files[at]) for at in own if self.files[at].identified
        ]
        total = summed(self.files[at] for at in own)
        files.sort(key=lambda file: file.name)
        return Source(self.labels[source], total, papers, alone, tuple(files))

    def _combinations(self, numbers: dict[int, int]) -> tuple[Combination, ...]:
        """Return the combinations of sources, most papers first, then fewest sources."""
        found = [
            Combination(tuple(sorted(numbers[source] for source in sources)), papers)
            for sources, papers in self._overlap.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.papers, len(one.sources), one.sources)))


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of accounts."""
    total = Tally()
    for tally in tallies:
        for field in Tally.__struct_fields__:
            setattr(total, field, getattr(total, field) + getattr(tally, field))
    return total

"""The records as they came in, merged ones whole, and the cluster that each is in."""

from array import array
from collections.abc import Sequence

from mentorlit.dedupe.cluster import Cluster
from mentorlit.dedupe.held import Held
from mentorlit.model import Citation


class Inputs:
    """What came in, by its place in the order in which it came; old records are left out.

    The very same record, read twice, is here once, and so is not counted twice.
    """

    def __init__(self, held: Held, clusters: Sequence[Cluster]) -> None:
        self._held = held
        self._home = array("I", bytes(4 * len(held)))
        for index, one in enumerate(clusters):
            for member in one.members:
                self._home[member] = index

    def __len__(self) -> int:
        return len(self._held.came)

    def __getitem__(self, place: int) -> Citation:
        """Return the record that came in at a place."""
        code = self._held.came[place]
        found: Citation = self._held.records[code] if code >= 0 else self._held.merged[~code]
        return found

    def leaves(self, place: int) -> tuple[int, ...]:
        """Return the indexes of the records that it is made of; its own if it is not merged."""
        code = self._held.came[place]
        return (code,) if code >= 0 else self._held.parts[~code]

    def cluster(self, place: int) -> int:
        """Return the index of the cluster that it is in."""
        return self._home[self.leaves(place)[0]]

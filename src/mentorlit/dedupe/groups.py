"""Groups of records by number, packed: eight bytes a group and four a record."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload


class Groups(Sequence[tuple[int, ...]]):
    """A list of tuples of record numbers; ``ends`` is where each ends in ``members``."""

    def __init__(
        self, ends: "array[int] | None" = None, members: "array[int] | None" = None
    ) -> None:
        self.ends: array[int] = array("Q") if ends is None else ends
        self.members: array[int] = array("I") if members is None else members

    def append(self, group: Iterable[int]) -> None:
        """Add a group at the end."""
        self.members.extend(group)
        self.ends.append(len(self.members))

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, index: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[int, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        end = self.ends[index]
        start = self.ends[index - 1] if index else 0
        return tuple(self.members[start:end])

    def first(self, index: int) -> int:
        """Return the first record of a group."""
        return self.members[self.ends[index - 1] if index else 0]

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        start = 0
        for end in self.ends:
            yield tuple(self.members[start:end])
            start = end

"""The order in which records stood in their inputs, as far as their origins tell it.

Merging puts a record in the place of the first of its members. Which file was read first is not
written anywhere, but the order of what came out tells it: all that begins with a record of the
first file stands before all that does not.
"""

from array import array
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import islice
from operator import eq
from typing import Final

from mentorlit.model import Citation

_ORDINAL_BITS: Final = 64

File = tuple[str, str]
"""A file as origins name it: file and source."""


class InputOrder:
    """Finds the order of the inputs for the records of a stream, some of them taken apart.

    ``add`` every record that is to come out: with the place, from 0, of what it was taken from in
    the stream (``item``), and what it is, or the leaves of one that stays merged. Then ``places``
    gives them in the order of the inputs. Costs some 32 bytes a record.
    """

    def __init__(self) -> None:
        self._files: dict[File, int] = {}
        self._runs: list[_Run] = []
        self._file = array("L")
        self._ordinal = array("Q")
        self._merged: dict[int, list[tuple[int, int]]] = {}
        self._items = 0
        self._is_told = True

    def add(self, item: int, leaves: Iterable[Citation]) -> None:
        """Add a record; items come in order."""
        self._items = item + 1
        stood = [self._place(leaf) for leaf in leaves]
        for file, ordinal in stood:
            self._runs[file].add(item, ordinal)
        if len(stood) > 1:
            self._merged[len(self._file)] = stood
        self._file.append(stood[0][0])
        self._ordinal.append(stood[0][1])

    def places(self) -> Sequence[int] | None:
        """Return the records in the order of the inputs; None if the origins do not tell it.

        They do not if the stream was sorted or put together of several, nor if one place is that
        of two records. Where several orders of the files could be, those that nothing tells apart
        are in the order of their names.
        """
        ranks = self._ranks() if self._is_told else None
        if ranks is None:
            return None

        def key(index: int) -> int:
            stood = self._merged.get(index) or ((self._file[index], self._ordinal[index]),)
            return min((ranks[file] << _ORDINAL_BITS) + ordinal for file, ordinal in stood)

        places = sorted(range(len(self._file)), key=key)
        keys = list(map(key, places))
        is_twice = any(map(eq, keys, islice(keys, 1, None)))
        return None if is_twice else places

    def _place(self, record: Citation) -> tuple[int, int]:
        """Return where a record stood: number of the file, ordinal in it."""
        origin = record.origin
        if origin is None or not 0 < origin.ordinal < 1 << _ORDINAL_BITS:
            self._is_told = False
            return self._number(("", "")), 0
        return self._number((origin.file, origin.source)), origin.ordinal

    def _number(self, name: File) -> int:
        number = self._files.setdefault(name, len(self._files))
        if number == len(self._runs):
            self._runs.append(_Run())
        return number

    def _ranks(self) -> list[int] | None:
        """Return the rank of each file among the inputs, by its number.

        Of the items that are left, those which the next file is in come first, and its records
        stand in them in their order. A file all of whose items are used up already may stand
        anywhere from here on.
        """
        waiting = sorted((run.steady_from(), number) for number, run in enumerate(self._runs))
        waiting.reverse()
        names = list(self._files)
        ready: list[tuple[File, int]] = []
        ranks = [0] * len(names)
        at = 0
        for rank in range(len(ranks)):
            while waiting and waiting[-1][0] <= at:
                number = waiting.pop()[1]
                heappush(ready, (names[number], number))
            if not ready:
                return None
            number = heappop(ready)[1]
            ranks[number] = rank
            at = max(at, self._runs[number].end)
        return ranks


class _Run:
    """The items that the records of one file are in, and the first of its ordinals in each."""

    def __init__(self) -> None:
        self._items = array("Q")
        self._ordinals = array("Q")

    @property
    def end(self) -> int:
        """The place after the last item."""
        return self._items[-1] + 1

    def add(self, item: int, ordinal: int) -> None:
        """Add a record; items come in order."""
        if self._items and self._items[-1] == item:
            self._ordinals[-1] = min(self._ordinals[-1], ordinal)
        else:
            self._items.append(item)
            self._ordinals.append(ordinal)

    def steady_from(self) -> int:
        """Return from which item on there is no gap and the ordinals rise."""
        place = len(self._items) - 1
        while (
            place
            and self._items[place - 1] + 1 == self._items[place]
            and self._ordinals[place - 1] <= self._ordinals[place]
        ):
            place -= 1
        return self._items[place]

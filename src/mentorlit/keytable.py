"""The citation keys of one document: unique, case aside, whatever the order of the records."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import chain

from mentorlit.citekeys import LENGTH


class KeyTable:
    """The keys of all records of one document: ``add`` each in order, then ``settle``.

    Records that want the same key, case aside (BibTeX does not tell case apart), are put in the
    order of kept before made, then digest; the first has the key, the next get ``a``, ``b``, ...,
    ``z``, ``aa``, ... A suffixed key that another record has is passed over.

    Aliases are further keys by which a record is to be found: ``wish`` for each, then
    ``grants`` tells which may be had.
    """

    def __init__(self) -> None:
        # Flat arrays, some 40 bytes a record: objects would take several times as much.
        self._text = bytearray()
        self._ends = array("Q")
        self._folded = array("Q")
        self._kept = bytearray()
        self._wishes = array("Q")
        self._used = array("Q")
        self._extra: set[int] = set()
        self._changed: dict[int, str] = {}

    def add(self, wanted: str, *, kept: bool) -> None:
        """Add the next record: its candidate, and whether it came with it."""
        self._text += wanted.encode()
        self._ends.append(len(self._text))
        self._folded.append(_number(wanted))
        self._kept.append(kept)

    def wish(self, alias: str) -> None:
        """Add an alias that some record would like to have."""
        self._wishes.append(_number(alias))

    def rivals(self) -> "array[int]":
        """Return the places of the records that want the same key as another."""
        return array("Q", chain.from_iterable(self._rivals()))

    def settle(self, content: Callable[[int], bytes]) -> None:
        """Decide all keys; ``content`` gives the digest of the record at a place, if it counts.

        It is asked for once for each of :meth:`rivals`, in their order.
        """
        rivals = self._rivals()
        self._wishes = array("Q", sorted(self._wishes))
        for indexes in rivals:
            suffixes = _suffixes()
            ranks = {index: (not self._kept[index], content(index)) for index in indexes}
            for index in sorted(indexes, key=lambda i: (*ranks[i], self._wanted(i)))[1:]:
                self._rename(index, suffixes)

    def __getitem__(self, index: int) -> str:
        """Return the final key of the record that was added at this place, from 0."""
        return self._changed.get(index) or self._wanted(index)

    def resolve(self) -> Iterator[str]:
        """Yield the final key of each record, in the order of :meth:`add`."""
        return map(self.__getitem__, range(len(self._ends)))

    def grants(self, alias: str, key: str) -> bool:
        """Tell whether the record with this key may have an alias: no other has or wants it."""
        number = _number(alias)
        if number == _number(key):
            return alias != key
        place = bisect_left(self._wishes, number)
        several = place + 1 < len(self._wishes) and _repeats(self._wishes, place + 1)
        return not several and number not in self._extra and not _has(self._used, number)

    def _wanted(self, index: int) -> str:
        start = self._ends[index - 1] if index else 0
        return self._text[start : self._ends[index]].decode()

    def _rename(self, index: int, suffixes: Iterator[str]) -> None:
        wanted = self._wanted(index)
        for suffix in suffixes:
            key = wanted[: LENGTH - len(suffix)] + suffix
            number = _number(key)
            if number not in self._extra and not _has(self._used, number):
                break
        self._extra.add(number)
        self._changed[index] = key

    def _rivals(self) -> list["array[int]"]:
        """Return the records that want the same key, in the order of the keys."""
        if len(self._used) != len(self._folded):
            self._used = array("Q", sorted(self._folded))
        numbers = self._used
        shared = {numbers[place] for place in range(1, len(numbers)) if _repeats(numbers, place)}
        rivals: dict[int, array[int]] = {}
        for index, number in enumerate(self._folded):
            if number in shared:
                rivals.setdefault(number, array("Q")).append(index)
        return sorted(rivals.values(), key=lambda indexes: self._wanted(indexes[0]).lower())


def _number(key: str) -> int:
    """Return 64 bits that stand for a key, case aside.

    Two keys that met here by chance would count as rivals: one gets a suffix it need not have.
    """
    return int.from_bytes(blake2b(key.lower().encode(), digest_size=8).digest())


def _has(numbers: "array[int]", number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _repeats(numbers: "array[int]", place: int) -> bool:
    return numbers[place] == numbers[place - 1]


def _suffixes() -> Iterator[str]:
    """Yield a, b, ..., z, aa, ab, ... without end."""
    number = 0
    while True:
        number += 1
        suffix, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            suffix = chr(97 + digit) + suffix
        yield suffix

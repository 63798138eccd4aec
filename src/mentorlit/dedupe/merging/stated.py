"""What the members of a cluster state for one field, and what a rule chooses of it."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.model import Citation


class Stated(msgspec.Struct, frozen=True, gc=False):
    """What one member, given by its index, says."""

    member: int
    value: Any


class Choice(msgspec.Struct, frozen=True, gc=False):
    """The value chosen, and the members it came from."""

    value: Any
    members: tuple[int, ...]


Rule = Callable[[Sequence[Stated], Sequence[Citation]], Choice]

_SHORT: Final = 200
"""Characters of texts whose folded form is kept: names of journals and publishers come often."""


_LONG: Final = 800
"""Characters of texts that are seldom the same: abstracts, which differ at one of their ends."""


def sameness(value: Any) -> Hashable:
    """Return what two values share that say the same: folded text, else the value."""
    if not isinstance(value, str):
        return frozen(value)
    return (_folded(value) if len(value) < _SHORT else fold(value)) or value


_folded = lru_cache(1 << 12)(fold)


def frozen(value: Any) -> Hashable:
    """Return ``value``, or its JSON if it cannot be looked up."""
    return msgspec.json.encode(value, order="sorted") if isinstance(value, dict) else value


def grouped(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Return what says the same together, in the order given."""
    if isinstance(stated[0].value, str) and max([len(one.value) for one in stated]) > _LONG:
        return _grouped_texts(stated)
    groups: dict[Hashable, list[Stated]] = {}
    for one in stated:
        groups.setdefault(sameness(one.value), []).append(one)
    return list(groups.values())


def _grouped_texts(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Return long texts that say the same together; folded whole only if they may be the same."""
    ends = {one.value: _ends(one.value) for one in stated}
    if None in ends.values():
        ends = dict.fromkeys(ends)
    alike = Counter(ends.values())
    keys = {value: sameness(value) if alike[end] > 1 else end for value, end in ends.items()}
    groups: dict[Hashable, list[Stated]] = {}
    for one in stated:
        groups.setdefault(keys[one.value], []).append(one)
    return list(groups.values())


def _ends(text: str) -> tuple[str, str] | None:
    """Return how the folded text begins and ends, which differs where texts differ, if it is clear.

    Markup and TeX may shorten a text, or reach over where it is cut.
    """
    if len(text) <= _LONG or "\\" in text:
        return None
    begin, end = fold(text[: _LONG // 2]), fold(text[-_LONG // 2 :])
    sure = _LONG // 4
    return (begin[:sure], end[-sure:]) if min(len(begin), len(end)) > 3 * _LONG // 8 else None


def best(stated: Sequence[Stated], rank: Callable[[list[Stated]], Any]) -> Choice:
    """Return the group with the highest rank; the first member's wording."""
    groups = grouped(stated)
    group = max(groups, key=rank) if len(groups) > 1 else groups[0]
    return Choice(group[0].value, tuple([one.member for one in group]))

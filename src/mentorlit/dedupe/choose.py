"""The rules by which a merged record gets its values: each takes what the members state.

A rule sees the members in canonical order and only those that fill the field, and returns one
value with the members it came from. It never makes a value of its own out of two.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

import msgspec

from mentorlit.dedupe import pages, titles, venues
from mentorlit.dedupe.choose_names import choose_names
from mentorlit.dedupe.fold import fold
from mentorlit.model import Citation, Keyword, PartialDate, StandardNumber


class Stated(msgspec.Struct, frozen=True):
    """What one member, given by its index, says."""

    member: int
    value: Any


class Choice(msgspec.Struct, frozen=True):
    """The value chosen, and the members it came from."""

    value: Any
    members: tuple[int, ...]


Rule = Callable[[Sequence[Stated], Sequence[Citation]], Choice]


def sameness(value: Any) -> Hashable:
    """Return what two values share that say the same: folded text, else the value."""
    return fold(value) or value if isinstance(value, str) else _frozen(value)


def _frozen(value: Any) -> Hashable:
    return value if isinstance(value, Hashable) else msgspec.json.encode(value, order="sorted")


def _grouped(stated: Sequence[Stated]) -> list[list[Stated]]:
    """Return what says the same together, in canonical order."""
    groups: dict[Hashable, list[Stated]] = {}
    for one in stated:
        groups.setdefault(sameness(one.value), []).append(one)
    return list(groups.values())


def _best(stated: Sequence[Stated], rank: Callable[[list[Stated]], Any]) -> Choice:
    """Return the group with the highest rank; the first member's wording."""
    group = max(_grouped(stated), key=rank)
    return Choice(group[0].value, tuple(one.member for one in group))


def majority(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say."""
    return _best(stated, len)


def longest(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the longest text."""
    return _best(stated, lambda group: len(group[0].value))


def number(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say, what has no number ("2)" is a rest) last."""
    return _best(stated, lambda group: (bool(pages.leading_number(group[0].value)), len(group)))


def of_type(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say, the types that any text has last."""
    general = {"document", "article", "webpage", "post", ""}
    return _best(stated, lambda group: (group[0].value not in general, len(group)))


def page(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose a range before a single page, then what most members say."""

    def rank(group: list[Stated]) -> tuple[bool, bool, int]:
        read = pages.pages(group[0].value, "")
        return bool(read.last), bool(read.first), len(group)

    return _best(stated, rank)


def title(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the full title: not a translation in brackets, not cut, in ordinary case."""
    read = {one.member: titles.title(one.value) for one in stated}
    least = min(len(one.joined) for one in read.values())
    counted: dict[str, int] = {}
    for one in read.values():
        counted[one.joined] = counted.get(one.joined, 0) + 1

    def rank(one: Stated) -> tuple[bool, bool, int, int, bool, int]:
        compared = read[one.member]
        whole = len(compared.joined) > 1.15 * least
        plain = not one.value.isupper()
        length = len(compared.joined)
        return (
            not compared.translated,
            whole,
            counted[compared.joined],
            length,
            plain,
            -len(one.value),
        )

    best = max(stated, key=rank)
    same = (one.member for one in stated if sameness(one.value) == sameness(best.value))
    return Choice(best.value, tuple(same))


def venue(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the longest name of the venue that most members mean."""
    read = [venues.venue(one.value) for one in stated]
    alike = (venues.SAME, venues.COMPATIBLE)

    def rank(group: list[Stated]) -> tuple[int, int, int]:
        meant = venues.venue(group[0].value)
        agreeing = sum(venues.compare(meant, other) in alike for other in read)
        return agreeing, len("".join(meant.words)), len(group)

    return _best(stated, rank)


def precise(stated: Sequence[Stated], members: Sequence[Citation]) -> Choice:
    """Choose the year first, then its most precise date."""
    printed: dict[int | None, list[bool]] = {}
    for one in stated:
        member = members[one.member]
        printed.setdefault(one.value.year, []).append(bool(member.volume or member.page))

    def rank(group: list[Stated]) -> tuple[int, int, int, int]:
        date: PartialDate = group[0].value
        kinds = printed[date.year]
        parts = bool(date.month or date.season) + bool(date.day) + bool(date.end)
        return (len(kinds) if date.year is not None else 0), sum(kinds), parts, len(group)

    return _best(stated, rank)


def names(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the longest list of names, each in its fullest form."""
    value, used = choose_names([one.value for one in stated])
    return Choice(value, tuple(stated[index].member for index in used))


def abstract(stated: Sequence[Stated], members: Sequence[Citation]) -> Choice:
    """Choose the longest text, with labelled sections if one of its length has them."""
    most = max(len(one.value) for one in stated)

    def rank(group: list[Stated]) -> tuple[bool, bool, int]:
        length = len(group[0].value)
        parted = any(members[one.member].abstract_sections for one in group)
        return length >= 0.9 * most, parted, length

    chosen = _best(stated, rank)
    parted = [index for index in chosen.members if members[index].abstract_sections]
    if parted:
        return Choice(members[parted[0]].abstract, chosen.members)
    return chosen


def union(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Take every different value of every member, in canonical order."""
    found: dict[Hashable, Any] = {}
    for one in stated:
        for value in one.value:
            key = _element(value)
            found[key] = _fuller(found[key], value) if key in found else value
    return Choice(tuple(found.values()), tuple(one.member for one in stated))


def _element(value: Any) -> Hashable:
    """Return what two elements of a list share that say the same."""
    if isinstance(value, Keyword):
        return fold(value.text) or value.text
    if isinstance(value, StandardNumber):
        return value.value
    return _frozen(value)


def _fuller(one: Any, other: Any) -> Any:
    """Return the element that also tells its scheme or medium."""
    label = "scheme" if isinstance(one, Keyword) else "medium"
    return one if getattr(one, label, True) else other


def unite(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Take every key of every member; under one key what the first one says."""
    found: dict[str, Any] = {}
    for one in stated:
        for key, value in one.value.items():
            kept = found.setdefault(key, value)
            if isinstance(kept, dict) and isinstance(value, dict):
                found[key] = {**value, **kept}
    united = {key: _ordered(found[key]) for key in sorted(found)}
    return Choice(united, tuple(one.member for one in stated))


def _ordered(value: Any) -> Any:
    return {key: value[key] for key in sorted(value)} if isinstance(value, dict) else value


def unite_identifiers(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Take every identifier of every scheme."""
    found: dict[str, dict[str, None]] = {}
    for one in stated:
        for scheme, values in one.value.items():
            found.setdefault(scheme, {}).update(dict.fromkeys(values))
    united = {scheme: tuple(found[scheme]) for scheme in sorted(found)}
    return Choice(united, tuple(one.member for one in stated))


RULES: Final[dict[str, Rule]] = {
    "majority": majority,
    "longest": longest,
    "title": title,
    "venue": venue,
    "precise": precise,
    "names": names,
    "pages": page,
    "number": number,
    "type": of_type,
    "abstract": abstract,
    "union": union,
    "unite": unite,
    "identifiers": unite_identifiers,
}
"""The rules by the names that tables/dedupe/merge.toml uses."""

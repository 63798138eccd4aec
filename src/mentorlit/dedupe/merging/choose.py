"""The rules by which a merged record gets its values: each takes what the members state.

A rule sees the members in canonical order, or those of preferred sources first, and only those
that fill the field; it returns one value with the members it came from. It never makes a value of
its own out of two.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Final

from mentorlit.dedupe.fingerprints import pages, titles, venues
from mentorlit.dedupe.fingerprints.fold import squeeze
from mentorlit.dedupe.merging.choose_lists import union, unite, unite_identifiers
from mentorlit.dedupe.merging.choose_names import choose_names, list_rank
from mentorlit.dedupe.merging.stated import Choice, Rule, Stated, best, sameness
from mentorlit.model import Citation, Name, PartialDate

_GENERAL: Final = frozenset(("document", "article", "webpage", "post", ""))
"""Types that any text has."""


def majority(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say."""
    return best(stated, len)


def longest(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the longest text."""
    return best(stated, lambda group: len(group[0].value))


def number(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say, what has no number ("2)" is a rest) last."""
    return best(stated, lambda group: (bool(pages.leading_number(group[0].value)), len(group)))


def of_type(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose what most members say, the types that any text has last."""
    return best(stated, lambda group: (group[0].value not in _GENERAL, len(group)))


def page(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose a range before a single page, then what most members say."""

    def rank(group: list[Stated]) -> tuple[bool, bool, int]:
        read = pages.pages(group[0].value, "")
        return bool(read.last), bool(read.first), len(group)

    return best(stated, rank)


def title(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the full title: not a translation in brackets, not cut, in ordinary case."""
    read = {one.value: titles.wording(one.value) for one in stated}
    joined = {value: squeeze(text) for value, (text, _, _) in read.items()}
    least = min(map(len, joined.values()))
    counted = dict.fromkeys(joined.values(), 0)
    for one in stated:
        counted[joined[one.value]] += 1

    def rank(value: str) -> tuple[bool, bool, int, int, bool, int]:
        compared = joined[value]
        whole = len(compared) > 1.15 * least
        plain = not value.isupper()
        return not read[value][1], whole, counted[compared], len(compared), plain, -len(value)

    def same(value: str) -> Hashable:
        text, _, is_whole = read[value]
        return text if text and is_whole else sameness(value)

    value = max(read, key=rank)
    alike = {one for one in read if one == value or same(one) == same(value)}
    return Choice(value, tuple([one.member for one in stated if one.value in alike]))


def venue(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the longest name of the venue that most members mean."""
    read = [venues.venue(one.value) for one in stated]
    alike = (venues.SAME, venues.COMPATIBLE)

    def rank(group: list[Stated]) -> tuple[int, int, int]:
        meant = venues.venue(group[0].value)
        agreeing = sum(venues.compare(meant, other) in alike for other in read)
        return agreeing, len("".join(meant.words)), len(group)

    return best(stated, rank)


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

    return best(stated, rank)


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

    chosen = best(stated, rank)
    parted = [index for index in chosen.members if members[index].abstract_sections]
    if parted:
        return Choice(members[parted[0]].abstract, chosen.members)
    return chosen


def most_complete(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Choose the value that says most: a date to the day, the longest list, the longest text."""
    return best(stated, lambda group: _fullness(group[0].value))


def _fullness(value: Any) -> tuple[int, ...]:
    """Return how much a value says."""
    if isinstance(value, PartialDate):
        return (value.year is not None, bool(value.month or value.season), bool(value.day))
    if isinstance(value, tuple) and isinstance(value[0], Name):
        return list_rank(value)
    return (len(value),)


RULES: Final[dict[str, Rule]] = {
    "majority": majority,
    "longest": longest,
    "most-complete": most_complete,
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

"""The rule for lists of names: the longest list, and in it each name in its fullest form."""

from collections.abc import Sequence

from mentorlit.dedupe.persons import Person, alike, initials_agree, person
from mentorlit.model import Name

Names = Sequence[Name]


def choose_names(lists: Sequence[Names]) -> tuple[tuple[Name, ...], tuple[int, ...]]:
    """Return the chosen names and the indexes of the lists they came from, the main one first.

    A name is never put together from two: each is one list's own, family and given name.
    """
    base = max(range(len(lists)), key=lambda index: (_list_rank(lists[index]), -index))
    others = [index for index, names in enumerate(lists) if names != lists[base]]
    used = [base]
    chosen: list[Name] = []
    for name in lists[base]:
        best, source = name, base
        for index in others:
            found = _counterpart(name, lists[index])
            if found and _name_rank(found) > _name_rank(best):
                best, source = found, index
        chosen.append(best)
        used.append(source)
    return tuple(chosen), tuple(dict.fromkeys(used))


def _list_rank(names: Names) -> tuple[int, int, int, int]:
    """Rank a list: persons, compound family names, full given names, letters of given names."""
    people = [name for name in names if name.family]
    return (
        len(names),
        sum(" " in name.family for name in people),
        sum(_is_full(name.given) for name in people),
        sum(len(name.given) for name in people),
    )


def _is_full(given: str) -> bool:
    """Tell whether a given name is more than initials."""
    return any(sum(map(str.isalpha, word)) > 1 and not word.isupper() for word in given.split())


def _counterpart(name: Name, others: Names) -> Name | None:
    """Return the one name among ``others`` that is surely the same person's."""
    if name in others:
        return None
    one = person(name)
    found = [other for other in others if one and _same(one, person(other))]
    return found[0] if len(found) == 1 else None


def _same(one: Person, other: Person | None) -> bool:
    if other is None or alike(one, other, 0.95) < 0.9:
        return False
    return one.words == other.words or (
        initials_agree(one.initials, other.initials)
        and (one.initials.startswith(other.initials) or other.initials.startswith(one.initials))
    )


def _name_rank(name: Name) -> tuple[bool, int, bool, bool, int, int]:
    """Rank the forms of one person's name.

    A family name of several words is only ever stated, never guessed, so it wins over the same
    words split otherwise. Then a full given name, an ORCID, accents, and the given name of most
    letters.
    """
    whole = name.family + name.given
    letters = name.given.replace(" ", "")
    return (
        bool(name.family),
        len(name.family.split()),
        _is_full(name.given),
        bool(name.orcid),
        sum(not letter.isascii() for letter in whole),
        len(letters),
    )

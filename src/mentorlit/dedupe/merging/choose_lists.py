"""The rules for fields of several values: what the members state, taken together.

Like the rules in :mod:`mentorlit.dedupe.merging.choose`, but all of it is taken; of two elements
that say the same the one that tells more.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.dedupe.merging.choose_names import together
from mentorlit.dedupe.merging.stated import Choice, Stated, frozen
from mentorlit.model import Citation, Keyword, Name, Seen, StandardNumber

_JOINTS: Final = str.maketrans(dict.fromkeys("-\u2010\u2011\u2013_/,.;:", " "))
"""What parts the words of a keyword in one database or another."""


_TELLING: Final = "+#"
"""Signs that make another keyword: "C", "C++" and "C#"."""


def union(stated: Sequence[Stated], _members: Sequence[Citation]) -> Choice:
    """Take every different value of every member, in the order of the members."""
    members = tuple(one.member for one in stated)
    if isinstance(stated[0].value[0], Name):
        return Choice(together([one.value for one in stated]), members)
    found: dict[Hashable, Any] = {}
    for one in stated:
        for value in one.value:
            key = _element(value)
            found[key] = _fuller(found[key], value) if key in found else value
    return Choice(tuple(found.values()), members)


def _element(value: Any) -> Hashable:
    """Return what two elements of a list share that say the same."""
    if isinstance(value, Keyword):
        signs = "".join(sign for sign in value.text if sign in _TELLING)
        return (fold(value.text) or value.text) + signs
    if isinstance(value, StandardNumber):
        return value.value
    return frozen(value)


def _fuller(one: Any, other: Any) -> Any:
    """Return the element that also tells its scheme or medium."""
    label = "scheme" if isinstance(one, Keyword) else "medium"
    return one if getattr(one, label, True) or not getattr(other, label) else other


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


def left_out(stated: Sequence[Stated], choice: Choice) -> tuple[Seen, ...]:
    """Return what a union took for the same although it says something else.

    That is a keyword with other accents or of another scheme, and another date of one event. Other
    case, other hyphens make no other keyword.
    """
    found: dict[Hashable, tuple[Any, dict[int, None]]] = {}
    for member, value in _lost(stated, choice.value):
        found.setdefault(frozen(value), (value, {}))[1][member] = None
    return tuple(Seen(value=value, members=tuple(members)) for value, members in found.values())


def _lost(stated: Sequence[Stated], taken: Any) -> Iterator[tuple[int, Any]]:
    if isinstance(taken, dict):
        for one in stated:
            for key, value in one.value.items():
                if taken[key] != value:
                    yield one.member, {key: value}
    elif isinstance(taken[0], Keyword):
        known = {(_words(one.text), scheme) for one in taken for scheme in (one.scheme, "")}
        for one in stated:
            for value in one.value:
                if (_words(value.text), value.scheme) not in known:
                    yield one.member, value


def _words(text: str) -> str:
    return " ".join(text.casefold().translate(_JOINTS).split())

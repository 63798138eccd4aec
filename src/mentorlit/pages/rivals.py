"""Claims that were not chosen and state something else than the record does."""

from typing import Any, Final

from mentorlit.dates import iso
from mentorlit.model import Name, PartialDate
from mentorlit.names import sort_form
from mentorlit.pages.findings import Claim

_MOST: Final = 5
"""Other values that are kept of one field."""

_LONGEST: Final = 300
"""Characters that are kept of one."""

_COMPARED: Final = 300
"""Characters of a text that are compared: enough to tell two abstracts apart."""

_TELLING: Final = 12
"""Letters and digits from which on a text that begins with another one says the same."""

_LONG: Final = 30
"""Letters and digits from which on it says the same if it holds the other one anywhere."""

_NOT_COMPARED: Final = frozenset({"type", "first_page", "last_page"})


def rivals(value: Any, claims: list[Claim]) -> list[Claim]:
    """Return those of ``claims`` on a field that contradict its ``value``, each value once.

    Fields of single values and lists of names are compared; of keywords, addresses and the like
    a page may state some in one place and more in another. A date to the year does not contradict
    the day, nor a title the same with a subtitle, nor the first authors all of them.
    """
    found: list[Claim] = []
    for claim in claims if len(claims) > 1 else ():
        if claim.field in _NOT_COMPARED or claim.value == value or agree(value, claim.value):
            continue
        if not any(agree(other.value, claim.value) for other in found):
            found.append(claim)
    return found[:_MOST]


def agree(one: Any, other: Any) -> bool:
    """Tell whether two values of a field may stand side by side."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return _same_date(one, other)
    if isinstance(one, str) and isinstance(other, str):
        if one.startswith(f"{other}-") or other.startswith(f"{one}-"):
            return True  # a first page, a language without its country
        return _same_text(_letters(one), _letters(other))
    if _are_names(one) and _are_names(other):
        short, long = sorted((one, other), key=len)
        left = iter(long)
        return all(any(_words(name) & _words(met) for met in left) for name in short)
    return True


def as_text(value: Any) -> str:
    """Return a value of a claim as a line of text, cut if it is long."""
    if isinstance(value, PartialDate):
        text = iso(value) or value.literal or str(value.year)
    elif _are_names(value):
        text = "; ".join(map(sort_form, value[:20]))
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."


def _are_names(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Name)


def _same_date(one: PartialDate, other: PartialDate) -> bool:
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(not a or not b or a == b for a, b in parts)


def _same_text(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _TELLING:
        return short == long
    return long.startswith(short) or (len(short) >= _LONG and short in long)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[:_COMPARED].casefold()))


def _words(name: Name) -> set[str]:
    return set(f"{name.family} {name.literal or name.given}".casefold().replace("-", " ").split())

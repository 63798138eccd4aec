"""Whether a record of the input is the one that a side speaks of.

What both state is compared, in the form that deduplication compares: an export that leaves a field
out contradicts nothing. One identifier is not enough, because abstracts of one supplement share a
DOI; one title is not, because editorials recur.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from mentorlit.dedupe.fingerprints import persons, title_likeness
from mentorlit.dedupe.fingerprints.normalise import Fingerprint

EXACT: Final = 3
"""All that identifies a record is the same, and the same is missing."""
CONSISTENT: Final = 2
"""Enough agrees, and nothing contradicts."""
CHANGED: Final = 1
"""One thing contradicts, and an identifier, the title and more agree: a corrected record."""
OTHER: Final = 0

BY_ID: Final = "id "
"""How the keys of identifiers begin, and the names of identifiers that agree."""

_NEAR_TITLE: Final = 0.9
_SAME_NAME: Final = 0.9
_LONG_TITLE: Final = 4
"""Words of content from which on a title names a work with one more thing that agrees."""
_ABSTRACT: Final = 40
"""Characters of two abstracts that must agree at least; a side keeps some 100."""

_PLACE: Final = frozenset(["author", "year", "volume", "page"])


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How surely a record is meant: ``tier`` as above, and the names of what agrees."""

    tier: int
    agreed: frozenset[str] = frozenset()


_UNLIKE: Final = Likeness(OTHER)


def keys(one: Fingerprint) -> Iterator[str]:
    """Yield keys of which a side and its record share at least one.

    A title that recurs, or is missing, makes one only together with its place; so few records
    share any. Those of identifiers, which a whole supplement may share, begin with ``BY_ID``.
    """
    for scheme, values in _identifiers(one).items():
        yield from (f"{BY_ID}{scheme}:{value}" for value in sorted(values))
    if speaks(one):
        yield f"title:{one.title.joined}"
    else:
        yield f"page:{one.title.joined}|{one.pages.first}"
        yield f"whole:{_core(one)}"
    yield from (f"title:{other.joined}" for other in one.titles if other.joined)


def speaks(one: Fingerprint) -> bool:
    """Tell whether the title is one of its own."""
    return bool(one.title.content) and not one.title.recurring


def likeness(side: Fingerprint, record: Fingerprint) -> Likeness:
    """Return how surely ``record`` is the one that ``side`` was made from."""
    found = dict(_findings(side, record))
    agreed = frozenset(name for name, same in found.items() if same)
    against = [name for name, same in found.items() if not same and name in _IDENTIFYING]
    against += [name for name in found if name.startswith("other ")]
    if not against and _core(side) == _core(record):
        return Likeness(EXACT, agreed)
    if not against and not any(_core(side)[_IDENTIFIERS:]):
        # Somebody names a record by its identifier alone: nothing else may make one the likelier.
        named = frozenset(name for name in agreed if name.startswith(BY_ID))
        return Likeness(CONSISTENT if named else OTHER, named)
    if not against:
        return Likeness(CONSISTENT if _enough(side, agreed) else OTHER, agreed)
    if len(against) == 1 and _corrected(side, agreed, found):
        return Likeness(CHANGED, agreed)
    return _UNLIKE


def says_enough(side: Fingerprint) -> bool:
    """Tell whether a record can be known by what ``side`` says, if that is not all it says."""
    if not any(_core(side)[_IDENTIFIERS:]):
        return True
    return _enough(side, frozenset(name for name, same in _findings(side, side) if same))


_IDENTIFYING: Final = _PLACE | {"title"}


def _findings(a: Fingerprint, b: Fingerprint) -> Iterator[tuple[str, bool]]:
    """Yield what both state, and whether it agrees; ``id ...`` or ``other ...`` for identifiers."""
    ours, theirs = _identifiers(a), _identifiers(b)
    for scheme in sorted(ours.keys() & theirs.keys()):
        same = bool(ours[scheme] & theirs[scheme])
        yield (f"{BY_ID}{scheme}" if same else f"other {scheme}"), same
    if a.title.joined and b.title.joined:
        yield "title", _one_title(a, b)
        yield "near title", _near(a, b)
    if _first(a) and _first(b):
        yield "author", _one_author(a, b)
    if a.years and b.years:
        yield "year", bool({*a.years} & {*b.years})
    if a.volume and b.volume:
        yield "volume", a.volume == b.volume
    if a.pages.first and b.pages.first:
        yield "page", a.pages.first == b.pages.first
    yield from _further(a, b)


def _further(a: Fingerprint, b: Fingerprint) -> Iterator[tuple[str, bool]]:
    """Yield what contradicts nothing, but tells apart records that agree in all else."""
    yield "type", a.type == b.type
    yield "issue", a.issue == b.issue
    yield "last page", a.pages.last == b.pages.last
    yield "edition", a.edition == b.edition
    yield "isbn", a.isbn == b.isbn
    yield "container", a.venues == b.venues
    yield "authors", a.persons[:3] == b.persons[:3]
    short = min(len(a.abstract), len(b.abstract), _ABSTRACT * 2)
    same = a.abstract[:short] == b.abstract[:short]
    yield "abstract", same and (short >= _ABSTRACT or a.abstract == b.abstract)


def _enough(side: Fingerprint, agreed: frozenset[str]) -> bool:
    """Tell whether enough agrees, where nothing contradicts."""
    of_place = len(agreed & _PLACE)
    if any(name.startswith(BY_ID) for name in agreed):
        return "title" in agreed or of_place >= 2
    if "title" not in agreed:
        return {"volume", "page"} <= agreed and of_place >= 3
    if not speaks(side):
        return "page" in agreed and bool(agreed & {"volume", "year"})
    return of_place >= (1 if len(side.title.content) >= _LONG_TITLE else 2)


def _corrected(side: Fingerprint, agreed: frozenset[str], found: dict[str, bool]) -> bool:
    """Tell whether a record that contradicts the side in one thing is still the same one."""
    has_id = any(name.startswith(BY_ID) for name in agreed)
    title = "title" in agreed or bool(found.get("near title"))
    return has_id and title and speaks(side) and len(agreed & _PLACE) >= 2


def _identifiers(one: Fingerprint) -> dict[str, set[str]]:
    found = {"doi": {*one.doi}, "pmid": {*one.pmid}, "pmcid": {*one.pmcid}}
    for other in one.others:
        scheme, _, value = other.partition(":")
        found.setdefault(scheme, set()).add(value)
    return {scheme: values for scheme, values in found.items() if values}


_IDENTIFIERS: Final = 4
"""How many of what identifies a record are identifiers; they come first."""


def _core(one: Fingerprint) -> tuple[object, ...]:
    """Return all that identifies a record."""
    identifiers = one.doi, one.pmid, one.pmcid, one.others
    title = one.title.joined, one.title.numbers, one.title.note
    return *identifiers, *title, _first(one), one.years, one.volume, one.pages.first


def _first(one: Fingerprint) -> str:
    if one.persons:
        return one.persons[0].family
    return one.groups[0] if one.groups else ""


def _one_title(a: Fingerprint, b: Fingerprint) -> bool:
    named = a.title.numbers == b.title.numbers and a.title.note == b.title.note
    others = (title.joined for title in b.titles)
    return (a.title.joined == b.title.joined and named) or a.title.joined in others


def _near(a: Fingerprint, b: Fingerprint) -> bool:
    if a.title.numbers != b.title.numbers or a.title.note != b.title.note:
        return False
    return title_likeness.similarity(a.title, b.title) >= _NEAR_TITLE


def _one_author(a: Fingerprint, b: Fingerprint) -> bool:
    if a.persons and b.persons:
        return persons.alike(a.persons[0], b.persons[0], _SAME_NAME) >= _SAME_NAME
    return _first(a) == _first(b)


def is_one(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether two records of the input are one to a decision: neither can be meant alone."""
    if a == b:
        return True
    found = dict(_findings(a, b))
    contradicted = any(not same and name in _IDENTIFYING for name, same in found.items())
    if contradicted or any(name.startswith("other ") for name in found) or not speaks(a):
        return False
    agreed = {name for name, same in found.items() if same}
    has_id = any(name.startswith(BY_ID) for name in agreed)
    return "title" in agreed and (has_id or "page" in agreed)

"""Whether a field of an answer may stand in a record, beside what the record states.

Each rule belongs to a group of fields (``fill`` in tables/enriching.toml): a volume counts the
issues of one journal, so it comes from an answer that names this journal, and not beside another
issue.
"""

from collections.abc import Callable, Iterable
from typing import Final

from mentorlit.dedupe.fingerprints import pages, venues
from mentorlit.dedupe.fingerprints.fold import fold, squeeze
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.model import NAME_FIELDS, Citation, Name

_ONE_VENUE: Final = (venues.SAME, venues.COMPATIBLE)
_NUMBERED: Final = ("report", "standard", "patent", "legislation", "bill")
"""Types whose number is not that of an article, so it may stand beside a page."""


class Two:
    """A record and an answer about the same work, and the JSON names of what is overwritten."""

    def __init__(self, record: Citation, answer: Citation, overwrite: frozenset[str]) -> None:
        self.record = record
        self.answer = answer
        self.overwrite = overwrite
        self.ours = fingerprint(record)
        self.theirs = fingerprint(answer)


Rule = Callable[[Two, str], bool]
"""Tells of a field, given by its Python name, whether the answer's value may be taken."""


def _same(text: str) -> str:
    """Return a text as it is compared: plain letters and digits."""
    return squeeze(fold(text))


def _anyway(_two: Two, _field: str) -> bool:
    return True


def _with_title(two: Two, _field: str) -> bool:
    return not two.record.title or "title" in two.overwrite


def _names(two: Two, field: str) -> bool:
    """Tell whether nobody in the list has another role in the record.

    Catalogues list editors as authors, and the other way round.
    """
    stated = (getattr(two.record, other) for other in NAME_FIELDS if other != field)
    known = {name for listed in stated for name in _families(listed)}
    return known.isdisjoint(_families(getattr(two.answer, field)))


def _families(listed: Iterable[Name]) -> list[str]:
    found = (_same(name.family or name.literal or name.given) for name in listed)
    return [name for name in found if name]


def _container(two: Two, _field: str) -> bool:
    """Tell whether both appeared in one container, as far as the record tells."""
    ours, theirs = two.ours, two.theirs
    if "container-title" in two.overwrite or not (ours.venues or ours.issn):
        return True
    if not {*ours.issn}.isdisjoint(theirs.issn):
        return True
    return venues.best(ours.venues, theirs.venues) in _ONE_VENUE


def _place(two: Two, field: str) -> bool:
    """Tell whether nothing speaks against the place, and it does not say the same twice."""
    if not _container(two, field):
        return False
    for name in ("volume", "issue"):
        one, other = getattr(two.ours, name), getattr(two.theirs, name)
        if one and other and one != other and name not in two.overwrite:
            return False
    page = pages.compare(two.ours.pages, two.theirs.pages)
    if page == "different" and two.overwrite.isdisjoint(("page", "number")):
        return False
    return not _is_said(two.record, two.answer, field)


def _is_said(record: Citation, answer: Citation, field: str) -> bool:
    """Tell whether a page or an article number would stand beside the other one."""
    if record.type in _NUMBERED or field not in ("page", "number") or getattr(record, field):
        return False
    if field == "number":
        return bool(record.page)
    again = answer.number and _same(answer.page) == _same(answer.number)
    return bool(record.number or again)


def _publisher(two: Two, _field: str) -> bool:
    """Tell whether both name one container, and one publisher at one place, as far as is told."""
    if not _container(two, _field):
        return False
    for field, name in (("publisher", "publisher"), ("publisher_place", "publisher-place")):
        stated = _same(getattr(two.record, field))
        if stated and stated != _same(getattr(two.answer, field)) and name not in two.overwrite:
            return False
    return True


def _abstract(two: Two, field: str) -> bool:
    """Tell whether the abstract may be taken; its sections follow it."""
    is_whole = "abstract" in two.overwrite or not two.record.abstract_sections
    return field == "abstract" and is_whole


RULES: Final[dict[str, Rule]] = {
    "alone": _anyway,
    "title": _with_title,
    "names": _names,
    "container": _container,
    "place": _place,
    "publisher": _publisher,
    "abstract": _abstract,
}
"""The rules of the groups whose fields are filled whole, in the order in which they are filled."""

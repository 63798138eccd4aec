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

Names = frozenset[str]
"""JSON names of the fields that are overwritten if they say something."""

Rule = Callable[[Citation, Citation, str, Names], bool]
"""Takes the record, the answer, the field's Python name, and what is overwritten."""


def _same(text: str) -> str:
    """Return a text as it is compared: plain letters and digits."""
    return squeeze(fold(text))


def _anyway(_record: Citation, _answer: Citation, _field: str, _overwrite: Names) -> bool:
    return True


def _with_title(record: Citation, _answer: Citation, _field: str, overwrite: Names) -> bool:
    return not record.title or "title" in overwrite


def _names(record: Citation, answer: Citation, field: str, _overwrite: Names) -> bool:
    """Tell whether nobody in the list has another role in the record.

    Catalogues list editors as authors, and the other way round.
    """
    stated = (getattr(record, other) for other in NAME_FIELDS if other != field)
    known = {name for listed in stated for name in _families(listed)}
    return known.isdisjoint(_families(getattr(answer, field)))


def _families(listed: Iterable[Name]) -> list[str]:
    found = (_same(name.family or name.literal or name.given) for name in listed)
    return [name for name in found if name]


def _container(record: Citation, answer: Citation, _field: str, overwrite: Names) -> bool:
    """Tell whether both appeared in one container, as far as the record tells."""
    ours, theirs = fingerprint(record), fingerprint(answer)
    if "container-title" in overwrite or not (ours.venues or ours.issn):
        return True
    if not {*ours.issn}.isdisjoint(theirs.issn):
        return True
    return venues.best(ours.venues, theirs.venues) in _ONE_VENUE


def _place(record: Citation, answer: Citation, field: str, overwrite: Names) -> bool:
    """Tell whether nothing speaks against the place, and it does not say the same twice."""
    if not _container(record, answer, field, overwrite):
        return False
    ours, theirs = fingerprint(record), fingerprint(answer)
    for name in ("volume", "issue"):
        one, other = getattr(ours, name), getattr(theirs, name)
        if one and other and one != other and name not in overwrite:
            return False
    if pages.compare(ours.pages, theirs.pages) == "different" and "page" not in overwrite:
        return False
    return not _is_said(record, answer, field)


def _is_said(record: Citation, answer: Citation, field: str) -> bool:
    """Tell whether a page or an article number would stand beside the other one."""
    if record.type in _NUMBERED or field not in ("page", "number") or getattr(record, field):
        return False
    if field == "number":
        return bool(record.page)
    again = answer.number and _same(answer.page) == _same(answer.number)
    return bool(record.number or again)


def _publisher(record: Citation, answer: Citation, _field: str, overwrite: Names) -> bool:
    """Tell whether both name one publisher at one place, as far as the record tells."""
    for field, name in (("publisher", "publisher"), ("publisher_place", "publisher-place")):
        stated = _same(getattr(record, field))
        if stated and stated != _same(getattr(answer, field)) and name not in overwrite:
            return False
    return True


def _abstract(record: Citation, _answer: Citation, field: str, overwrite: Names) -> bool:
    """Tell whether the abstract may be taken; its sections follow it."""
    return field == "abstract" and ("abstract" in overwrite or not record.abstract_sections)


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

"""What has been asked about a record, kept in the record, so that nothing is asked twice.

The notes stand in ``extra`` under ``enrich``, which is no format's name. They have no dates: what
is read and asked again is byte for byte the same. A merged record has those of its members, too.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from mentorlit.model import Citation
from mentorlit.services import Identifier

NOTES: Final = "enrich"
"""The key in ``extra``."""

ASKED: Final = "asked"
SOLVED: Final = "solved"
"""Problems that were taken out, each with its place, because what was missing is there."""

SEARCH: Final = "search"
"""The scheme of a question that has no identifier."""

UNKNOWN: Final = "unknown"
OTHER: Final = "other"
"""What is noted of an identifier that a service does not know, or that is not of this work."""

_MISSED: Final = (UNKNOWN, OTHER)
_WORDS_OF_MISSED: Final = 3
"""Blanks in a note with a service, a scheme, an identifier and what came of it."""

DECISION: Final = "decision"
"""Stands in the place of the service, where a question followed from a decision of a person."""


def text(service: str, scheme: str, value: str = "", came: str = "") -> str:
    """Return how a question is noted: ``crossref DOI 10.1000/1``, ``crossref search``.

    ``came`` is ``UNKNOWN`` or ``OTHER`` for an identifier that did not lead to the work.
    """
    return " ".join(part for part in (service, scheme, value, came) if part)


def was_answered(record: Citation) -> bool:
    """Tell whether one of the identifiers of the record led to its work."""
    return any(
        note.count(" ") >= 2
        and note.rpartition(" ")[2] not in _MISSED
        and not note.startswith(f"{DECISION} ")
        for note in _told(record)
    )


def led_elsewhere(record: Citation) -> frozenset[Identifier]:
    """Return the identifiers that a service was asked about and answered with another work."""
    found = (note.split(" ", 3) for note in _told(record) if note.count(" ") == _WORDS_OF_MISSED)
    return frozenset(Identifier(scheme, value) for _, scheme, value, came in found if came == OTHER)


def was_asked(record: Citation, service: str, scheme: str, value: str = "") -> bool:
    """Tell whether a service was asked this about the record, or about one that it is made of."""
    wanted = {text(service, scheme, value, came) for came in ("", *_MISSED)}
    return any(note in wanted for note in _told(record))


def was_noted(record: Citation, note: str) -> bool:
    """Tell whether this very note, as :func:`text` has it, stands in a record or in its members."""
    return note in _told(record)


def noted(record: Citation, texts: Iterable[str]) -> Citation:
    """Return a record with the questions that were asked, as :func:`text` has them, in order."""
    added = {*texts}.difference(_told(record))
    if not added:
        return record
    before = notes(record, ASKED)
    odd = [note for note in before if not isinstance(note, str)]
    listed = sorted([*added, *(note for note in before if isinstance(note, str))])
    return with_notes(record, ASKED, [*listed, *odd])


def _told(record: Citation) -> Iterator[str]:
    """Yield what was asked about a record and its members."""
    for one in _whole(record):
        yield from (note for note in notes(one, ASKED) if isinstance(note, str))


def notes(record: Citation, key: str) -> list[Any]:
    """Return what is noted under a key; nothing where somebody put something else there."""
    found = record.extra.get(NOTES)
    listed = found.get(key) if isinstance(found, dict) else None
    return [*listed] if isinstance(listed, list | tuple) else []


def with_notes(record: Citation, key: str, listed: list[Any]) -> Citation:
    """Return a record with these notes under a key; without the key if there are none."""
    stated = record.extra.get(NOTES)
    found = {**(stated if isinstance(stated, dict) else {}), key: listed}
    if not listed:
        del found[key]
    extra = {**record.extra, NOTES: found}
    if not found:
        del extra[NOTES]
    return msgspec.structs.replace(record, extra=extra)


def own(record: Citation, key: str) -> tuple[list[Any], list[Any]]:
    """Return the notes of the record itself, and those that it has from its members."""
    inner = [note for one in members(record) for note in notes(one, key)]
    every = notes(record, key)
    return [one for one in every if one not in inner], [one for one in every if one in inner]


def without_notes(record: Citation) -> Citation:
    """Return a record without any notes: what its sources state."""
    if NOTES not in record.extra:
        return record
    extra = {name: fields for name, fields in record.extra.items() if name != NOTES}
    return msgspec.structs.replace(record, extra=extra)


def forgotten(record: Citation) -> Citation:
    """Return a record without what was noted about it; its members keep theirs."""
    for key in (ASKED, SOLVED):
        found, inner = own(record, key)
        if found:
            record = with_notes(record, key, inner)
    return record


def _whole(record: Citation) -> Iterator[Citation]:
    yield record
    yield from members(record)


def members(record: Citation) -> Iterator[Citation]:
    """Yield the members of a record and theirs."""
    waiting = [*record.members]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.members)

"""Taking back what enriching did to a record."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_type_hints

import msgspec

from mentorlit.dedupe.merging.policy import FIELDS
from mentorlit.dedupe.versions import BY
from mentorlit.enriching.asked import SOLVED, forgotten, members, own
from mentorlit.enriching.filling import OVERWRITTEN, THEN
from mentorlit.enriching.marking import CODES
from mentorlit.model import PYTHON_NAME, Citation, Problem, Provenance, missing

_NOBODY: Final = ("", BY)
"""Who states the relations that enriching did not add: the source, or deduplication."""


def undone(record: Citation) -> Citation:
    """Return a record as it was before it was enriched, however often it was.

    What was filled is empty again, what was overwritten has its value and provenance back;
    relations, problems and notes of what was asked are gone. The members of a merged record, and
    what it has from them, stay as they are.
    """
    back = _taken_back(record)
    back = _unmarked(back)
    back = forgotten(_with_problems(back))
    if back is record:
        return record
    return msgspec.structs.replace(back, incomplete=missing(back))


def _taken_back(record: Citation) -> Citation:
    """Return a record without the values that are from answers."""
    provenance: dict[str, Provenance] = {}
    values: dict[str, Any] = {}
    for name, told in record.provenance.items():
        field, _, key = name.partition(".")
        if told.origin is None or PYTHON_NAME.get(field, field) not in FIELDS:
            provenance[name] = told
        elif key and field in _KEYED:
            left = values.get(field, getattr(record, field))
            values[field] = {one: left[one] for one in left if one != key}
        elif not _take_back(name, told, values):
            provenance[name] = told
        elif before := _before(told):
            provenance[name] = before
    if not values:
        return record
    return msgspec.structs.replace(record, **values, provenance=provenance)


_KEYED: Final = ("dates", "identifiers")
"""Fields of which each key has provenance of its own; their names are the same everywhere."""


def _take_back(name: str, told: Provenance, values: dict[str, Any]) -> bool:
    """Put the value that a field had among ``values``; tell whether that is one it can have."""
    field = PYTHON_NAME.get(name, "")
    try:
        values[field] = _value(field, told)
    except (msgspec.ValidationError, KeyError, AttributeError):
        # Somebody has changed the provenance by hand.
        values.pop(field, None)
        return False
    return True


def _before(told: Provenance) -> Provenance | None:
    """Return the provenance that an overwritten field had, if it had any."""
    head, then, rule = told.rule.partition(THEN)
    if head != OVERWRITTEN or not then or not told.others:
        return None
    return Provenance(told.others[0].members, rule, told.others[1:])


def _value(field: str, told: Provenance) -> Any:
    """Return the value that a field had; from JSON it has to be made what the field holds."""
    if not told.rule.startswith(OVERWRITTEN) or not told.others:
        return getattr(Citation(), field)
    return msgspec.convert(msgspec.to_builtins(told.others[0].value), _types()[field])


@cache
def _types() -> dict[str, Any]:
    return get_type_hints(Citation)


def _unmarked(record: Citation) -> Citation:
    """Return a record without what was told about its validity."""
    inner = [*members(record)]
    kept = {one for member in inner for one in member.relations}
    relations = tuple(one for one in record.relations if one.by in _NOBODY or one in kept)
    told = {problem for member in inner for problem in member.problems}
    problems = tuple(one for one in record.problems if one.code not in CODES or one in told)
    if relations == record.relations and problems == record.problems:
        return record
    return msgspec.structs.replace(record, relations=relations, problems=problems)


def _with_problems(record: Citation) -> Citation:
    """Return a record with the problems that were solved, in their places."""
    problems = [*record.problems]
    for place, problem in reversed([*_solved(record)]):
        problems.insert(place, problem)
    if len(problems) == len(record.problems):
        return record
    return msgspec.structs.replace(record, problems=tuple(problems))


def _solved(record: Citation) -> Iterator[tuple[int, Problem]]:
    """Yield the problems that were solved, in order; notes that are none are passed over."""
    for note in own(record, SOLVED)[0]:
        try:
            yield msgspec.convert(note, tuple[int, Problem])
        except msgspec.ValidationError:
            continue

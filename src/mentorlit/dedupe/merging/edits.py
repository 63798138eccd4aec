"""What was changed by hand in records that come in merged: it outlives the next merge.

A merged record that is not what its members give was edited. Its edited values are decisions: no
rule of the merge may undo them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from mentorlit.dedupe.canonical import canonical, digest
from mentorlit.dedupe.merging.choose_lists import unite
from mentorlit.dedupe.merging.merge import as_told
from mentorlit.dedupe.merging.policy import DEFAULT, FIELDS, Policy
from mentorlit.dedupe.merging.stated import Stated
from mentorlit.dedupe.versions import unlinked
from mentorlit.jsontext import encode
from mentorlit.model import JSON_NAME, Citation, Origin, Problem, Provenance, Seen, missing

_EDITED: Final = "edited"
_EDITED_TWICE: Final = "edited-twice"
_KEPT: Final = "an edited value is kept in place of what the members give"
_ONE_KEPT: Final = "edited to different values in several records; one of them is kept"


class Before(msgspec.Struct, frozen=True):
    """A record that came in merged, and ``base``, what its members alone gave.

    ``fields`` are the Python names of the fields that were edited; ``now`` tells whether its
    members still give ``base``, and not by another policy alone.
    """

    record: Citation
    base: Citation
    fields: tuple[str, ...]
    now: bool = True

    @property
    def changes(self) -> int:
        """How much of what the record says was changed, its source fields and problems included."""
        one, other = self.record, self.base
        return len(self.fields) + (one.extra != other.extra) + (one.problems != other.problems)


def compared(record: Citation, base: Citation, policy: Policy = DEFAULT) -> Before:
    """Return what was edited in a merged record; ``base`` is what ``policy`` makes of its members.

    Whatever policy merged the record, its provenance tells the rules: if what they give is nearer
    to the record, that is what was edited. Relations that deduplication added are no edit.
    """
    record = unlinked(record)
    found = _compared(record, base, now=True)
    if not found.changes or not record.provenance:
        return found
    before = _compared(record, as_told(record, policy), now=False)
    return before if before.changes < found.changes else found


def _compared(record: Citation, base: Citation, *, now: bool) -> Before:
    """Return the fields that differ; an abstract and its sections go together."""
    changed = [field for field in FIELDS if getattr(record, field) != getattr(base, field)]
    if "abstract" in changed and "abstract_sections" not in changed:
        changed.append("abstract_sections")
    return Before(record, base, tuple(changed), now)


def keep_edits(made: Citation, members: Sequence[Citation], before: Iterable[Before]) -> Citation:
    """Return ``made``, the merge of ``members``, with what was edited in records before it.

    The members of each record in ``before`` are among ``members``. One edited record that has
    exactly these members, and was merged as now, is returned as it is. Otherwise each edited value
    is kept (for ``extra`` each edited key), with the rule ``edited`` in its provenance, where what
    the members give stays seen, and a problem that says so; one that was filled from the answer of
    a service keeps ``filled`` or ``overwritten``, and needs no problem. Of several values for one
    field the first in canonical order of their records is kept.
    """
    found: dict[bytes, Before] = {}
    for one in sorted(before, key=lambda one: canonical(one.record)):
        if one.changes:
            found.setdefault(digest(one.record), one)
    edited = list(found.values())
    if not edited:
        return made
    if len(edited) == 1 and edited[0].now and encode(edited[0].record.members) == encode(members):
        return edited[0].record
    return _applied(made, tuple(members), edited)


def _applied(made: Citation, members: tuple[Citation, ...], edited: list[Before]) -> Citation:
    values: dict[str, Any] = {}
    provenance = dict(made.provenance)
    notes: list[Problem] = []
    for field in FIELDS:
        wanted = _wanted(field, made, edited)
        if not wanted:
            continue
        name = JSON_NAME[field]
        values[field] = wanted[0]
        provenance[name] = _told(field, made, wanted, edited)
        if provenance[name].origin is None:
            notes.append(Problem(_EDITED, _KEPT, name))
        if len(wanted) > 1:
            notes.append(Problem(_EDITED_TWICE, _ONE_KEPT, name))
    extra = _extra(made, edited)
    problems = _problems(made, edited, notes)
    if not values and extra == made.extra and problems == made.problems:
        return made
    whole = msgspec.structs.replace(
        made, **values, extra=extra, problems=problems, provenance=provenance, members=members
    )
    return msgspec.structs.replace(whole, incomplete=missing(whole))


def _wanted(field: str, made: Citation, edited: list[Before]) -> list[Any]:
    """Return the different values that a field was edited to and does not have anyway."""
    values = (getattr(one.record, field) for one in edited if field in one.fields)
    return _different(values, [getattr(made, field)])


def _different(values: Iterable[Any], known: Iterable[Any]) -> list[Any]:
    """Return the values that are not among the known ones, each once, in their order."""
    left = set(map(encode, known))
    found = {encode(value): value for value in values}
    return [value for key, value in found.items() if key not in left]


def _told(field: str, made: Citation, wanted: list[Any], edited: list[Before]) -> Provenance:
    """Return the provenance of an edited value: of no member; what was not taken stays seen.

    One that was filled from the answer of a service still says so.
    """
    name = JSON_NAME[field]
    told = made.provenance.get(name)
    seen = list(told.others) if told else []
    if getattr(made, field):
        seen.insert(0, Seen(value=getattr(made, field), members=told.members if told else (0,)))
    earlier = (one.record.provenance.get(name) for one in edited)
    left = [value for one in earlier for value in _edited_before(one)]
    known = [wanted[0], *(other.value for other in seen)]
    seen += [
        Seen(value=value, members=()) for value in _different((*wanted[1:], *left), known) if value
    ]
    origin = _filled_from(field, wanted[0], edited)
    rule = (f"overwritten+{told.rule}" if told else "filled") if origin else _EDITED
    return Provenance(members=(), rule=rule, others=tuple(seen), origin=origin)


def _filled_from(field: str, value: Any, edited: list[Before]) -> Origin | None:
    """Return the answer that a value was filled from, if it was."""
    same = (one.record for one in edited if getattr(one.record, field) == value)
    told = next((record.provenance.get(JSON_NAME[field]) for record in same), None)
    return told.origin if told else None


def _edited_before(told: Provenance | None) -> list[Any]:
    """Return the values that no member states and that an earlier merge did not take."""
    if told is None or told.rule != _EDITED:
        return []
    return [other.value for other in told.others if not other.members]


def _extra(made: Citation, edited: list[Before]) -> dict[str, dict[str, Any]]:
    """Return what the source fields are with the edited ones; other keys stay."""
    changed = [one.record.extra for one in edited if one.record.extra != one.base.extra]
    stated = [Stated(index, value) for index, value in enumerate((*changed, made.extra))]
    united: dict[str, dict[str, Any]] = unite(stated, ()).value
    return united if changed else made.extra


def _problems(made: Citation, edited: list[Before], notes: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems without those removed by hand, with those added, and the notes."""
    own = (_EDITED, _EDITED_TWICE)
    gone = {problem for one in edited for problem in one.base.problems}
    gone -= {problem for one in edited for problem in one.record.problems}
    added = [
        problem
        for one in edited
        for problem in one.record.problems
        if problem not in one.base.problems and problem.code not in own
    ]
    kept = [problem for problem in made.problems if problem not in gone]
    return tuple(dict.fromkeys((*kept, *added, *notes)))

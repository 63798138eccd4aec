"""What would change a decision: the same comparison with one thing taken away, or made to agree.

Nothing is derived from how scores are made: each change is made to the records themselves, and the
records are compared anew.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any, Final

import msgspec

from mentorlit.dedupe.scoring.score import DIFFERENT, DUPLICATE, RELATED, UNSURE, Decision
from mentorlit.model import PYTHON_NAME, Citation, PartialDate
from mentorlit.tables import load

Compare = Callable[[Citation, Citation], Decision]
Pair = tuple[Citation, Citation]

_OWN: Final = ("DOI", "PMID", "PMCID")
"""Schemes of ``identifiers`` that are evidence by themselves."""

_YEARS_APART: Final = 4
"""Years that surely are not those of print and on line."""

_CAUTIOUS: Final = (DIFFERENT, RELATED, UNSURE, DUPLICATE)
"""Outcomes, the most cautious first."""

_DOUBLE: Final = 4
"""Changes of two things that are given where no single one changes anything."""


class Change(msgspec.Struct, frozen=True):
    """What the records would be after a change; ``what`` says it in words.

    ``how`` is ``without`` (taken from both), ``agree`` (one record says what the other does),
    ``differ``, or ``both`` for two changes of different kinds.
    """

    what: str
    how: str
    fields: tuple[str, ...]
    decision: Decision


class _Edit(msgspec.Struct, frozen=True):
    """A change that can be made; ``made`` returns the records after it, in every way there is."""

    what: str
    how: str
    fields: tuple[str, ...]
    made: Callable[[Pair], Sequence[Pair]]


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/explain")


def fields(evidence: str) -> list[str]:
    """Return the JSON names of the fields behind a piece of evidence; ``a.b`` is an entry."""
    return list(_table()["fields"].get(evidence, ()))


def value(citation: Citation, path: str) -> Any:
    """Return a field of a record, or the entry ``b`` of the field ``a`` for ``a.b``.

    ``identifiers`` are those that no other path is of.
    """
    field, _, entry = path.partition(".")
    whole = getattr(citation, PYTHON_NAME[field])
    if path == "identifiers":
        return {scheme: values for scheme, values in whole.items() if scheme not in _OWN}
    return (whole.get(entry) or ()) if entry else whole


def changes(a: Citation, b: Citation, compare: Compare) -> list[Change]:
    """Return what the records would be after each single change, in the order of the table.

    If none of them changes the decision, some changes of two things that do follow.
    """
    now = compare(a, b)
    edits = list(_edits(a, b))
    found = [_changed(edit, (a, b), compare) for edit in edits]
    if any(differs(one.decision, now) for one in found):
        return found
    for edit in _together(edits):
        made = _changed(edit, (a, b), compare)
        if differs(made.decision, now):
            found.append(made)
        if len(found) == len(edits) + _DOUBLE:
            break
    return found


def differs(one: Decision, other: Decision) -> bool:
    """Tell whether two decisions say something else of the records."""
    return (one.outcome, one.relation) != (other.outcome, other.relation)


def _changed(edit: _Edit, pair: Pair, compare: Compare) -> Change:
    """Return what a change comes to; where it can be made in two ways, the more cautious one."""
    made = [compare(*one) for one in edit.made(pair)]
    cautious = min(made, key=_caution)
    return Change(edit.what, edit.how, edit.fields, cautious)


def _caution(made: Decision) -> tuple[int, float, str]:
    return _CAUTIOUS.index(made.outcome), made.score, made.relation


def _edits(a: Citation, b: Citation) -> Iterator[_Edit]:
    """Yield the changes that can be made to these records."""
    words = _table()["words"]
    for name, paths in _table()["fields"].items():
        one, other = ([value(record, path) for path in paths] for record in (a, b))
        if any(one) or any(other):
            yield _Edit(f"without the {words[name]}", "without", (name,), _without(paths))
        if one != other and (any(one) or any(other)):
            yield _Edit(f"if the {words[name]} agreed", "agree", (name,), _agreeing(paths))
        if name in (*_table()["other"], "issued") and any(one) and any(other):
            yield _Edit(f"if the {words[name]} differed", "differ", (name,), _differing(name))
    for words_of, names in _table()["together"].items():
        paths = [path for name in names for path in fields(name)]
        if any(value(a, path) != value(b, path) for path in paths):
            yield _Edit(f"if {words_of} agreed", "agree", tuple(names), _agreeing(paths))


def _together(edits: Sequence[_Edit]) -> Iterator[_Edit]:
    """Yield changes of two different things at once."""
    for one, other in combinations(edits, 2):
        if set(one.fields).isdisjoint(other.fields):
            yield _Edit(
                _both(one, other),
                one.how if one.how == other.how else "both",
                (*one.fields, *other.fields),
                _after(one.made, other.made),
            )


def _both(one: _Edit, other: _Edit) -> str:
    """Return two changes in words."""
    if one.how != other.how:
        return f"{one.what} and {other.what}"
    end = f" {one.what.rpartition(' ')[2]}" if one.how != "without" else ""
    rest = other.what.removeprefix("without ").removeprefix("if ")
    return f"{one.what.removesuffix(end)} and {rest}"


def _after(
    one: Callable[[Pair], Sequence[Pair]], other: Callable[[Pair], Sequence[Pair]]
) -> Callable[[Pair], Sequence[Pair]]:
    return lambda pair: [last for first in one(pair) for last in other(first)]


def _without(paths: Sequence[str]) -> Callable[[Pair], Sequence[Pair]]:
    empty = Citation()
    return lambda pair: [(_given(pair[0], empty, paths), _given(pair[1], empty, paths))]


def _agreeing(paths: Sequence[str]) -> Callable[[Pair], Sequence[Pair]]:
    """Let each record say what the other does, if that says anything."""

    def made(pair: Pair) -> Sequence[Pair]:
        a, b = pair
        found = []
        if any(value(a, path) for path in paths):
            found.append((a, _given(b, a, paths)))
        if any(value(b, path) for path in paths):
            found.append((_given(a, b, paths), b))
        return found

    return made


def _differing(name: str) -> Callable[[Pair], Sequence[Pair]]:
    return lambda pair: [(pair[0], _other(pair[1], name)), (_other(pair[0], name), pair[1])]


def _other(citation: Citation, name: str) -> Citation:
    """Return the record with another value than any record states."""
    bare = _given(citation, Citation(), fields(name))
    if name == "issued":
        year = citation.issued.year if citation.issued else None
        return msgspec.structs.replace(bare, issued=PartialDate(year=(year or 0) + _YEARS_APART))
    return msgspec.structs.replace(bare, **{PYTHON_NAME[name]: _table()["other"][name]})


def _given(citation: Citation, giver: Citation, paths: Sequence[str]) -> Citation:
    """Return the record with the fields of another one in place of its own."""
    values: dict[str, Any] = {}
    for path in paths:
        field, _, entry = path.partition(".")
        name = PYTHON_NAME[field]
        given = value(giver, path)
        if entry:
            whole = dict(values.get(name, getattr(citation, name)))
            whole.pop(entry, None)
            given = {**whole, entry: given} if given else whole
        elif path == "identifiers":
            own = values.get(name, citation.identifiers)
            given = {**{scheme: own[scheme] for scheme in _OWN if scheme in own}, **given}
        values[name] = given
    return msgspec.structs.replace(citation, **values)

"""What comes over from an answer into a record.

A value that was filled has in ``provenance`` the answer it is from (``origin``) and the rule
``filled``. One that was overwritten at the user's wish has the rule ``overwritten``, with the rule
of its provenance before behind ``+`` if it had any; what it replaced is the first of ``others``. So
:func:`mentorlit.enriching.undoing.undone` can bring every record back to what it was.
"""

from functools import cache
from typing import Any, Final

import msgspec

from mentorlit.enriching.agreeing import RULES, Two
from mentorlit.enriching.asked import SOLVED, notes, with_notes
from mentorlit.model import (
    JSON_NAME,
    PYTHON_NAME,
    Citation,
    Origin,
    Problem,
    Provenance,
    Seen,
    missing,
)
from mentorlit.tables import load

FILLED: Final = "filled"
OVERWRITTEN: Final = "overwritten"
THEN: Final = "+"
"""Joins ``overwritten`` to the rule that gave the value before."""


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """Return the fields that may be filled, under Python names, by the rule that lets them."""
    table = load("enriching")["fill"]
    return {group: tuple(PYTHON_NAME[name] for name in names) for group, names in table.items()}


@cache
def fillable() -> tuple[str, ...]:
    """Return the JSON names of the fields that may also be overwritten."""
    fields = [field for group in RULES for field in groups()[group]]
    return tuple(JSON_NAME[field] for field in fields if field != "abstract_sections")


def filled(
    record: Citation, answer: Citation, *, by: str, overwrite: frozenset[str] = frozenset()
) -> Citation:
    """Return ``record`` with what it does not state taken from ``answer``, which is the same work.

    ``by`` names the service. A field that says something stays, unless ``overwrite`` has its JSON
    name; what a service filled before stays anyway, and so does what somebody emptied in a merged
    record. Which fields may be filled, and which only together, is in tables/enriching.toml.
    """
    filling = _Filling(record, answer, told(answer.origin, by), overwrite)
    two = Two(record, answer, overwrite)
    for group, rule in RULES.items():
        for field in groups()[group]:
            if filling.may_take(field) and rule(two, field):
                filling.take(field)
    filling.take_keys()
    return filling.made()


def told(origin: Origin | None, by: str) -> Origin:
    """Return where a value is from: the answer's address, without its place among others.

    So the same work is the same in an answer about two hundred and in one about it alone.
    """
    if origin is None:
        return Origin(by, by, by, 1, 1, 0)
    return Origin(by, origin.file, origin.format, 1, 1, 0, origin.id)


class _Filling:
    """One record that is being filled: the values and the provenance that change."""

    def __init__(
        self, record: Citation, answer: Citation, origin: Origin, overwrite: frozenset[str]
    ) -> None:
        self._record = record
        self._answer = answer
        self._origin = origin
        self._overwrite = overwrite
        self._values: dict[str, Any] = {}
        self._provenance = dict(record.provenance)

    def may_take(self, field: str) -> bool:
        """Tell whether the answer has a value for a field that is empty, or to be overwritten.

        A field that is empty and has provenance was emptied by somebody.
        """
        name = JSON_NAME[field]
        before = self._record.provenance.get(name)
        stated, value = getattr(self._record, field), getattr(self._answer, field)
        if not stated:
            return bool(value) and before is None
        if name not in self._overwrite or not value or value == stated:
            return False
        return before is None or before.origin is None

    def take(self, field: str) -> None:
        """Take a field; an abstract with its sections."""
        self._put(field)
        if field == "abstract":
            parts = self._record.abstract_sections, self._answer.abstract_sections
            if parts[0] != parts[1]:
                self._put("abstract_sections")

    def _put(self, field: str) -> None:
        name = JSON_NAME[field]
        stated = getattr(self._record, field)
        before = self._record.provenance.get(name)
        rule, others = FILLED, tuple[Seen, ...]()
        if stated:
            rule = OVERWRITTEN if before is None else f"{OVERWRITTEN}{THEN}{before.rule}"
            others = (
                Seen(stated, before.members if before else ()),
                *(before.others if before else ()),
            )
        self._values[field] = getattr(self._answer, field)
        self._provenance[name] = Provenance((), rule, others, self._origin)

    def take_keys(self) -> None:
        """Take dated events and identifiers key by key; a DOI of its own kind beside another."""
        answer = self._answer
        self._add("dates", answer.dates)
        further = {
            scheme: values
            for scheme, values in answer.identifiers.items()
            if scheme not in load("enriching")["own"]["schemes"]
        }
        for field in ("doi", "pmid", "pmcid"):
            value, stated = getattr(answer, field), getattr(self._record, field)
            kept = field in self._values or not stated or value.casefold() == stated.casefold()
            if value and not kept:
                further.setdefault(JSON_NAME[field], (value,))
        self._add("identifiers", further)
        self._add_address()

    def _add(self, field: str, found: dict[str, Any]) -> None:
        stated = getattr(self._record, field)
        added = {
            key: value
            for key, value in found.items()
            if value and key not in stated and f"{field}.{key}" not in self._provenance
        }
        if added:
            self._values[field] = {**stated, **added}
            for key in added:
                self._provenance[f"{field}.{key}"] = Provenance((), FILLED, (), self._origin)

    def _add_address(self) -> None:
        """Take the address of a work that has no identifier which leads to it."""
        known = [self._values.get(name) or getattr(self._record, name) for name in _LEADING]
        if not any(known) and self.may_take("url") and not self._record.url:
            self._put("url")

    def made(self) -> Citation:
        """Return the record as it is now."""
        if not self._values:
            return self._record
        changed = msgspec.structs.replace(self._record, **self._values, provenance=self._provenance)
        return solved(msgspec.structs.replace(changed, incomplete=missing(changed)))


_LEADING: Final = ("doi", "pmid", "pmcid", "identifiers")


def solved(record: Citation) -> Citation:
    """Return a record without problems that say only that a field is missing which is not now.

    They are noted with their places, so that they come back with :func:`undone`.
    """
    table = load("enriching")["solved"]
    left: list[Problem] = []
    gone: list[list[Any]] = []
    for problem in record.problems:
        name = PYTHON_NAME.get(table.get(problem.code, ""), "")
        if name and getattr(record, name):
            gone.append([len(left), msgspec.to_builtins(problem)])
        else:
            left.append(problem)
    if not gone:
        return record
    whole = with_notes(record, SOLVED, [*notes(record, SOLVED), *gone])
    return msgspec.structs.replace(whole, problems=tuple(left))

"""How merged records get their values: the rule of each field, and the sources that go first.

The rules of the default policy are data (tables/dedupe/merge.toml); a policy names what differs.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation
from mentorlit.tables import load

FIELDS: Final = tuple(field for field in JSON_NAME if field not in RECORD_FIELDS)
"""The Python names of the fields that describe the work."""

WITH_ABSTRACT: Final = "with-abstract"
"""The rule of what goes by another field's rule."""

SEVERAL: Final = frozenset(("union", "unite", "identifiers"))
"""Rules that take what all members say."""

MAJORITY: Final = "majority"
LONGEST: Final = "longest"
PREFER: Final = "prefer"
SOURCE_ORDER: Final = "source-order"
REGISTRY_FIRST: Final = "registry-first"
MOST_COMPLETE: Final = "most-complete"
FULLEST: Final = "fullest"
FIRST: Final = (FULLEST, SOURCE_ORDER, REGISTRY_FIRST)
"""Rules that say whose value is taken; of those values one is chosen by the field's own rule."""

_THEN: Final = "+"
"""Joins rules that were followed one after the other, in provenance."""


class Policy(msgspec.Struct, frozen=True):
    """What a merge goes by.

    Attributes:
        rules: JSON names of fields with their rules, where they are not the default ones.
        default: the rule of all other fields of one value; ``""`` leaves them theirs.
        sources: the order of sources for the rule ``source-order``.
        prefer: sources whose values win in every field, the first one most.

    A source is given by the label in ``origin.source``, by the name of the file, or by the
    database that the record names in its field ``source``; case does not count.

    """

    rules: tuple[tuple[str, str], ...] = ()
    default: str = ""
    sources: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()


DEFAULT: Final = Policy()
"""Each field by its own rule, no source before another."""


class FieldRule(msgspec.Struct, frozen=True, gc=False):
    """The rule of one field; ``first`` says whose values it chooses from, if not all members'."""

    field: str
    rule: str
    first: str = ""


@cache
def own_rule(field: str) -> str:
    """Return the rule of a field in the default policy; the field is given by its Python name."""
    several = isinstance(getattr(Citation(), field), tuple)
    return str(load("dedupe/merge").get(JSON_NAME[field], "union" if several else MAJORITY))


@cache
def rules_for(field: str) -> tuple[str, ...]:
    """Return the rules that a policy may give a field: its own one, and what fits its values."""
    own = own_rule(field)
    if own == WITH_ABSTRACT:
        return ()
    if own in ("unite", "identifiers"):
        return ("union", *FIRST)
    if own == "precise":
        return (own, MAJORITY, MOST_COMPLETE, *FIRST)
    if isinstance(getattr(Citation(), field), tuple):
        return tuple(dict.fromkeys((own, "union", MAJORITY, LONGEST, MOST_COMPLETE, *FIRST)))
    return tuple(dict.fromkeys((own, MAJORITY, LONGEST, MOST_COMPLETE, *FIRST)))


def base_rule(field: str, told: str) -> str:
    """Return the rule that chose, of a rule as provenance names it; ``""`` if it is none."""
    rule = told.rpartition(_THEN)[2]
    known = rule == own_rule(field) or rule in rules_for(field)
    return rule if known and rule != WITH_ABSTRACT and rule not in FIRST else ""


@cache
def planned(policy: Policy) -> tuple[FieldRule, ...]:
    """Return the rules of a policy, in the order of ``FIELDS``."""
    stated = dict(policy.rules)
    return tuple(_field_rule(field, stated, policy.default) for field in FIELDS)


def _field_rule(field: str, stated: dict[str, str], default: str) -> FieldRule:
    own = own_rule(field)
    wanted = stated.get(JSON_NAME[field], "")
    if not wanted and own not in SEVERAL and default in rules_for(field):
        wanted = default
    if wanted in FIRST:
        return FieldRule(field, own, wanted)
    is_alias = wanted == "union" and own in SEVERAL
    return FieldRule(field, own if is_alias or not wanted else wanted)


class Ranks:
    """Whose values are looked at first in one cluster; ``everyone`` are all its members."""

    def __init__(self, policy: Policy, members: Sequence[Citation]) -> None:
        self.everyone = tuple(range(len(members)))
        self._members = members
        self._sources = _places(policy.sources)
        self._first: dict[str, list[int]] = {}
        prefer = _places(policy.prefer)
        self._prefer = [_place_of(one, prefer) for one in members] if prefer else None

    def place(self, member: int) -> tuple[int, int]:
        """Return what sorts members: preferred sources first."""
        return (self._prefer[member] if self._prefer else 0), member

    def of(self, by: FieldRule, stated: list[int]) -> tuple[list[int], str]:
        """Return which of the members that state a field are looked at, and the rule's full name.

        The name tells if that left somebody out: "registry-first+title".
        """
        if not by.first and self._prefer is None:
            return stated, by.rule
        if not by.first and by.rule in SEVERAL:
            return sorted(stated, key=self.place), by.rule
        left, steps = stated, []
        for step, ranks in ((PREFER, self._prefer), (by.first, self._ranked(by.first))):
            if ranks:
                best = min(ranks[member] for member in left)
                found = [member for member in left if ranks[member] == best]
                steps += [step] if len(found) < len(left) else []
                left = found
        return left, _THEN.join((*steps, by.rule))

    def _ranked(self, first: str) -> list[int]:
        """Return the rank of each member by one of the rules in ``FIRST``; lower goes first."""
        if first and first not in self._first:
            members = self._members
            if first == FULLEST:
                ranks = list(range(len(members)))
            elif first == SOURCE_ORDER:
                ranks = [_place_of(one, self._sources) for one in members]
            else:
                ranks = [int(not _is_registry(one)) for one in members]
            self._first[first] = ranks
        return self._first.get(first, [])


def preference(citation: Citation, policy: Policy) -> int:
    """Return the place of a record's source among the preferred ones; 0 goes first.

    A merged record has the place of its most preferred member.
    """
    places = _places(policy.prefer)
    return min(_place_of(one, places) for one in (citation.members or (citation,)))


@cache
def _places(sources: tuple[str, ...]) -> dict[str, int]:
    return {source.casefold(): place for place, source in reversed(list(enumerate(sources)))}


def _place_of(citation: Citation, places: dict[str, int]) -> int:
    """Return the place of a record's source in an order; those that are not in it come last."""
    return min(places.get(name, len(places)) for name in source_names(citation))


def source_names(citation: Citation) -> tuple[str, ...]:
    """Return the names that a record's source goes by, in lower case."""
    origin = citation.origin
    names = (origin.source, origin.file, citation.source) if origin else (citation.source,)
    return tuple(name.casefold() for name in names)


def _is_registry(citation: Citation) -> bool:
    """Tell whether a record is one of a registry's own."""
    table = load("dedupe/registries")
    if citation.origin and citation.origin.format in table["formats"]:
        return True
    return fold(citation.source) in table["sources"]

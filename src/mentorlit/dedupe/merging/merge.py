"""A cluster to one citation: the best value of each field, and where each came from.

Which rule a field goes by is a :class:`~mentorlit.dedupe.merging.policy.Policy`; what the rules
do is in :mod:`mentorlit.dedupe.merging.choose`.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints import venues
from mentorlit.dedupe.merging.choose import RULES
from mentorlit.dedupe.merging.choose_lists import left_out, unite
from mentorlit.dedupe.merging.policy import (
    DEFAULT,
    FIELDS,
    SEVERAL,
    WITH_ABSTRACT,
    FieldRule,
    Policy,
    Ranks,
    base_rule,
    planned,
)
from mentorlit.dedupe.merging.stated import Choice, Stated, frozen, sameness
from mentorlit.model import JSON_NAME, Citation, Provenance, Seen, missing

_KEPT_IN_IDENTIFIERS: Final = ("doi", "pmid", "pmcid")

Chosen = dict[str, tuple[Choice, Provenance]]
Values = tuple[Any, ...]


def merge(members: Sequence[Citation], policy: Policy = DEFAULT) -> Citation:
    """Return one citation for the records of one paper, which come in canonical order.

    A record alone is returned as it is. Otherwise the whole records are in ``members``, and
    ``provenance`` says for each field which of them its value came from, by which rule, and
    which other values were seen: every citation key, identifier, keyword and abstract of the
    members is a value or among those. ``origin`` is the first member's.
    """
    return _merge(members, policy, {}) if len(members) > 1 else members[0]


def as_told(record: Citation, policy: Policy = DEFAULT) -> Citation:
    """Return what the members of a merged record gave by the rules that its provenance names.

    So it is found out what was edited in a record that another policy merged. Where the
    provenance names no rule, the field goes by ``policy``.
    """
    return _merge(record.members, policy, record.provenance)


def _merge(members: Sequence[Citation], policy: Policy, told: Mapping[str, Provenance]) -> Citation:
    ranks = Ranks(policy, members)
    chosen: Chosen = {}
    columns = list(zip(*map(_described, members), strict=True))
    stated = compress(zip(planned(policy), columns, strict=True), map(any, columns))
    for by, values in stated:
        if by.rule != WITH_ABSTRACT:
            before = told.get(JSON_NAME[by.field]) if told else None
            chosen[by.field] = (before and _as_before(by.field, before, values, members)) or (
                _choose(by, values, members, ranks)
            )
    _follow_abstract(chosen, members)
    _keep_abbreviation(chosen, members)
    _keep_identifiers(chosen, members, ranks)
    _drop_repeated_page(chosen)
    return _built(chosen, members)


def _described(citation: Citation) -> Values:
    """Return the values of ``FIELDS``, which stand before all others in a record."""
    return msgspec.structs.astuple(citation)[: len(FIELDS)]


def _choose(
    by: FieldRule, values: Values, members: Sequence[Citation], ranks: Ranks
) -> tuple[Choice, Provenance]:
    """Return what the field's rule chooses, and its provenance.

    Nothing is folded or parsed where all members that state the field agree.
    """
    value = values[0]
    if value and values.count(value) == len(values):
        return _agreed(by.rule, value, ranks.everyone, members)
    stated = [index for index, value in enumerate(values) if value]
    value = values[stated[0]]
    if values.count(value) == len(stated):
        return _agreed(by.rule, value, tuple(stated), members)
    looked_at, name = ranks.of(by, stated)
    listed = [Stated(index, values[index]) for index in looked_at]
    choice = RULES[by.rule](listed, members)
    others = _others(by.rule, listed, choice, [i for i in stated if i not in looked_at], values)
    return choice, Provenance(choice.members, name, others)


def _agreed(
    rule: str, value: Any, stated: tuple[int, ...], members: Sequence[Citation]
) -> tuple[Choice, Provenance]:
    """Return the choice of the one value that there is."""
    others: tuple[Seen, ...] = ()
    if rule in SEVERAL:
        first = [Stated(index, value) for index in stated]
        choice = RULES[rule](first[:1], members)
        if len(choice.value) < len(value):
            others = left_out(first, choice)
        value = choice.value
    elif rule == "names":
        stated = stated[:1]
    return Choice(value, stated), Provenance(stated, rule, others)


def _as_before(
    field: str, told: Provenance, values: Values, members: Sequence[Citation]
) -> tuple[Choice, Provenance] | None:
    """Return what the rule that was followed gives of the members that were taken, if it can."""
    rule = base_rule(field, told.rule)
    taken = [index for index in told.members if 0 <= index < len(values) and values[index]]
    if not rule or not taken:
        return None
    every = [index for index, value in enumerate(values) if value]
    listed = [Stated(at, values[at]) for at in (taken if rule in SEVERAL else sorted(set(taken)))]
    choice = RULES[rule](listed, members)
    others = _others(rule, listed, choice, [i for i in every if i not in taken], values)
    return choice, Provenance(choice.members, told.rule, others)


def _others(
    rule: str, listed: Sequence[Stated], choice: Choice, not_listed: Iterable[int], values: Values
) -> tuple[Seen, ...]:
    """Return the values that were not chosen, each in its first wording, with its members."""
    beside = [Stated(index, values[index]) for index in not_listed]
    if rule in SEVERAL:
        return left_out(listed, choice) + (_different(beside, choice) if beside else ())
    every = sorted((*listed, *beside), key=lambda one: one.member) if beside else listed
    return _different(every, choice)


def _different(stated: Sequence[Stated], choice: Choice) -> tuple[Seen, ...]:
    found: dict[Any, tuple[Any, list[int]]] = {}
    for one in stated:
        if one.value != choice.value:
            found.setdefault(frozen(one.value), (one.value, []))[1].append(one.member)
    return tuple(Seen(value, tuple(group)) for value, group in found.values())


def _follow_abstract(chosen: Chosen, members: Sequence[Citation]) -> None:
    """Take the sections from the member whose abstract was taken: they are one text."""
    if "abstract" not in chosen:
        return
    text = chosen["abstract"][0].value
    for index in chosen["abstract"][0].members:
        sections = members[index].abstract_sections
        if sections and members[index].abstract == text:
            choice = Choice(sections, (index,))
            chosen["abstract_sections"] = (choice, Provenance((index,), WITH_ABSTRACT))
            return


def _keep_abbreviation(chosen: Chosen, members: Sequence[Citation]) -> None:
    """Keep the abbreviated title of the container as its short form where none is stated."""
    told = chosen.get("container_title")
    if told is None or not told[1].others or "container_title_short" in chosen:
        return
    full = told[0].value
    short = [
        Stated(index, name)
        for index, member in enumerate(members)
        if 0 < len(name := member.container_title) < 0.8 * len(full)
        and venues.compare(venues.venue(name), venues.venue(full)) == venues.COMPATIBLE
    ]
    if short:
        value = max(short, key=lambda one: len(one.value)).value
        taken = tuple(one.member for one in short if sameness(one.value) == sameness(value))
        choice = Choice(value, taken)
        chosen["container_title_short"] = (choice, Provenance(taken, "abbreviation"))


def _keep_identifiers(chosen: Chosen, members: Sequence[Citation], ranks: Ranks) -> None:
    """Keep the DOIs, PMIDs and PMCIDs that were not chosen among the further identifiers."""
    further: dict[str, tuple[str, ...]] = {}
    sources: list[int] = []
    for field in _KEPT_IN_IDENTIFIERS:
        for seen in chosen[field][1].others if field in chosen else ():
            further[JSON_NAME[field]] = (*further.get(JSON_NAME[field], ()), seen.value)
            sources.extend(seen.members)
    if not further:
        return
    order = chosen["identifiers"][0].members if "identifiers" in chosen else ()
    stated = [Stated(index, members[index].identifiers) for index in order]
    stated.append(Stated(sources[0], further))
    value = RULES["identifiers"](stated, members).value
    taken = tuple(sorted({*sources, *order}, key=ranks.place))
    others = chosen["identifiers"][1].others if order else ()
    chosen["identifiers"] = (Choice(value, taken), Provenance(taken, "identifiers", others))


def _drop_repeated_page(chosen: Chosen) -> None:
    """Leave out a page that is the article number in another record's words; it stays seen."""
    if "page" not in chosen or "number" not in chosen:
        return
    page, number = chosen["page"], chosen["number"]
    if sameness(page[0].value) != sameness(number[0].value):
        return
    seen = Seen(value=page[0].value, members=page[0].members)
    told = msgspec.structs.replace(number[1], others=(*number[1].others, seen, *page[1].others))
    chosen["number"] = (number[0], told)
    del chosen["page"]


def _built(chosen: Chosen, members: Sequence[Citation]) -> Citation:
    """Return the citation with its provenance, members, and what is still missing or doubtful."""
    values = {field: choice.value for field, (choice, _) in chosen.items()}
    provenance = {JSON_NAME[field]: told for field, (_, told) in chosen.items()}
    citation = Citation(
        **values,
        extra=_extra(members),
        problems=_problems(members, provenance),
        origin=members[0].origin,
        provenance=provenance,
        members=tuple(members),
    )
    lacking = missing(citation)
    return msgspec.structs.replace(citation, incomplete=lacking) if lacking else citation


def _extra(members: Sequence[Citation]) -> dict[str, dict[str, Any]]:
    """Return every source field of every member, whatever the policy."""
    stated = [Stated(index, one.extra) for index, one in enumerate(members) if one.extra]
    united: dict[str, dict[str, Any]] = unite(stated, members).value if stated else {}
    return united


def _problems(members: Sequence[Citation], provenance: dict[str, Provenance]) -> tuple[Any, ...]:
    """Return the members' problems without those about a value that was not taken."""
    found: dict[Any, None] = {}
    for index, member in enumerate(members):
        for problem in member.problems:
            told = provenance.get(problem.field)
            if told is None or index in told.members:
                found[problem] = None
    return tuple(found)

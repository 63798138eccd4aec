"""A cluster to one citation: the best value of each field, and where each came from.

Which rule a field goes by is data (tables/dedupe/merge.toml); what the rules do is in
:mod:`mentorlit.dedupe.choose`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import msgspec

from mentorlit.dedupe import venues
from mentorlit.dedupe.choose import RULES, Choice, Stated, sameness
from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation, Provenance, Seen, missing
from mentorlit.tables import load

_WITH_ABSTRACT: Final = "with-abstract"
_SEVERAL: Final = ("union", "unite", "identifiers")
"""Rules that leave nothing out, so that there are no other values."""

FIELDS: Final = tuple(field for field in JSON_NAME if field not in RECORD_FIELDS)
"""The Python names of the fields that describe the work."""

Chosen = dict[str, tuple[Choice, Provenance]]


@cache
def _rule(field: str) -> str:
    """Return the name of the rule for a field, given by its Python name."""
    several = isinstance(getattr(Citation(), field), tuple)
    return str(load("dedupe/merge").get(JSON_NAME[field], "union" if several else "majority"))


def merge(members: Sequence[Citation]) -> Citation:
    """Return one citation for the records of one paper, which come in canonical order.

    A record alone is returned as it is. Otherwise the whole records are in ``members``, and
    ``provenance`` says for each field which of them its value came from, by which rule, and
    which other values were seen. ``origin`` is the first member's.
    """
    if len(members) == 1:
        return members[0]
    chosen = {
        field: made
        for field in FIELDS
        if _rule(field) != _WITH_ABSTRACT and (made := _choose(field, members))
    }
    _follow_abstract(chosen, members)
    _keep_abbreviation(chosen, members)
    _keep_identifiers(chosen, members)
    _drop_repeated_page(chosen)
    return _built(chosen, members)


def _choose(field: str, members: Sequence[Citation]) -> tuple[Choice, Provenance] | None:
    """Return what the field's rule chooses, and its provenance; None if no member states it."""
    stated = _stated(field, members)
    if not stated:
        return None
    rule = _rule(field)
    choice = RULES[rule](stated, members)
    others = () if rule in _SEVERAL else _others(stated, choice)
    return choice, Provenance(members=choice.members, rule=rule, others=others)


def _stated(field: str, members: Sequence[Citation]) -> list[Stated]:
    values = ((index, getattr(member, field)) for index, member in enumerate(members))
    return [Stated(index, value) for index, value in values if value]


def _others(stated: Sequence[Stated], choice: Choice) -> tuple[Seen, ...]:
    """Return the values that were not chosen, each in its first wording, with its members."""
    found: dict[Any, list[Stated]] = {}
    for one in stated:
        if one.value != choice.value:
            found.setdefault(one.value, []).append(one)
    return tuple(
        Seen(value=value, members=tuple(one.member for one in group))
        for value, group in found.items()
    )


def _follow_abstract(chosen: Chosen, members: Sequence[Citation]) -> None:
    """Take the sections from the member whose abstract was taken: they are one text."""
    if "abstract" not in chosen:
        return
    text = chosen["abstract"][0].value
    for index in chosen["abstract"][0].members:
        sections = members[index].abstract_sections
        if sections and members[index].abstract == text:
            choice = Choice(sections, (index,))
            chosen["abstract_sections"] = (choice, Provenance((index,), _WITH_ABSTRACT))
            return


def _keep_abbreviation(chosen: Chosen, members: Sequence[Citation]) -> None:
    """Keep the abbreviated title of the container as its short form where none is stated."""
    if "container_title" not in chosen or "container_title_short" in chosen:
        return
    full = chosen["container_title"][0].value
    short = [
        one
        for one in _stated("container_title", members)
        if len(one.value) < 0.8 * len(full)
        and venues.compare(venues.venue(one.value), venues.venue(full)) == venues.COMPATIBLE
    ]
    if short:
        value = max(short, key=lambda one: len(one.value)).value
        taken = tuple(one.member for one in short if sameness(one.value) == sameness(value))
        choice = Choice(value, taken)
        chosen["container_title_short"] = (choice, Provenance(taken, "abbreviation"))


def _keep_identifiers(chosen: Chosen, members: Sequence[Citation]) -> None:
    """Keep the DOIs, PMIDs and PMCIDs that were not chosen among the further identifiers."""
    further: dict[str, tuple[str, ...]] = {}
    sources: list[int] = []
    for field in ("doi", "pmid", "pmcid"):
        for seen in chosen[field][1].others if field in chosen else ():
            further[JSON_NAME[field]] = (*further.get(JSON_NAME[field], ()), seen.value)
            sources.extend(seen.members)
    if not further:
        return
    stated = [*_stated("identifiers", members), Stated(sources[0], further)]
    value = RULES["identifiers"](stated, members).value
    taken = tuple(sorted({*sources, *(one.member for one in stated)}))
    chosen["identifiers"] = (Choice(value, taken), Provenance(taken, "identifiers"))


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
    extra = _choose("extra", members)
    citation = Citation(
        **values,
        extra=extra[0].value if extra else {},
        problems=_problems(members, provenance),
        origin=members[0].origin,
        provenance=provenance,
        members=tuple(members),
    )
    return msgspec.structs.replace(citation, incomplete=missing(citation))


def _problems(members: Sequence[Citation], provenance: dict[str, Provenance]) -> tuple[Any, ...]:
    """Return the members' problems without those about a value that was not taken."""
    found: dict[Any, None] = {}
    for index, member in enumerate(members):
        for problem in member.problems:
            told = provenance.get(problem.field)
            if told is None or index in told.members:
                found[problem] = None
    return tuple(found)

"""Funders, relations, updates and other DOIs of a work of Crossref."""

from functools import lru_cache
from typing import Any, Final

from mentorlit.formats.aggregator.numbers import doi
from mentorlit.formats.aggregator.text import line, lines
from mentorlit.formats.crossref_json.schema import Update, Work
from mentorlit.model import Funding, Relation
from mentorlit.tables import load

_IS: Final = "is-"


def add(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Put funders and links to other works into ``fields``."""
    if work.funder:
        fields["funding"] = tuple(
            Funding(line(one.name), tuple(lines(one.award)), doi(one.doi)) for one in work.funder
        )
        numbers = [{"id": one.id} if one.id else {} for one in work.funder]
        if any(numbers):
            extra.setdefault("funder", numbers)
    if not (work.relation or work.update_to or work.updated_by):
        return
    found = [
        _relation(_kind(name), one.id_type, one.id)
        for name, others in work.relation.items()
        for one in others
    ]
    found += [_update(one, "of") for one in work.update_to]
    found += [_update(one, "in") for one in work.updated_by]
    fields["relations"] = tuple(dict.fromkeys(one for one in found if one.id))
    _keep_dates(work, extra)


def aliases(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Take the DOIs that lead to this work since theirs was found to be the same."""
    if not work.aliases:
        return
    found = [(text, doi(text)) for text in work.aliases]
    others = dict.fromkeys(number for _, number in found if number and number != fields.get("doi"))
    if others:
        fields["identifiers"] = {"DOI": tuple(others)}
    if unknown := [text for text, number in found if text and not number]:
        extra["aliases"] = unknown


@lru_cache(maxsize=1 << 12)
def _kind(name: str) -> str:
    """Return the model's name of a relation: Crossref's without ``is-``, as a rule."""
    return str(load("crossref_json")["relation"].get(name, name.removeprefix(_IS)))


def _relation(kind: str, scheme: str, identifier: str) -> Relation:
    scheme = load("crossref_json")["scheme"].get(scheme.lower(), scheme)
    text = line(identifier)
    return Relation(kind, scheme, (doi(text) or text) if scheme == "DOI" else text)


def _update(update: Update, side: str) -> Relation:
    """Return ``erratum-of`` for a notice, ``erratum-in`` for what there is a notice about.

    An expression of concern is one ``for`` a work, as MEDLINE says it.
    """
    kind = load("crossref_json")["update"].get(update.type, update.type or "update")
    if side == "of" and kind == "expression-of-concern":
        side = "for"
    return Relation(f"{kind}-{side}", "DOI", doi(update.doi) or line(update.doi))


def _keep_dates(work: Work, extra: dict[str, Any]) -> None:
    """Keep who says it and since when, which relations have no place for."""
    for name, updates in (("update-to", work.update_to), ("updated-by", work.updated_by)):
        shown = [
            {
                "DOI": one.doi,
                "type": one.type,
                "label": one.label,
                "source": one.source,
                "updated": one.updated.date_parts if one.updated else None,
                "record-id": one.record_id,
            }
            for one in updates
        ]
        if shown:
            extra[name] = [{key: value for key, value in one.items() if value} for one in shown]

"""CSL-JSON, value by value and in both directions, for the reader and the writer of the format.

:func:`encode` gives the CSL-JSON form of a field's value, :func:`decode` understands what CSL-JSON
from anywhere has in its place. Where ``decode(encode(value))`` is not ``value``, CSL-JSON cannot
hold it, and the writer puts the value itself into the item's ``custom`` object as well.
"""

from functools import cache
from typing import Any

from mentorlit.formats.csl import dates, names, values
from mentorlit.identifiers import dois
from mentorlit.model import JSON_NAME, NAME_FIELDS, RECORD_FIELDS, Citation
from mentorlit.plaintext import clean
from mentorlit.tables import load

DATE_FIELDS = frozenset({"issued", "original-date", "accessed", "event-date"})
"""The fields that are CSL date variables (JSON names)."""

_NAMES = frozenset(JSON_NAME[field] for field in NAME_FIELDS)
_WITHOUT_VARIABLE = frozenset(
    {
        *(JSON_NAME[field] for field in RECORD_FIELDS),
        *("abstract-sections", "affiliation", "alternative-title", "citation-key", "dates"),
        *("funding", "identifiers", "relations", "type"),
    }
)


@cache
def variables() -> dict[str, str]:
    """Return the fields of the model that have a CSL variable, and its name."""
    renamed = load("csl")["variable"]
    return {
        field: renamed.get(field, field)
        for field in JSON_NAME.values()
        if field not in _WITHOUT_VARIABLE
    }


@cache
def types() -> frozenset[str]:
    """Return the CSL item types."""
    return frozenset(load("csl")["types"])


def item_type(citation: Citation) -> str:
    """Return the type to write: the citation's, if CSL has it, else the one that says least."""
    return citation.type if citation.type in types() else str(load("csl")["untyped"])


def encode(field: str, value: Any) -> Any:
    """Return the CSL-JSON form of ``value``, the value of a field with a CSL variable.

    ``None`` if CSL-JSON can hold nothing of it.
    """
    if field in _NAMES:
        return [name for name in map(names.encode, value) if name] or None
    if field in DATE_FIELDS:
        return dates.encode(value) if value is not None else None
    return values.encode(field, value)


def decode(field: str, raw: Any) -> Any:
    """Return the model's value for ``raw``, found where CSL-JSON has this field.

    ``None`` for ``null`` and for what cannot be understood.
    """
    if field in _NAMES:
        return names.decode(raw)
    if field in DATE_FIELDS:
        return dates.decode(raw)
    return values.decode(field, raw)


def is_whole(field: str, raw: Any, value: Any) -> bool:
    """Tell whether ``value``, decoded from ``raw``, holds all of it.

    It does not where a date has a day that no month has, where a list stands for one text, and
    where more than DOIs stand in ``DOI``.
    """
    if field in DATE_FIELDS:
        return dates.is_whole(raw, value)
    if field == "DOI":
        return dois(doi_text(raw))[1]
    if isinstance(raw, list) and isinstance(value, str):
        return len({text for text in map(clean, raw) if text}) <= 1
    return True


def doi_text(raw: Any) -> str:
    """Return what stands in ``DOI``, one text or a list of them, as one text."""
    return "; ".join(map(clean, raw)) if isinstance(raw, list) else clean(raw)

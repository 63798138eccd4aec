"""Labelled notes: what RIS has no tag for, readable for a person and for this program.

``N1  - Rights: CC BY 4.0``, ``N1  - Date (received): 2013-02-15``. :func:`notes` makes them,
:func:`take` reads them; whatever :func:`take` would not read as it was is not written.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from mentorlit.dates import iso, make
from mentorlit.model import PYTHON_NAME, Citation, Funding, Keyword, Name, PartialDate, Relation
from mentorlit.names import inverted, sort_form
from mentorlit.tables import load

_HEAD: Final = re.compile(r"([A-Z][A-Za-z ]{1,30})(?: \(([^()]{1,60})\))?: +(?=\S)")
_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?|-S([1-4]))?(~)?\Z")
_RELATED: Final = re.compile(r"([A-Za-z]\S{0,30}) (\S+?)(?:; (.+))?\Z")
_DATE_FIELDS: Final = {
    "issued": "issued",
    "accessed": "accessed",
    "original": "original_date",
    "event": "event_date",
}

MOST: Final = 5000
"""Of more notes no labels are read: the cost grows with the square."""
_MOST_KEYWORDS: Final = 300

Fields = dict[str, Any]


@cache
def _labels() -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields of texts and of persons by their labels."""
    table = load("ris")
    texts = {label: PYTHON_NAME[field] for field, label in table["label"].items()}
    return texts, {label: PYTHON_NAME[field] for field, label in table["label-person"].items()}


@cache
def fields() -> tuple[str, ...]:
    """Return the fields, by Python name, that a note may hold and a tag too, by the type."""
    texts, persons = _labels()
    return (*texts.values(), *persons.values(), *_DATE_FIELDS.values(), "dates")


def take(note: str, fields: Fields) -> bool:
    """Put what a labelled note says into ``fields``, Python names; tell whether it was one."""
    head = _HEAD.match(note)
    if head is None:
        return False
    label, detail, value = head[1], head[2] or "", note[head.end() :]
    texts, persons = _labels()
    if label in persons:
        return _add(fields, persons[label], replace(_person(value), role=detail))
    if label in texts:
        return not detail and fields.setdefault(texts[label], value) == value
    read = _READ.get(label)
    return read is not None and read(detail, value, fields)


def notes(citation: Citation, untold: dict[str, Any]) -> Iterator[str]:
    """Yield the notes for ``untold``, the values of :func:`fields` without a tag, and the rest.

    The rest never has a tag: identifiers, funding, relations, the schemes of keywords.
    """
    for note, field, value in (*_of_untold(untold), *_of_rest(citation)):
        probe: Fields = {}
        if take(note, probe) and probe == {field: value}:
            yield note
    yield from _schemes(citation.keyword)


Candidate = tuple[str, str, Any]
"""A note with the field and the value that reading it has to give."""


def _of_untold(untold: Fields) -> Iterator[Candidate]:
    texts, persons = _labels()
    for label, field in texts.items():
        if value := untold.get(field):
            yield f"{label}: {value}", field, value
    for label, field in persons.items():
        for name in untold.get(field, ()):
            detail = f" ({name.role})" if name.role else ""
            bare = replace(name, affiliation=(), orcid="")
            yield f"{label}{detail}: {written(name)}", field, (bare,)
    for event, field in _DATE_FIELDS.items():
        if date := untold.get(field):
            yield f"Date ({event}): {_date_text(date)}", field, date
    for event, date in untold.get("dates", {}).items():
        yield f"Date ({event}): {_date_text(date)}", "dates", {event: date}


def _of_rest(citation: Citation) -> Iterator[Candidate]:
    for scheme, values in citation.identifiers.items():
        for value in values:
            yield f"Identifier ({scheme}): {value}", "identifiers", {scheme: (value,)}
    for funding in citation.funding:
        yield _funding(funding), "funding", (funding,)
    for relation in citation.relations:
        yield _relation(relation), "relations", (relation,)


def written(name: Name) -> str:
    """Return the name as RIS has it: ``van Family, Given, Jr.``.

    EndNote takes a name with a comma at its end for that of a body.
    """
    shown = sort_form(name)
    return f"{shown}," if name.literal and "," in shown else shown


def _person(value: str) -> Name:
    return Name(literal=value.rstrip(", ")) if value.endswith(",") else inverted(value)


def _add(fields: Fields, field: str, item: Any) -> bool:
    fields[field] = (*fields.get(field, ()), item)
    return True


def _date_text(date: PartialDate) -> str:
    """Return the date in the manner of EDTF: ``2001-03~``, ``2001-S2``, ``2001/2003``."""
    if date.literal:
        return date.literal
    text = iso(date) + (f"-S{date.season}" if date.season else "") + ("~" if date.circa else "")
    return f"{text}/{_date_text(date.end)}" if date.end is not None else text


def _date(text: str) -> PartialDate | None:
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day, season, circa = match.groups()
    date = make(int(year), int(month or 0), int(day or 0))
    return date and replace(date, season=int(season or 0), circa=bool(circa))


def _read_date(event: str, text: str, fields: Fields) -> bool:
    start, slash, end = text.partition("/")
    date = _date(start)
    if date is not None and slash:
        last = _date(end)
        date = replace(date, end=last) if last else None
    if not event or date is None:
        return False
    if event in _DATE_FIELDS:
        fields[_DATE_FIELDS[event]] = date
    else:
        fields["dates"] = {**fields.get("dates", {}), event: date}
    return True


def _read_identifier(scheme: str, text: str, fields: Fields) -> bool:
    found = fields.setdefault("identifiers", {})
    found[scheme] = (*found.get(scheme, ()), text)
    return bool(scheme)


def _funding(funding: Funding) -> str:
    if funding.statement:
        return f"Funding statement: {funding.statement}"
    awards = (f"award {award}" for award in funding.award)
    parts = (funding.name, *awards, funding.doi and f"DOI {funding.doi}")
    return f"Funding: {'; '.join(filter(None, parts))}"


def _read_funding(detail: str, text: str, fields: Fields) -> bool:
    found: dict[str, list[str]] = {"award": [], "DOI": [], "": []}
    for part in text.split("; "):
        kind, _, value = part.partition(" ")
        found[kind if kind in found else ""].append(value if kind in found else part)
    if detail or len(found["DOI"]) > 1:
        return False
    name, doi = "; ".join(found[""]), "".join(found["DOI"])
    return _add(fields, "funding", Funding(name=name, award=tuple(found["award"]), doi=doi))


def _read_statement(detail: str, text: str, fields: Fields) -> bool:
    return not detail and _add(fields, "funding", Funding(statement=text))


def _relation(relation: Relation) -> str:
    if not relation.id:
        return f"Related work ({relation.kind}): {relation.text}"
    text = f"; {relation.text}" if relation.text else ""
    return f"Related ({relation.kind}): {relation.scheme} {relation.id}{text}"


def _read_related(kind: str, text: str, fields: Fields) -> bool:
    match = _RELATED.match(text)
    if match is None or not kind:
        return False
    relation = Relation(kind=kind, scheme=match[1], id=match[2], text=match[3] or "")
    return _add(fields, "relations", relation)


def _read_work(kind: str, text: str, fields: Fields) -> bool:
    return bool(kind) and _add(fields, "relations", Relation(kind=kind, text=text))


def _schemes(keywords: tuple[Keyword, ...]) -> Iterator[str]:
    """Yield a note for each vocabulary, with its keywords."""
    found: dict[str, dict[str, None]] = {}
    for keyword in keywords:
        if keyword.scheme and ";" not in keyword.text:
            found.setdefault(keyword.scheme, {})[keyword.text] = None
    for scheme, texts in found.items():
        note = f"Keywords ({scheme}): {'; '.join(texts)}"
        if take(note, {"keyword": keywords}):
            yield note


def _read_scheme(scheme: str, text: str, fields: Fields) -> bool:
    named = set(text.split("; "))
    keywords: tuple[Keyword, ...] = fields.get("keyword", ())
    if not scheme or len(keywords) > _MOST_KEYWORDS:
        return False
    if not named <= {keyword.text for keyword in keywords}:
        return False
    fields["keyword"] = tuple(
        replace(keyword, scheme=scheme) if keyword.text in named else keyword
        for keyword in keywords
    )
    return True


_READ: Final[dict[str, Callable[[str, str, Fields], bool]]] = {
    "Date": _read_date,
    "Identifier": _read_identifier,
    "Funding": _read_funding,
    "Funding statement": _read_statement,
    "Related": _read_related,
    "Related work": _read_work,
    "Keywords": _read_scheme,
}

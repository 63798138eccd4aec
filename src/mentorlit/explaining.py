"""``parse --explain``: each value of a record with the place it was read from, for people."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit import names
from mentorlit.dates import iso
from mentorlit.model import (
    JSON_NAME,
    RECORD_FIELDS,
    Citation,
    Evidence,
    Keyword,
    Name,
    PartialDate,
    Section,
    StandardNumber,
)
from mentorlit.tables import load

_WIDTH: Final = 76
"""Columns of a value."""

_NAME: Final = 22
"""Columns of a field's name."""

_LONGEST: Final = 300
"""Characters of a value that are shown; longer ones are cut."""

_FIXED: Final = "\u00a0"
"""The space at which no line ends."""

_LINES: Final = 6
"""Lines that are named of the places of one rule."""

_LISTED: Final = 12
"""Values of one field that are shown."""


class Piece(NamedTuple):
    """A stretch of a line; ``what`` tells what it is, for colours.

    That is ``heading``, ``field``, ``value``, ``place``, ``against``, ``missing`` or ``kept``.
    """

    text: str
    what: str


Row = tuple[Piece, ...]
"""One line."""


def explained(citation: Citation) -> Iterator[Row]:
    """Yield the lines of a record; the last one is blank.

    First what it was read from. Then each field: its value, below it the place (in words, with
    line, first byte and confidence) and what other places state instead. Then what is missing and
    why, what is doubtful, and what was found that no field takes.
    """
    yield _row(_heading(citation), "heading")
    carriers = _carriers(citation)
    if carriers:
        yield from _wrapped("read from", carriers, "place")
    yield ()
    for field, name in JSON_NAME.items():
        value = getattr(citation, field)
        if field not in RECORD_FIELDS and value:
            yield from _field(name, _shown(value), citation.evidence.get(name, ()))
    yield from _lacking(citation)
    yield ()


def _row(text: str, what: str) -> Row:
    return (Piece(text, what),)


def _wrapped(name: str, text: str, what: str, indent: str = "") -> Iterator[Row]:
    """Yield a text beside a field's name, on as many lines as it needs."""
    lines = textwrap.wrap(text, _WIDTH - len(indent), break_on_hyphens=False) or [""]
    for number, line in enumerate(lines):
        beside = f"  {name if number == 0 else '':{_NAME}} {indent}"
        yield Piece(beside, "field"), Piece(line.replace(_FIXED, " "), what)


def _field(name: str, parts: list[str], places: tuple[Evidence, ...]) -> Iterator[Row]:
    """Yield one field; each part has its own place below it if there is one for each."""
    stated = [place for place in places if not place.value]
    paired = len(parts) == len(stated)
    for number, part in enumerate(parts[:_LISTED]):
        yield from _wrapped(name if number == 0 else "", part, "value")
        if paired and (number + 1 == len(parts) or stated[number] != stated[number + 1]):
            yield from _from(stated[number])
    if len(parts) > _LISTED:
        yield from _wrapped("", f"... and {len(parts) - _LISTED} more", "value")
    for alike in () if paired else _alike(stated):
        yield from _from(*alike)
    for place in places:
        if place.value:
            told = f"not {_short(place.value)}: {_place([place])}"
            yield from _wrapped("", told, "against", "  ")


def _alike(places: list[Evidence]) -> list[list[Evidence]]:
    """Return the places put together by rule and confidence, each place once."""
    groups: dict[tuple[str, str], dict[Evidence, None]] = {}
    for place in places:
        groups.setdefault((place.rule, place.confidence), {})[place] = None
    return [list(group) for group in groups.values()]


def _from(*alike: Evidence) -> Iterator[Row]:
    return _wrapped("", f"from {_place(alike)}", "place", "  ")


def _place(alike: Sequence[Evidence]) -> str:
    """Return places of one rule in words: what they are, where, and how sure they are."""
    first = alike[0]
    where = f"line {first.line}, byte {first.start}"
    if len(alike) > 1:
        lines = [str(line) for line in dict.fromkeys(place.line for place in alike)]
        more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
        where = f"line{'s' if len(lines) > 1 else ''} {', '.join(lines[:_LINES])}{more}"
    where = f"({where}; {first.confidence})" if first.confidence else f"({where})"
    said = _in_words(first.rule) if first.confidence else first.rule
    return f"{said} {where.replace(' ', _FIXED)}"


def _in_words(rule: str) -> str:
    """Return the rule of a page's value in words; one of no known kind as it is."""
    rule, _, settled = rule.partition(" [")
    if settled:
        return f"{_in_words(rule)}, by the rule {settled.rstrip(']')}"
    carrier, _, rest = rule.partition("/")
    if carrier == "visible":
        return _in_words(rest) if rest else rule
    if carrier.startswith("profile "):
        what, _, named = rest.partition(" ")
        known = what in ("tag", "element")
        return f"{_in_words(f'{what}/{named}' if known else rest)} ({carrier})"
    table = load("explaining")
    if carrier == "citation" and rest in table["embedded"]:
        return f"the {table['embedded'][rest]} in the page"
    words: dict[str, str] = table["rules"]
    return words[carrier].format(rest).strip() if carrier in words else rule


def _carriers(citation: Citation) -> str:
    """Return what a page's values are from, with the number of fields, the most first."""
    counted: Counter[str] = Counter()
    for places in citation.evidence.values():
        chosen = [place for place in places if place.confidence and not place.value]
        counted.update(list(dict.fromkeys(_carrier(place.rule) for place in chosen)))
    return ", ".join(f"{name} ({n})" for name, n in counted.most_common())


def _carrier(rule: str) -> str:
    """Return what a rule's value is from, as a list of several names it."""
    table = load("explaining")
    carrier, _, rest = rule.partition(" [")[0].removeprefix("visible/").partition("/")
    if carrier == "citation" and rest in table["embedded"]:
        return str(table["embedded"][rest])
    return str(table["carriers"].get(carrier, carrier))


def _heading(citation: Citation) -> str:
    origin = citation.origin
    if origin is None:
        return "record"
    shown = f"{origin.file}:{origin.line}: record {origin.ordinal}, {origin.format}"
    return f"{shown}, id {origin.id}" if origin.id else shown


def _lacking(citation: Citation) -> Iterator[Row]:
    """Yield what is missing, doubtful, or without a field."""
    told = {problem.field: problem.message for problem in citation.problems if problem.field}
    page = citation.origin is not None and citation.origin.format.startswith("page-")
    reasons: dict[str, str] = load("explaining")["missing"] if page else {}
    for name in citation.incomplete:
        reason = told.get(name) or reasons.get(name, "the source does not state it")
        yield from _wrapped("missing", f"{name}: {reason}", "missing")
    for problem in citation.problems:
        if problem.field not in citation.incomplete or not problem.field:
            yield from _wrapped("problem", f"{problem.message} ({problem.code})", "missing")
    for fields in citation.extra.values():
        for number, (key, value) in enumerate(fields.items()):
            kept = f"{key}: {_plain(value)}"
            yield from _wrapped("kept without a field" if number == 0 else "", kept, "kept")


def _shown(value: Any) -> list[str]:
    """Return the value's parts, each as one short line."""
    if isinstance(value, dict):
        return [f"{key}: {part}" for key, item in value.items() for part in _shown(item)]
    if isinstance(value, tuple):
        if isinstance(value[0], Section):
            return [" | ".join(section.label for section in value)]
        return [part for item in value for part in _shown(item)]
    return [_one(value)]


def _one(value: Any) -> str:
    """Return one value on one line."""
    if isinstance(value, Name):
        return _person(value)
    if isinstance(value, PartialDate):
        return iso(value) or value.literal or str(value.year)
    if isinstance(value, Keyword):
        return f"{value.text} [{value.scheme}]" if value.scheme else value.text
    if isinstance(value, StandardNumber):
        return f"{value.value} ({value.medium})" if value.medium else value.value
    if isinstance(value, msgspec.Struct):
        return _short(" | ".join(map(_plain, filter(None, msgspec.structs.astuple(value)))))
    return _short(str(value))


def _person(name: Name) -> str:
    """Return a name with what is known of its bearer."""
    about = [name.role, name.orcid and f"ORCID {name.orcid}", *name.affiliation]
    told = "; ".join(filter(None, about))
    return _short(f"{names.sort_form(name)} ({told})" if told else names.sort_form(name))


def _plain(value: Any) -> str:
    """Return a value of ``extra`` for reading; lists of texts are the common case."""
    parts = value if isinstance(value, list | tuple) else [value]
    return _short("; ".join(map(str, parts)))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 4]} ..."

"""Fields printed by a program: PHP arrays, Solr documents, Python and JSON lines."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from mentorlit.pages.lexicon import label_kind
from mentorlit.pages.lines import Line

ROLE: Final = "field"
"""The role of a line that is a field's name, a TAB and its value."""

_SEEN: Final = 400
"""Lines in which a dump must show itself."""
_LEAST: Final = 3
"""Kinds of field that make a dump."""
_PRINTED: Final = (
    r"(?:\[['\"]?([\w:. -]{1,60}?)['\"]?\]|'([\w:. -]{1,60})'|\"([\w:. -]{1,60})\")"
    r"\s*(?:=>|:(?!:)|=(?!=))\s*(.*)"
)
_SNAKE: Final = r"([a-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]{2,16})(?:\s*[=:]\s*|\s+)(\S.*)"
_ASSIGNED: Final = r"([A-Za-z_][\w.-]{1,40})\s?=\s?(\S.*)"
_TYPED: Final = r"(?:string|int|float|bool)\s?\((?:\d{1,9}\)\s*(?=\"))?"
_OPENED: Final = (
    r"(?i)(?:(?:array|object|stdclass object)\s?(?:\(\d+\))?)?[\s(\[{]*\Z|null\Z|none\Z"
)
_BETWEEN: Final = r"['\"]\s*,\s*['\"]"
_CLOSING: Final = "()[]{}, ;"
_GIVEN: Final = frozenset({"given", "first", "firstname", "first_name", "forename", "given_name"})
_FAMILY: Final = frozenset({"family", "last", "lastname", "last_name", "surname", "family_name"})

Field = tuple[str, str]
"""A field's name and value; the name is empty for one more value of the field before."""


def unwrapped(lines: list[Line]) -> list[Line]:
    """Return a page that is a dump as one line a field or value; any other page as it is.

    It is a dump if the names of three kinds of field stand in one of its forms.
    """
    for form in _forms(lines[:_SEEN]):
        kinds = {label_kind(name) for line in lines[:_SEEN] if (name := form(line.text)[0])}
        if len(kinds - {""}) >= _LEAST:
            return list(_rewritten(lines, form))
    return lines


def _forms(lines: list[Line]) -> Iterator[Callable[[str], Field]]:
    """Yield the forms that the signs in the lines speak for."""
    texts = [line.text for line in lines]
    if sum(text[0] in "['\"" for text in texts) >= _LEAST:
        yield _printed
    if sum("_" in text.split(" ", 1)[0] for text in texts if text[0].islower()) >= _LEAST:
        yield _snake
    if sum("=" in text[:44] and "://" not in text[:44] for text in texts) >= _LEAST:
        yield _assigned


def _printed(text: str) -> Field:
    """Read ``[title] => X``, ``'title' => 'X',`` and ``"title": "X",``."""
    match = re.match(_PRINTED, text)
    name = (match[1] or match[2] or match[3]) if match else ""
    value = match[4] if match else text
    return ("" if name.isdigit() else name), _unquoted(value)


def _snake(text: str) -> Field:
    """Read ``publish_date 2015``; a name without a low line must be a label."""
    match = re.match(_SNAKE, text)
    if match is None or ("_" not in match[1] and not label_kind(match[1])):
        return "", text
    return match[1], match[2]


def _assigned(text: str) -> Field:
    """Read ``title = X``."""
    match = re.match(_ASSIGNED, text)
    return (match[1], _unquoted(match[2])) if match else ("", text)


def _unquoted(value: str) -> str:
    """Return a printed value without its type, quotes and the sign that ends it."""
    value = re.sub(_TYPED, "", value, count=1) if value.startswith(("str", "int", "flo")) else value
    value = value.rstrip(",; ")
    if len(value) > 2 and value[0] == "[" and value[-1] == "]":
        value = "; ".join(re.split(_BETWEEN, value[1:-1]))
    if value[:1] in {'"', "'", "{"}:
        value = value.strip("'\"{}")
    return value.replace('\\"', '"').replace("\\/", "/").replace("\\n", " ").strip()


def _rewritten(lines: list[Line], form: Callable[[str], Field]) -> Iterator[Line]:
    """Yield names with values as fields, and further values; brackets alone are nothing."""
    person = waiting = ""
    for line in lines:
        name, value = form(line.text)
        opened = form is _printed and re.match(_OPENED, value) is not None
        if waiting and (name or opened):
            yield msgspec.structs.replace(line, text=f"{waiting}:", gap=False)
        name, waiting = (name if name or opened else waiting), ""
        if name and not value:
            waiting = name
            continue
        part = name.casefold()
        if part in _GIVEN | _FAMILY:
            person, whole = _person(person, part, value)
            if whole:
                yield _value(line, whole)
        elif opened:
            if name:
                yield msgspec.structs.replace(line, text=f"{name}:", gap=False)
        elif name:
            yield msgspec.structs.replace(line, text=f"{name}\t{value}", role=ROLE, gap=False)
        elif value.strip(_CLOSING):
            yield _value(line, value) if form is _printed else line


def _value(line: Line, value: str) -> Line:
    return msgspec.structs.replace(line, text=value, gap=False)


def _person(held: str, part: str, value: str) -> tuple[str, str]:
    """Return the half of a name that is held, and the whole name once both halves are there."""
    if not held:
        return f"{part}\t{value}", ""
    before, other = held.split("\t", 1)
    if (before in _FAMILY) == (part in _FAMILY):
        return f"{part}\t{value}", ""
    return "", f"{other}, {value}" if before in _FAMILY else f"{value}, {other}"

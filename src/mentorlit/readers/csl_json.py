"""Reader of CSL-JSON: arrays, single items, lines of items, ``{"items": [...]}``, ``references``.

Schema: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json; what programs
write beside it is read too (docs/formats/csl-json.md). Members that the model has no place for are
in ``extra["csl-json"]``; our own ``custom`` object comes back into the fields it came from.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec

from mentorlit.formats import csl
from mentorlit.formats.csl import notes
from mentorlit.formats.csl.names import affiliations
from mentorlit.identifiers import dois
from mentorlit.jsonsplit import Element, located
from mentorlit.model import JSON_NAME, PYTHON_NAME, Citation, Problem
from mentorlit.plaintext import clean
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.tables import load

_ARRAYS: Final = (b"items", b"references")
_MESSAGES: Final = {
    "not-json": "this is not JSON",
    "truncated": "the input ends within this item or before the end of the array",
    "unbalanced": "a bracket or quotation mark in this item does not match",
    "too-deep": "this item is nested too deeply",
    "too-large": "this item is too large",
    "not-a-record": "this is no object with a member that CSL-JSON knows",
}
_RESTORED: Final = frozenset(JSON_NAME.values()) - {
    *("type", "citation-key", "extra", "origin", "members", "provenance", "evidence"),
}
_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")
_ITEM_NUMBER: Final = re.compile(r"\d+\Z|[a-z]+://|\S*\s|\Z", re.IGNORECASE)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every object and a reject for everything else between the commas."""
    for place, element in located(stream, _ARRAYS):
        yield _read_one(stream, place, element)


def _read_one(stream: Stream, place: tuple[int, int, int], element: Element) -> Citation | Reject:
    """Return the record or reject that one element of the input makes."""
    fault = element.fault
    if fault in ("", "not-json"):
        members, problems = _decoded(stream, element)
        if isinstance(members, dict) and _is_item(members):
            return _Item(members, problems).citation(stream, place)
        fault = "not-json" if problems is None else "not-a-record"
    return stream.reject(place, fault, _MESSAGES[fault], element.raw, element.length)


def _decoded(stream: Stream, element: Element) -> tuple[Any, tuple[Problem, ...] | None]:
    """Return the JSON value and the problems of its encoding; no problems if it is not JSON."""
    if not element.fault and not stream.encoding:
        try:
            return msgspec.json.decode(element.raw), ()
        except ValueError:
            pass
    text, problems = stream.text(element.raw)
    try:
        value = json.loads(text.strip().rstrip(","), strict=False, parse_constant=_nothing)
        value = _whole_characters(value)
    except (ValueError, RecursionError):
        return None, None
    if element.fault:
        message = "JSON with values that its standard (RFC 8259) does not allow"
        problems += (Problem("loose-json", message),)
    return value, problems


def _whole_characters(value: Any) -> Any:
    """Put U+FFFD in place of half a surrogate pair, which no text may hold (RFC 8259, 8.2)."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {_whole_characters(name): _whole_characters(item) for name, item in value.items()}
    return value


def _nothing(_constant: str) -> None:
    """Read NaN and Infinity as null."""


@cache
def _aliases() -> dict[str, str]:
    """Return every name of a member that becomes a field, and that field."""
    known: dict[str, str] = dict.fromkeys(csl.variables(), "") | load("csl")["alias"]
    return {name: field or name for name, field in known.items()}


def _is_item(members: dict[str, Any]) -> bool:
    known = _aliases()
    return any(name in known or name in ("id", "type", "citation-key") for name in members)


class _Item:
    """One CSL-JSON item on its way to a citation."""

    def __init__(self, members: dict[str, Any], problems: tuple[Problem, ...] | None) -> None:
        self.members = {name: value for name, value in members.items() if value is not None}
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.others: dict[str, dict[str, Any]] = {}
        self.problems = list(problems or ())

    def citation(self, stream: Stream, place: tuple[int, int, int]) -> Citation:
        """Return the citation; ``stream`` and ``place`` give its origin."""
        custom = self.members.pop("custom", {})
        own_id = clean(self.members.get("id"))
        self._type_and_key(self.members.pop("type", None), self.members.pop("id", None))
        self._restore(custom)
        for name, raw in self.members.items():
            self._member(name, raw)
        self._cheats()
        known = {PYTHON_NAME[field]: value for field, value in self.fields.items()}
        if self.extra:
            self.others["csl-json"] = self.others.get("csl-json", {}) | self.extra
        if self.problems:
            known["problems"] = (*known.get("problems", ()), *self.problems)
        return Citation(**known, extra=self.others, origin=stream.origin(*place, own_id))

    def _type_and_key(self, raw_type: Any, raw_id: Any) -> None:
        """Take the type if it is one, and the id as citation key if it can be cited by."""
        word = clean(raw_type)
        word = load("csl")["type"].get(word, word)
        if word in csl.types():
            self.fields["type"] = word
        elif word:
            self._not_understood("type", raw_type)
        key = clean(raw_id)
        if key and not _ITEM_NUMBER.match(key):
            self.fields["citation-key"] = key
        elif raw_id and not key:
            self.extra["id"] = raw_id

    def _not_understood(self, name: str, raw: Any) -> None:
        if raw not in ("", [], {}):
            self.extra[name] = raw
            message = f"the value of {clean(name)!r} is not understood"
            self.problems.append(Problem("not-understood", message, _aliases().get(name, name)))

    def _member(self, name: str, raw: Any) -> None:
        """Put one member where it belongs; what the model cannot hold into ``extra``."""
        field = _aliases().get(name, "")
        if field == "citation-key" or name == "citation-key":
            if key := clean(raw):
                self.fields["citation-key"] = key
        elif not field:
            self.extra[name] = raw
        elif field not in self.fields:
            value = csl.decode(field, raw)
            if value is None:
                self._not_understood(name, raw)
            else:
                self.fields[field] = value
                self._remainder(name, field, raw)
        elif self.fields[field] != csl.decode(field, raw) and name != field:
            self.extra[name] = raw

    def _remainder(self, name: str, field: str, raw: Any) -> None:
        """Keep what the field's value does not hold: further DOIs, else all of ``raw``."""
        if csl.is_whole(field, raw, self.fields[field]):
            more = dois(csl.doi_text(raw))[0][1:] if field == "DOI" else ()
            if more:
                known = self.fields.get("identifiers", {})
                self.fields["identifiers"] = known | {"DOI": (*known.get("DOI", ()), *more)}
            return
        self.extra[name] = raw
        message = f"the value of {clean(name)!r} is not understood in full"
        code = "date-unclear" if field in csl.DATE_FIELDS else "not-understood"
        self.problems.append(Problem(code, message, field))

    def _restore(self, custom: Any) -> None:
        """Take back from ``custom`` what the item's own members do not contradict."""
        if not isinstance(custom, dict):
            self.extra["custom"] = custom
            return
        kept = {name: value for name, value in custom.items() if not self._restored(name, value)}
        if kept:
            self.extra["custom"] = kept

    def _restored(self, field: str, raw: Any) -> bool:
        """Take one member of ``custom``; false if it is not ours or the item was edited since."""
        special = {
            "type": self._restored_type,
            "citation-key": self._restored_key,
            "extra": self._restored_extra,
            "affiliations": self._gathered,
        }
        if field in special:
            return special[field](raw)
        if field not in _RESTORED:
            return False
        try:
            value = msgspec.convert(raw, _field_types()[field])
        except (ValueError, RecursionError):
            return False
        variable = csl.variables().get(field)
        if variable and csl.encode(field, value) != self.members.get(variable):
            return False
        self.members.pop(variable or "", None)
        self.fields[field] = value
        return True

    def _restored_type(self, raw: Any) -> bool:
        """Empty the type if ``custom`` says that the item's type stands for none."""
        if raw != "" or self.fields.get("type") != load("csl")["untyped"]:
            return False
        self.fields["type"] = ""
        return True

    def _restored_key(self, raw: Any) -> bool:
        """Drop the key if ``custom`` says that the id is only a number."""
        if raw == "":
            self.fields.pop("citation-key", None)
        return bool(raw == "")

    def _gathered(self, raw: Any) -> bool:
        """Drop the list of affiliations if the names and the record have them already."""
        people = self.fields.get("author", ())
        return bool(raw == affiliations(people, self.fields.get("affiliation", ())))

    def _restored_extra(self, raw: Any) -> bool:
        try:
            self.others = msgspec.convert(raw, dict[str, dict[str, Any]])
        except (ValueError, RecursionError):
            return False
        return True

    def _cheats(self) -> None:
        """Take variables that stand as lines in the note (Zotero's Extra field)."""
        if "note" not in self.members or "note" not in self.fields:
            return
        kept: list[str] = []
        for note in self.fields.pop("note"):
            text, found = notes.variables(note)
            lines = [line for line in map(self._cheat, found.items()) if line]
            kept.append("\n".join(part for part in (text, *lines) if part))
        if notes_left := tuple(note for note in kept if note):
            self.fields["note"] = notes_left

    def _cheat(self, pair: tuple[str, str]) -> str:
        """Set one variable from a note; return the line again if that cannot be done."""
        field, raw = pair
        if field == "type" and raw in csl.types():
            self.fields["type"] = raw
            return ""
        value = clean(raw) if field == "citation-key" else csl.decode(field, raw)
        if field == "type" or value is None or self.fields.get(field, value) != value:
            return f"{field}: {raw}"
        if field != "citation-key" and not csl.is_whole(field, raw, value):
            return f"{field}: {raw}"
        self.fields[field] = value
        return ""


@cache
def _field_types() -> dict[str, Any]:
    return {JSON_NAME[field.name]: field.type for field in msgspec.structs.fields(Citation)}

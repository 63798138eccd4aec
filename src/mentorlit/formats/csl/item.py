"""One CSL item, as JSON or YAML has it, to a citation.

Schema: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json; what programs
write beside it is read too (docs/formats/csl-json.md). Members that the model has no place for are
in ``extra`` under the name of the format; our own ``custom`` object comes back into the fields it
came from.
"""

import re
from functools import cache
from typing import Any, Final

import msgspec

from mentorlit.formats import csl
from mentorlit.formats.csl import notes
from mentorlit.formats.csl.names import affiliations, omitted
from mentorlit.identifiers import dois
from mentorlit.model import JSON_NAME, NAME_FIELDS, PYTHON_NAME, Citation, Problem
from mentorlit.plaintext import clean
from mentorlit.stream import Stream
from mentorlit.tables import load

_RESTORED: Final = frozenset(JSON_NAME.values()) - {
    *("type", "citation-key", "extra", "origin", "members", "provenance", "evidence"),
}
_NAMES: Final = frozenset(JSON_NAME[field] for field in NAME_FIELDS)
_MISTAKEN: Final = {"ISSN": "ISBN", "ISBN": "ISSN"}
_ITEM_NUMBER: Final = re.compile(r"\d+\Z|[a-z]+://|\S*\s|\Z", re.IGNORECASE)


@cache
def _aliases() -> dict[str, str]:
    """Return every name of a member that becomes a field, and that field."""
    known: dict[str, str] = dict.fromkeys(csl.variables(), "") | load("csl")["alias"]
    return {name: field or name for name, field in known.items()}


def is_item(members: dict[str, Any]) -> bool:
    """Tell whether an object has a member that CSL items have."""
    known = _aliases()
    return any(name in known or name in ("id", "type", "citation-key") for name in members)


class Item:
    """One CSL-JSON item on its way to a citation."""

    def __init__(self, members: dict[str, Any], problems: tuple[Problem, ...]) -> None:
        self.members = {name: value for name, value in members.items() if value is not None}
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.others: dict[str, dict[str, Any]] = {}
        self.problems = list(problems)

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
            name = stream.format
            self.others[name] = self.others.get(name, {}) | self.extra
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
            if value is not None:
                self.fields[field] = value
                self._remainder(name, field, raw)
            elif not self._mistaken(field, raw):
                self._not_understood(name, raw)
        elif self.fields[field] != csl.decode(field, raw) and name != field:
            self.extra[name] = raw

    def _mistaken(self, field: str, raw: Any) -> bool:
        """Take an ISBN that stands as ISSN, or the other way round (EndNote has one field)."""
        other = _MISTAKEN.get(field, "")
        if not other or other in self.members or other in self.fields:
            return False
        value = csl.decode(other, raw)
        if value is not None:
            self.fields[other] = value
        return value is not None

    def _remainder(self, name: str, field: str, raw: Any) -> None:
        """Keep what the field's value does not hold: further DOIs, else all of ``raw``."""
        if field in _NAMES:
            if omitted(raw):
                message = "the source says that there are others, without names"
                self.problems.append(Problem("names-omitted", message, field))
            return
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
        if variable and _texts(csl.encode(field, value)) != _texts(self.members.get(variable)):
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


def _texts(value: Any) -> Any:
    """Return a JSON value with its numbers as texts, which is what they are in YAML."""
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, dict):
        return {name: _texts(one) for name, one in value.items()}
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@cache
def _field_types() -> dict[str, Any]:
    return {JSON_NAME[field.name]: field.type for field in msgspec.structs.fields(Citation)}

"""Author of a source: name lists and bodies by their part in the work (22.6.2.4)."""

from typing import Any

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import names
from mentorlit.model import PYTHON_NAME, Name
from mentorlit.tables import load
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import local


def credited(record: XmlRecord) -> dict[str, Any]:
    """Take everybody; parts that no field stands for make contributors with a role."""
    table = load("msbib")
    found: dict[str, list[Name]] = {}
    for outer in record.all("Author"):
        for group in outer:
            kind = local(group)
            field = PYTHON_NAME.get(table["people"].get(kind, ""), "")
            role = table["roles"].get(kind, "")
            if not field and not role:
                continue
            listed = _people(record, group)
            if role:
                listed = [replace(name, role=role) for name in listed]
            found.setdefault(field or "contributor", []).extend(listed)
    return {field: tuple(dict.fromkeys(listed)) for field, listed in found.items()}


def _people(record: XmlRecord, group: _Element) -> list[Name]:
    found = [Name(literal=body) for body in record.texts("Corporate", group)]
    for listed in record.all("NameList", group):
        for person in record.all("Person", listed):
            name = _person(record, person)
            if name != Name():
                found.append(name)
    return found


def _person(record: XmlRecord, person: _Element) -> Name:
    """Take one person; who has a last name alone may have all of the name in it."""
    family = " ".join(record.texts("Last", person))
    given = " ".join((*record.texts("First", person), *record.texts("Middle", person)))
    if not family:
        return Name(literal=given)
    if not given:
        return names.inverted(family) if "," in family else Name(literal=family)
    if "," in family:
        return Name(family=family, given=given)
    name = names.inverted(f"{family}, {given}")
    return Name(family=family, given=given) if name.suffix else name

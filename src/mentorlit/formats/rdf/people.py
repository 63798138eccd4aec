"""Persons and bodies of RDF bibliographies: FOAF's names, in sequences or one by one."""

from typing import Any, Final

from msgspec.structs import replace

from mentorlit import names
from mentorlit.formats.rdf.graph import Graph, Link, Node, Value
from mentorlit.model import PYTHON_NAME, Name
from mentorlit.tables import load

_FAMILY: Final = (
    *("foaf:surname", "foaf:familyName", "foaf:family_name", "foaf:lastName", "vcard:family-name"),
    "schema:familyName",
)
_GIVEN: Final = (
    *("foaf:givenName", "foaf:givenname", "foaf:firstName", "vcard:given-name"),
    "schema:givenName",
)
_SEVERAL: Final = "s"


def credited(work: Node, graph: Graph, missing: list[str]) -> dict[str, Any]:
    """Take everybody; who is in an ordered list and also named alone counts once.

    Names of links that lead nowhere are added to ``missing``.
    """
    table = load("rdf")
    found: dict[str, dict[Name, None]] = {}
    for section in ("people", "makers"):
        for name, json_name in table[section].items():
            if not work.has(name):
                continue
            field = PYTHON_NAME[json_name]
            role = _role(name) if section == "makers" and field == "contributor" else ""
            for value in list(work.all(name)):
                for member in graph.members(value):
                    person = _person(member, missing)
                    if person != Name():
                        person = replace(person, role=role) if role else person
                        found.setdefault(field, {})[person] = None
    return {field: tuple(people) for field, people in found.items()}


def _role(name: str) -> str:
    """Return the role that a property of several persons names, ``cast member``."""
    bare = name.partition(":")[2].removesuffix(_SEVERAL)
    return "".join(f" {c.lower()}" if c.isupper() else c for c in bare)


def _person(value: Value, missing: list[str]) -> Name:
    if isinstance(value, Link):
        missing.append(str(value))
        return Name()
    if isinstance(value, str):
        return names.parse(value)
    family, given = value.first(*_FAMILY), value.first(*_GIVEN)
    if family and given:
        name = names.inverted(f"{family}, {given}")
        return Name(family=family, given=given) if name.suffix or "," in family else name
    text = family or given or value.first("foaf:name", "rdfs:label", "rdf:value", "schema:name")
    if value.kind in ("foaf:Organization", "foaf:Group") or family:
        return Name(literal=text)
    return names.parse(text) if text else Name()

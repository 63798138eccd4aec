"""Contributors: persons, organisations and anonymous ones."""

from lxml import etree

from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Draft
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import orcid
from mentorlit.model import Name, Problem
from mentorlit.name_remarks import without_others
from mentorlit.names import person
from mentorlit.tables import load


def contributors(draft: Draft, element: etree._Element) -> None:
    """Take a ``contributors``."""
    for inner in element:
        contributor(draft, inner)


def contributor(draft: Draft, element: etree._Element) -> None:
    """Take one person or organisation; the role tells the field."""
    role = (element.get("contributor_role") or "").lower()
    field = load("crossref_xml")["contributor"].get(role, "")
    name = _name(draft, element, "" if field else role)
    if name is not None and field:
        draft.add(field, (name,))
    elif name is not None:
        draft.contributors.append(name)


def _name(draft: Draft, element: etree._Element, role: str) -> Name | None:
    if element.tag == "organization":
        line, others = without_others(text(element))
        if others:
            message = "the source says that there are others, without names"
            draft.problems.append(Problem("names-omitted", message, "author"))
        return Name(literal=line, role=role) if line else None
    if element.tag != "person_name":
        if element.tag != "anonymous":
            rest.keep(draft.extra, element)
        return None
    return _person(draft, element, role)


def _person(draft: Draft, element: etree._Element, role: str) -> Name | None:
    parts: dict[str, str] = {}
    places: list[str] = []
    for inner in element:
        if inner.tag == "affiliation":
            places.append(text(inner))
        elif inner.tag == "affiliations":
            places += map(_institution, inner)
        elif inner.tag in ("given_name", "surname", "suffix", "ORCID"):
            parts[inner.tag] = text(inner)
        else:
            rest.keep(draft.extra, inner)
    family, given = parts.get("surname", ""), parts.get("given_name", "")
    if not family and not given:
        return None
    return person(
        family,
        given,
        suffix=parts.get("suffix", ""),
        affiliation=tuple(line for line in places if line),
        orcid=orcid(parts.get("ORCID", "")),
        role=role,
    )


def _institution(element: etree._Element) -> str:
    """Return department, name and place of an ``institution`` in the order of an address."""
    names = ("institution_department", "institution_name", "institution_place")
    parts = (text(inner) for name in names for inner in element.findall(name))
    return ", ".join(part for part in parts if part)

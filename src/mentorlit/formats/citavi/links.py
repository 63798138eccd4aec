"""What a Citavi project links to a reference: persons, journal, series, publishers, places."""

from typing import Any

from msgspec.structs import replace

from mentorlit import identifiers, names
from mentorlit.formats.citavi.project import Fields, Project
from mentorlit.formats.citavi.reference import Reference
from mentorlit.model import Keyword, Name, Problem, StandardNumber
from mentorlit.person_lists import people
from mentorlit.tables import load


def linked(reference: Reference, project: Project, values: dict[str, Any]) -> None:
    """Add persons, journal, series, publishers, keywords, addresses and shelf marks."""
    table = load("citavi")
    missing: list[str] = []
    people_of: dict[str, list[Name]] = {}
    for section, field in table["people"].items():
        for key, entity in project.linked(section, reference.key):
            name = _person(entity, table["roles"].get(section, ""))
            if name == Name():
                missing.append(key)
            else:
                people_of.setdefault(field, []).append(name)
    values |= {field: tuple(listed) for field, listed in people_of.items()}
    values["publisher"] = "; ".join(_named(project, reference, "ReferencePublishers", missing))
    words = _named(project, reference, "ReferenceKeywords", missing)
    values["keyword"] = tuple(map(Keyword, dict.fromkeys(words)))
    _serials(reference, project, values, missing)
    _locations(reference, project, values)
    if not project.is_whole:
        missing.append("what lies beyond the bound for links")
    if missing:
        message = f"linked, but not in the project: {', '.join(missing)[:200]}"
        values["problems"] = (*values["problems"], Problem("link-unresolved", message))


def _named(project: Project, reference: Reference, section: str, missing: list[str]) -> list[str]:
    found: list[str] = []
    for key, entity in project.linked(section, reference.key):
        (found if entity.get("Name") else missing).append(entity.get("Name") or key)
    return found


def _person(entity: Fields, role: str) -> Name:
    """Return a person, or a body: who has a last name alone."""
    family, prefix = entity.get("LastName", ""), entity.get("Prefix", "")
    given = " ".join(filter(None, (entity.get("FirstName"), entity.get("MiddleName"))))
    if "," in family and not given:
        read = people([family]).names
        if len(read) == 1:
            return replace(read[0][0], role=role)
    if not family or not given:
        return Name(literal=" ".join(filter(None, (given, prefix, family))), role=role)
    if prefix or "," in family:
        name = Name(family=family, given=given, non_dropping_particle=prefix)
    else:
        name = names.inverted(f"{family}, {given}")
    return replace(name, suffix=entity.get("Suffix", "") or name.suffix, role=role)


def _serials(
    reference: Reference, project: Project, values: dict[str, Any], missing: list[str]
) -> None:
    journal, series = reference.take("PeriodicalID"), reference.take("SeriesTitleID")
    entity = project.entity(journal)
    values["container_title"] = entity.get("Name", "")
    short = entity.get("StandardAbbreviation") or entity.get("UserAbbreviation1") or ""
    values["container_title_short"] = short
    numbers: dict[StandardNumber, None] = dict.fromkeys(values.get("issn", ()))
    for tag, medium in (("ISSN", ""), ("EISSN", "electronic")):
        for number in identifiers.issns(entity.get(tag, ""), checked=False):
            numbers[StandardNumber(number, medium)] = None
    values["issn"] = tuple(numbers)
    values["collection_title"] = project.entity(series).get("Name", "")
    missing += [key for key in (journal, series) if key and not project.entity(key)]


def _locations(reference: Reference, project: Project, values: dict[str, Any]) -> None:
    """Add the addresses on the web and the shelf mark; files of the user's are passed over."""
    # As it stands: what looks like an entity in an address (&copy=2) is none.
    urls = dict.fromkeys(filter(None, ["".join(reference.peek("OnlineAddress").split())]))
    reference.take("OnlineAddress")
    for place in project.owned("Location", reference.key):
        address = place.get("Address", "")
        if address.lower().startswith(("http://", "https://", "ftp://")):
            urls[address] = None
        if library := project.entity(place.get("LibraryID", "")).get("Name"):
            values.setdefault("archive", library)
        if mark := place.get("CallNumber"):
            values.setdefault("call_number", mark)
    values["url"] = tuple(urls)

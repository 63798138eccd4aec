"""Authors, investigators and collaborators: persons and groups with affiliations and ids."""

from typing import Final

from lxml import etree

from mentorlit import identifiers
from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import plain, text
from mentorlit.model import Name, Problem
from mentorlit.names import display, person
from mentorlit.xmltext import inside

_PARTS: Final = frozenset({"CollectiveName", "FirstName", "MiddleName", "Initials", "Suffix"})
_TAKEN: Final = frozenset({"LastName", "ForeName", "AffiliationInfo"})


def names(draft: PubmedDraft, element: etree._Element, role: str = "") -> tuple[Name, ...]:
    """Return the names in a list; NLM's misspelt ones (``ValidYN="N"``) go to the rest."""
    found = []
    for inner in inside(element):
        if inner.get("ValidYN") == "N" and len(element) > 1:
            rest.keep(draft.extra, inner)
            continue
        name = _name(draft, inner, role)
        if name is not None:
            found.append(name)
            if len(inner.keys()) > 1:
                _marked(draft, inner, name)
    if element.get("CompleteYN") == "N":
        message = "the source says that there are others, without names"
        draft.problems.append(Problem("names-omitted", message, "author"))
    return tuple(found)


def _marked(draft: PubmedDraft, element: etree._Element, name: Name) -> None:
    """Keep what else the attributes say (``EqualContrib``)."""
    for key, value in element.items():
        if key != "ValidYN" and value != "N":
            rest.put(draft.extra, str(key), display(name))


def _name(draft: PubmedDraft, element: etree._Element, role: str) -> Name | None:
    """Return the person or group in one element."""
    family = given = ""
    where: tuple[str, ...] = ()
    unusual = False
    for inner in inside(element):
        tag = inner.tag
        if tag == "LastName":
            family = line(inner)
        elif tag == "ForeName":
            given = line(inner)
        elif tag == "AffiliationInfo":
            places = _affiliation(draft, inner)
            where = where + places if where else places
        elif tag != "Initials":
            unusual = True
    if unusual or not given or not family or " " in family:
        return _unusual(draft, element, Name(family=family, given=given, affiliation=where), role)
    return Name(family=family, given=given, affiliation=where, role=role)


def _unusual(draft: PubmedDraft, element: etree._Element, known: Name, role: str) -> Name | None:
    """Return a group, or a person of whom more or less is said than of most."""
    parts: dict[str, str] = {}
    where, orcid = known.affiliation, ""
    for inner in element:
        tag = inner.tag
        if tag == "Affiliation":
            where += (line(inner),)
        elif tag == "Identifier":
            orcid = _orcid(draft, inner) or orcid
        elif tag in _PARTS:
            parts[tag] = line(inner)
        elif tag not in _TAKEN:
            rest.keep(draft.extra, inner)
    if group := parts.get("CollectiveName"):
        return Name(literal=group, affiliation=where, orcid=orcid, role=role)
    given = known.given or parts.get("FirstName") or parts.get("Initials", "")
    given = f"{given} {parts.get('MiddleName', '')}".strip()
    if not known.family and not given:
        return None
    suffix = parts.get("Suffix", "")
    return person(known.family, given, suffix=suffix, affiliation=where, orcid=orcid, role=role)


def line(element: etree._Element) -> str:
    """Return the text of an element that seldom has markup."""
    raw = element.text
    if raw is None or len(element):
        return text(element)
    return raw if raw.isascii() and raw.isalnum() else plain(raw)


def _affiliation(draft: PubmedDraft, element: etree._Element) -> tuple[str, ...]:
    """Return an affiliation; identifiers of the institution go to the rest."""
    parts = inside(element)
    if len(parts) == 1 and parts[0].tag == "Affiliation":
        place = line(parts[0])
        return (place,) if place else ()
    found: tuple[str, ...] = ()
    for inner in parts:
        if inner.tag != "Affiliation":
            rest.put(draft.extra, "AffiliationInfo", rest.value(inner))
        elif place := line(inner):
            found += (place,)
    return found


def _orcid(draft: PubmedDraft, element: etree._Element) -> str:
    """Return the ORCID iD, whatever its form; another identifier goes to the rest."""
    raw = word(element)
    if (element.get("Source") or "ORCID").upper() == "ORCID":
        found = identifiers.orcid(raw.replace(" ", "").replace("\u2010", "-"))
        if found:
            return found
    rest.keep(draft.extra, element)
    return ""


def authors(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``AuthorList``; ``Type`` says whether it is one of editors."""
    field = "editor" if (element.get("Type") or "").lower() == "editors" else "author"
    draft.fields[field] = draft.fields.get(field, ()) + names(draft, element)


def investigators(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``InvestigatorList``: members of the group that is an author."""
    draft.contributors.extend(names(draft, element, "investigator"))

"""Contributors: persons and groups, with affiliations by reference."""

import re

from lxml import etree

from mentorlit import names
from mentorlit.formats.jats.draft import JatsDraft, meaning
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import orcid
from mentorlit.model import Name
from mentorlit.names import person
from mentorlit.xmltext import attribute

_NOT_AFFILIATION = frozenset({"label", "institution-id"})
_ADDRESS = frozenset(
    {
        *("institution", "institution-wrap", "addr-line", "city", "state", "country"),
        *("postal-code", "named-content", "email"),
    }
)
_NAMES = ("name", "string-name", "collab", "anonymous", "name-alternatives", "collab-alternatives")


def affiliations(draft: JatsDraft, element: etree._Element) -> None:
    """Collect the affiliations of the metadata by their ids, before the people are read."""
    for inner in element.iter("aff"):
        line = affiliation(inner)
        key = inner.get("id") or f"#{len(draft.affiliations)}"
        if line:
            draft.affiliations[key] = line


def affiliation(element: etree._Element) -> str:
    """Return the text of an ``aff`` without its label and the ids of institutions.

    Parts that only their elements keep apart are parted by commas.
    """
    joined = element.text or ""
    for inner in element:
        if inner.tag in _NOT_AFFILIATION or (inner.tag == "sup" and not joined.strip()):
            line = ""
        else:
            line = affiliation(inner) if len(inner) else text(inner)
        if line and inner.tag in _ADDRESS and joined.strip() and joined[-1] not in " \n\t,;:(":
            joined += ", "
        joined += line + (inner.tail or "")
    return " ".join(joined.split()).strip(" ;,").replace(" ,", ",")


def group(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``contrib-group``."""
    shared = [inner for inner in element if inner.tag == "aff"]
    people = [inner for inner in element if inner.tag == "contrib"]
    referring = any(
        inner.find("xref[@ref-type='aff']") is not None or inner.find("aff") is not None
        for inner in people
    )
    where = () if referring else tuple(line for aff in shared if (line := affiliation(aff)))
    if where:
        draft.used.update(aff.get("id") or "" for aff in shared)
    for inner in element:
        if inner.tag == "contrib":
            _contributor(draft, inner, where, element.get("content-type") or "")
        elif inner.tag == "on-behalf-of":
            _behalf(draft, inner)
        elif inner.tag not in ("aff", "xref"):
            rest.keep(draft.extra, inner)


def _behalf(draft: JatsDraft, element: etree._Element) -> None:
    group = re.sub(r"(?i)\A(?:and )?on behalf of\s+", "", text(element))
    if group:
        draft.contributors.append(Name(literal=group, role="on behalf of"))


def _contributor(
    draft: JatsDraft, element: etree._Element, where: tuple[str, ...], group_type: str
) -> None:
    """Take one ``contrib``: all names in it, each of them with what is said of the person."""
    kind = (element.get("contrib-type") or group_type.removesuffix("s") or "author").lower()
    field = meaning("contributor").get(kind, "")
    role = "" if field else kind
    orcid_, places = "", list(where)
    for inner in element:
        if inner.tag == "contrib-id":
            orcid_ = _identifier(draft, inner) or orcid_
        elif inner.tag == "aff":
            places.append(affiliation(inner))
        elif inner.tag == "xref" and inner.get("ref-type") == "aff":
            places += _referred(draft, inner)
        elif inner.tag in ("uri", "ext-link") and "orcid.org" in attribute(inner, "href"):
            orcid_ = orcid(attribute(inner, "href")) or orcid_
        elif inner.tag == "on-behalf-of":
            _behalf(draft, inner)
        elif inner.tag not in (*_NAMES, "xref"):
            rest.keep(draft.extra, inner)
    found = [
        name
        for inner in element
        if inner.tag in _NAMES
        for name in _names(draft, inner, tuple(filter(None, places)), orcid_, role)
    ]
    _marks(draft, element, found)
    if role:
        draft.contributors += found
    else:
        draft.add(field, tuple(found))


def _marks(draft: JatsDraft, element: etree._Element, found: list[Name]) -> None:
    """Keep what the attributes of a contributor say of the person."""
    for name in ("equal-contrib", "deceased"):
        if element.get(name) == "yes" and found:
            rest.put(draft.extra, name, names.display(found[0]))


def _referred(draft: JatsDraft, element: etree._Element) -> list[str]:
    ids = (element.get("rid") or "").split()
    draft.used.update(ids)
    return [draft.affiliations[each] for each in ids if each in draft.affiliations]


def _identifier(draft: JatsDraft, element: etree._Element) -> str:
    """Return an ORCID iD; another identifier goes to the rest."""
    raw = word(element)
    kind = (element.get("contrib-id-type") or "").lower()
    found = orcid(raw) if kind == "orcid" or "orcid" in raw else ""
    if not found:
        rest.keep(draft.extra, element)
    return found


def _names(
    draft: JatsDraft, element: etree._Element, where: tuple[str, ...], orcid_: str, role: str
) -> list[Name]:
    """Return the person or group in one of the elements that hold a name."""
    if element.tag in ("name-alternatives", "collab-alternatives"):
        forms = list(element)
        best = [form for form in forms if _is_latin(form)] or forms
        for form in forms:
            if form is not best[0]:
                rest.put(draft.extra, "name-alternatives", text(form))
        return _names(draft, best[0], where, orcid_, role) if best else []
    if element.tag == "anonymous":
        return []
    for prefix in element.findall("prefix"):
        rest.keep(draft.extra, prefix)
    if element.tag == "collab":
        return _group_name(draft, element, where, orcid_, role)
    name = _person(element, where, orcid_, role)
    return [name] if name != Name(affiliation=where, orcid=orcid_, role=role) else []


def _is_latin(element: etree._Element) -> bool:
    language = attribute(element, "lang").lower()
    return element.get("specific-use") in ("primary", "display") or language.startswith("en")


def _group_name(
    draft: JatsDraft, element: etree._Element, where: tuple[str, ...], orcid_: str, role: str
) -> list[Name]:
    """Return a group; its members are contributors, as ``collaborator``."""
    for inner in element.findall("contrib-group"):
        for member in inner.iter("name", "string-name"):
            draft.contributors.append(_person(member, (), "", "collaborator"))
        element.remove(inner)
    line = text(element).strip(" ;,")
    return [Name(literal=line, affiliation=where, orcid=orcid_, role=role)] if line else []


def _person(element: etree._Element, where: tuple[str, ...], orcid_: str, role: str) -> Name:
    """Return the person in a ``name`` or ``string-name``, whose parts may not be told."""
    parts = {inner.tag: text(inner) for inner in element}
    family, given = parts.get("surname", ""), parts.get("given-names", "")
    if not family and not given:
        found = names.parse(text(element))
        return Name(
            family=found.family,
            given=found.given,
            dropping_particle=found.dropping_particle,
            non_dropping_particle=found.non_dropping_particle,
            suffix=found.suffix,
            literal=found.literal,
            affiliation=where,
            orcid=orcid_,
            role=role,
        )
    suffix = parts.get("suffix", "")
    return person(family, given, suffix=suffix, affiliation=where, orcid=orcid_, role=role)


def finish(draft: JatsDraft) -> None:
    """Give the record the affiliations that no contributor refers to."""
    left = [line for key, line in draft.affiliations.items() if key not in draft.used]
    named = {
        line
        for field in ("author", "editor")
        for name in draft.fields.get(field, ())
        for line in name.affiliation
    }
    draft.fields["affiliation"] = tuple(dict.fromkeys(x for x in left if x not in named))

"""name (MODS user guidelines, name): persons, bodies and meetings with their parts in the work."""

from typing import Any, Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import names
from mentorlit.identifiers import orcid
from mentorlit.model import Name, Problem
from mentorlit.relators import BODIES
from mentorlit.relators import field as field_of
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, children, value

_UNNAMED: Final = frozenset({"", "text"})


class Credits:
    """The names of a record or related item, by the fields of the model.

    Attributes:
        fields: names by field; those without a role are authors.
        event: the name of a meeting, which is no author.
        bodies: publishers, those who grant degrees, owners and the like, with what they are.
        omitted: somebody is left out ("et al.").

    """

    def __init__(self, record: XmlRecord, scope: _Element) -> None:
        self.fields: dict[str, list[Name]] = {}
        self.event = ""
        self.omitted = False
        self.bodies: list[tuple[str, Name]] = []
        for element in record.all("name", scope):
            self._add(record, element)

    def values(self) -> dict[str, Any]:
        """Return the fields as a citation has them."""
        found: dict[str, Any] = {
            field: tuple(dict.fromkeys(people)) for field, people in self.fields.items()
        }
        if self.event:
            found["event_title"] = self.event
        return found

    def publisher(self, *, is_thesis: bool) -> str:
        """Take the name of the publisher; of a thesis also of who granted the degree."""
        wanted = ("publisher", "degree") if is_thesis else ("publisher",)
        for body in self.bodies:
            if body[0] in wanted:
                self.bodies.remove(body)
                return names.display(body[1])
        return ""

    def others(self) -> tuple[Name, ...]:
        """Return the bodies that are left, as contributors with their role."""
        return tuple(dict.fromkeys(name for _, name in self.bodies))

    def problems(self) -> tuple[Problem, ...]:
        """Return what is said of persons that are not named."""
        if not self.omitted:
            return ()
        message = "the source says that there are others, without names"
        return (Problem("names-omitted", message, "author"),)

    def _add(self, record: XmlRecord, element: _Element) -> None:
        if record.first("etal", element) is not None:
            record.use(record.first("etal", element))
            self.omitted = True
        if self.event and attribute(element, "type") == "conference":
            return
        name = person(record, element)
        roles = _roles(record, element)
        if name == Name():
            return
        if attribute(element, "type") == "conference":
            self.event = names.display(name)
            return
        for role in roles or [""]:
            field, kept = field_of(role)
            if field in BODIES:
                self.bodies.append((field, replace(name, role=role.strip(" .,;"))))
                continue
            added = replace(name, role=kept) if kept else name
            self.fields.setdefault(field or "author", []).append(added)


def _roles(record: XmlRecord, element: _Element) -> list[str]:
    """Take the roles: of each its term, of which text is trusted before code, if it is known."""
    found: dict[str, str] = {}
    for role in record.all("role", element):
        terms = record.all("roleTerm", role)
        terms.sort(key=lambda term: attribute(term, "type") == "code")
        texts = [text for text in map(record.text, terms) if text] or _bare(record, role)
        known = [text for text in texts if field_of(text) != ("contributor", text)]
        for text in (known or texts)[:1]:
            found.setdefault(field_of(text)[0] + field_of(text)[1].lower(), text)
    return list(found.values())


def _bare(record: XmlRecord, role: _Element) -> list[str]:
    """Take a role without roleTerm, as MODS 3.0 and careless writers have it."""
    if len(role):
        return []
    text = record.text(role)
    return [text] if text else []


def person(record: XmlRecord, element: _Element) -> Name:
    """Take the parts of one name; dates and titles of address are no part of it and stay."""
    parts: dict[str, list[str]] = {}
    for part in record.all("namePart", element):
        kind = attribute(part, "type")
        text = value(part)
        if kind in _UNNAMED:
            kind = ""
        if kind == "date" or not text:
            continue
        if kind == "termsOfAddress" and not names.is_suffix(text):
            continue
        record.use(part)
        parts.setdefault(kind, []).append(text)
    name = _assembled(
        parts, attribute(element, "type"), value(record.first("displayForm", element))
    )
    if name == Name() and (shown := record.first_text("displayForm", element)):
        name = names.parse(shown)
    return _identified(record, element, name)


def _assembled(parts: dict[str, list[str]], kind: str, shown: str) -> Name:
    family, given = " ".join(parts.get("family", ())), " ".join(parts.get("given", ()))
    suffix = " ".join(parts.get("termsOfAddress", ()))
    if kind in ("corporate", "conference") and (family or given):
        name = Name(literal=f"{given} {family}".strip())
    elif family or given:
        name = _parted(family, given)
    else:
        name = _unparted(parts.get("", []), kind, shown)
    return replace(name, suffix=suffix) if suffix and name != Name() else name


def _parted(family: str, given: str) -> Name:
    """Return the name of a person whose parts the source tells."""
    if not family:
        return Name(literal=given)
    name = names.inverted(f"{family}, {given}") if given else Name(family=family)
    return Name(family=family, given=given) if name.suffix or "," in family else name


def _unparted(texts: list[str], kind: str, shown: str) -> Name:
    """Return a name whose parts the source does not tell."""
    if not texts:
        return Name()
    if kind in ("corporate", "conference", "family"):
        return Name(literal=". ".join(text.rstrip(" .,") for text in texts))
    if len(texts) == 2 and all("," not in text for text in texts) and texts[0] in shown:
        # family and given name without their types
        return names.inverted(", ".join(texts))
    text = _unpunctuated(" ".join(texts))
    if "," not in text and not kind and " " not in text.strip():
        return Name(literal=text)
    return names.inverted(text) if "," in text else _without_comma(text, kind)


def _without_comma(text: str, kind: str) -> Name:
    """Read a name in reading order; without a type it may be that of a body."""
    return names.direct(text) if kind == "personal" else names.parse(text)


def _unpunctuated(text: str) -> str:
    """Cut the punctuation of catalogues; the stop of an initial stays."""
    text = text.rstrip(" ,;")
    last = text.rpartition(" ")[2]
    if text.endswith(".") and len(last) > 4 and last.count(".") == 1:
        return text[:-1]
    return text


def _identified(record: XmlRecord, element: _Element, name: Name) -> Name:
    affiliations = tuple(dict.fromkeys(record.texts("affiliation", element)))
    number = (
        orcid(attribute(element, "valueURI")) if "orcid" in attribute(element, "valueURI") else ""
    )
    for identifier in children(element, "nameIdentifier"):
        if "orcid" in attribute(identifier, "type").lower() or "orcid.org" in value(identifier):
            number = orcid(value(identifier)) or number
            if number:
                record.use(identifier)
    if affiliations or number:
        return replace(name, affiliation=affiliations, orcid=number)
    return name

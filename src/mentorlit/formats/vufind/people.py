"""Names out of Solr documents: headings, roles, bodies."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from mentorlit import names
from mentorlit.formats.vufind.document import Document, folded, same
from mentorlit.formats.vufind.schema import by_entry
from mentorlit.formats.vufind.text import unpunctuated
from mentorlit.model import Name

Credits = dict[str, tuple[Name, ...]]
"""By Python field name of the citation, the names in it."""

# "1668-1744", "1937-", "approximately 1200-1280", "b. 1941", "active 12th century"
_LIFE: Final = re.compile(
    r"[,\s]\s{0,3}\(?(?:(?:approximately|active|ca|circa|born|died|fl|geb|gest|né|née|b|d)\b\.?\s)?"
    r"\s{0,2}(?:\d{3,4}\??(?:\s?[-–]\s?(?:ca\.?\s|approximately\s)?(?:\d{3,4}\??)?)?"
    r"|\d\dth century|-\d{4})\)?[.,]{0,2}\Z",
    re.IGNORECASE,
)
_FULLER: Final = re.compile(r"(?<=\S)\s{0,3}\([^()]{2,80}\)[.,]{0,2}\Z")
_PARTS: Final = re.compile(r"\s*[;,/]\s*|\s+and\s+")
_COPIES: Final = ("author_facet", "dc.contributor.author", "dc.creator", "author_sort")
_ADDITION: Final = re.compile(r"[\d(]")
"""What every addition to a name has: a figure of a date, or a bracket."""
_TAIL: Final = 120
"""Characters at the end of a heading in which dates and fuller forms are looked for."""
_SHORT: Final = 200
"""Characters of a heading that is remembered: a record has its authors in three fields."""


class _Read(NamedTuple):
    """The name that a heading holds and the key by which two of them are the same.

    ``bare`` tells that the heading has nothing but the name.
    """

    name: Name
    key: str
    bare: bool


def _read(heading: str) -> _Read:
    """Return what a heading says."""
    return _remembered(heading) if len(heading) < _SHORT else _remembered.__wrapped__(heading)


@lru_cache(maxsize=1024)
def _remembered(heading: str) -> _Read:
    if _ADDITION.search(heading):
        name = person(heading)
        bare = _without_additions(heading) == heading.rstrip(" ,;")
        return _Read(name, folded(names.sort_form(name)), bare)
    text = unpunctuated(heading.rstrip(" ,;"), shortest=3)
    name = names.inverted(text)
    # Without a suffix the letters of the name stand in the order in which it is sorted.
    return _Read(name, folded(names.sort_form(name) if name.suffix else text), bare=True)


def person(heading: str) -> Name:
    """Read a heading, ``Vico, Giambattista, 1668-1744.``; without a comma it is a literal.

    Dates and the fuller form in brackets that headings of libraries carry are no part of a name.
    """
    text = heading
    for _ in range(3):
        shorter = _without_additions(text)
        if not shorter or shorter == text:
            break
        text = shorter
    return names.inverted(unpunctuated(text, shortest=3))


def _without_additions(text: str) -> str:
    head, tail = text[:-_TAIL], text[-_TAIL:]
    if not _ADDITION.search(tail):
        return text.rstrip(" ,;")
    return (head + _FULLER.sub("", _LIFE.sub("", tail))).rstrip(" ,;")


def credited(doc: Document) -> Credits:
    """Take everybody whom the document names.

    ``author2`` without a role is an author, as in VuFind's own citations; roles that no field of
    the model stands for make a contributor. A heading that says more than the name (dates) is
    not taken, so that it stays in the document's rest.
    """
    found = _Credited(doc)
    found.add("author", "author_role")
    found.add("author_corporate", "author_corporate_role", bodies=True)
    found.add("author2", "author2_role")
    found.add("author_additional", "")
    found.add_copies()
    return {field: tuple(people) for field, people in found.people.items()}


class _Credited:
    """The names found so far, each once per field."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.people: dict[str, list[Name]] = {}
        self.keys: set[tuple[str, str]] = set()
        self.first = ""

    def add(self, field: str, role_field: str, *, bodies: bool = False) -> None:
        """Take the names of one Solr field, with their roles if there is one for each."""
        headings = self.doc.aligned(field)
        if not headings:
            return
        roles = self.doc.aligned(role_field) if role_field else []
        if len(roles) == len(headings):
            self.doc.mark(role_field, roles)
        else:
            roles = [""] * len(headings)
        cited: dict[str, list[str]] = {}
        for heading, role in zip(headings, roles, strict=True):
            target = self._credit(heading, role, bodies=bodies)
            if target:
                cited.setdefault(target, []).append(heading)
        for target, texts in cited.items():
            self.doc.cite(target, field, texts)
        bare = headings if bodies else [text for text in headings if _read(text).bare]
        if len(bare) == len(headings):
            self.doc.mark_all(field)
        else:
            self.doc.mark(field, bare)

    def _credit(self, heading: str, role: str, *, bodies: bool) -> str:
        """Add the name of one heading; return the field that it is new in, or ""."""
        if bodies:
            name = Name(literal=unpunctuated(heading))
            key = same(name.literal)
        else:
            name, key, _ = _read(heading)
        if not (name.family or name.literal):
            return ""
        target, kept_role = _target(role)
        if kept_role:
            name = msgspec.structs.replace(name, role=kept_role)
        return target if self._put(target, name, key) else ""

    def _put(self, target: str, name: Name, key: str) -> bool:
        """Add ``name`` unless one with its key is there; tell whether it was added."""
        if (target, key) in self.keys:
            return False
        if not self.people:
            self.first = key
        self.keys.add((target, key))
        self.people.setdefault(target, []).append(name)
        return True

    def add_copies(self) -> None:
        """Take from the index copies whom no other field names.

        ``author_facet`` has all persons; where ``author2`` is missing, those after the first
        author are known only from it. Other scripts' forms of the same names are passed over.
        """
        if self.people and self.doc.has("author2"):
            return
        fields = ("author_facet",) if self.people else _COPIES
        known = {key for _, key in self.keys}
        script = _script(self.first)
        source = next((name for name in fields if self.doc.has(name)), "")
        new: list[str] = []
        for heading in self.doc.peek(source):
            name, key, _ = _read(heading)
            if key and key not in known and (not script or _script(key) == script):
                self._put("author", name, key)
                new.append(heading)
        if new:
            self.doc.mark(source, new)
            self.doc.cite("author", source, new)


def _script(text: str) -> str:
    """Return the script of the first letter, as the first word of its Unicode name."""
    return _script_of(text[0]) if text else ""


@lru_cache(maxsize=1024)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _target(role: str) -> tuple[str, str]:
    """Return the citation's field for a relator and the role to keep with the name."""
    role = role.strip(" .,;[]()")
    if not role:
        return "author", ""
    fields = by_entry("roles")
    for part in (role, *_PARTS.split(role)):
        field = fields.get(part.strip(" .").lower())
        if field:
            return field, ""
    return "contributor", role

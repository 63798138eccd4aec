"""A Citavi project: its entities by their ids, and the lists that link references to them."""

from typing import Any, Final

from lxml.etree import _Element

from mentorlit.xmltext import attribute, local, value

ENTITIES: Final = frozenset(
    {
        *("Person", "Periodical", "Publisher", "SeriesTitle", "Keyword", "Library", "Category"),
        *("Group", "Location", "KnowledgeItem"),
    }
)
LINKS: Final = "OnetoN"
_OF_REFERENCES: Final = frozenset({"Location", "KnowledgeItem"})
_KEPT: Final = {
    "Person": ("LastName", "FirstName", "MiddleName", "Prefix", "Suffix"),
    "Periodical": ("Name", "StandardAbbreviation", "UserAbbreviation1", "ISSN", "EISSN"),
    "SeriesTitle": ("Name", "ISSN"),
    "Location": (
        "Address",
        "LibraryID",
        "CallNumber",
        "LocationType",
        "MirrorsReferencePropertyId",
    ),
    "KnowledgeItem": ("CoreStatement", "Text", "PageRange"),
}
_PARTS: Final = ("Name",)
_OWNER: Final = "ReferenceID"

_UNIT: Final = 64
"""Characters that weigh as much as one link."""
_BUDGET: Final = 4_000_000
"""Four times the weight of the largest project that is held."""

Fields = dict[str, str]
"""The texts of an entity's elements by their names."""


class Project:
    """What references are linked to. Only what a citation can hold is kept.

    ``room`` is how many characters of entities and links are kept; ``books`` are the values of
    those that others are parts of, once they have been worked out.
    What one entity says can be said again by every link to it, so that a small project could make
    huge records: links are followed until what they led to weighs as much as :data:`_BUDGET`.
    """

    def __init__(self, room: int) -> None:
        self._left = _BUDGET
        self._room = room
        self.books: dict[str, dict[str, Any]] = {}
        self._entities: dict[str, Fields] = {}
        self._owned: dict[tuple[str, str], list[Fields]] = {}
        self._links: dict[tuple[str, str], list[str]] = {}
        self._parents: dict[str, str] = {}

    def add(self, element: _Element) -> None:
        """Keep one entity."""
        kind = local(element)
        kept = _KEPT.get(kind, _PARTS)
        fields: Fields = {}
        owner = ""
        for child in element:
            name = local(child)
            if name in kept and (text := value(child)):
                fields[name] = text
            elif name == _OWNER:
                owner = value(child)
        self._room -= sum(map(len, fields.values()))
        if self._room < 0:
            return
        if kind in _OF_REFERENCES:
            if fields:
                self._owned.setdefault((kind, owner), []).append(fields)
        elif key := attribute(element, "id"):
            self._entities[key] = fields

    def link(self, section: str, text: str) -> None:
        """Keep one list of links: the id of the one, then those of the many.

        A colon parts an id from its place in the other's list.
        """
        self._room -= len(text)
        if self._room < 0:
            return
        one, *many = (part.strip().partition(":")[0] for part in text.split(";"))
        many = [key for key in many if key]
        if section == "ReferenceReferences":
            for child in many:
                self._parents.setdefault(child, one)
        elif section.startswith("Reference"):
            self._links.setdefault((section, one), []).extend(many)

    @property
    def is_whole(self) -> bool:
        """Tell whether all entities and links found room."""
        return self._room >= 0

    def linked(self, section: str, reference: str) -> list[tuple[str, Fields]]:
        """Return id and fields of what a list links to a reference; fields may be missing."""
        keys = self._links.get((section, reference), ())
        return [(key, self.entity(key)) for key in keys]

    def entity(self, key: str) -> Fields:
        """Return the entity with that id, nothing if there is none."""
        found = self._entities.get(key, {})
        return found if self.spend(sum(map(len, found.values()))) else {}

    def spend(self, characters: int) -> bool:
        """Tell whether so much may be said once more."""
        self._left -= 1 + characters // _UNIT
        return self._left > 0

    def owned(self, kind: str, reference: str) -> list[Fields]:
        """Return what belongs to a reference, such as its locations."""
        return self._owned.get((kind, reference), [])

    def parent(self, reference: str) -> str:
        """Return the id of the reference that this one is a part of."""
        return self._parents.get(reference, "")

"""The elements of one record of Dublin Core, by name, to be taken one after the other."""

from typing import Final

from lxml.etree import _Element

from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, local, value

_CONTAINERS: Final = frozenset({"Seq", "Bag", "Alt"})


class Elements:
    """The elements of a record by local name in lower case, each with its text."""

    def __init__(self, record: XmlRecord) -> None:
        self.record = record
        self.found: dict[str, list[tuple[_Element, str]]] = {}
        for element in record.element:
            name = local(element).lower()
            if not name:
                continue
            for text in _listed(element) or [said(element)]:
                if text:
                    self.found.setdefault(name, []).append((element, text))

    def all(self, *names: str) -> list[tuple[_Element, str]]:
        """Return the elements with one of ``names`` and their texts, without taking them."""
        return [pair for name in names for pair in self.found.get(name, ())]

    def take(self, *names: str) -> list[str]:
        """Take all values, each different one once."""
        pairs = self.all(*names)
        self.record.use(*(element for element, _ in pairs))
        return list(dict.fromkeys(text for _, text in pairs))

    def first(self, *names: str) -> str:
        """Take the first value, and what repeats it."""
        pairs = self.all(*names)
        if not pairs:
            return ""
        self.record.use(*(element for element, text in pairs if text == pairs[0][1]))
        return pairs[0][1]


def _listed(element: _Element) -> list[str]:
    """Return the members of an RDF container (RDF/XML, 2.15), if the element has one."""
    if len(element) and local(element[0]) in _CONTAINERS:
        return [said(member) for member in element[0]]
    return []


def said(element: _Element) -> str:
    """Return an element's text, or the address that it refers to."""
    return value(element) or attribute(element, "resource")

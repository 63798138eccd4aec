"""What is known so far of the citation that one record becomes, and how it is put together."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from lxml import etree
from msgspec.structs import replace

from mentorlit import identifiers
from mentorlit.dates import iso
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.inline import plain
from mentorlit.identifiers import issns
from mentorlit.model import (
    Citation,
    Keyword,
    Name,
    Origin,
    PartialDate,
    Problem,
    Relation,
    StandardNumber,
)
from mentorlit.xmltext import inside

_LONG: Final = 80
"""What is longer will hardly come again."""


class Draft:
    """The fields of a citation in the making, by their names in Python; ``extra`` is its rest."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.problems = list(problems)
        self.dates: dict[str, PartialDate] = {}
        self.doi: dict[str, None] = {}
        self.pmid: dict[str, None] = {}
        self.other_ids: dict[str, dict[str, None]] = {}
        self.issn: list[StandardNumber] = []
        self.isbn: list[StandardNumber] = []
        self.keywords: list[Keyword] = []
        self.relations: list[Relation] = []
        self.contributors: list[Name] = []
        self.urls: dict[str, None] = {}
        self.notes: list[str] = []

    def walk(self, element: etree._Element, handlers: "Handlers") -> None:
        """Give each child to the handler of its tag; what has none goes to the rest."""
        for inner in inside(element):
            handler = handlers.get(inner.tag)
            if handler is None:
                rest.keep(self.extra, inner)
            else:
                handler(self, inner)

    def once(self, field: str, value: Any, name: str) -> None:
        """Set ``field`` if it is empty; a further value goes to the rest under ``name``."""
        if value and not self.fields.get(field):
            self.fields[field] = value
        elif value and value != self.fields[field]:
            rest.put(self.extra, name, value)

    def add(self, field: str, names: tuple[Name, ...]) -> None:
        """Add ``names`` to a field of names."""
        if names:
            self.fields[field] = self.fields.get(field, ()) + names

    def identify(self, scheme: str, value: str, name: str) -> None:
        """Take an identifier: ``DOI``, ``PMID``, ``PMCID``, ``URL`` or of any other scheme.

        What is none of the first three though declared so goes to the rest under ``name``.
        """
        if scheme == "DOI":
            found = identifiers.doi(value)
            if found:
                self.doi[found] = None
            else:
                rest.put(self.extra, name, value)
        elif scheme == "PMID":
            found = value if value.isdecimal() else identifiers.pmid(value)
            if found:
                self.pmid[found] = None
            else:
                rest.put(self.extra, name, value)
        elif scheme == "PMCID":
            number = identifiers.pmcid(f"PMC{value}" if value.isdecimal() else value)
            self.once("pmcid", number, name)
            if not number:
                rest.put(self.extra, name, value)
        elif scheme == "URL":
            self.urls[value] = None
        elif value:
            self.other_ids.setdefault(scheme, {})[value] = None

    def date(self, name: str, date: PartialDate | None, element: etree._Element) -> None:
        """Take the date of an event; the first of its name counts, others go to the rest."""
        if date is None:
            rest.keep(self.extra, element)
        elif self.dates.setdefault(name, date) != date:
            rest.put(self.extra, element.tag, f"{name} {iso(date)}")

    def add_issn(self, raw: str, medium: str) -> None:
        """Take an ISSN; the fields are declared, so a wrong check digit is kept as stated."""
        found = raw if len(raw) == 9 and raw[4] == "-" else "".join(issns(raw, checked=False)[:1])
        number = StandardNumber(found, medium)
        if not found:
            rest.put(self.extra, "ISSN", raw)
        elif number not in self.issn:
            self.issn.append(number)

    def add_isbn(self, raw: str, medium: str = "") -> None:
        """Take an ISBN, whatever its check digit."""
        found = identifiers.isbns(raw, checked=False)
        if not found:
            rest.put(self.extra, "ISBN", raw)
        for each in found:
            number = StandardNumber(each, medium)
            if number not in self.isbn:
                self.isbn.append(number)

    def unclear(self, name: str, left: str) -> None:
        """Keep a date of publication that is not understood in full, and say so."""
        rest.put(self.extra, name, left)
        message = f"the date {left[:200]!r} is not understood in full"
        self.problems.append(Problem("date-unclear", message, "issued"))

    def citation(self, origin: Origin, own_id: str = "") -> Citation:
        """Return the citation, with its own id in the source."""
        fields = self.fields
        for scheme, field, found in (("DOI", "doi", self.doi), ("PMID", "pmid", self.pmid)):
            if found:
                fields[field], *more = found
                if more:
                    self.other_ids[scheme] = dict.fromkeys(more)
        if self.other_ids:
            fields["identifiers"] = {
                scheme: tuple(values) for scheme, values in self.other_ids.items()
            }
        if self.extra:
            fields["extra"] = {origin.format: self.extra}
        fields["issn"] = tuple(self.issn)
        fields["isbn"] = tuple(self.isbn)
        fields["keyword"] = tuple(self.keywords)
        fields["relations"] = tuple(self.relations)
        fields["contributor"] = tuple(self.contributors)
        fields["url"] = tuple(self.urls)
        fields["note"] = tuple(self.notes)
        return Citation(
            **fields,
            dates=self.dates,
            problems=tuple(self.problems),
            origin=replace(origin, id=own_id) if own_id else origin,
        )


Handler = Callable[[Any, Any], None]
Handlers = Mapping[str, Handler]


def word(element: etree._Element) -> str:
    """Return the text of an element that has no markup."""
    text = element.text
    if not text:
        return ""
    if text.isascii() and text.isalnum():
        return text
    return _term(text) if len(text) < _LONG else plain(text)


@lru_cache(16384)
def _term(text: str) -> str:
    """Do :func:`plain` once for what comes in every other record: journals, headings."""
    return plain(text)


def sets(field: str) -> Handler:
    """Return the handler that puts an element's text into ``field``."""

    def handler(draft: Draft, element: etree._Element) -> None:
        if text := word(element):
            if draft.fields.get(field):
                draft.once(field, text, element.tag)
            else:
                draft.fields[field] = text

    return handler


def notes(draft: Draft, element: etree._Element) -> None:
    """Take the text of an element as a note."""
    if text := word(element):
        draft.notes.append(text)


def keeps(draft: Draft, element: etree._Element) -> None:
    """Keep an element among what the model has no field for."""
    rest.keep(draft.extra, element)


def skips(_draft: Draft, _element: etree._Element) -> None:
    """Leave an element out: it is taken elsewhere, or says nothing about the work."""

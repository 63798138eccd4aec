"""From a citation to the fields of one BibTeX or BibLaTeX entry."""

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final

from mentorlit.citekeys import candidate
from mentorlit.formats.bibtex import values
from mentorlit.formats.bibtex.case import protector
from mentorlit.formats.bibtex.dates import edtf, is_open
from mentorlit.formats.bibtex.identified import Identified
from mentorlit.formats.bibtex.kept import as_field
from mentorlit.formats.bibtex.placing import allowed, ascii_value, placed
from mentorlit.formats.tex import encode
from mentorlit.formats.tex.encoding import clean
from mentorlit.model import JSON_NAME, PYTHON_NAME, Citation, PartialDate
from mentorlit.tables import load

_FIELD_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_:.+/-]{0,63}\Z")
_DATES: Final = ("date", "eventdate", "origdate", "urldate")
_WORDED: Final = re.compile(r"[^0-9./~?%-]")


def entry(citation: Citation, *, biblatex: bool, ascii_only: bool = False) -> str:
    """Return the whole entry with its line end; its key is the citation's, made legal.

    With ``ascii_only`` it is in ASCII, see :func:`mentorlit.formats.tex.in_ascii`.
    """
    made = _Entry(citation, biblatex=biblatex)
    fields = made.all_fields()
    if ascii_only:
        fields = {name: ascii_value(name, value) for name, value in fields.items()}
        made.full = {name: ascii_value(name, value) for name, value in made.full.items()}
    fields = placed(fields, made.kind, made.full, biblatex=biblatex)
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{made.kind}{{{candidate(citation)},\n{lines}}}\n"


@cache
def _order() -> dict[str, int]:
    """Return the place of each field in the order."""
    return {name: place for place, name in enumerate(load("bibtex")["order"]["fields"])}


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Return the fields for people, with the model's."""
    return tuple((field, PYTHON_NAME[name]) for field, name in load("bibtex")["names"].items())


@cache
def _dates() -> tuple[tuple[str, str], ...]:
    """Return the fields for dates other than that of publication, with the model's."""
    return tuple((field, PYTHON_NAME[name]) for field, name in load("bibtex")["dates"].items())


@cache
def _texts() -> tuple[tuple[str, ...], Callable[[Citation], tuple[str, ...]]]:
    """Return the fields for texts that are written, and what gets their values."""
    table, order = load("bibtex"), _order()
    names = table["order"]["bibtex_names"]
    found = {
        field: PYTHON_NAME[variable]
        for field, variable in table["text"].items()
        if variable not in ("container-title", "title-short")
        and (field in order or names.get(field, field) in order)
    }
    return tuple(found), attrgetter(*found.values())


@cache
def _languages() -> dict[str, str]:
    """Return the name that BibLaTeX has for a language by its tag: the first there is."""
    found: dict[str, str] = {}
    for name, tag in load("bibtex")["langids"].items():
        found.setdefault(tag, name)
    return found


class _Entry(Identified):
    """All fields of one entry."""

    def all_fields(self) -> dict[str, str]:
        """Return the fields in their order, those kept in ``extra`` last."""
        self._titles()
        self._names()
        self._dates()
        self._numbers()
        self._publisher()
        self._text()
        self.identify()
        self.locate()
        self._language()
        self._lists()
        order = _order()
        ordered = dict(sorted(self.fields.items(), key=lambda one: order.get(one[0], len(order))))
        self._kept(ordered)
        return ordered

    def _titles(self) -> None:
        citation = self.citation
        english = not citation.language or citation.language.partition("-")[0] == "en"
        if english:
            self.encoder = lambda text: encode(text, protector(clean(text)))
        elif not self.biblatex:
            self.encoder = _protected_whole
        contained = self.kind in ("incollection", "inproceedings", "inreference", "inbook")
        field, whole = ("booktitle", citation.container_title) if contained else ("title", "")
        whole = whole or ("" if contained else citation.title)
        if contained:
            self.put("title", citation.title, self.encoder)
        else:
            self.put("journaltitle", citation.container_title)
        self.put("shorttitle", citation.title_short, self.encoder)
        volume = citation.volume_title
        if not volume or self.biblatex:
            self.put(field, volume or whole, self.encoder)
            self.put("maintitle", whole if volume else "", self.encoder)
        else:
            # BibTeX has no field for the title of a volume beside that of the whole.
            self.put(field, whole, self.encoder)
            self.pack(field, volume, self.encoder)
            self.pack("maintitle", whole, self.encoder)

    def _names(self) -> None:
        citation = self.citation
        omitted = {
            problem.field for problem in citation.problems if problem.code == "names-omitted"
        }
        for field, variable in _names():
            if people := getattr(citation, variable):
                others = JSON_NAME[variable] in omitted
                self.put_raw(field, values.names(people, others=others))
        if citation.contributor:
            self._contributors()

    def _contributors(self) -> None:
        roles = load("bibtex")["contributors"]
        for field, role in roles.items():
            if field == role:
                people = [person for person in self.citation.contributor if person.role == role]
                self.put_raw(field, values.names(people))
        others = [person for person in self.citation.contributor if person.role not in roles]
        told = list(dict.fromkeys(person.role for person in others if person.role))
        for field, role in zip(("editora", "editorb", "editorc"), told, strict=False):
            self.put_raw(field, values.names(person for person in others if person.role == role))
            self.put(field + "type", "" if role == roles[field] else role)

    def _dates(self) -> None:
        issued = self.citation.issued
        if issued and self.biblatex:
            self.put_raw("date", self._range("date", issued))
            self.put("year", issued.literal)
        elif issued:
            year = values.edtf(PartialDate(year=issued.year))
            self.put("year", issued.literal if issued.year is None else year)
            if month := values.month(issued):
                self.fields["month"] = month
            if values.needs_edtf(issued):
                self.put_raw("date", values.edtf(issued))
            elif issued.day:
                self.put("day", str(issued.day))
        seen: set[str] = set()
        for field, variable in _dates():
            date = getattr(self.citation, variable)
            if date and variable not in seen:
                seen.add(variable)
                self.put_raw(field, self._range(field, date))

    def _range(self, field: str, date: PartialDate) -> str:
        """Return a date; what its source says beyond it, an open end for one, is kept too."""
        kept = self.citation.extra.get("bibtex", {}).get(field)
        written = values.edtf(date)
        if not isinstance(kept, str) or edtf(kept) != date:
            return written
        if is_open(kept) and not _WORDED.search(kept):
            return clean(kept)
        self.full[field] = "{" + encode(kept) + "}"
        return written

    def _numbers(self) -> None:
        citation = self.citation
        variable = load("bibtex")["number"].get(citation.type, "number")
        self.put("number", getattr(citation, PYTHON_NAME[variable]))
        self.put("eid" if variable != "number" else "number", citation.number)
        self.put("issue", "" if variable == "issue" else citation.issue)
        self.put("pages", citation.page, values.pages)

    def _publisher(self) -> None:
        table = load("bibtex")["publisher"]
        fields = table["biblatex" if self.biblatex else "bibtex"]
        encoder = values.literal_list
        field = fields.get(self.citation.type, fields["*"])
        if self.biblatex:
            others = (field, *table["instead"])
            field = next((name for name in others if allowed(self.kind, name)), field)
        elif "/" in self.citation.publisher and field == "howpublished":
            field = "publisher"
        self.put(field, self.citation.publisher, encoder)
        self.put("location", self.citation.publisher_place, encoder)

    def _text(self) -> None:
        fields, get = _texts()
        for field, text in zip(fields, get(self.citation), strict=True):
            if text:
                self.put(field, text)

    def _language(self) -> None:
        tag = self.citation.language
        if self.biblatex and (known := _languages().get(tag, "")):
            self.put("langid", known)
        else:
            self.put("language", tag)

    def _lists(self) -> None:
        citation = self.citation
        if citation.keyword:
            self.put_raw("keywords", values.keywords(word.text for word in citation.keyword))
        if citation.affiliation:
            self.put_raw("affiliation", values.keywords(citation.affiliation, mark=";"))
        if not citation.abstract:
            parts = (f"{part.label}: {part.text}" for part in citation.abstract_sections)
            self.put("abstract", " ".join(parts))
        if self.biblatex:
            self.put("note", "".join(self.notes[:1]))
            self.put("addendum", "; ".join(self.notes[1:]))
        else:
            self.put("note", "; ".join(self.notes))
            if len(self.notes) == 2:
                self.pack("note", self.notes[0])
                self.pack("addendum", self.notes[1])
        self.put("annotation", "; ".join(citation.annote))

    def _kept(self, fields: dict[str, str]) -> None:
        """Add the fields of a BibTeX source that the model has no place for."""
        kept: dict[str, Any] = self.citation.extra.get("bibtex", {})
        for name, value in kept.items():
            if name == "entrytype" or not _FIELD_NAME.match(name):
                continue
            if isinstance(value, list):
                self._repeat(fields, name.lower(), value)
                continue
            if name.lower() in fields:
                continue
            text = str(value) if isinstance(value, str | int) else ""
            shown = as_field(name.lower(), text)
            if shown and name in _DATES and self.biblatex:
                self.full.setdefault(name, "{" + shown + "}")
            elif shown:
                fields[name.lower()] = "{" + shown + "}"

    def _repeat(self, fields: dict[str, str], name: str, found: list[Any]) -> None:
        """Add a field that the source has more than once: the first counts, all are packed."""
        items = [as_field(name, str(item)) for item in found if isinstance(item, str | int)]
        every = [*([fields[name]] if name in fields else []), *("{" + item + "}" for item in items)]
        if every:
            fields.setdefault(name, every[0])
            self.full.setdefault(name, f", {name} = ".join(every))


def _protected_whole(title: str) -> str:
    """Encode a title that is not English for BibTeX, whose styles would put it into lower case.

    All of it is in braces, unless the source says itself which words keep their case.
    """
    shown = encode(title)
    return "{" + shown + "}" if shown and "nocase" not in title else shown

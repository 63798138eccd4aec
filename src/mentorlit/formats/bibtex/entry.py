"""From a citation to the fields of one BibTeX or BibLaTeX entry."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.citekeys import candidate
from mentorlit.formats.bibtex import values
from mentorlit.formats.bibtex.case import protector
from mentorlit.formats.bibtex.verbatim import is_verbatim, written
from mentorlit.formats.tex import encode, encode_verbatim
from mentorlit.formats.tex.encoding import clean
from mentorlit.model import PYTHON_NAME, Citation
from mentorlit.tables import load

_FIELD_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]{0,63}\Z")
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_ENTRY_TYPE: Final = re.compile(r"[A-Za-z]{1,64}\Z")
_NO_ENTRY: Final = ("comment", "preamble", "string", "xdata", "set")


def entry(citation: Citation, *, biblatex: bool) -> str:
    """Return the whole entry with its line end; its key is the citation's, made legal."""
    made = _Entry(citation, biblatex=biblatex)
    fields = made.all_fields()
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{made.kind}{{{candidate(citation)},\n{lines}}}\n"


@cache
def _order() -> tuple[str, ...]:
    return tuple(load("bibtex")["order"]["fields"])


class _Entry:
    """One entry in the making; values in ``fields`` have their braces already."""

    def __init__(self, citation: Citation, *, biblatex: bool) -> None:
        self.citation = citation
        self.biblatex = biblatex
        self.fields: dict[str, str] = {}
        self.notes = list(citation.note)
        self.encoder: Callable[[str], str] = encode
        self.eprint = ""
        self.kind = self._kind()

    def all_fields(self) -> dict[str, str]:
        """Return the fields in their order, those kept in ``extra`` last."""
        self._titles()
        self._names()
        self._dates()
        self._numbers()
        self._publisher()
        self._text()
        self._identifiers()
        self._addresses()
        self._language()
        self._lists()
        ordered = {name: self.fields[name] for name in _order() if name in self.fields}
        ordered |= {name: value for name, value in self.fields.items() if name not in ordered}
        self._kept(ordered)
        return ordered

    def put(self, field: str, text: str, encoder: Callable[[str], str] | None = None) -> None:
        """Set a field to ``text`` unless it is empty; under the name it has in this dialect."""
        shown = (encoder or encode)(text) if text else ""
        if not shown:
            return
        if not self.biblatex:
            field = load("bibtex")["order"]["bibtex_names"].get(field, field)
        self.fields.setdefault(field, "{" + shown + "}")

    def _kind(self) -> str:
        """Choose the entry type; where it does not tell the CSL type, entrysubtype does."""
        table = load("bibtex")
        citation = self.citation
        own = citation.extra.get("bibtex", {}).get("entrytype")
        if citation.type == "document" and isinstance(own, str) and _is_kind(own):
            return own.lower()
        kinds = table["biblatex_types" if self.biblatex else "bibtex_types"]
        kind: str = kinds.get(citation.type, "misc")
        genre = citation.genre
        if citation.type == "thesis":
            kind, genre = self._thesis(kind)
        if citation.type and table["types"][kind] != citation.type:
            subtypes = {csl: name for name, csl in table["subtypes"].items()}
            self.put("entrysubtype", subtypes.get(citation.type, citation.type))
        self.put("type", genre)
        return kind

    def _thesis(self, kind: str) -> tuple[str, str]:
        """Return the entry type of a thesis and its ``type``: what it is must be said."""
        table = load("bibtex")
        genre = self.citation.genre
        if self.biblatex:
            keys = {text: key for key, text in table["type_keys"].items()}
            return kind, keys.get(genre, genre or "Thesis")
        for name, words in table["thesis_words"].items():
            if any(word in genre.lower() for word in words):
                return name, "" if genre == table["genres"][name] else genre
        return kind, genre or "Thesis"

    def _titles(self) -> None:
        citation = self.citation
        english = not citation.language or citation.language.partition("-")[0] == "en"
        if english:
            self.encoder = lambda text: encode(text, protector(clean(text)))
        elif not self.biblatex:
            # Styles that change case do it in English only if the whole title is in braces.
            self.encoder = lambda text: "{" + encode(text) + "}" if clean(text) else ""
        contained = self.kind in ("incollection", "inproceedings", "inreference", "inbook")
        main, part = citation.title, ""
        if citation.volume_title and not contained and self.biblatex:
            main, part = citation.volume_title, citation.title
        self.put("title", main, self.encoder)
        self.put("maintitle", part, self.encoder)
        self.put("shorttitle", citation.title_short, self.encoder)
        container = citation.container_title
        if contained and citation.volume_title and self.biblatex:
            self.put("booktitle", citation.volume_title, self.encoder)
            self.put("maintitle", container, self.encoder)
        elif contained:
            self.put("booktitle", container, self.encoder)
        else:
            self.put("journaltitle", container)

    def _names(self) -> None:
        table = load("bibtex")
        omitted = {problem.field for problem in self.citation.problems if _omits(problem.code)}
        for field, variable in table["names"].items():
            people = getattr(self.citation, PYTHON_NAME[variable])
            self._put_raw(field, values.names(people, others=variable in omitted))
        for field, role in table["contributors"].items():
            if field == role:
                people = [person for person in self.citation.contributor if person.role == role]
                self._put_raw(field, values.names(people))

    def _put_raw(self, field: str, source: str) -> None:
        if source:
            self.fields.setdefault(field, "{" + source + "}")

    def _dates(self) -> None:
        issued = self.citation.issued
        if issued and self.biblatex:
            self._put_raw("date", values.edtf(issued))
            self.put("year", issued.literal)
        elif issued:
            self.put("year", issued.literal if issued.year is None else str(issued.year))
            if month := values.month(issued):
                self.fields["month"] = month
            if values.needs_edtf(issued):
                self._put_raw("date", values.edtf(issued))
            elif issued.day:
                self.put("day", str(issued.day))
        seen: set[str] = set()
        for field, variable in load("bibtex")["dates"].items():
            date = getattr(self.citation, PYTHON_NAME[variable])
            if date and variable not in seen:
                seen.add(variable)
                self._put_raw(field, values.edtf(date))

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
        encoder = values.literal_list if self.biblatex else encode
        field = fields.get(self.citation.type, fields["*"])
        self.put(field, self.citation.publisher, encoder)
        self.put("location", self.citation.publisher_place, encoder)

    def _text(self) -> None:
        for field, variable in load("bibtex")["text"].items():
            if variable in ("container-title", "title-short"):
                continue
            name = load("bibtex")["order"]["bibtex_names"].get(field, field)
            if field in _order() or name in _order():
                self.put(field, getattr(self.citation, PYTHON_NAME[variable]))

    def _identifiers(self) -> None:
        citation = self.citation
        if values.is_doi(citation.doi):
            self.put("doi", citation.doi, encode_verbatim)
        elif citation.doi:
            self.notes.append(f"DOI: {citation.doi}")
        self._eprint()
        if "eprinttype" not in self.fields or self.fields["eprinttype"] != "{pubmed}":
            self.put("pmid", citation.pmid, encode_verbatim)
        self.put("pmcid", citation.pmcid, encode_verbatim)
        self.put("issn", ", ".join(number.value for number in citation.issn))
        self.put("isbn", ", ".join(number.value for number in citation.isbn))
        fields = {scheme: field for field, scheme in load("bibtex")["identifiers"].items()}
        for scheme, found in citation.identifiers.items():
            rest = found[1:] if scheme == self.eprint else found
            field = fields.get(scheme) or _NOT_IN_A_NAME.sub("", scheme.lower())
            if _FIELD_NAME.match(field) and (field in fields.values() or field not in _order()):
                self.put(field, ", ".join(rest), _spaced)

    def _eprint(self) -> None:
        """Set the electronic copy: the first scheme there is, in BibLaTeX at last PubMed."""
        for kind, scheme in load("bibtex")["eprint_types"].items():
            found = self.citation.identifiers.get(scheme, ())
            if scheme == "PMID" and self.biblatex and self.citation.pmid:
                found = (self.citation.pmid,)
            if found and "eprint" not in self.fields:
                self.put("eprint", found[0], encode_verbatim)
                self.eprint = scheme
                if self.biblatex:
                    self.put("eprinttype", kind)
                else:
                    self.put("archiveprefix", scheme)

    def _addresses(self) -> None:
        good = [url for url in self.citation.url if values.is_address(url)]
        self.put("url", " ".join(map(encode_verbatim, good[:1])), str)
        others = [url for url in self.citation.url if url not in good[:1]]
        self.notes += [f"URL: {url}" for url in others if not self._is_said(url)]

    def _is_said(self, url: str) -> bool:
        """Tell whether an address is only that of the DOI or PMID, which have their fields."""
        citation = self.citation
        return bool(
            (citation.doi and identifiers.doi(url) == citation.doi)
            or (citation.pmid and identifiers.pmid(url) == citation.pmid)
        )

    def _language(self) -> None:
        tag = self.citation.language
        names = load("bibtex")["langids"]
        known = next((name for name, other in names.items() if other == tag), "")
        if self.biblatex and known:
            self.put("langid", known)
        else:
            self.put("language", tag)

    def _lists(self) -> None:
        citation = self.citation
        self._put_raw("keywords", values.keywords(word.text for word in citation.keyword))
        if not citation.abstract:
            parts = (f"{part.label}: {part.text}" for part in citation.abstract_sections)
            self.put("abstract", " ".join(parts))
        if self.biblatex:
            self.put("note", "".join(self.notes[:1]))
            self.put("addendum", "; ".join(self.notes[1:]))
        else:
            self.put("note", "; ".join(self.notes))
        self.put("annotation", "; ".join(citation.annote))

    def _kept(self, fields: dict[str, str]) -> None:
        """Add the fields of a BibTeX source that the model has no place for."""
        kept: dict[str, Any] = self.citation.extra.get("bibtex", {})
        for name, value in kept.items():
            if name == "entrytype" or name.lower() in fields or not _FIELD_NAME.match(name):
                continue
            items = value if isinstance(value, list) else [value]
            text = "; ".join(str(item) for item in items if isinstance(item, str | int))
            field = name.lower()
            if shown := written(field, text) if is_verbatim(field) else encode(text):
                fields[field] = "{" + shown + "}"


def _is_kind(text: str) -> bool:
    """Tell whether ``text`` may stand as an entry type that the table does not know."""
    known = load("bibtex")["types"]
    return bool(_ENTRY_TYPE.match(text)) and text.lower() not in (*_NO_ENTRY, *known)


def _omits(code: str) -> bool:
    return code == "names-omitted"


def _spaced(text: str) -> str:
    """Encode identifiers that are separated by comma and space."""
    return ", ".join(encode_verbatim(part) for part in text.split(", "))

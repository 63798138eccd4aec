"""The fields of an entry in the making, and those for identifiers and addresses."""

from collections.abc import Callable
from functools import cache

from mentorlit import identifiers
from mentorlit.formats.bibtex import values
from mentorlit.formats.bibtex.kinds import entry_kind
from mentorlit.formats.tex import encode, encode_verbatim
from mentorlit.model import Citation, StandardNumber
from mentorlit.tables import load


class Fields:
    """The fields of one entry; their values have their braces already.

    ``full`` has what is packed under the name of a field that can hold only a part of it.
    """

    def __init__(self, citation: Citation, *, biblatex: bool) -> None:
        self.citation = citation
        self.biblatex = biblatex
        self.fields: dict[str, str] = {}
        self.notes = list(citation.note)
        self.encoder: Callable[[str], str] = encode
        self.eprint = ""
        self.full: dict[str, str] = {}
        self.kind, said = entry_kind(citation, biblatex=biblatex)
        for field, text in said.items():
            self.put(field, text)

    def put(self, field: str, text: str, encoder: Callable[[str], str] | None = None) -> None:
        """Set a field to ``text`` unless it is empty; under the name it has in this dialect."""
        if not text:
            return
        shown = (encoder or encode)(text)
        if not shown:
            return
        if not self.biblatex:
            field = load("bibtex")["order"]["bibtex_names"].get(field, field)
        self.fields.setdefault(field, "{" + shown + "}")

    def pack(self, field: str, text: str, encoder: Callable[[str], str] | None = None) -> None:
        """Say in the pack what a field of this dialect cannot."""
        if text:
            self.full[field] = "{" + (encoder or encode)(text) + "}"

    def put_raw(self, field: str, source: str) -> None:
        """Set a field to what is TeX already."""
        if source:
            self.fields.setdefault(field, "{" + source + "}")


@cache
def _schemes() -> dict[str, str]:
    """Return the field for each scheme of identifiers that has one."""
    return {scheme: field for field, scheme in load("bibtex")["identifiers"].items()}


class Identified(Fields):
    """An entry with what tells its work from others."""

    def identify(self) -> None:
        """Set the fields for identifiers."""
        citation = self.citation
        if values.is_doi(citation.doi):
            self.put("doi", citation.doi, encode_verbatim)
        elif citation.doi:
            self.notes.append(f"DOI: {citation.doi}")
        if citation.identifiers or (self.biblatex and citation.pmid):
            self._eprint()
        if "eprinttype" not in self.fields or self.fields["eprinttype"] != "{pubmed}":
            self.put("pmid", citation.pmid, encode_verbatim)
        self.put("pmcid", citation.pmcid, encode_verbatim)
        self._standard_numbers("issn", citation.issn, identifiers.issn)
        self._standard_numbers("isbn", citation.isbn, _isbn)
        if citation.identifiers:
            self._others()

    def _others(self) -> None:
        """Set the fields for identifiers that have no field of the model for themselves."""
        citation, fields = self.citation, _schemes()
        if more := citation.identifiers.get("DOI", ()):
            self.full["doi"] = "{" + _spaced(", ".join((citation.doi, *more))) + "}"
        unnamed: list[str] = []
        for scheme, found in citation.identifiers.items():
            rest = found[1:] if scheme == self.eprint else found
            if scheme in fields:
                self.put(fields[scheme], ", ".join(rest), _spaced)
            elif scheme != "DOI":
                unnamed += (f"{scheme}: {value}" for value in rest)
        self.put_raw("identifiers", values.keywords(unnamed))

    def _standard_numbers(
        self, field: str, numbers: tuple[StandardNumber, ...], check: Callable[[str], str]
    ) -> None:
        """Set a field to all numbers, in BibLaTeX to the first that Biber's check lets pass."""
        if not numbers:
            return
        every = ", ".join(number.value for number in numbers)
        if not self.biblatex:
            self.put(field, every)
            return
        first = next((number.value for number in numbers if check(number.value)), "")
        self.put(field, first)
        if every != first:
            self.full[field] = "{" + encode(every) + "}"

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

    def locate(self) -> None:
        """Set the address; one that is none, which no program could follow, goes into a note."""
        if not self.citation.url:
            return
        good = [url for url in self.citation.url if values.is_address(url)]
        self.put("url", " ".join(map(encode_verbatim, good[:1])), str)
        if len(good) > 1:
            self.full["url"] = "{" + " ".join(map(encode_verbatim, good)) + "}"
        others = [url for url in self.citation.url if url not in good]
        self.notes += [f"URL: {url}" for url in others if not self._is_said(url)]

    def _is_said(self, url: str) -> bool:
        """Tell whether an address is only that of the DOI or PMID, which have their fields."""
        citation = self.citation
        return bool(
            (citation.doi and identifiers.doi(url) == citation.doi)
            or (citation.pmid and identifiers.pmid(url) == citation.pmid)
        )


def _isbn(text: str) -> str:
    return "".join(identifiers.isbns(text)[:1])


def _spaced(text: str) -> str:
    """Encode identifiers that are separated by comma and space."""
    return ", ".join(encode_verbatim(part) for part in text.split(", "))

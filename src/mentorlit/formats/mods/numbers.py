"""part and identifier (MODS user guidelines): volume, issue, pages, and numbers of works."""

import re
from typing import Any, Final

from lxml.etree import _Element

from mentorlit import identifiers
from mentorlit.formats.mods import dates
from mentorlit.formats.mods.vocabulary import mapped
from mentorlit.model import PYTHON_NAME, StandardNumber
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute, value

_PAGES: Final = frozenset({"page", "pages", "p", "p.", "pp", "pp."})
_LABEL: Final = re.compile(
    r"(?i)(?:volume|vol|band|bd|tome|tomo|issue|number|numéro|num|no|nr|heft|h|pages?|pp|p|seiten?|s)"
    r"(?:\.\s?|\s)(?=[0-9])"
)
_COUNT: Final = re.compile(
    r"(?i)(?<![0-9,.])([0-9]{1,5})\s?(?:pages?|pp?\b|pgs?\b|s\b|seiten|bl\b|leaves|sivua|strán"
    r"|стр|с\.|σ\.)"
)
_MEDIA: Final = {
    "issn-l": "linking",
    "issnl": "linking",
    "eissn": "electronic",
    "e-issn": "electronic",
}
_PRINT: Final = frozenset({"print", "electronic"})
_DASHES: Final = re.compile(r"\s?[‐-―−]\s?")


def part(record: XmlRecord, scope: _Element) -> dict[str, Any]:
    """Take the parts of ``scope``: details by type, pages, the date of the issue."""
    found: dict[str, Any] = {}
    for element in record.all("part", scope):
        for detail in record.all("detail", element):
            _detail(record, detail, found)
        for extent in record.all("extent", element):
            _extent(record, extent, found)
        for date in record.all("date", element):
            if (known := dates.read(date)) and "issued" not in found:
                found["issued"] = known
                record.use(date)
    return found


def _detail(record: XmlRecord, detail: _Element, found: dict[str, Any]) -> None:
    """Take one detail: its number, else its caption or title."""
    json_name = mapped("details", attribute(detail, "type"))
    field = PYTHON_NAME.get(json_name, "")
    text = ""
    for name in ("number", "caption", "title"):
        element = record.first(name, detail)
        if value(element) and value(element) != f"{attribute(detail, 'type')}":
            text = text or value(element)
    if not len(detail):
        text = value(detail)
    if not (field and text) or field in found:
        return
    found[field] = _LABEL.sub("", text) if _LABEL.match(text) else text
    if not len(detail) or value(record.first("number", detail)) == text:
        record.use(detail if not record.all("title", detail) else record.first("number", detail))


def _extent(record: XmlRecord, extent: _Element, found: dict[str, Any]) -> None:
    """Take pages: start and end, a list, or how many there are."""
    unit = attribute(extent, "unit").lower()
    if unit and unit not in _PAGES:
        return
    start, end = record.first_text("start", extent), record.first_text("end", extent)
    listed = record.first_text("list", extent) or ("" if len(extent) else record.text(extent))
    pages = start if start == end or not end else f"{start}-{end}" if start else end
    pages = pages or _DASHES.sub("-", _LABEL.sub("", listed, count=1))
    if pages and "page" not in found:
        found["page"] = pages
    if total := record.first_text("total", extent):
        found.setdefault("number_of_pages", total)


def extent(record: XmlRecord) -> str:
    """Return the number of pages that the physical description states, if it is one number.

    ``XII, 304 p. : ill. ; 24 cm`` has 304; the text is only taken if there is nothing else in it.
    """
    for element in record.under("physicalDescription", "extent"):
        total = record.first_text("total", element)
        if total:
            return total
        text = value(element)
        counts = _COUNT.findall(text)
        if len(counts) == 1:
            if re.fullmatch(r"[0-9]+\s?[^\W\d_]+\.?", text):
                record.use(element)
            return str(counts[0])
        if text.isdecimal() and attribute(element, "unit").lower() in _PAGES:
            return record.text(element)
    return ""


class Numbers:
    """The identifiers of a record or related item; those marked as invalid stay where they are."""

    def __init__(self, record: XmlRecord, scope: _Element) -> None:
        self.issn: dict[str, StandardNumber] = {}
        self.isbn: dict[str, StandardNumber] = {}
        self.url: dict[str, None] = {}
        self.single: dict[str, str] = {}
        self.others: dict[str, dict[str, None]] = {}
        self.key = ""
        for element in record.all("identifier", scope):
            if attribute(element, "invalid") != "yes" and self._take(element):
                record.use(element)

    def _take(self, element: _Element) -> bool:
        kind = attribute(element, "type").lower().strip()
        text = value(element)
        if not text:
            return False
        if "issn" in kind:
            return self._serial(text, _MEDIA.get(kind, attribute(element, "displayLabel").lower()))
        if "isbn" in kind:
            return self._book(text)
        if kind in ("citekey", "citation key", "bibtex"):
            self.key = self.key or text
            return self.key == text
        return self._work(kind, text)

    def _serial(self, text: str, medium: str) -> bool:
        numbers = identifiers.issns(text, checked=False)
        for number in numbers:
            known = medium if medium in _PRINT or medium == "linking" else ""
            self.issn.setdefault(number, StandardNumber(number, known))
        return bool(numbers)

    def _book(self, text: str) -> bool:
        numbers = identifiers.isbns(text, checked=False)
        medium = text[text.find("(") :].strip(" ()").lower() if "(" in text else ""
        for number in numbers:
            self.isbn.setdefault(number, StandardNumber(number, medium[:40]))
        return bool(numbers)

    def _work(self, kind: str, text: str) -> bool:
        """Take an identifier of the work: those with a field, addresses, those with a scheme."""
        if kind == "doi" or (kind in ("uri", "url", "") and "doi.org/10." in text):
            found = identifiers.doi(text)
            return bool(found) and self._one("doi", "DOI", found)
        if kind in ("pmid", "pubmed", "pubmedid", "medline"):
            found = identifiers.pmid(text)
            return bool(found) and self._one("pmid", "PMID", found)
        if kind in ("pmc", "pmcid"):
            found = identifiers.pmcid(text if text[:1].isalpha() else f"PMC{text}")
            return bool(found) and self._one("pmcid", "PMCID", found)
        if text.startswith(("http://", "https://", "ftp://")) and kind in _ADDRESSES:
            self.url[text] = None
            return True
        if scheme := mapped("identifiers", kind):
            self.others.setdefault(scheme, {})[text.removeprefix("hdl:")] = None
            return True
        return False

    def _one(self, field: str, scheme: str, text: str) -> bool:
        """Keep the first identifier of a kind in its field, others beside it."""
        if self.single.setdefault(field, text) != text:
            self.others.setdefault(scheme, {})[text] = None
        return True

    def values(self) -> dict[str, Any]:
        """Return what was found as a citation's fields, but for the addresses."""
        found: dict[str, Any] = dict(self.single)
        found["issn"], found["isbn"] = tuple(self.issn.values()), tuple(self.isbn.values())
        found["identifiers"] = {scheme: tuple(texts) for scheme, texts in self.others.items()}
        return found


_ADDRESSES: Final = frozenset({"uri", "url", "", "hdl", "handle", "local", "purl", "ark", "urn"})

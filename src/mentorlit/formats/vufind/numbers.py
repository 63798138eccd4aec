"""Identifiers, dates and page numbers out of Solr documents."""

import re
from functools import cache, lru_cache
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from mentorlit import dates, identifiers
from mentorlit.formats.vufind.document import Document
from mentorlit.formats.vufind.schema import VERBATIM
from mentorlit.formats.vufind.text import words
from mentorlit.model import PartialDate, StandardNumber
from mentorlit.tables import load

_RESOLVER: Final = re.compile(
    r"\s*(?:https?://(?:[\w-]+\.)*doi\.org/|(?:urn:|info:)?doi[:/])", re.IGNORECASE
)
# A library's proxy before the address: https://proxy.example.edu/login?url=https://doi.org/...
_PROXY: Final = re.compile(r"\s*https?://[^\s?]{1,100}\?(?:[a-z]{1,20}=[^&\s]{0,50}&)?q?url=")
# MARC 21 field 024 with "doi" in $2 (MARC 21 Bibliographic, 024), as MARCXML and as ISO 2709 with
# its separators, which VuFind's index also has as #30; and #31;.
_MARC_DOI: Final = re.compile(
    r"tag=\"024\"[^<>]{0,40}>\s*<[a-z:]{0,10}subfield code=\"a\">"
    r"([^<>]{1,300})</[a-z:]{0,10}subfield>\s*<[a-z:]{0,10}subfield code=\"2\">doi<"
    r"|(?:\x1e|#30;)7[ _](?:\x1f|#31;)a([^\x1e\x1f#]{1,300})(?:\x1f|#31;)2doi(?=[\x1e\x1f#])"
)
_LIBRARIES: Final = ("ncbi.nlm.nih.gov/", "europepmc.org/")
_RANGE: Final = re.compile(r"\D{0,6}(\d{4})\s?[-–/]\s?(\d{4})\D{0,3}\Z")
_OPEN: Final = re.compile(r"\d{4}\s?[-–]\W*\Z")
_CIRCA: Final = re.compile(
    r"\?|(?:\b|\A|\[)(?:ca|circa|approximately|um|vers|hacia|noin)\b", re.IGNORECASE
)
_EXTENT: Final = re.compile(r"(?<![\d-])(\d{1,5})\]?\s{0,2}([^\W\d_]{1,12})")
_MEDIUM: Final = re.compile(r"\b(print|electronic|online|linking)\b", re.IGNORECASE)
_NOT_SAID: Final = re.compile(r"[^\W\d_xX]")
# "1968, c1962": of publication and copyright the first counts (ISBD, consolidated edition, 4.4).
_COPYRIGHT: Final = re.compile(r"(\D{0,6}\d{4}\??\]?),?\s\[?(?:c|©|cop\.?|℗|p)\s?\d{4}\W*\Z")
_SHORT: Final = 40
"""Characters of a date that is remembered: most are one of a hundred years."""
_NO_YEAR: Final = (9999, 0)
"""Years that MARC uses for "still going on" and "unknown"."""


def fields(doc: Document) -> dict[str, Any]:
    """Take identifiers and addresses; return the citation's fields that they fill."""
    urls = doc.take("URL", *_field_names("lists", "url"))
    has_numbers = not doc.lacks(_numbered())
    if not (urls or has_numbers):
        return {"url": (), "issn": (), "isbn": (), "identifiers": {}}
    found: dict[str, Any] = {"url": tuple(urls)}
    others: dict[str, tuple[str, ...]] = {}
    for scheme, normal, from_url in (
        ("DOI", identifiers.doi, _doi_of),
        ("PMID", identifiers.pmid, _pmid_of),
        ("PMCID", identifiers.pmcid, _pmcid_of),
    ):
        values = _taken(doc, scheme, normal) if has_numbers else []
        if scheme == "DOI" and not values and has_numbers:
            values = _from_marc(doc)
        if urls:
            values = _with_linked(doc, scheme, values, [(from_url(url), url) for url in urls])
        if values:
            found[scheme.lower()] = values[0]
        if values[1:]:
            others[scheme] = tuple(values[1:])
    found["identifiers"] = others
    if not has_numbers:
        return found
    found["issn"] = _standard_numbers(doc, "issn", identifiers.issns)
    found["isbn"] = _standard_numbers(doc, "isbn", identifiers.isbns)
    for scheme in ("OCLC", "LCCN", "ISMN"):
        kept = doc.take("identifiers", *_field_names("identifiers", scheme))
        if kept:
            others[scheme] = kept
    return found


@cache
def _numbered() -> tuple[str, ...]:
    """Return the Solr fields that identifiers are looked for in, besides addresses."""
    rows = load("vufind")["identifiers"].values()
    return (*VERBATIM, *(name for names in rows for name in names))


@cache
def _field_names(section: str, key: str) -> tuple[str, ...]:
    """Return the Solr fields in one row of the table."""
    return tuple(load("vufind")[section][key])


def _with_linked(
    doc: Document, scheme: str, values: list[str], linked: list[tuple[str, str]]
) -> list[str]:
    """Add to the identifiers those that addresses hold, each ``linked`` with its address."""
    linked = [pair for pair in linked if pair[0]]
    if linked and not values:
        doc.cite(scheme, "url", [linked[0][1]])
    return list(dict.fromkeys([*values, *(value for value, _ in linked)]))


def _doi_of(url: str) -> str:
    """Return the DOI of a resolver's address; a DOI within other addresses may be longer or cut."""
    proxy = _PROXY.match(url)
    if proxy:
        url = unquote(url[proxy.end() :])
    return identifiers.doi(url.strip().removeprefix("urn:")) if _RESOLVER.match(url) else ""


def _from_marc(doc: Document) -> list[str]:
    """Return the DOIs that a MARC record in ``fullrecord`` gives as the work's own."""
    found: dict[str, None] = {}
    for name in ("fullrecord", "fullrecord_marcxml"):
        for record in doc.verbatim(name):
            for match in _MARC_DOI.finditer(record):
                found[identifiers.doi(unescape(match[1] or match[2]))] = None
        if any(found) and "DOI" not in doc.evidence:
            doc.cite("DOI", name)
    return [each for each in found if each]


def _pmid_of(url: str) -> str:
    return identifiers.pmid(url) if "://" in url else ""


def _pmcid_of(url: str) -> str:
    return identifiers.pmcid(url) if any(host in url for host in _LIBRARIES) else ""


def _taken(doc: Document, scheme: str, normal: Any) -> list[str]:
    """Take the values that are identifiers of ``scheme``, in normal form."""
    found: list[str] = []
    for name in doc.present(_field_names("identifiers", scheme.lower())):
        for text in doc.peek(name):
            value = normal(text)
            if value:
                found.append(value)
                doc.mark(name, [text])
        if found and scheme not in doc.evidence:
            doc.cite(scheme, name)
    return list(dict.fromkeys(found))


def _standard_numbers(doc: Document, kind: str, normal: Any) -> tuple[StandardNumber, ...]:
    """Take ISSNs or ISBNs; a value that says more than number and medium stays in the rest."""
    found: dict[str, StandardNumber] = {}
    for name in doc.present(_field_names("identifiers", kind)):
        for text in doc.peek(name):
            numbers = normal(text)
            medium = _medium(text) or ("electronic" if name[0] == "e" else "")
            for number in numbers:
                found.setdefault(number, StandardNumber(number, medium))
            if numbers:
                doc.cite(kind.upper(), name) if kind.upper() not in doc.evidence else None
            if len(numbers) == 1 and not _NOT_SAID.search(_MEDIUM.sub("", text)):
                doc.mark(name, [text])
    return tuple(found.values())


def _medium(text: str) -> str:
    match = _MEDIUM.search(text)
    word = match[1].lower() if match else ""
    return "electronic" if word == "online" else word


def issued(doc: Document) -> PartialDate | None:
    """Take the date of publication; of an open range (``1999-``) the source's text stays too.

    A text without any digit becomes the date's literal; figures that are no date stay behind.
    """
    for name in (
        "publishDate",
        "publishDateSort",
        "publishDateRange",
        "dc.date.issued",
        "dateSpan",
    ):
        for text in doc.peek(name)[:1]:
            found = date(text)
            if found is None and not any(map(str.isdigit, text)):
                found = PartialDate(literal=text)
            if found is None:
                continue
            if not _OPEN.search(text):
                doc.first("issued", name, "publishDateSort")
            return _to_the_day(doc, found)
    return None


def _to_the_day(doc: Document, found: PartialDate) -> PartialDate:
    """Return the date of ``dc.date.issued`` if it is in the same year and says more.

    The first of January is not believed: it fills the place of an unknown day.
    """
    if found.month or found.end or found.circa or found.literal:
        return found
    for text in doc.peek("dc.date.issued")[:1]:
        exact = dates.parse(text)
        if (
            exact
            and exact.year == found.year
            and exact.month
            and (exact.month, exact.day) != (1, 1)
        ):
            doc.first("issued", "dc.date.issued")
            return exact
    return found


def date(text: str) -> PartialDate | None:
    """Read a date as cataloguers write it: ``c1999``, ``[2013?]``, ``1998-2004``, ISO 8601."""
    return _date(text) if len(text) < _SHORT else _date.__wrapped__(text)


@lru_cache(maxsize=1024)
def _date(text: str) -> PartialDate | None:
    both = _COPYRIGHT.match(text)
    if both:
        text = both[1]
    match = _RANGE.match(text)
    if match and int(match[1]) < int(match[2]) != 9999:
        return PartialDate(year=int(match[1]), end=PartialDate(year=int(match[2])))
    found = dates.parse(match[1] if match else text.strip(" []()"))
    if found is None or found.year in _NO_YEAR:
        return None
    if _CIRCA.search(text):
        return PartialDate(year=found.year, month=found.month, day=found.day, circa=True)
    return found


def page(doc: Document) -> str:
    """Take the first page, or the range if ``container_reference`` gives one from that page."""
    start = doc.first("page", "container_start_page", "start_page", "pages").replace("–", "-")
    stop = doc.first("page", "container_end_page", "end_page") if start else ""
    if stop and stop != start:
        return f"{start}-{stop}"
    if not start:
        return ""
    reference = " ".join(doc.peek("container_reference"))
    pattern = rf"(?<![\w.-]){re.escape(start)}\s?[-–—]\s?([A-Za-z]{{0,3}}\d{{1,6}})(?![\w/])"
    match = re.search(pattern, reference)
    if not match:
        return start
    doc.cite("page", "container_reference")
    return f"{start}-{match[1]}"


def number_of_pages(doc: Document) -> str:
    """Return the number of pages in ``physical`` if it states exactly one; it is not taken."""
    for text in doc.peek("physical")[:1]:
        found = [m[1] for m in _EXTENT.finditer(text[:300]) if m[2].lower() in words("page_words")]
        if len(found) == 1:
            doc.cite("number-of-pages", "physical")
            return found[0]
    return ""

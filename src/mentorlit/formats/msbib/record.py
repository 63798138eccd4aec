"""One Source element of a Word bibliography to a citation; see docs/formats/msbib.md."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import dates, identifiers, languages
from mentorlit.formats.msbib.people import credited
from mentorlit.model import (
    PYTHON_NAME,
    Citation,
    Keyword,
    Origin,
    PartialDate,
    Problem,
    StandardNumber,
)
from mentorlit.plaintext import markup, paragraphs
from mentorlit.tables import load
from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import value

_DASHES: Final = re.compile(r"\s*[‐-―−-]+\s*")
_PAGES: Final = re.compile(r"(?i)(?:pages?|pp?\.|seiten?|s\.)\s*(?=[0-9])")
_NUMBER: Final = re.compile(r"(?i)\b(isbn|issn|doi|lccn|mrn)\b[:\s]*")
_PLACE: Final = ("City", "StateProvince", "CountryRegion")


def citation(record: XmlRecord, origin: Origin) -> Citation | None:
    """Return the citation that a Source element describes, None for one that says nothing.

    Elements without a place in the model, and second values of those with one, come back in
    ``extra[origin.format]`` under their names.
    """
    values = _values(record)
    problems = (*record.problems, *values.pop("problems"))
    if not any(values.values()):
        return None
    record_id = values["citation_key"] or record.first_text("Guid")
    record.use(*record.all("RefOrder"))
    rest = record.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=record_id),
    )


def _values(record: XmlRecord) -> dict[str, Any]:
    values: dict[str, Any] = {"type": _type(record), "problems": ()}
    values |= credited(record)
    for name, tags in load("msbib")["text"].items():
        field = PYTHON_NAME[name]
        values[field] = next(filter(None, map(record.first_text, tags)), "")
    values["title"] = markup(values["title"])
    values |= _conference(record, values)
    values["publisher_place"] = ", ".join(filter(None, map(record.first_text, _PLACE)))
    values["page"] = _pages(record.first_text("Pages"))
    values["issued"], unclear = _date(record, "Year", "Month", "Day")
    values["accessed"], _ = _date(record, "YearAccessed", "MonthAccessed", "DayAccessed")
    if unclear:
        message = f"the date {unclear[:100]!r} is not understood, or not all of it"
        values["problems"] = (Problem("date-unclear", message, "issued"),)
    values |= _numbers(record)
    values["url"] = tuple(dict.fromkeys(record.texts("URL")))
    values["language"] = _language(record)
    values["note"] = tuple(dict.fromkeys(record.texts("Comments")))
    values |= _of_jabref(record)
    return values


def _type(record: XmlRecord) -> str:
    """Take the type; a kind of thesis or an entry of BibTeX beside it may tell more."""
    table = load("msbib")
    entry = record.first("BIBTEX_Entry")
    told = table["entries"].get(value(entry).lower(), "")
    word = record.first_text("SourceType")
    found: str = told or table["types"].get(word, "")
    if told or value(entry).lower() in ("article", "book", "inproceedings", "incollection", "misc"):
        record.use(entry)
    if found == "report" and value(record.first("ThesisType")):
        return "thesis"
    return found


def _conference(record: XmlRecord, values: dict[str, Any]) -> dict[str, Any]:
    """Take the conference: Word's field for the publication, unless a book title is there too."""
    name = record.first_text("ConferenceName")
    if not name:
        return {}
    return {"event_title" if values["container_title"] else "container_title": name}


def _pages(text: str) -> str:
    return _DASHES.sub("-", _PAGES.sub("", text, count=1)) if text else ""


def _date(record: XmlRecord, *tags: str) -> tuple[PartialDate | None, str]:
    """Take a date of three elements; return also what of it is not understood.

    Months are numbers or words of any known language, and may stand for two.
    """
    elements = [record.first(tag) for tag in tags]
    year, month, day = (value(element) for element in elements)
    if not year:
        return None, ""
    number = int(month) if month.isdecimal() and len(month) < 3 else dates.month(month)
    if year.isdecimal() and len(year) == 4 and (number or not month):
        exact = dates.make(int(year), number, int(day) if day.isdecimal() and len(day) < 3 else 0)
        found, whole = exact, True
        if exact is not None:
            whole = bool(exact.month) == bool(month) and bool(exact.day) == bool(day)
    else:
        text = " ".join(filter(None, (day, month, year)))
        found = dates.parse(text)
        whole = found is not None and dates.is_whole(text, found)
    if found is None or not whole:
        return found, " ".join(filter(None, (day, month, year)))
    record.use(*elements)
    return found, ""


def _numbers(record: XmlRecord) -> dict[str, Any]:
    """Take DOI and StandardNumber, which may be several numbers with their names in front."""
    found: dict[str, Any] = {}
    issn: dict[str, None] = {}
    isbn: dict[str, None] = {}
    doi = identifiers.doi(value(record.first("DOI")))
    if doi:
        found["doi"] = record.text(record.first("DOI")) and doi
    for element in record.all("StandardNumber"):
        text = value(element)
        parts = _NUMBER.split(text)
        pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
        known = True
        for label, part in pairs:
            if not part.strip():
                continue
            known = _number(label.lower(), part.strip(" ;,"), found, issn, isbn) and known
        if known:
            record.use(element)
    text = value(record.first("StandardNumber"))
    if text and value(record.first("SourceType")) == "Report" and not (found or issn or isbn):
        found["number"] = record.text(record.first("StandardNumber"))
    found["issn"] = tuple(map(StandardNumber, issn))
    found["isbn"] = tuple(map(StandardNumber, isbn))
    return found


def _number(
    label: str, text: str, found: dict[str, Any], issn: dict[str, None], isbn: dict[str, None]
) -> bool:
    """Put one number where it belongs; tell whether it does anywhere."""
    if label in ("isbn", "") and (numbers := identifiers.isbns(text, checked=bool(not label))):
        isbn |= dict.fromkeys(numbers)
    elif label in ("issn", "") and (numbers := identifiers.issns(text, checked=bool(not label))):
        issn |= dict.fromkeys(numbers)
    elif label in ("doi", "") and (doi := identifiers.doi(text)):
        return bool(found.setdefault("doi", doi) == doi)
    elif label in ("lccn", "mrn"):
        scheme = "LCCN" if label == "lccn" else "MathSciNet"
        found.setdefault("identifiers", {})[scheme] = (text,)
    else:
        return False
    return True


def _language(record: XmlRecord) -> str:
    """Take Windows' number of a language, or a tag that stands in its place."""
    element = record.first("LCID")
    text = value(element)
    table: dict[str, str] = load("msbib")["languages"]
    if not text.isdecimal() or len(text) > 5:
        tag = languages.tag(text)
        record.use(element if tag else None)
        return tag
    record.use(element)
    return table.get(str(int(text))) or table.get(str(int(text) & 0x3FF), "")


def _of_jabref(record: XmlRecord) -> dict[str, Any]:
    """Take what JabRef adds: abstract and keywords."""
    found: dict[str, Any] = {}
    element = record.first("BIBTEX_Abstract")
    if element is not None:
        record.use(element)
        found["abstract"] = paragraphs("".join(map(str, element.itertext())))
    words = record.first_text("BIBTEX_KeyWords")
    parts = re.split(r";" if ";" in words else r",", words)
    found["keyword"] = tuple(dict.fromkeys(Keyword(part.strip()) for part in parts if part.strip()))
    return found

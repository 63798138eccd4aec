"""The source of a record in one text: ``Journal. 28(2):103-106, April 2015.``, books, chapters."""

import re
from typing import Any, Final

from mentorlit import dates
from mentorlit.formats.tagged.record import Record, one_line, pages

_LONGEST: Final = 1000
_VOLUME: Final = r"(?:Vol\.?\s?)?([A-Za-z]{0,8}\s?\d[\w/-]{0,12})?\s?(?:\(([^()]{1,40})\))?"
# Journals: volume, issue and pages, then the date.
_PAGES_FIRST: Final = re.compile(
    rf"(.{{1,300}}?)\.\s+{_VOLUME}\s?:\s?([^,:;]{{1,40}})[,;]\s?(.{{4,60}}?)\.?\Z"
)
# Embase: volume, issue, pages in brackets, the date; more may follow.
_PAGES_IN_BRACKETS: Final = re.compile(
    rf"(.{{1,300}}?)\.\s+{_VOLUME}\s?(?:\((?:pp?\.?\s([^()]{{1,40}})|no pagination)\))?"
    r",\s?(\d{4})\.\s?(.{0,300})\Z"
)
# PsycInfo: volume and issue, the date, pages or an article number.
_DATE_FIRST: Final = re.compile(
    rf"(.{{1,300}}?)\.\s+{_VOLUME},?\s(?:No\.?\sPagination\sSpecified,\s?)?"
    r"((?:[A-Z][a-z]{2,8}\.?(?:[-/ ][A-Z]?[a-z\d]{1,8}\.?)?\s)?(?:\d{1,2},\s)?\d{4})"
    r"(?:,\s?(?:pp?\.\s?)?(.{1,40}?))?\.?\Z"
)
_TITLE_ALONE: Final = re.compile(r"([^.:;\d]{2,300})\.?\Z")
_BOOK_YEAR: Final = re.compile(r"(.{0,300}?)\s?\((\d{4})\)\.\s+(.+)\Z")
_CHAPTER_PAGES: Final = re.compile(r"\(pp\.?\s?([^()]{1,40})\)\.?")
_EXTENT: Final = re.compile(r"\s(\S{1,20}(?:,\s\d{1,5})?)\spp?\.(?:\s|\Z)")
_IMPRINT: Final = re.compile(r"([^:]{1,80}):\s?(.{1,200}?)[.;]?(?:\s*;.*)?\Z")
_CLOSED: Final = re.compile(r"(?<=[\])])\.\s?\Z")
_ARTICLE: Final = re.compile(r"Article Number:\s?([\w.-]{1,30}?)\.?(?:\s|\Z)")
_DATE: Final = re.compile(r"Date of Publication:\s?([^.;]{4,40})")


_FIELDS: Final = (
    ("journal", "container_title"),
    ("book", "container_title"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("place", "publisher_place"),
    ("publisher", "publisher"),
    ("number", "number"),
    ("extent", "number_of_pages"),
)


def read(text: str) -> dict[str, Any]:
    """Return what the source says, by name; ``{}`` if it is in none of the known forms.

    The names are ``journal`` or ``book``, ``volume``, ``issue``, ``pages``, ``date``, ``number``,
    ``editors``, ``extent``, ``place`` and ``publisher``.
    """
    text = one_line(text)
    if len(text) > _LONGEST:
        return {}
    return _journal(text) or _book(text) or _alone(text)


def _journal(text: str) -> dict[str, Any]:
    names = ("journal", "volume", "issue", "pages", "date")
    if match := _PAGES_FIRST.match(text):
        return dict(zip(names, match.groups(), strict=True))
    if match := _PAGES_IN_BRACKETS.match(text):
        found = dict(zip(names, match.groups(), strict=False))
        rest = match[6] or ""
        if number := _ARTICLE.search(rest):
            found["number"] = number[1]
        if (exact := _DATE.search(rest)) and match[5] in exact[1]:
            found["date"] = exact[1]
        return found
    if (match := _DATE_FIRST.match(text)) and (match[2] or match[3]):
        journal, volume, issue, date, span = match.groups()
        return dict(zip(names, (journal, volume, issue, span, date), strict=True))
    return {}


def _book(text: str) -> dict[str, Any]:
    """Read a book: ``Editors (2015). Title. (pp. 103-106). xii, 300 pp. Place: Publisher``."""
    match = _BOOK_YEAR.match(text)
    if not match:
        return {}
    found: dict[str, Any] = {"editors": _CLOSED.sub("", match[1]).strip(), "date": match[2]}
    rest = " " + match[3]
    span = _CHAPTER_PAGES.search(rest)
    extent = _EXTENT.search(rest, span.end() - 1 if span else 0)
    first = span or extent
    if first:
        found["book"] = rest[: first.start()].strip(" .")
    if span:
        found["pages"] = span[1]
    if extent:
        found["extent"] = extent[1]
        if imprint := _IMPRINT.match(rest[extent.end() :].strip()):
            found["place"], found["publisher"] = imprint[1].strip(), imprint[2].strip()
    return found


def _alone(text: str) -> dict[str, Any]:
    match = _TITLE_ALONE.match(text)
    return {"journal": match[1].strip()} if match else {}


def take(record: Record) -> str:
    """Take the source into fields that are still empty; return the type it speaks for."""
    text = record.first("source")
    found = {name: value.strip() for name, value in read(text).items() if value}
    if not found:
        if text:
            record.leave("source", text)
        return ""
    fields = record.fields
    is_all = True
    for name, field in _FIELDS:
        if value := found.get(name, ""):
            is_all = is_all and fields.setdefault(field, value) == value
    if fields.get("type") == "book" and fields.get("title"):
        # The source of a book tells its title once more.
        container = fields.pop("container_title", "")
        is_all = is_all and container.casefold().rstrip(".") in fields["title"].casefold()
    if not (_date_and_pages(record, found) and is_all):
        record.leave("source", text)
    if "editors" in found:
        record.people("editor", [found["editors"]])
    return "article-journal" if "journal" in found else "chapter" if "pages" in found else "book"


def _date_and_pages(record: Record, found: dict[str, Any]) -> bool:
    """Take date and pages; tell whether nothing of them is left."""
    date = dates.parse(found.get("date", ""))
    known = record.fields.get("issued")
    if date is not None and (known is None or (known.year == date.year and not known.month)):
        record.fields["issued"] = known = date
    is_all = dates.is_whole(found.get("date", ""), known)
    span = pages(found.get("pages", ""))
    if span and "page" not in record.fields and "number" not in record.fields:
        record.pages(span)
    return is_all and span in ("", record.fields.get("page"), record.fields.get("number"))

"""One Ovid record: from labels or tags to the fields of a citation, by tables/ovid.toml."""

import re
from typing import Any, Final

from mentorlit import dates
from mentorlit.formats.ovid import people, source
from mentorlit.formats.ovid.lines import lex
from mentorlit.formats.tagged.record import Record, one_line, pages, plain
from mentorlit.languages import tag as language_tag
from mentorlit.model import Funding, Problem, Relation
from mentorlit.tables import load

FORMAT: Final = "ovid"
_REMARK: Final = re.compile(r"(.*[.?!\]])\s?\[([A-Z\d][\w ,/&-]{2,60})\]\.?\Z", re.DOTALL)
_MOST_REMARKS: Final = 8
_TRANSLATED: Final = re.compile(r"\[([^\[\]]+)\]\.?\Z")
_DATE_AT_END: Final = re.compile(r"(\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}|[A-Z][a-z]{2,8}\s\d{4})\.?\Z")
_SEPARATOR: Final = re.compile(r";|\n|(?<=[^.\s]{2}\.)\s{2,}")
_TEXTS: Final = {
    "volume": ["volume"],
    "issue": ["issue"],
    "publisher": ["publisher"],
    "publisher-place": ["place"],
    "edition": ["edition"],
    "collection-title": ["series"],
    "rights": ["copyright"],
    "event-title": ["conference"],
    "source": ["database"],
}


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id."""
    tags, names = lex(text)
    record = Record(tags, problems)
    own = _ids(record)
    record.texts(_TEXTS)
    _titles(record)
    if span := record.first("pages"):
        record.pages(span)
    _dates(record)
    people.read(record)
    _kind(record)
    _typed(record, source.take(record))
    _numbers(record)
    _keywords(record)
    record.abstract(record.take("abstract"))
    record.language("language")
    record.links("url")
    _others(record)
    for key, name in names.items():
        if key != name and key in record.tags:
            record.tags[name] = record.tags.pop(key)
    return record.finished(FORMAT), own


def _ids(record: Record) -> str:
    """Return the record's own id, which stays; in MEDLINE it is the PubMed id."""
    values = [one_line(value).rstrip(".") for value in record.tags.get("id", ())]
    database = " ".join(record.tags.get("database", ())).lower()
    is_medline = "medline" in database or "pubmed" in database or "mesh" in record.tags
    for value in values:
        if is_medline and value.isdecimal() and len(value) < 10:
            record.fields["pmid"] = value
            break
    return values[0] if values else ""


def _titles(record: Record) -> None:
    """Take the titles: of a chapter, the title of the record is that of the book."""
    title, remarks = _without_remarks(record.first("title"))
    chapter, more = _without_remarks(record.first("chapter"))
    for remark in (*remarks, *more):
        if language := language_tag(remark):
            record.fields.setdefault("language", language)
        elif remark[0].isdigit() or "genre" in record.fields:
            record.tags.setdefault("title", []).append(f"[{remark}]")
        else:
            record.fields["genre"] = remark
    container = record.first("journal", "book")
    if chapter:
        container = container or title
        title = chapter
        record.fields["type"] = "chapter"
    match = _TRANSLATED.match(title)
    record.fields["title"] = plain(match[1] if match else title)
    if container:
        record.fields["container_title"] = plain(container)
    short = record.first("journal-short")
    journal = source.read(short).get("journal")
    record.fields["container_title_short"] = journal or short
    if journal and journal != short:
        record.leave("journal-short", short)
    record.fields["original_title"] = plain(record.first("original-title"))


def _without_remarks(title: str) -> tuple[str, list[str]]:
    """Cut ``[Review] [46 refs]``, ``[German]`` off the end of a title; return it and these."""
    remarks: list[str] = []
    while (
        len(remarks) < _MOST_REMARKS
        and title.endswith(("]", "]."))
        and (match := _REMARK.match(title))
    ):
        title = match[1].strip()
        remarks.insert(0, match[2])
    return title, remarks


def _dates(record: Record) -> None:
    """Take the date of publication; that of the status is the date of online publication."""
    for key in ("date", "year"):
        value = record.first(key)
        date = dates.parse(value)
        if date is not None:
            record.fields.setdefault("issued", date)
        if value and not dates.is_whole(value, date):
            record.leave(key, value)
    status = one_line(" ".join(record.tags.get("status", ())))
    if "print" in status.lower() or "press" in status.lower():
        record.fields["status"] = record.first("status")
    match = _DATE_AT_END.search(status)
    epub = dates.parse(match[1]) if match else None
    if epub is not None:
        record.fields["dates"] = {"epub": epub}


def _kind(record: Record) -> None:
    """Take the type; what the type of document says beyond it is the genre."""
    table = load("ovid")["type"]
    values = [one_line(value).strip(" .-") for value in record.take("type")]
    values = [value for value in values if value]
    parts = [part.strip().lower() for value in values for part in re.split(r"[;\n]|:\s", value)]
    known = [table[part] for part in (*map(str.lower, values), *parts) if part in table]
    if known:
        record.fields.setdefault("type", known[0])
    if genre := "; ".join(value for value in values if value.lower() not in table):
        record.fields.setdefault("genre", genre)


def _typed(record: Record, from_source: str) -> None:
    """Complete the type by the form of the source, and the date by that of the status."""
    stated = record.fields.get("type", "")
    if not stated:
        record.fields["type"] = from_source
    if not stated and not from_source:
        record.untyped("type", "")
    if "dates" in record.fields:
        record.fields.setdefault("issued", record.fields["dates"]["epub"])


def _numbers(record: Record) -> None:
    record.doi("doi")
    record.standard_numbers("issn", "isbn")
    for medium in ("print", "electronic", "linking"):
        record.standard_numbers(f"issn-{medium}", medium=medium)


def _keywords(record: Record) -> None:
    """Take keywords and headings, parted by semicolons, lines, or full stops and wide gaps."""
    for key, scheme in (("mesh", "MeSH"), ("heading", ""), ("keyword", "")):
        for value in record.take(key):
            texts = (one_line(text) for text in _SEPARATOR.split(value))
            record.keywords((_without_stop(text) for text in texts), scheme)


def _without_stop(text: str) -> str:
    """Cut the full stop that ends a list, not one of an abbreviation (``U.S.``)."""
    return text[:-1] if text.endswith(".") and "." not in text[:-1] else text


def _others(record: Record) -> None:
    """Take notes, grants and cited references, one a paragraph."""
    record.add("note", tuple(plain(one_line(text)) for text in record.take("note")))
    grants = [line for value in record.take("grant") for line in value.split("\n")]
    record.add("funding", tuple(Funding(statement=text) for text in map(one_line, grants) if text))
    cited = (part for value in record.take("reference") for part in re.split(r"\n\s*\n", value))
    found = [Relation("cites", text=text) for text in map(one_line, cited) if text]
    record.add("relations", tuple(found))
    record.fields["page"] = pages(record.fields.get("page", ""))

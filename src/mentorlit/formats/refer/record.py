"""One refer record: from %-tags to the fields of a citation, by tables/refer.toml."""

import re
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import dates, identifiers
from mentorlit.formats.tagged.lines import lex
from mentorlit.formats.tagged.record import Record, one_line, pages, plain
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load

FORMAT: Final = "refer"
_ADVISOR: Final = "thesis advisor"
_TAG: Final = re.compile(r"[ \t]{0,3}(%[0-9A-Z@!#$&()*+<=>?\[\]^~\\:;/'\",.|{}_`-])(?:[ \t]|\Z)")
_RANGE: Final = re.compile(r"\d+\w{0,3}\s?[-\u2010-\u2015\u2212]+\s?\w{1,10}|\A[A-Z]\d+\Z")
_EXTENT: Final = re.compile(
    r"(?:[ivxlcdm]+|\d+)(?:\s?,?\s(?:pp?|pages|s|S)\.?)?(?:,.*)?\Z", re.IGNORECASE
)
_ARTICLE_NUMBER: Final = re.compile(
    r"Art(?:n|icle number|\. ?no\.?):?\s+(\S{1,40})\s*\Z", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {name: frozenset(types) for name, types in load("refer")["group"].items()}


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id."""
    record = Record(lex(text, _TAG), problems)
    group = _kind(record)
    _dates(record)
    _numbers(record, group)
    _titles(record, group)
    _names(record, group)
    record.texts(load("refer")["text"])
    _keywords(record)
    record.abstract(record.take("%X"))
    record.language("%G")
    record.links("%U")
    _notes(record)
    return record.finished(FORMAT), record.fields.get("citation_key", "")


def _kind(record: Record) -> frozenset[str]:
    """Take the type; without one, the tags of old refer tell it as far as they can."""
    values = record.tags.get("%0", [])
    word = one_line(values[0]) if values else ""
    kind = load("refer")["type"].get(word.lower(), "")
    if word.lower() in load("refer")["type"]:
        del values[0]
        if word.lower() in ("edited book", "generic"):
            record.leave("%0", word)
    elif word:
        record.untyped("%0", values.pop(0))
    elif "%J" in record.tags:
        kind = "article-journal"
    elif "%B" in record.tags:
        kind = "chapter"
    elif "%R" in record.tags and not identifiers.doi(record.tags["%R"][0]):
        kind = "report"
    elif "%I" in record.tags:
        kind = "book"
    else:
        record.untyped("%0", "")
    record.fields["type"] = kind
    group = {name for name, types in _groups().items() if kind in types}
    return frozenset([*group, *(["edited"] if word.lower() == "edited book" else [])])


def _dates(record: Record) -> None:
    """Join the year (%D) and the date (%8); %[ is the date of access."""
    year, day = record.first("%D"), record.first("%8")
    date = _date(year)
    whole = _date(day) if _YEAR.search(day) else dates.parse(f"{day} {year}") if day else None
    if date is None and year and not _YEAR.search(year):
        date = PartialDate(literal=year)
    if whole and (date is None or whole.year == date.year):
        date = whole
    if date:
        record.fields["issued"] = date
    if year and not dates.is_whole(year, date):
        record.leave("%D", year)
    if day and not (date and dates.is_whole(day, date)):
        record.leave("%8", day)
    _date_of(record, "%[", "accessed")
    _date_of(record, "%(", "original_date")


def _date_of(record: Record, tag: str, field: str) -> None:
    """Take a tag that holds a date, if it is nothing else."""
    value = record.first(tag)
    date = _date(value)
    if date and dates.is_whole(value, date):
        record.fields[field] = date
    elif value:
        record.leave(tag, value)


def _date(text: str) -> PartialDate | None:
    match = _COMPACT.match(text)
    if match:
        return dates.make(int(match[1]), int(match[2]), int(match[3]))
    return dates.parse(text)


def _numbers(record: Record, group: frozenset[str]) -> None:
    """Take DOI, ISSN, ISBN, pages, issue and the number of the document."""
    tags = record.tags
    for value in list(tags.get("%R", ())):
        found, is_all = identifiers.dois(one_line(value))
        if found and is_all:
            record.fields.setdefault("doi", found[0])
            if more := [doi for doi in found if doi != record.fields["doi"]]:
                record.identify("DOI", *more)
            tags["%R"].remove(value)
    record.standard_numbers("%@")
    _accession(record)
    if "numbered" in group:
        record.fields["number"] = record.first("%@") or record.first("%N") or record.first("%R")
    elif "book" in group:
        record.fields["collection_number"] = record.first("%N")
    else:
        record.fields["issue"] = record.first("%N")
    if page := record.first("%P"):
        if "book" in group and not _RANGE.search(page) and _EXTENT.match(page):
            record.fields["number_of_pages"] = pages(page)
        else:
            record.pages(page)


def _accession(record: Record) -> None:
    """Take a PubMed id out of the accession number (%M), if the database says that it is one."""
    values = record.tags.get("%M", [])
    database = " ".join(record.tags.get("%~", []) + record.tags.get("%W", [])).lower()
    for value in list(values):
        text = one_line(value)
        if text.startswith("PMC") and text[3:].isdecimal():
            record.fields["pmcid"] = text
        elif text.isdecimal() and ("pubmed" in database or "medline" in database):
            record.fields["pmid"] = text
        else:
            continue
        values.remove(value)


def _titles(record: Record, group: frozenset[str]) -> None:
    """Take what contains the work: %J or %B, by the type; %O may be its short form."""
    if "book" in group:
        series = record.first("%S", "%B")
        record.fields["collection_title"] = plain(series)
        record.fields["container_title"] = plain(record.first("%J"))
    elif "alone" not in group:
        names = ("%J", "%B") if "journal" in group else ("%B", "%J")
        record.fields["container_title"] = plain(record.first(*names))
    if record.fields["type"] in ("webpage", "post-weblog", "post"):
        record.fields["container_title"] = record.fields["container_title"] or plain(
            record.first("%S")
        )
    record.add("alternative_title", tuple(map(plain, map(one_line, record.take("%Q")))))
    container = record.fields.get("container_title", "")
    other = one_line(" ".join(record.tags.get("%O", ())[:1]))
    if "journal" in group and _is_short_form(other, container):
        record.fields["container_title_short"] = record.first("%O")


def _is_short_form(short: str, full: str) -> bool:
    """Tell whether each word of ``short`` begins a word of ``full``, in order."""
    if not 0 < len(short) < len(full):
        return False
    words = iter(full.casefold().split())
    parts = [part.strip(".,") for part in short.casefold().split()]
    return all(any(word.startswith(part) for word in words) for part in parts)


def _names(record: Record, group: frozenset[str]) -> None:
    record.people("editor" if "edited" in group else "author", record.take("%A"))
    is_book = record.fields["type"] == "book"
    in_series = is_book and "author" in record.fields and record.fields.get("collection_title")
    record.people("collection_editor" if in_series else "editor", record.take("%E"))
    is_thesis = record.fields["type"] == "thesis"
    record.people("contributor" if is_thesis else "collection_editor", record.take("%Y"))
    if is_thesis:
        found = record.fields.get("contributor", ())
        record.fields["contributor"] = tuple(replace(name, role=_ADVISOR) for name in found)
    record.people("translator", record.take("%?", "%H"))


def _keywords(record: Record) -> None:
    """One keyword a line; several in the only one if semicolons part them."""
    lines = [line for value in record.take("%K") for line in value.split("\n") if line.strip()]
    if len(lines) == 1 and ";" in lines[0]:
        lines = lines[0].split(";")
    record.keywords(lines)


def _notes(record: Record) -> None:
    """Take notes (%Z, %O), research notes (%<) and the authors' address (%+)."""
    kept = []
    for value in record.take("%O"):
        match = _ARTICLE_NUMBER.match(value)
        if match and not record.fields.get("number"):
            record.fields["number"] = match[1]
        else:
            kept.append(value)
    texts = [plain(one_line(value)) for value in (*record.take("%Z"), *kept)]
    record.add("note", tuple(filter(None, texts)))
    record.add("annote", tuple(plain(one_line(value)) for value in record.take("%<")))
    record.add("affiliation", tuple(map(one_line, record.take("%+"))))

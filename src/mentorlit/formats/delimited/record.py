"""One row of a table: from columns to the fields of a citation, by tables/delimited.toml."""

import re
from functools import cache
from typing import Any, Final

from mentorlit import dates, identifiers
from mentorlit.abstracts import sections
from mentorlit.formats import csl
from mentorlit.formats.delimited import cited
from mentorlit.formats.delimited.header import Header, plain
from mentorlit.formats.delimited.people import ordered
from mentorlit.formats.tagged.record import Record, joined, one_line
from mentorlit.model import JSON_NAME, NAME_FIELDS, Name, PartialDate, Problem
from mentorlit.person_lists import separate
from mentorlit.tables import load, phrases

_APOSTROPHE: Final = re.compile(r"'(?=[=+\-@＝＋－＠'])")
"""What keeps spreadsheets from taking a cell for a formula."""
_SCOPUS_ID: Final = re.compile(r"\s?\(\d{8,12}\)")
_SCHEME: Final = re.compile(r"([A-Za-z][\w .-]{0,40}): (\S.*)\Z")
_TRANSLATED: Final = re.compile(r"\[([^\[\]]{1,2000})\]\.?")
"""A title that NLM translated."""
_STATED: Final = {
    "DOI": identifiers.doi, "PMID": identifiers.pmid, "PMCID": identifiers.pmcid,
}  # fmt: skip
_NOTHING: Final = frozenset(
    {"[no author name available]", "[no author id available]", "n/a", "na", "null"}
)
_TEXTS: Final = (
    "citation-key", "title", "title-short", "original-title", "container-title",
    "container-title-short", "collection-title", "collection-number", "volume", "volume-title",
    "number-of-volumes", "issue", "number", "number-of-pages", "chapter-number", "part-number",
    "section", "edition", "version", "publisher", "publisher-place", "event-title", "event-place",
    "genre", "medium", "status", "archive", "archive-location", "call-number", "source", "rights",
)  # fmt: skip


class TableRecord:
    """The cells of one row on their way to fields."""

    def __init__(
        self, header: Header, cells: list[str], separator: str, problems: tuple[Problem, ...]
    ) -> None:
        tags = {
            name: [text]
            for name, cell in zip(header.names, cells, strict=False)
            if (text := _APOSTROPHE.sub("", cell.strip(), count=1))
        }
        self.record = Record(tags, problems)
        self._held = header.held
        self._names = header.separator
        self.order = header.order
        self.separator = separator

    def names(self, field: str) -> tuple[str, ...]:
        """Return the columns that hold ``field``."""
        return self._held.get(field, ())

    def take(self, field: str) -> list[str]:
        """Take the cells of the columns that hold ``field``."""
        return [
            text for text in self.record.take(*self.names(field)) if text.lower() not in _NOTHING
        ]

    def people(self, column: str) -> list[str]:
        """Take the names of a column, one a text."""
        texts = [text for text in self.record.take(column) if text.lower() not in _NOTHING]
        if mark := self.separator or self._names:
            parts = [part.strip() for text in texts for part in text.removesuffix(".").split(mark)]
        else:
            parts = [part for text in texts for part in separate(text)]
        return [part for part in parts if part]

    def parts(self, field: str, default: str = ";") -> list[str]:
        """Take what the cells of ``field`` list."""
        mark = self.separator or default
        return [
            part
            for text in self.take(field)
            for part in map(str.strip, text.split(mark))
            if part and part.lower() not in _NOTHING
        ]


def fields_of(
    header: Header, cells: list[str], separator: str, problems: tuple[Problem, ...], extra: str
) -> tuple[dict[str, Any], str]:
    """Return the fields of the row, by Python names, and its own id.

    Columns that are not known are in ``extra[extra]`` under their headers.
    """
    row = TableRecord(header, cells, separator, problems)
    record = row.record
    own = one_line(" ".join(row.take("id")))
    _people(row)
    _numbers(row)
    _noted(row)
    _pages(row)
    _dates(row)
    _anthology(row)
    record.texts({field: list(row.names(field)) for field in _TEXTS if row.names(field)})
    _cited(row)
    _kind(row)
    record.language(*row.names("language"))
    record.links(*row.names("URL"))
    _texts(row)
    return record.finished(extra), own


def _people(row: TableRecord) -> None:
    for field in NAME_FIELDS:
        for name in row.names(JSON_NAME[field]):
            if texts := [_SCOPUS_ID.sub("", one_line(text)) for text in row.people(name)]:
                known = [ordered(text, row.order) if row.order else None for text in texts]
                if all(name is None for name in known):
                    row.record.people(field, texts)
                else:
                    _in_order(row, field, texts, known)
                break
    row.record.bodies("author", row.parts("group-author"))


def _in_order(row: TableRecord, field: str, texts: list[str], known: list[Name | None]) -> None:
    """Add names of which some are known by their order."""
    for text, name in zip(texts, known, strict=True):
        if name is None:
            row.record.people(field, [text])
        else:
            row.record.fields[field] = (*row.record.fields.get(field, ()), name)


def _numbers(row: TableRecord) -> None:
    record = row.record
    record.doi(*row.names("DOI"))
    for field, read in (("PMID", identifiers.pmid), ("PMCID", identifiers.pmcid)):
        for name in row.names(field):
            value = record.first(name)
            if found := read(value):
                record.fields[field.lower()] = found
            elif value:
                record.tags[name] = [value]
                record.misread(field.lower(), value)
    record.standard_numbers(*row.names("ISSN"), *row.names("ISBN"))
    record.standard_numbers(*row.names("ISSN-electronic"), medium="electronic")
    for text in row.parts("identifiers"):
        if match := _SCHEME.match(text):
            record.identify(match[1], *match[2].split(", "))


def _noted(row: TableRecord) -> None:
    """Take DOI, PMID and PMCID that lines of a note state, where no column does."""
    fields = row.record.fields
    for name in row.names("noted"):
        text = "\n".join(row.record.take(name))
        kept = []
        for line in filter(None, map(str.strip, text.split("\n"))):
            match = _SCHEME.match(line)
            read = _STATED.get(match[1]) if match else None
            number = read(match[2]) if match and read else ""
            if match and number and fields.setdefault(match[1].lower(), number) == number:
                continue
            kept.append(line)
        row.record.leave(name, "\n".join(kept))


def _pages(row: TableRecord) -> None:
    first, last = (" ".join(row.take(field)) for field in ("page-first", "page-last"))
    whole = " ".join(row.take("page"))
    if text := whole or joined(first, last):
        row.record.pages(text)


def _dates(row: TableRecord) -> None:
    """Join year, month and day; a date in full counts more if it is of the same year."""
    record = row.record
    year, month, day = (" ".join(row.take(field)) for field in ("year", "month", "day"))
    stated = dates.parse(" ".join(filter(None, (year, month, day))).replace(" ", "-", 2))
    if year and stated is None:
        stated = dates.parse(f"{day} {month} {year}".strip()) or PartialDate(literal=year)
    for field in ("issued", "original-date", "accessed", "event-date"):
        for name in row.names(field):
            text = record.first(name)
            found = dates.parse(text)
            if not dates.is_whole(text, found):
                record.tags[name] = [text]
            if found is not None:
                record.fields.setdefault(field.replace("-", "_"), found)
    full = record.fields.get("issued")
    if stated and (full is None or full.year != stated.year):
        record.fields["issued"] = stated
    for text in row.parts("dates"):
        match = _SCHEME.match(text)
        if match and (found := dates.parse(match[2])):
            record.fields.setdefault("dates", {})[match[1]] = found


def _anthology(row: TableRecord) -> None:
    """Take the book that a chapter is in; what is the journal's column is its series then."""
    if book := one_line(" ".join(row.take("anthology"))):
        row.record.fields["container_title"] = book
        row.record.texts({"collection-title": list(row.names("container-title"))})


def _cited(row: TableRecord) -> None:
    """Take what a citation in one text says beside the other columns."""
    for name in row.names("citation"):
        text = row.record.first(name)
        found = cited.parts(text)
        fields = row.record.fields
        if match := _TRANSLATED.fullmatch(fields.get("title", "")):
            fields["title"] = match[1]
        date, known = dates.parse(found.get("date", "")), fields.get("issued")
        if date and (known is None or known.year == date.year):
            fields["issued"] = date
        for field in ("volume", "issue"):
            if field in found:
                fields.setdefault(field, found[field])
        if "pages" in found and "page" not in fields:
            row.record.pages(found["pages"])
        if found.keys() & {"volume", "issue", "pages"}:
            fields.setdefault("type", "article-journal")
        row.record.leave(name, text)


@cache
def _journals() -> frozenset[str]:
    return frozenset(phrases(load("delimited")["journals"]["headers"]))


def _in_journal(row: TableRecord) -> None:
    """Take the type that a column for journals alone implies, in a table without types."""
    fields = row.record.fields
    if row.names("type") or fields.get("isbn") or not fields.get("container_title"):
        return
    if _journals() & set(map(plain, row.names("container-title")[:1])):
        fields.setdefault("type", "article-journal")


@cache
def _genres() -> frozenset[str]:
    return frozenset(phrases(load("delimited")["genres"]["words"]))


def _kind(row: TableRecord) -> None:
    """Take the type: a CSL type, or a word of the table; others are the genre."""
    text = one_line("; ".join(row.take("type")))
    if not text:
        _in_journal(row)
        return
    table = load("delimited")["types"]
    words = [text.lower(), *(part.strip() for part in text.lower().split(";"))]
    endings = load("delimited")["endings"]
    known = [table[word] for word in words if word in table]
    known += [endings[end] for word in words if (end := word.partition(" ")[2]) in endings]
    known += [word for word in words if word in csl.types()]
    if known:
        row.record.fields["type"] = known[0]
    if not known or _genres() & set(words):
        row.record.fields.setdefault("genre", text)
    if not known:
        row.record.doubt("unknown-type", f"the type {text[:100]!r} is not known", "type")


def _texts(row: TableRecord) -> None:
    """Take abstract, keywords, notes and the other lists of texts."""
    record = row.record
    record.abstract(row.take("abstract"))
    if found := sections(record.fields["abstract"]):
        record.fields["abstract_sections"] = found
    for text in row.take("keyword"):
        mark = row.separator or next((mark for mark in ";|,\n" if mark in text), ";")
        record.keywords(part for part in map(str.strip, text.split(mark)) if part)
    for field in ("alternative-title", "affiliation"):
        record.add(field.replace("-", "_"), tuple(row.parts(field)))
    for field in ("note", "annote"):
        record.add(field, tuple(filter(None, map(one_line, row.take(field)))))

"""One record of RefWorks' tagged format, by tables/refworks.toml."""

import re
from typing import Any, Final

from mentorlit import dates, identifiers
from mentorlit.formats.tagged.lines import lex
from mentorlit.formats.tagged.record import Record, joined, one_line, pages, plain
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load

FORMAT: Final = "refworks"
TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?: (?! ?- )|\Z)")
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id."""
    record = Record(lex(text, TAG), problems)
    group = _kind(record)
    own = record.first("ID")
    record.fields["citation_key"] = own
    _dates(record)
    record.doi("DO")
    record.standard_numbers("SN")
    if pmid := identifiers.pmid(" ".join(record.tags.get("PM", ()))):
        record.fields["pmid"] = pmid
        record.take("PM")
    _pages(record, group)
    _titles(record, group)
    record.people("editor" if "edited" in group else "author", record.take("A1", "AU"))
    record.people("editor", record.take("A2"))
    record.people("collection_editor", record.take("A3"))
    record.people("translator", record.take("A4"))
    record.people("contributor", record.take("A5", "A6"))
    record.keywords(part for text in record.take("K1", "KW") for part in re.split(r"[;\n]", text))
    record.abstract(record.take("AB"))
    record.language("LA")
    record.links("UL", "UR", "LK")
    record.add("note", tuple(plain(one_line(text)) for text in record.take("NO")))
    record.add("affiliation", tuple(map(one_line, record.take("AD"))))
    return record.finished(FORMAT), own


def _kind(record: Record) -> set[str]:
    """Take the type; return the groups of tables/refworks.toml that it belongs to."""
    table = load("refworks")
    word = record.first("RT")
    kind = table["type"].get(word.lower(), "")
    record.fields["type"] = kind
    if word.lower() not in table["type"]:
        record.untyped("RT", word)
    return {
        name for name, types in table["group"].items() if kind in types or word.lower() in types
    }


def _dates(record: Record) -> None:
    """Join the year (YR) and the date in any form (FD); WP is of electronic publication."""
    year, day = record.first("YR"), record.first("FD")
    date = dates.parse(year)
    whole = dates.parse(day if _YEAR.search(day) else f"{day} {year}") if day else None
    if whole and (date is None or whole.year == date.year):
        date = whole
    if date is None and year:
        date = PartialDate(literal=year)
    record.fields["issued"] = date
    if year and not dates.is_whole(year, date):
        record.leave("YR", year)
    if day and not dates.is_whole(day, date):
        record.leave("FD", day)
    for tag, field in (("RD", "accessed"), ("WP", "epub")):
        value = record.first(tag)
        found = dates.parse(value)
        if found is None or not dates.is_whole(value, found):
            record.leave(tag, value)
        elif field == "epub":
            record.fields["dates"] = {field: found}
        else:
            record.fields[field] = found


def _pages(record: Record, group: set[str]) -> None:
    """Join first (SP) and last page (OP); take the issue, or the number of the document."""
    number = record.first("IS")
    if "numbered" in group:
        record.fields["number"] = number
    elif "book" in group:
        record.fields["collection_number"] = number
    else:
        record.fields["issue"] = number
    start, end = record.first("SP"), record.first("OP")
    if "book" in group and start and not end and pages(start).isdigit():
        record.fields["number_of_pages"] = start
    elif start:
        record.pages(joined(start, end))
    elif end:
        record.leave("OP", end)


def _titles(record: Record, group: set[str]) -> None:
    """Take what contains the work: JF, else T2, WT of a web page, JO."""
    if "book" in group:
        record.fields["collection_title"] = plain(record.first("T3", "T2"))
    container = record.first("JF") or record.first("T2") or record.first("WT")
    if not container and record.tags.get("JO"):
        container = one_line(record.tags["JO"][0])
    record.fields["container_title"] = plain(container)
    record.texts(load("refworks")["text"])

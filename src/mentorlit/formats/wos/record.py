"""One Web of Science record: from tags to the fields of a citation, by tables/wos.toml."""

import re
from typing import Any, Final

from mentorlit import dates, identifiers
from mentorlit.formats.tagged.record import Record, Tags, joined, one_line, pages, plain
from mentorlit.formats.wos import people
from mentorlit.formats.wos.lines import lex
from mentorlit.model import Funding, PartialDate, Problem, Relation
from mentorlit.tables import load

FORMAT: Final = "wos"
_INSPEC: Final = re.compile(r"/\s?(sub|sup)\s([^/<>]{1,20}?)\s?/")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2}) (\d{4})\Z")
_DAY: Final = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_GRANT: Final = re.compile(r"([^\[\];]{1,300})\[([^\[\]]{1,2000})\]")
_DOI: Final = re.compile(r"\bDOI \[?(10\.[^\s,\]]+)")
_PAGE_RANGE: Final = re.compile(r"\w{1,12}-\w{1,12}\Z")


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id."""
    return read_tags(lex(text), problems)


def read_tags(tags: Tags, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the same of a record whose values have been told apart by tag."""
    record = Record(tags, problems)
    own = one_line(" ".join(tags.get("UT", ())))
    inspec = own.startswith("INSPEC:")
    if inspec:
        for tag in ("TI", "AB", "DE"):
            tags[tag] = [_INSPEC.sub(r"<\1>\2</\1>", value) for value in tags.get(tag, ())]
    _accession(record)
    _numbers(record)
    if tags.get("PT") == ["P"]:
        _patent(record)
    _dates(record)
    _pages(record)
    titles = record.take(*load("wos")["title"]["other"])
    record.add("alternative_title", tuple(plain(one_line(title)) for title in titles if title))
    record.texts(load("wos")["text"])
    record.fields["container_title"] = plain(record.first("SO"))
    _kind(record)
    people.read(record)
    _keywords(record, keeps_ids=inspec)
    record.abstract(record.take("AB"))
    record.language("LA")
    record.links("AW", "UR")
    record.add("note", tuple(filter(None, map(one_line, record.take("NT")))))
    _funding(record)
    _references(record)
    return record.finished(FORMAT), own


def _patent(record: Record) -> None:
    """Take number and owner of a patent; its PD, PI and AD are lists of documents."""
    record.fields["number"] = record.first("PN").partition(";")[0].strip()
    record.fields["publisher"] = record.first("AE")
    documents = [record.tags.pop(tag) for tag in ("PD", "PI") if tag in record.tags]
    match = _DAY.search(" ".join(documents[0])) if documents else None
    if match and (date := dates.parse(match[0])):
        record.fields["issued"] = date
    record.tags["documents"] = [text for texts in documents for text in texts]


def _accession(record: Record) -> None:
    """Take UT and PM: ids of the record in its databases."""
    value = record.first("PM")
    if pmid := identifiers.pmid(value):
        record.fields["pmid"] = pmid
    elif value:
        record.leave("PM", value)
    for text in record.take("UT"):
        scheme, _, number = one_line(text).partition(":")
        if (
            scheme == "MEDLINE"
            and number.isdecimal()
            and record.fields.get("pmid", number) == number
        ):
            record.fields["pmid"] = number
        elif number:
            record.identify(load("wos")["accession"].get(scheme, scheme), number)
        else:
            record.leave("UT", text)


def _numbers(record: Record) -> None:
    record.doi("DI")
    record.standard_numbers("SN", "BN")
    record.standard_numbers("EI", medium="electronic")


def _dates(record: Record) -> None:
    """Join PD (``JUN 14``, ``SEP-OCT``, ``SPR``, ``Aug 1 2019``) and PY; EA is early access."""
    year, day = record.first("PY"), record.first("PD")
    date = _date(day, year)
    if date and re.fullmatch(r"\d{4}", year) and date.year != int(year):
        # PY is the year that the volume counts for.
        date = None
    if year and date is None:
        date = dates.parse(year) or PartialDate(literal=year)
    if date is not None:
        record.fields.setdefault("issued", date)
    _leave(record, "PD", _spelled(day), date)
    _leave(record, "PY", year, date)
    early = record.first("EA")
    first = _date(early, "")
    if first:
        record.fields["dates"] = {"epub": first}
        record.fields.setdefault("issued", first)
    _leave(record, "EA", early, first)
    value = record.first("CY")
    event = dates.parse(value)
    if event and dates.is_whole(value, event):
        record.fields["event_date"] = event
    elif value:
        record.leave("CY", value)


def _leave(record: Record, tag: str, text: str, date: PartialDate | None) -> None:
    """Leave ``text`` in its tag if it says more than ``date``."""
    if not dates.is_whole(text, date):
        record.leave(tag, text)


def _date(day: str, year: str) -> PartialDate | None:
    text = _spelled(day)
    if match := _MONTH_YEAR.match(text):
        return dates.make(int(match[2]), int(match[1]))
    if not _YEAR.search(text):
        text = f"{text} {year}"
    return dates.parse(text)


def _spelled(day: str) -> str:
    """Return ``day`` with the seasons of PD spelled out."""
    words = load("wos")["season"]
    return " ".join(words.get(word.upper(), word) for word in day.split())


def _pages(record: Record) -> None:
    """Take the page span (PS), else BP and EP; AR is the article number, unless it is a range."""
    span, number = record.first("PS"), record.first("AR")
    start, end = record.first("BP"), record.first("EP")
    if number and _PAGE_RANGE.match(pages(number)) and not (span or start):
        span, number = number, ""
    if span:
        if start and not pages(span).startswith(pages(start)):
            record.leave("BP", start)
        if end and not start:
            record.leave("EP", end)
        record.pages(span)
    elif start:
        record.pages(joined(start, end))
    elif end:
        record.leave("EP", end)
    if number:
        record.fields["number"] = re.sub(r"\A(?:UNSP|ARTN) ", "", number)


def _kind(record: Record) -> None:
    """Take the type from PT and DT, which also is the genre where it says more."""
    table = load("wos")
    letter = record.first("PT")
    genre = one_line("; ".join(record.take("DT"))).strip("- ")
    parts = [part.strip() for part in genre.lower().split(";")]
    kinds = table["journal"] if letter in ("J", "") else table["document"]
    stated = [kinds[part] for part in parts if part in kinds]
    kind = stated[0] if stated else table["publication"].get(letter, "")
    if letter == "S" and "chapter" in stated and "paper-conference" in stated:
        kind = "paper-conference"
    if (
        kind == "book"
        and record.fields["container_title"].lower() == record.fields.get("title", "").lower()
    ):
        del record.fields["container_title"]
    if kind in ("book", "thesis", "report") and (count := record.first("PG")):
        record.fields["number_of_pages"] = count
    record.fields["type"] = kind
    if genre and genre.lower() not in table["plain"]["types"]:
        record.fields["genre"] = genre
    if not kind:
        record.untyped("PT", letter)


def _keywords(record: Record, *, keeps_ids: bool) -> None:
    """Take keywords, parted by semicolons; Inspec's ID is a list of numbers."""
    for tag, scheme in load("wos")["keyword"].items():
        if not (tag == "ID" and keeps_ids):
            texts = (part for value in record.take(tag) for part in value.split(";"))
            record.keywords(texts, scheme)


def _funding(record: Record) -> None:
    """Take FU (``funder [award, award]; ...``) and the sentence about it (FX)."""
    found: list[Funding] = []
    for value in record.take("FU"):
        ends = 0
        for match in _GRANT.finditer(value):
            bare = [part.strip() for part in value[ends : match.start()].split(";")]
            found += [Funding(name=part) for part in bare if part]
            awards = tuple(award.strip() for award in match[2].split(",") if award.strip())
            found.append(Funding(name=match[1].strip(), award=awards))
            ends = match.end()
        rest = [part.strip() for part in value[ends:].split(";")]
        found += [Funding(name=part) for part in rest if part]
    found += [Funding(statement=text) for text in map(one_line, record.take("FX")) if text]
    record.add("funding", tuple(found))


def _references(record: Record) -> None:
    """Take the cited references (CR), each as printed, with its DOI if it has one."""
    found = []
    for text in map(one_line, record.take("CR")):
        match = _DOI.search(text)
        doi = identifiers.doi(match[1]) if match else ""
        found.append(Relation("cites", "DOI" if doi else "", doi, text))
    record.add("relations", tuple(found))

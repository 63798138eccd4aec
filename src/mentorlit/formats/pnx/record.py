"""One PNX record to a citation; see docs/formats/pnx.md."""

import re
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, dates, identifiers, languages
from mentorlit.formats.pnx.fields import SUBFIELD, Fields, Sections
from mentorlit.formats.pnx.people import credited
from mentorlit.model import (
    PYTHON_NAME,
    Citation,
    Keyword,
    Origin,
    PartialDate,
    Problem,
    StandardNumber,
)
from mentorlit.plaintext import clean, markup, paragraphs
from mentorlit.tables import load

_LINK: Final = re.compile(r"\$\$U([^$]+)")
_COMPACT: Final = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})?\Z")
_SEPARATOR: Final = re.compile(r"\s;\s|;\s{0,2}(?=[^\W\d_])")
_DASHES: Final = re.compile(r"\s*[‐-―−]\s*")
_STOP: Final = re.compile(r"(?<=\w{5})\.\Z")
"""The full stop of ISBD behind a word that is not abbreviated."""
_MARKUP: Final = re.compile(r"</?[a-z]{1,4}>")
_PARTS: Final = frozenset(
    {
        *("article-journal", "article-magazine", "article-newspaper", "chapter", "review", "entry"),
        *("paper-conference", "article"),
    }
)
_SAYS_SOMETHING: Final = (
    *("title", "author", "container_title", "doi", "isbn", "issn", "abstract", "issued"),
)


def citation(
    sections: Sections, origin: Origin, problems: tuple[Problem, ...] = ()
) -> Citation | None:
    """Return the citation that the sections of a PNX record describe, None if they say nothing.

    ``addata``, made for citing, is trusted before ``display``, made for reading. Fields without a
    place in the model come back in ``extra[origin.format]`` as ``section/field``.
    """
    fields = Fields(sections)
    values = _values(fields)
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    record_id = fields.first("control", "recordid", "sourcerecordid")
    rest = fields.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=record_id),
    )


def _values(fields: Fields) -> dict[str, Any]:
    kind = _type(fields)
    values: dict[str, Any] = {"type": kind, **_titles(fields, kind), **credited(fields)}
    for name, tags in load("pnx")["text"].items():
        values[PYTHON_NAME[name]] = fields.first("addata", *tags)
    values |= _published(fields, values)
    values["issued"] = _issued(fields)
    values["page"] = _pages(fields)
    values |= _numbers(fields)
    values["edition"] = _STOP.sub("", fields.first("display", "edition"))
    values |= _series(fields, values)
    values["language"] = _language(fields)
    words = (part for text in fields.all("display", "subject") for part in _SEPARATOR.split(text))
    values["keyword"] = tuple(Keyword(word) for word in dict.fromkeys(map(clean, words)) if word)
    abstract = fields.raw("addata", "abstract") or fields.raw("display", "description")
    values["abstract"] = paragraphs(SUBFIELD.sub("", abstract[0])) if abstract else ""
    values["abstract_sections"] = abstracts.sections(values["abstract"])
    values["url"] = _links(fields)
    return values


def _type(fields: Fields) -> str:
    table = load("pnx")
    shown = fields.first("display", "type").lower().replace(" ", "_")
    ristype = fields.first("addata", "ristype").upper()
    genre = fields.first("addata", "genre").lower()
    by_word = {
        "types": table["types"].get(shown),
        "ristypes": table["ristypes"].get(ristype),
        "genres": table["genres"].get(genre),
    }
    if by_word["types"] is None:
        fields.keep("display", "type")
    if by_word["ristypes"] is None:
        fields.keep("addata", "ristype")
    if by_word["genres"] is None:
        fields.keep("addata", "genre")
    return next(filter(None, by_word.values()), "")


def _titles(fields: Fields, kind: str) -> dict[str, Any]:
    """Take the titles: that of an article or chapter beside that of what holds it."""
    part = fields.first("addata", "atitle")
    book, journal = fields.first("addata", "btitle"), fields.first("addata", "jtitle")
    shown = fields.first("display", "title").removesuffix(" /")
    if part and book and shown not in (part, book, journal):
        fields.keep("display", "title")
    if kind in _PARTS:
        title, container = part or shown, journal or book
        if "<" in shown and _MARKUP.sub("", shown) == title:
            title = shown
        return {"title": markup(title), "container_title": markup(container)}
    title = (journal if kind == "periodical" else book) or part or shown or journal
    found: dict[str, Any] = {"title": markup(title)}
    if journal and journal != title:
        found["container_title"] = markup(journal)
    return found


def _series(fields: Fields, values: dict[str, Any]) -> dict[str, str]:
    """Take the series from display, ``Title ; Number``, of which addata has the title at most."""
    shown = fields.first("display", "series")
    title, mark, number = shown.rpartition(" ; ")
    if not mark:
        return {} if values["collection_title"] else {"collection_title": shown}
    known = values["collection_title"]
    if known and known.rstrip(" .;") != title.rstrip(" .;"):
        fields.keep("display", "series")
        return {}
    return {"collection_title": known or title, "collection_number": number.rstrip(" .")}


def _published(fields: Fields, values: dict[str, Any]) -> dict[str, str]:
    """Take publisher and place from display, ``Place : Publisher``, where addata has none."""
    shown = fields.first("display", "publisher")
    if values["publisher"] or not shown:
        return {}
    place, colon, publisher = shown.partition(" : ")
    if not colon:
        return {"publisher": shown}
    return {"publisher": publisher, "publisher_place": values["publisher_place"] or place}


def _issued(fields: Fields) -> PartialDate | None:
    """Take the most exact of the dates, which are years or YYYYMMDD."""
    texts = fields.all("addata", "date", "risdate") or fields.all("display", "creationdate")
    shown = fields.all("display", "creationdate")
    if any(_date(text) is None for text in (*texts, *shown)):
        fields.keep("addata", "date", "risdate")
        fields.keep("display", "creationdate")
    found = [date for date in map(_date, texts) if date is not None]
    return max(found, key=lambda date: (bool(date.month), bool(date.day)), default=None)


def _date(text: str) -> PartialDate | None:
    if match := _COMPACT.match(text):
        year, month, day = (int(part or 0) for part in match.groups())
        return dates.make(year, month, day)
    return dates.parse(text)


def _pages(fields: Fields) -> str:
    first, last = fields.first("addata", "spage"), fields.first("addata", "epage")
    pages = fields.first("addata", "pages")
    if not pages:
        pages = f"{first}-{last}" if first and last and first != last else first
    first, dash, last = _DASHES.sub("-", pages).partition("-")
    return first if first == last else f"{first}{dash}{last}"


def _numbers(fields: Fields) -> dict[str, Any]:
    others: dict[str, tuple[str, ...]] = {}
    found: dict[str, Any] = {"identifiers": others}
    for field, scheme, convert in (
        ("doi", "DOI", identifiers.doi),
        ("pmid", "PMID", identifiers.pmid),
    ):
        texts = fields.all("addata", field)
        numbers = dict.fromkeys(filter(None, map(convert, texts)))
        if len(numbers) < len(texts):
            fields.keep("addata", field)
        if numbers:
            found[field], *more = numbers
            others |= {scheme: tuple(more)} if more else {}
    found["issn"] = _standard(fields, "issn", identifiers.issns)
    found["isbn"] = _standard(fields, "isbn", identifiers.isbns)
    for tag, scheme in (("oclcid", "OCLC"), ("lccn", "LCCN"), ("sici", "SICI"), ("coden", "CODEN")):
        if texts := fields.all("addata", tag):
            bare = (text.removeprefix("(ocolc)").removeprefix("(OCoLC)") for text in texts)
            others[scheme] = tuple(dict.fromkeys(bare))
    return found


def _standard(
    fields: Fields, tag: str, numbers: Callable[..., tuple[str, ...]]
) -> tuple[StandardNumber, ...]:
    """Take ISSN or ISBN, and those of the electronic edition."""
    found: dict[str, StandardNumber] = {}
    for name, medium in ((tag, ""), (f"e{tag}", "electronic")):
        for text in fields.all("addata", name):
            known = numbers(text, checked=False)
            if not known:
                fields.keep("addata", name)
            for number in known:
                found.setdefault(number, StandardNumber(number, medium))
    return tuple(found.values())


def _language(fields: Fields) -> str:
    parts = [part for text in fields.all("display", "language") for part in text.split(";")]
    if len(parts) > 1 or not any(map(languages.tag, parts)):
        fields.keep("display", "language")
    return next(filter(None, map(languages.tag, parts)), "")


def _links(fields: Fields) -> tuple[str, ...]:
    """Take the addresses; templates, whose address Primo makes up, have none."""
    found: dict[str, None] = {}
    for name in ("linktorsrc", "linktouc"):
        for text in fields.raw("links", name):
            if match := _LINK.search(text):
                found[match[1].strip()] = None
    for text in fields.raw("addata", "url"):
        if text.startswith(("http://", "https://")):
            found[text] = None
    return tuple(found)

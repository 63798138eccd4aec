"""Writer of RIS, as EndNote, Zotero and Mendeley read it: ``TY  - `` to ``ER  - ``.

UTF-8, lines end with LF, one blank line between records. A value is one line, however long:
whatever could begin a line in it becomes a space, so that no value can end its record or begin
another. docs/formats/ris.md says what RIS cannot hold.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from mentorlit.dates import iso
from mentorlit.model import PYTHON_NAME, Citation, Name, PartialDate
from mentorlit.names import sort_form
from mentorlit.tables import load

# Line ends of any kind, and control characters, which no program shows.
_BREAKS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
# Bidi embeddings, overrides and isolates: they belong to a display, not to a value.
_BIDI: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
# Protection of case, which no program that reads RIS knows; other markup is common in RIS.
_NO_CASE: Final = re.compile(r'<span class="nocase">(.*?)</span>')
_TYPE: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}\Z")
_TAG: Final = re.compile(r"[A-Z][A-Z0-9]\Z")
_SEASONS: Final = ("", "Spring", "Summer", "Fall", "Winter")

Line = tuple[str, str]


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one record for each citation; nothing at all for none."""
    between = ""
    for citation in citations:
        shown = ((tag, one_line(value)) for tag, value in lines(citation))
        body = "".join(f"{tag}  - {value}\n" for tag, value in shown if value)
        yield f"{between}{body}ER  - \n"
        between = "\n"


def one_line(text: str) -> str:
    """Return ``text`` on one line, without control characters and protection of case, NFC."""
    if "<span" in text:
        text = _NO_CASE.sub(r"\1", text)
    return unicodedata.normalize("NFC", _BIDI.sub("", _BREAKS.sub(" ", text))).strip()


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {name: frozenset(types) for name, types in load("ris")["group"].items()}


def lines(citation: Citation) -> Iterator[Line]:
    """Yield tag and value of each line of a record but the last."""
    extra = citation.extra.get("ris", {})
    ris = _type(citation, extra)
    group = frozenset(name for name, types in _groups().items() if ris in types)
    yield "TY", ris
    yield "ID", citation.citation_key
    yield from _people(citation, group)
    yield from _titles(citation, group)
    yield from _dates(citation, group)
    yield from _texts(citation, group)
    yield from _numbers(citation, group)
    yield "AB", citation.abstract
    for keyword in citation.keyword:
        yield "KW", keyword.text
    yield "LA", citation.language
    for affiliation in citation.affiliation:
        yield "AD", affiliation
    for url in citation.url:
        yield "UR", url
    for note in citation.note:
        yield "N1", note
    yield from _extra(extra)


def _type(citation: Citation, extra: dict[str, Any]) -> str:
    """Return the reference type; the one it was read from if that means the same."""
    table = load("ris")
    for value in _values(extra.get("TY"))[-1:]:
        word = one_line(value).upper()
        if table["type"].get(word, "") == citation.type and _TYPE.match(word):
            return word
    return str(table["written"].get(citation.type, "GEN"))


def _people(citation: Citation, group: frozenset[str]) -> Iterator[Line]:
    """Yield the names; the editors of an edited book stand where others have authors."""
    first, second = ("editor", "collection_editor") if "edited" in group else ("author", "editor")
    second_tag = "A2" if group & {"edits", "edited"} else "ED"
    written: tuple[Line, ...] = (
        ("AU", first),
        (second_tag, second),
        ("A3", "collection_editor"),
        ("A4", "translator"),
    )
    for tag, field in written:
        if tag != "A3" or second != field:
            yield from _names(tag, getattr(citation, field))
    yield from _names("A3" if "alone" in group else "A2", _contributors(citation, group))


def _contributors(citation: Citation, group: frozenset[str]) -> tuple[Name, ...]:
    """Return the contributors that the type has a tag for."""
    if "alone" in group:
        return tuple(name for name in citation.contributor if name.role == "thesis advisor")
    return () if "edits" in group or "edited" in group else citation.contributor


def _names(tag: str, names: tuple[Name, ...]) -> Iterator[Line]:
    for name in names:
        shown = sort_form(name)
        # EndNote takes a name with a comma at its end for that of a body.
        yield tag, f"{shown}," if name.literal and "," in shown else shown


def _titles(citation: Citation, group: frozenset[str]) -> Iterator[Line]:
    yield "TI", citation.title
    yield "ST", citation.title_short
    for title in citation.alternative_title:
        yield "TT", title
    container, series = citation.container_title, citation.collection_title
    if "conference" in group and citation.event_title:
        yield "C3", container
        yield "T2", citation.event_title
    elif "book" in group:
        yield "JF", container
        yield "T2", series
        series = ""
    elif "article" in group:
        yield "T2", container
        yield "JF", container
    else:
        yield "T2", container
    yield load("ris")["container"]["written-short"], citation.container_title_short
    yield "T3", series


def _dates(citation: Citation, group: frozenset[str]) -> Iterator[Line]:
    date = citation.issued
    if date is not None:
        yield "PY", iso(PartialDate(year=date.year)) or date.literal
        if date.month or date.season or date.circa:
            yield "DA", _slashed(date)
    if citation.accessed is not None and citation.accessed.year is not None:
        yield "Y2", _slashed(citation.accessed)
    epub = citation.dates.get("epub")
    if "article" in group and epub is not None and epub.day and not citation.edition:
        yield "ET", _slashed(epub)


def _slashed(date: PartialDate) -> str:
    """Return ``YYYY/MM/DD/other``, the slashes at the end left out."""
    parts = (iso(date).replace("-", "/") if date.year and date.year > 0 else iso(date)).split("/")
    other = _SEASONS[date.season] if date.season else "circa" if date.circa else ""
    return "/".join([*[*parts, "", ""][:3], other]) if other else "/".join(parts)


def _texts(citation: Citation, group: frozenset[str]) -> Iterator[Line]:
    skipped = {"title", "title-short", "collection-title", "issue" if "numbered" in group else ""}
    for field, names in load("ris")["text"].items():
        if field not in skipped:
            yield names[0], getattr(citation, PYTHON_NAME[field])
    if "versioned" in group and not citation.edition:
        yield "ET", citation.version
    if "book" in group:
        yield "M1", citation.collection_number


def _numbers(citation: Citation, group: frozenset[str]) -> Iterator[Line]:
    yield "IS" if "numbered" in group else "C7", citation.number
    start, hyphen, end = citation.page.partition("-")
    if hyphen and start and end and "-" not in end and not re.search("[,;]", citation.page):
        yield "SP", start
        yield "EP", end
    else:
        yield "SP", citation.page
    if not citation.page and "book" in group:
        yield "SP", citation.number_of_pages
    for number in (*citation.issn, *citation.isbn):
        yield "SN", f"{number.value} ({number.medium})" if number.medium else number.value
    yield "DO", citation.doi
    for doi in citation.identifiers.get("DOI", ()):
        yield "DO", doi
    if citation.pmid:
        yield "U1", f"{citation.pmid}[pmid]"
    yield "C2", citation.pmcid


def _extra(extra: dict[str, Any]) -> Iterator[Line]:
    """Yield what RIS records had in tags that the model has no place for."""
    for tag, values in extra.items():
        if _TAG.match(tag) and tag not in ("TY", "ER"):
            for value in _values(values):
                yield tag, value


def _values(raw: Any) -> list[str]:
    """Return the texts in ``raw``, a list or one text."""
    items = raw if isinstance(raw, list | tuple) else [raw]
    return [item for item in items if isinstance(item, str)]

"""The lines of one written RIS record: from the fields of a citation to tags and values."""

import re
from collections.abc import Iterator
from typing import Any, Final

from mentorlit.dates import iso
from mentorlit.formats.ris import dates, labels
from mentorlit.formats.ris.kinds import group as group_of
from mentorlit.formats.ris.labels import written
from mentorlit.formats.ris.numbers import EXTENT
from mentorlit.model import PYTHON_NAME, Citation, Name, PartialDate
from mentorlit.tables import load

_TYPE: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}\Z")
_TAG: Final = re.compile(r"[A-Z][A-Z0-9]\Z")
_SEASONS: Final = ("", "Spring", "Summer", "Fall", "Winter")

Line = tuple[str, str]


def lines(citation: Citation) -> Iterator[Line]:
    """Yield tag and value of each line of a record but the last; values may be empty or long."""
    return _Lines(citation).every()


class _Lines:
    """One citation on its way to lines: what a tag says is taken out of ``untold``."""

    def __init__(self, citation: Citation) -> None:
        self.citation = citation
        self.extra = citation.extra.get("ris", {})
        self.ris = _type(citation, self.extra)
        self.group = group_of(self.ris)
        fields = ((field, getattr(citation, field)) for field in labels.fields())
        self.untold: dict[str, Any] = {field: value for field, value in fields if value}

    def every(self) -> Iterator[Line]:
        """Yield all lines."""
        citation = self.citation
        yield "TY", self.ris
        yield "ID", citation.citation_key
        yield from self._people()
        yield from self._titles()
        yield from self._dates()
        yield from self._texts()
        yield from self._numbers()
        yield "AB", citation.abstract
        for keyword in citation.keyword:
            yield "KW", keyword.text
        yield "LA", citation.language
        yield from _details(citation)
        for url in citation.url:
            yield "UR", url
        for note in citation.note:
            yield "N1", note
        for note in labels.notes(citation, self.untold):
            yield "N1", note
        for note in citation.annote:
            yield "RN", note
        for tag, values in self.extra.items():
            if _TAG.match(tag) and tag not in ("TY", "ER"):
                for value in _values(values):
                    yield tag, value

    def _told(self, tag: str, field: str) -> Iterator[Line]:
        """Yield a line for each name or for the text of a field that may go without a tag."""
        value = self.untold.pop(field, "")
        for item in value if isinstance(value, tuple) else (value,):
            yield tag, written(item) if isinstance(item, Name) else item

    def _people(self) -> Iterator[Line]:
        """Yield the names; the editors of an edited book stand where others have authors."""
        is_edited = "edited" in self.group
        if is_edited:
            yield from self._told("AU", "editor")
            yield from self._told("A2", "collection_editor")
        elif "whole" in self.group:
            yield from self._told("AU", "author")
            if self.citation.editor:
                yield from self._told("A2", "collection_editor")
                yield from self._told("A3", "editor")
        else:
            yield from self._told("AU", "author")
            yield from self._told("A2" if "edits" in self.group else "ED", "editor")
            if "alone" not in self.group:
                yield from self._told("A3", "collection_editor")
        for name in self.citation.translator:
            yield "A4", written(name)
        yield from self._contributors()

    def _contributors(self) -> Iterator[Line]:
        """Yield the contributors that the type has a tag for."""
        wanted = "thesis advisor" if "alone" in self.group else ""
        if not wanted and self.group & {"edits", "edited"}:
            return
        named = [name for name in self.citation.contributor if name.role == wanted]
        for name in named:
            yield "A3" if wanted else "A2", written(name)
        left = tuple(name for name in self.citation.contributor if name.role != wanted)
        self.untold.pop("contributor", None)
        if left:
            self.untold["contributor"] = left

    def _titles(self) -> Iterator[Line]:
        citation, group = self.citation, self.group
        yield "TI", citation.title
        yield "ST", citation.title_short
        for title in citation.alternative_title:
            yield "TT", title
        container, series = citation.container_title, citation.collection_title
        if "alone" not in group:
            self.untold.pop("container_title", None)
        if "conference" in group and citation.event_title and container:
            yield "C3", container
            yield from self._told("T2", "event_title")
        elif "book" in group:
            yield "JF", container
            yield "T2", series
            series = ""
        elif "article" in group:
            yield "T2", container
            yield "JF", container
        elif "alone" not in group:
            yield "T2", container
        yield load("ris")["container"]["written-short"], citation.container_title_short
        yield "T3", series

    def _dates(self) -> Iterator[Line]:
        yield from self._issued()
        accessed, original = self.citation.accessed, self.citation.original_date
        for tag, field, date in (("Y2", "accessed", accessed), ("OP", "original_date", original)):
            if date is not None and date.year is not None and date.end is None:
                del self.untold[field]
                yield tag, _slashed(date)
        events = dict(self.untold.get("dates", {}))
        epub = events.get("epub") if "article" in self.group else None
        if epub and epub.day and not (epub.end or epub.circa or self.citation.edition):
            yield "ET", _slashed(events.pop("epub"))
            self.untold["dates"] = events

    def _issued(self) -> Iterator[Line]:
        """Yield the date of publication; what its tags cannot say in full gets a note too."""
        date = self.citation.issued
        if date is None:
            return
        tags = {"PY": [iso(PartialDate(year=date.year)) or date.literal]}
        if date.month or date.season or date.circa:
            tags["DA"] = [_slashed(date)]
        yield from ((tag, value) for tag, (value,) in tags.items())
        found: dict[str, Any] = {}
        dates.read(tags, found, self.group)
        if found.get("issued") == date:
            del self.untold["issued"]

    def _texts(self) -> Iterator[Line]:
        skipped = {"title", "title-short", "collection-title"}
        if "numbered" in self.group:
            skipped.add("issue")
        for field, names in load("ris")["text"].items():
            if field not in skipped:
                yield names[0], getattr(self.citation, PYTHON_NAME[field])
        if "issue" not in skipped:
            self.untold.pop("issue", None)
        if "versioned" in self.group and not self.citation.edition:
            yield from self._told("ET", "version")
        if "book" in self.group and ("numbered" not in self.group or self.citation.number):
            yield from self._told("M1", "collection_number")

    def _numbers(self) -> Iterator[Line]:
        citation = self.citation
        yield "IS" if "numbered" in self.group else "C7", citation.number
        start, hyphen, end = citation.page.partition("-")
        is_range = "" not in (start, hyphen, end) and start != end
        if is_range and "-" not in end and not re.search("[,;]", citation.page):
            yield "SP", start
            yield "EP", end
        else:
            yield "SP", citation.page
        extent = citation.number_of_pages if "book" in self.group and not citation.page else ""
        if extent.isdecimal() or EXTENT.search(extent):
            yield from self._told("SP", "number_of_pages")
        for number in (*citation.issn, *citation.isbn):
            yield "SN", f"{number.value} ({number.medium})" if number.medium else number.value
        yield "DO", citation.doi
        if citation.pmid:
            yield "U1", f"{citation.pmid}[pmid]"
        yield "C2", citation.pmcid


def _type(citation: Citation, extra: dict[str, Any]) -> str:
    """Return the reference type; the one it was read from if that means the same."""
    table = load("ris")
    for value in _values(extra.get("TY"))[-1:]:
        word = " ".join(value.split()).upper()
        if table["type"].get(word, "") == citation.type and _TYPE.match(word):
            return word
    return str(table["written"].get(citation.type, "GEN"))


def _details(citation: Citation) -> Iterator[Line]:
    """Yield ORCID and affiliations of authors by name, then the affiliations of all."""
    for name in citation.author:
        if name.orcid:
            yield "AI", f"{written(name)}; ORCID: https://orcid.org/{name.orcid}"
    for name in citation.author:
        for affiliation in name.affiliation:
            yield "AD", f"{written(name)}: {affiliation}"
    for affiliation in citation.affiliation:
        yield "AD", affiliation


def _slashed(date: PartialDate) -> str:
    """Return ``YYYY/MM/DD/other``, the slashes at the end left out."""
    parts = (iso(date).replace("-", "/") if date.year and date.year > 0 else iso(date)).split("/")
    other = _SEASONS[date.season] if date.season else "circa" if date.circa else ""
    return "/".join([*[*parts, "", ""][:3], other]) if other else "/".join(parts)


def _values(raw: Any) -> list[str]:
    """Return the texts in ``raw``, a list or one text."""
    items = raw if isinstance(raw, list | tuple) else [raw]
    return [item for item in items if isinstance(item, str)]

"""Labelled values of what holds the work: periodical, numbers, pages, publisher."""

import re
from typing import Final

from mentorlit import identifiers
from mentorlit.model import StandardNumber
from mentorlit.pages import citations, citeline, dating, grammar, links
from mentorlit.pages.cited import Cited
from mentorlit.pages.entries import Entry, note
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, label_in
from mentorlit.pages.neighbourhood import journal_like

_ISSN: Final = r",?\s*[(\[]?(?:[ep]-?|E-?)?ISSN(?:-[eL])?[:\s]*\d{4}-\d{3}[\dXx][)\]]?"
_CITY: Final = r"(?<=[^\W\d_]);\s[A-ZÀ-Þ][^\W\d_]+(?:[\s-][A-ZÀ-Þ][^\W\d_]+){0,2}\Z"
"""What ProQuest writes behind the title of a periodical."""
_NUMBERS: Final = r"(?:(?<=[^\W\d_])|(?<=\)))\s(\d{1,4})\((\d{1,3}(?:[-–/]\d{1,3})?)\)\Z"
"""Volume and issue behind the periodical's title ("... Learning (IJGBL) 6(3)")."""
_DATED: Final = r",\s*(?:19|20)\d\d(?:-\d\d){0,2}\.?\Z"
_KIND_FIRST: Final = r"\A(?:Volume|Book|Journal|Proceedings):\s(?=\S)"
"""What some pages say of the container before its title ("Part of: Volume: ...")."""
_PUBLISHED: Final = (
    r"([^,\d]{3,100}(?:, (?:Inc|Ltd|LLC)\.?)?)(?:, ([^,\d]{3,40}))?, ((?:1[5-9]|20)\d\d)\Z"
)
"""Publisher, place and year in one value (WorldCat, Google Books)."""
_IMPRINT: Final = (
    r"(\D{2,120}?)[\s,]{1,4}[c©\[(]?((?:1[5-9]|20)\d\d)[\])]?[.,;]?(?:\s+(\S.{0,200}))?\Z"
)
_PLACED: Final = r"([A-ZÀ-Þ][^:\d]{1,40}?)(?:\s:\s|(?<=[A-ZÀ-Þ]{3}):\s)(\S.*)"


def journal(entry: Entry, findings: Findings) -> None:
    """Add the periodical or book that holds the work; a date or a citation there is read too."""
    if entry.label.casefold() == "publication" and _is_kind(entry):
        return
    value = re.sub(_KIND_FIRST, "", _without_issn(entry, findings), count=1)
    if grammar.date(value):
        dating.published(entry, findings)
        return
    cited = citeline.read(value)
    if cited:
        _cite(entry, findings, cited)
        value = cited.journal
    if numbers := re.search(_NUMBERS, value):
        note(entry, findings, "volume", numbers[1], 2)
        note(entry, findings, "issue", numbers[2], 2)
        value = value[: numbers.start()]
    dated = re.search(_DATED, value)
    if dated:
        note(entry, findings, "issued", grammar.date(dated[0].strip(" ,.")), 2)
        value = value[: dated.start()]
    value = re.sub(_CITY, "", value)
    if value and len(value) <= 250 and not value.startswith("http"):
        note(entry, findings, "container_title", value.rstrip(" .,;("))
        if entry.label.casefold() not in ("publication", "in", "en", "dans", "venue"):
            note(entry, findings, "type", _contained_type(value), 2)


def _is_kind(entry: Entry) -> bool:
    """Tell whether "Publication" alone is what DSpace 7 calls the kind of thing, above a title."""
    value = entry.values[0][0]
    return entry.mode == "line" and not citeline.read(value) and not journal_like(value)


def _without_issn(entry: Entry, findings: Findings) -> str:
    """Return the first value without ISSNs behind the journal's name, which are noted."""
    value = entry.values[0][0]
    if "ISSN" not in value:
        return value
    numbers = tuple(StandardNumber(number) for number in identifiers.issns(value))
    note(entry, findings, "issn", numbers, 1)
    return re.sub(_ISSN, "", value)


def _contained_type(value: str) -> str:
    folded = fold(value)
    met = any(word in folded for word in ("conference on", "symposium on", "workshop on"))
    met = met or folded.startswith("proceedings of")
    return "paper-conference" if met else "article-journal"


def source(entry: Entry, findings: Findings) -> None:
    """Add what "Source" says: addresses, else the periodical."""
    found = [(v, line) for v, line in entry.values if "http" in v or identifiers.doi(v)]
    if found:
        for value, line in found:
            links.address(value, findings, f"label/{entry.label}", line)
        return
    journal(entry, findings)


def _cite(entry: Entry, findings: Findings, cited: Cited) -> None:
    rule, lines = f"citation/{entry.label}", entry.lines
    citations.note_cited(findings, cited, rule, 2, *lines)


def numbered(entry: Entry, findings: Findings) -> None:
    """Add a volume or issue, which may be a whole citation."""
    value = entry.values[0][0]
    if value.startswith("Proceedings"):  # ACL Anthology
        note(entry, findings, "container_title", value, -1)
        return
    cited = citeline.read(value) or citeline.read(entry.marks[0].line.text)
    if cited and not grammar.number(value):
        _cite(entry, findings, cited)
        return
    number = grammar.number(value)
    if entry.kind == "volume" and len(number) == 4 and label_in(entry.label, "year_or_volume"):
        note(entry, findings, "issued", grammar.date(number), 2)
        return
    note(entry, findings, entry.kind, number)


def article_number(entry: Entry, findings: Findings) -> None:
    """Add the number of an article."""
    value = entry.values[0][0]
    if len(value) <= 30 and any(c.isdigit() for c in value) and " " not in value:
        note(entry, findings, "number", value.rstrip(".,;"))


def page(entry: Entry, findings: Findings) -> None:
    """Add a range of pages; one number under a plural label may be a count."""
    value = grammar.pages(entry.values[0][0])
    if value[-1:] == "p":
        page_count(entry, findings)
        return
    count = value.isdigit() and not label_in(entry.label, "one_page")
    if not count:
        note(entry, findings, "page", value)


def page_end(entry: Entry, findings: Findings) -> None:
    """Add a first or last page."""
    note(entry, findings, entry.kind, grammar.pages(entry.values[0][0]))


def page_count(entry: Entry, findings: Findings) -> None:
    """Add how many pages there are."""
    match = re.match(r"(\d{1,5})(?:\s?(?:p|S|s|pages|Seiten|páginas|с)\.?)?\Z", entry.values[0][0])
    note(entry, findings, "number_of_pages", match[1] if match else "")
    if match is None and "-" in (found := grammar.pages(entry.values[0][0])):
        note(entry, findings, "page", found)


def publisher(entry: Entry, findings: Findings) -> None:
    """Add the publisher, with its place if that stands before it."""
    value = entry.values[0][0]
    dated = re.fullmatch(_PUBLISHED, value)
    if dated:
        value = dated[1]
        note(entry, findings, "publisher_place", dated[2] or "")
        note(entry, findings, "issued", grammar.date(dated[3]), 1)
    placed = re.match(_PLACED, value)
    if placed:
        note(entry, findings, "publisher_place", placed[1].strip())
        value = placed[2]
    if len(value) <= 200 and not value.startswith("http"):
        note(entry, findings, "publisher", value.rstrip(" ;,"))


def imprint(entry: Entry, findings: Findings) -> None:
    """Read "Elsevier, 2004. Vol. 24, no 2, p. 105-112": publisher, year, and numbers if any."""
    match = re.match(_IMPRINT, entry.values[0][0])
    if match is None:
        return
    place, colon, name = match[1].rpartition(" : ")
    note(entry, findings, "publisher", name.strip(" ,:["), 1)
    note(entry, findings, "publisher_place", place.strip(" ,:[]") if colon else "", 1)
    note(entry, findings, "issued", grammar.date(match[2]), 1)
    cited = citeline.read(match[3]) if match[3] else None
    if cited:
        cited.journal, cited.date = "", None
        _cite(entry, findings, cited)

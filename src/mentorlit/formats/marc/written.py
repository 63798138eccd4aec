"""A MARC 21 record made of a citation, together with what a record it was read from still says.

Punctuation that parts elements is ISBD's; a field has no closing full stop, which ISBD and the
Program for Cooperative Cataloging leave out too: it could be the value's own.
"""

from collections.abc import Iterator
from functools import cache

from mentorlit.formats.marc.citation import citation as read_back
from mentorlit.formats.marc.record import Record, restored
from mentorlit.formats.marc.written_codes import fixed, leader
from mentorlit.formats.marc.written_dates import shown
from mentorlit.formats.marc.written_links import host, identifiers, locations, relations, series
from mentorlit.formats.marc.written_names import Made, names
from mentorlit.formats.marc.written_order import Field, in_order
from mentorlit.model import Citation, Keyword, Origin
from mentorlit.tables import load

_ONCE = frozenset(
    [
        *(
            "001",
            "003",
            "005",
            "008",
            "010",
            "099",
            "100",
            "110",
            "111",
            "240",
            "245",
            "250",
            "264",
        ),
        *("260", "300", "502", "773"),
    ]
)
"""Tags that a record has once, or of which a second one would contradict the first."""
_MAIN = {"100": "700", "110": "710", "111": "711"}
_NOWHERE = Origin(source="", file="", format="", ordinal=0, line=0, offset=0)


def record(citation: Citation) -> Record:
    """Return the record of a citation, its fields in the order of their tags, names in their own.

    Leader and fields that ``extra["marc21"]`` holds are there as they were, unless the citation
    says something else now; what they say is not said again.
    """
    kept = restored(citation.extra.get("marc21", {}))
    said = _said(kept) if kept.fields else set()
    new = [field for field in _fields(citation) if _compared(field) not in said]
    tags = {tag for tag, _ in new} & _ONCE
    if not kept.fields:
        new += _controls(citation)
    fields = in_order(citation, new, [field for field in kept.fields if field[0] not in tags])
    return Record(kept.leader if len(kept.leader) == 24 else leader(citation), fields)


def _said(kept: Record) -> set[tuple[str, tuple[str, ...]]]:
    """Return the fields that would be made of what a record says already."""
    fields = list(kept.fields)
    if not any(tag == "245" for tag, _ in fields):
        fields.append(("245", ["00", "a", "-"]))
    old = read_back(Record(kept.leader, fields), _NOWHERE)
    return {_compared(field) for field in _fields(old)} if old else set()


def _compared(field: Field) -> tuple[str, tuple[str, ...]]:
    """Return what makes two fields say the same: main and added entries do not differ."""
    tag, content = field
    return _MAIN.get(tag, tag), tuple(content[1:])


def _controls(citation: Citation) -> Iterator[Field]:
    own_id = citation.origin.id if citation.origin else ""
    if number := citation.citation_key or own_id:
        yield "001", number
    yield "008", fixed(citation)


def _fields(citation: Citation) -> Iterator[Field]:
    """Yield the data fields that say something."""
    for make in (
        identifiers,
        names,
        _titles,
        _imprint,
        _notes,
        _subjects,
        series,
        host,
        relations,
        locations,
    ):
        for tag, indicators, parts in make(citation):
            content = [part for code, text in parts if text for part in (code, text)]
            if content:
                yield tag, [indicators, *content]


def _titles(citation: Citation) -> Iterator[Made]:
    medium = f"[{citation.medium}]" if citation.medium else ""
    title, colon, rest = citation.title.partition(": ")
    if not (title and rest) or title != title.rstrip(" :"):
        title, colon, rest = citation.title, "", ""
    has_main = "1" if citation.author else "0"
    first = f"{title} :" if colon and not medium else title
    medium = f"{medium} :" if colon and medium else medium
    yield "245", f"{has_main}0", [("a", first), ("h", medium), ("b", rest)]
    for other in citation.alternative_title:
        yield "246", "3 ", [("a", other)]
    if citation.title_short:
        yield "246", "1 ", [("i", "Short title:"), ("a", citation.title_short)]


def _imprint(citation: Citation) -> Iterator[Made]:
    yield "250", "  ", [("a", citation.edition or citation.version)]
    place, name, date = citation.publisher_place, citation.publisher, shown(citation.issued)
    parts = [
        ("a", f"{place} :" if place and name else f"{place}," if place and date else place),
        ("b", f"{name}," if name and date else name),
        ("c", date),
    ]
    yield "264", " 1", parts
    copyright_date = shown(citation.dates.get("copyright"))
    yield "264", " 4", [("c", f"©{copyright_date}" if copyright_date else "")]
    pages = citation.number_of_pages
    extent = [f"{citation.number_of_volumes} volumes"] if citation.number_of_volumes else []
    extent += [f"{pages} pages" if pages.isdigit() else pages] if pages else []
    yield "300", "  ", [("a", " ; ".join(extent))]


def _notes(citation: Citation) -> Iterator[Made]:
    for note in citation.note:
        yield "500", "  ", [("a", note)]
    if citation.type == "thesis" and citation.genre:
        year = citation.issued.year if citation.issued else None
        parts = [("b", citation.genre), ("c", citation.publisher), ("d", str(year or ""))]
        yield "502", "  ", parts
    sections = " ".join(f"{part.label}: {part.text}" for part in citation.abstract_sections)
    yield "520", "3 ", [("a", citation.abstract or sections)]
    for grant in citation.funding:
        parts = [("a", grant.name or grant.statement), *(("c", award) for award in grant.award)]
        yield "536", "  ", parts
    yield "540", "  ", [("a", citation.rights)]
    for text in citation.annote:
        yield "590", "  ", [("a", text)]


def _subjects(citation: Citation) -> Iterator[Made]:
    for keyword in citation.keyword:
        yield _subject(keyword)
    if citation.type != "thesis":
        yield "655", " 4", [("a", citation.genre)]


def _subject(keyword: Keyword) -> Made:
    schemes, codes = _schemes()
    if not keyword.scheme:
        return "653", "  ", [("a", keyword.text)]
    if keyword.scheme in schemes:
        return "650", f" {schemes[keyword.scheme]}", [("a", keyword.text)]
    return "650", " 7", [("a", keyword.text), ("2", codes.get(keyword.scheme, keyword.scheme))]


@cache
def _schemes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the indicator and the code of $2 for vocabularies; of several codes the first."""
    table = load("marc")
    indicators = {scheme: indicator for indicator, scheme in table["subject_schemes"].items()}
    return indicators, {scheme: code for code, scheme in reversed(table["schemes"].items())}

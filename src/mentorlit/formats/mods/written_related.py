"""What a MODS record is part of and related to, as it is written: related items and parts."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mentorlit.formats.mods.written import date_elements, name_element
from mentorlit.model import Citation, Relation
from mentorlit.tables import load
from mentorlit.xmlwrite import attributes, leaf, nest

_ISBN = attributes(type="isbn")


def is_contained(citation: Citation) -> bool:
    """Tell whether the record says what the work appeared in."""
    return bool(citation.container_title or citation.container_title_short)


def related(citation: Citation) -> Iterator[str]:
    """Yield the host, or the parts of a work without one, and every other related item."""
    part = _part(citation)
    yield _host(citation, part, standard_numbers(citation)) if is_contained(citation) else part
    series = (
        _title_info(citation.collection_title, number=citation.collection_number),
        *(name_element("editor", name) for name in citation.collection_editor),
    )
    yield nest("relatedItem", *series, attributes=attributes(type="series"))
    original = (
        _title_info(citation.original_title),
        nest("originInfo", date_elements("dateIssued", citation.original_date)),
    )
    yield nest("relatedItem", *original, attributes=attributes(type="original"))
    reviewed = (name_element("author", name) for name in citation.reviewed_author)
    yield nest("relatedItem", *reviewed, attributes=attributes(type="reviewOf"))
    for relation in citation.relations:
        yield _relation(relation)


def _title_info(title: str, kind: str = "", number: str = "") -> str:
    parts = (leaf("title", title), leaf("partNumber", number))
    return nest("titleInfo", *parts, attributes=attributes(type=kind))


def _host(citation: Citation, part: str, numbers: list[str]) -> str:
    return nest(
        "relatedItem",
        _title_info(citation.container_title),
        _title_info(citation.container_title_short, "abbreviated"),
        _title_info(citation.volume_title, "alternative"),
        *(name_element("author", name) for name in citation.container_author),
        part,
        *numbers,
        attributes=attributes(type="host"),
    )


def _part(citation: Citation) -> str:
    details = (
        ("volume", citation.volume),
        ("issue", citation.issue),
        ("chapter", citation.chapter_number),
        ("section", citation.section),
        ("part", citation.part_number),
        ("article-number", citation.number),
    )
    return nest(
        "part",
        *(
            nest("detail", leaf("number", text), attributes=attributes(type=kind))
            for kind, text in details
        ),
        _pages(citation.page),
    )


def _pages(page: str) -> str:
    start, _, end = page.partition("-")
    if start and end and not set("-,; ") & set(end + start):
        inner = leaf("start", start) + leaf("end", end)
    else:
        inner = leaf("list", page)
    return nest("extent", inner, attributes=attributes(unit="page"))


def _relation(relation: Relation) -> str:
    kinds = {kind: word for word, kind in load("mods")["relations"].items()}
    word = _CASED.get(kinds.get(relation.kind, ""), kinds.get(relation.kind, ""))
    marks = attributes(type=word) or attributes(otherType=relation.kind)
    if relation.scheme.lower() in ("url", "uri"):
        target = nest("location", leaf("url", relation.id))
    else:
        target = leaf("identifier", relation.id, attributes(type=identifier_type(relation.scheme)))
    if not target:
        return nest("relatedItem", _title_info(relation.text), attributes=marks)
    note = leaf("note", relation.text, attributes(type="citation/reference"))
    return nest("relatedItem", target, note, attributes=marks)


_CASED: Final = {
    "otherversion": "otherVersion",
    "otherformat": "otherFormat",
    "isreferencedby": "isReferencedBy",
    "reviewof": "reviewOf",
}
"""Types of related items in the schema's spelling, where that has capitals."""


@lru_cache(1024)
def identifier_type(scheme: str) -> str:
    """Return the identifier's type for a scheme: the schema's word, else the scheme as it is."""
    known = {name: word for word, name in reversed(load("mods")["identifiers"].items())}
    return str(known.get(scheme, scheme.lower() if scheme in ("DOI", "PMID", "PMCID") else scheme))


def standard_numbers(citation: Citation) -> list[str]:
    """Return the ISSNs and ISBNs, which are those of the host if there is one."""
    issns = (
        leaf("identifier", number.value, attributes(type="issn", displayLabel=number.medium))
        for number in citation.issn
    )
    isbns = (
        leaf("identifier", f"{number.value} ({number.medium})".removesuffix(" ()"), _ISBN)
        for number in citation.isbn
    )
    return [*issns, *isbns]

"""Writer of the MEDLINE/PubMed format (nbib), as PubMed writes it.

NLM, "MEDLINE/PubMed Data Element (Field) Descriptions": tags filled up to four letters, a value
that goes on is indented by six blanks, one blank line between records. A value is one line before
it is wrapped, so that none can begin a tag. docs/formats/nbib.md says what it cannot hold.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from mentorlit.composing import normalized
from mentorlit.formats.nbib.written import author_lines, event, published
from mentorlit.layout import Layout
from mentorlit.losses import is_said, ordered, unheld
from mentorlit.model import PYTHON_NAME, Citation, Funding, Keyword, Relation
from mentorlit.tables import load

WIDTH: Final = 81
"""Characters of a value on one line, after tag and hyphen."""

# Controls, line ends of any kind, bidi marks and the byte-order mark: no value has them.
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)
_NO_CASE: Final = re.compile(r'<span class="nocase">(.*?)</span>')
_TAG: Final = re.compile(r"[A-Z][A-Z0-9]{1,3}\Z")
_PERSONAL: Final = frozenset(["FAU", "AU", "AUID", "AD", "CN", "FED", "ED", "FIR", "IR", "IRAD"])
_HELD: Final = frozenset(
    [
        *("type", "title", "original_title", "author", "editor", "contributor", "issued", "dates"),
        *("container_title", "container_title_short", "collection_title", "volume_title", "volume"),
        *("issue", "page", "number", "edition", "publisher", "publisher_place", "genre", "doi"),
        *("pmid", "pmcid", "issn", "isbn", "identifiers", "language", "abstract", "funding"),
        *("abstract_sections", "keyword", "affiliation", "relations", "note", "rights", "extra"),
    ]
)

Line = tuple[str, str]


def _record(citation: Citation, _: int) -> str:
    shown = ((tag, one_line(value)) for tag, value in _lines(citation))
    return "".join(f"{tag:4}- {_wrapped(value)}\n" for tag, value in shown if value)


write: Final = Layout(_record, between="\n")
"""Yields one record for each citation; nothing at all for none."""


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the fields of which the format does not hold all, by their JSON names."""
    names = set(unheld(citation, _HELD))
    names.update(name for name, is_lost in _partly(citation) if is_lost)
    return ordered(names)


def _partly(citation: Citation) -> Iterator[tuple[str, bool]]:
    """Yield fields that the format has a tag for, and whether it loses some of them."""
    kinds, extra = load("nbib")["relation"].values(), citation.extra
    yield "type", citation.type not in ("", *_types())
    yield "contributor", any(person.role != "investigator" for person in citation.contributor)
    yield "issued", citation.issued is not None and citation.issued.circa
    yield "dates", not all(date.day and date.end is None for date in citation.dates.values())
    yield "identifiers", not _schemes().keys() >= citation.identifiers.keys()
    yield "abstract-sections", not is_said(citation)
    yield "keyword", any(word.scheme not in ("", "MeSH") for word in citation.keyword)
    yield "funding", any(grant.doi for grant in citation.funding)
    yield "relations", any(relation.kind not in kinds for relation in citation.relations)
    yield "extra", extra.keys() != {"nbib"} & extra.keys()
    yield "extra", not all(map(_is_kept, extra.get("nbib", ())))


def one_line(text: str) -> str:
    """Return ``text`` on one line, NFC, without control characters and protection of case."""
    if "<span" in text:
        text = _NO_CASE.sub(r"\1", text)
    if not text.isprintable():
        text = _CONTROLS.sub(" ", text)
    text = " ".join(text.split())
    return text if text.isascii() else normalized("NFC", text)


def _wrapped(text: str) -> str:
    """Return ``text`` with line ends and six blanks between words where lines are full."""
    if len(text) <= WIDTH:
        return text
    lines, start = [], 0
    while len(text) - start > WIDTH:
        end = text.rfind(" ", start, start + WIDTH + 1)
        if end < 0:
            end = text.find(" ", start + WIDTH)
        if end < 0:
            break
        lines.append(text[start:end])
        start = end + 1
    return "\n      ".join([*lines, text[start:]])


def _lines(citation: Citation) -> list[Line]:
    """Return the lines of a record in PubMed's order; values may be empty."""
    lines = [*_numbers(citation), *_titles(citation), *_texts(citation), *_dates(citation)]
    lines += _kept(citation)
    rank = _ranks()
    lines.sort(key=lambda line: rank.get(line[0], len(rank)))
    place = next((n for n, line in enumerate(lines) if rank.get(line[0], 99) > rank["FAU"]), None)
    place = len(lines) if place is None else place
    return [*lines[:place], *author_lines(citation), *lines[place:]]


@cache
def _ranks() -> dict[str, int]:
    return {tag: place for place, tag in enumerate(load("nbib")["order"]["tags"].split())}


@cache
def _types() -> dict[str, str]:
    """Return, by CSL type, the publication type that the table has first, as NLM writes it."""
    types = {kind: word for word, kind in reversed(load("nbib")["type"].items())}
    return {kind: word.title() for kind, word in types.items()}


@cache
def _schemes() -> dict[str, str]:
    schemes = {scheme: word for word, scheme in load("nbib")["identifier"].items()}
    return {**schemes, "DOI": "doi"}


def _numbers(citation: Citation) -> Iterator[Line]:
    yield "PMID", citation.pmid
    # Readers know a record by the tags that every one has: this says that it is not NLM's.
    yield "OWN", "" if _listed(citation.extra.get("nbib", {}).get("OWN")) else "NOTNLM"
    yield "PMC", citation.pmcid
    for number in citation.issn:
        yield "IS", f"{number.value} ({_media().get(number.medium, number.medium)})"
    for number in citation.isbn:
        medium = f" ({_media().get(number.medium, number.medium)})" if number.medium else ""
        yield "ISBN", f"{number.value}{medium}"
    # PubMed has article numbers where others have pages; digits alone would be taken for these.
    is_page = not citation.page and not citation.number.isdigit()
    yield "PG", citation.number if is_page else citation.page
    yield "LID", "" if is_page else citation.number
    for doi in (citation.doi, *citation.identifiers.get("DOI", ())):
        yield "LID", f"{doi} [doi]" if doi else ""
        yield "AID", f"{doi} [doi]" if doi else ""
    for scheme, texts in citation.identifiers.items():
        if scheme in _schemes() and scheme != "DOI":
            yield from (("AID", f"{text} [{_schemes()[scheme]}]") for text in texts)


@cache
def _media() -> dict[str, str]:
    """Return NLM's word for each medium, and for none."""
    return {medium: word for word, medium in load("nbib")["medium"].items()}


def _titles(citation: Citation) -> Iterator[Line]:
    is_book = citation.type == "book"
    is_part = citation.type == "chapter"
    yield "BTI" if is_book else "TI", citation.title
    yield "BTI" if is_part else "JT", citation.container_title
    yield "TA", citation.container_title_short
    yield "TT", citation.original_title
    for field, tags in load("nbib")["text"].items():
        yield tags[0], getattr(citation, PYTHON_NAME[field])


def _texts(citation: Citation) -> Iterator[Line]:
    parts = (f"{part.label}: {part.text}" for part in citation.abstract_sections)
    yield "AB", citation.abstract or " ".join(parts)
    yield "LA", _language(citation.language)
    kept = citation.extra.get("nbib", {})
    said = [text.lower() for text in _listed(kept.get("PT"))]
    for text in (_types().get(citation.type, ""), citation.genre):
        yield "PT", "" if text.lower() in said else text
    said = _listed(kept.get("GR"))
    for grant in citation.funding:
        yield "GR", "" if any(_has(text, grant) for text in said) else _grant(grant)
    yield from (("GN", note) for note in citation.note)
    kinds = {kind: tag for tag, kind in load("nbib")["relation"].items()}
    for relation in citation.relations:
        if relation.kind in kinds:
            yield kinds[relation.kind], _link(relation)
    yield from (("MH", heading) for heading in _headings(citation.keyword))
    others = [keyword.text for keyword in citation.keyword if keyword.scheme != "MeSH"]
    yield "OTO", "NOTNLM" if others else ""
    yield from (("OT", text) for text in others)


def _language(tag: str) -> str:
    """Return the code of three letters that MEDLINE has, of a tag with a region its language's."""
    codes = load("languages").get(tag.partition("-")[0], "")
    return codes.split("|")[0].strip() if len(codes.split("|")[0].strip()) == 3 else tag


def _has(text: str, grant: Funding) -> bool:
    return all(part in text for part in (grant.name, *grant.award, grant.statement))


def _grant(grant: Funding) -> str:
    parts = [*([", ".join(grant.award)] if grant.award else []), grant.name]
    return "; ".join(filter(None, ("/".join(filter(None, parts)), grant.statement)))


def _link(relation: Relation) -> str:
    """Return the citation of another work with its identifier, if that is not in it."""
    if not relation.id or relation.id in relation.text:
        return relation.text
    label = {"PMID": "PMID: ", "DOI": "doi: "}.get(relation.scheme, f"{relation.scheme}: ")
    return f"{relation.text} {label}{relation.id}".strip()


def _headings(keywords: Iterable[Keyword]) -> list[str]:
    """Return the MeSH headings, qualifiers of one descriptor that follow each other together."""
    headings: list[str] = []
    for keyword in keywords:
        descriptor, slash, qualifier = keyword.text.partition("/")
        if keyword.scheme != "MeSH":
            continue
        if slash and headings and headings[-1].startswith(f"{descriptor}/"):
            headings[-1] += f"/{qualifier}"
        else:
            headings.append(keyword.text)
    return headings


def _dates(citation: Citation) -> Iterator[Line]:
    table = load("nbib")
    yield "DP", published(citation.issued)
    tags = {key: tag for tag, key in table["date"].items()}
    words = {key: word for word, key in reversed(table["history"].items())}
    for key, date in citation.dates.items():
        if key in tags:
            yield tags[key], event(date, tags[key])
        elif stamp := event(date, "PHST"):
            yield "PHST", f"{stamp} [{words.get(key, key)}]"


def _kept(citation: Citation) -> Iterator[Line]:
    """Yield what such records had in tags that the model has no place for."""
    for tag, values in citation.extra.get("nbib", {}).items():
        if _is_kept(tag):
            yield from ((tag, value) for value in _listed(values))


def _is_kept(tag: str) -> bool:
    """Tell whether a tag may stand anywhere: one of a person would become another's."""
    return bool(_TAG.match(tag)) and tag not in _PERSONAL


def _listed(raw: Any) -> list[str]:
    items = raw if isinstance(raw, list | tuple) else [raw]
    return [item for item in items if isinstance(item, str)]

"""One document of VuFind's Solr index to a citation, by the mapping of tables/vufind.toml.

What the mapping takes and why is in docs/formats/vufind-solr.md.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final

import msgspec

from mentorlit import abstracts, dates, languages
from mentorlit.formats.vufind import host, numbers, people, spelling, titles
from mentorlit.formats.vufind.document import Document, Places
from mentorlit.formats.vufind.schema import VERBATIM, by_entry
from mentorlit.formats.vufind.text import is_line, unpunctuated, words
from mentorlit.formats.vufind.titles import ARTICLES
from mentorlit.model import Citation, Keyword, Origin, Problem, Relation
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_SAYS_SOMETHING: Final = (
    *("title", "author", "editor", "contributor", "translator", "container_title", "abstract"),
    *("issued", "doi", "pmid", "pmcid", "issn", "isbn", "url", "identifiers"),
)
_SHORT: Final = 200
"""Characters of a language or of formats that are remembered."""


def citation(
    fields: Mapping[str, Any],
    origin: Origin,
    *,
    places: Places | None = None,
    problems: tuple[Problem, ...] = (),
) -> Citation | None:
    """Return the citation that a Solr document describes, or None if it describes none.

    ``fields`` has texts, numbers or lists of them by Solr field name; ``places`` returns where
    they were read. Fields without a place in the model, further values of fields that hold one,
    and values that only say part of it come back in ``extra[origin.format]``, as the source has
    them.
    """
    doc = Document(fields, places)
    record_id = doc.first("", "id")
    values = _values(doc)
    values.update(_from_spelling(doc, record_id, values))
    problems += _complete(doc, values)
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    rest = doc.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems + _doubts(values),
        evidence={field: places for field, places in doc.evidence.items() if field},
        origin=msgspec.structs.replace(origin, id=record_id),
    )


def _complete(doc: Document, values: dict[str, Any]) -> tuple[Problem, ...]:
    """Complete the values from a whole MARC record, if the document carries one."""
    if not any(map(doc.verbatim, VERBATIM)):
        return ()
    from mentorlit.formats.vufind import fullrecord  # noqa: PLC0415 - few documents carry one

    added, problems = fullrecord.completed(doc, values)
    values.update(added)
    return problems


def _values(doc: Document) -> dict[str, Any]:
    """Take everything but what only ``spelling`` tells; return the citation's fields."""
    table = load("vufind")
    kind = _type(doc)
    values: dict[str, Any] = {"type": kind, **titles.title(doc), **people.credited(doc)}
    values["issued"] = numbers.issued(doc)
    for field, json_name, names in _texts():
        text = "" if doc.lacks(names) else doc.first(json_name, *names)
        values[field] = unpunctuated(text) if text else ""
    values["page"] = numbers.page(doc)
    values.update(host.completed(doc, values))
    values.update(titles.host_title(doc, values))
    values.update(titles.series(doc, values))
    values["number_of_pages"] = numbers.number_of_pages(doc)
    values.update(numbers.fields(doc))
    values["language"] = _language(doc)
    values["abstract"] = _abstract(doc)
    values["abstract_sections"] = abstracts.sections(values["abstract"])
    values["genre"] = _category(doc, kind)
    values["keyword"] = _keywords(doc, values["genre"])
    values["note"] = tuple(doc.take("note", *table["lists"]["note"]))
    values["relations"] = _relations(doc)
    return values


@cache
def _texts() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the citation's fields that hold one text, their JSON names and the Solr fields."""
    rows = load("vufind")["text"].items()
    return tuple((field, field.replace("_", "-"), tuple(names)) for field, names in rows)


def _type(doc: Document) -> str:
    """Take the formats that tell the type."""
    formats = doc.peek("format")
    read = _read_formats if sum(map(len, formats)) < _SHORT else _read_formats.__wrapped__
    found, taken = read(formats)
    if found:
        doc.mark("format", taken)
        doc.cite("type", "format")
    return found


@lru_cache(maxsize=256)
def _read_formats(texts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the type, the first row of the table that is among the formats, and who tell it.

    A format may be a path with its level in front (``1/Journal/Article/``): the last of its parts
    that the table has counts, and a path that says more is not taken.
    """
    types = by_entry("types")
    formats: dict[str, list[str]] = {}
    for text in texts:
        parts = text.lower().strip("/").split("/")[::-1] if text[1:2] == "/" else [text.lower()]
        known = next(filter(types.__contains__, parts), parts[0])
        formats.setdefault(known, []).extend([text] if known == parts[0] else [])
    found = next((types[name] for name in types if name in formats), "")
    named = [each for name, each in formats.items() if found and types.get(name) == found]
    return found, tuple(text for each in named for text in each)


def _language(doc: Document) -> str:
    """Take the first language with a known tag; the others stay in the rest."""
    for text in doc.peek("language"):
        tag = _tag(text)
        if tag:
            doc.mark("language", [each for each in doc.peek("language") if _tag(each) == tag])
            doc.cite("language", "language")
            return tag
    return ""


def _tag(language: str) -> str:
    return _known_tag(language) if len(language) < _SHORT else languages.tag(language)


@lru_cache(maxsize=256)
def _known_tag(language: str) -> str:
    return languages.tag(language)


def _abstract(doc: Document) -> str:
    """Take the description, paragraphs kept."""
    for name in ("description", "abstract", "summary", "dc.description.abstract"):
        if doc.has(name):
            parts = [_paragraphs(text) for text in doc.raw(name)]
            doc.take("abstract", name)
            return "\n\n".join(parts)
    return ""


def _paragraphs(raw: str) -> str:
    """Return what :func:`paragraphs` does; most descriptions are one plain line."""
    return raw if "<" not in raw and is_line(raw) else paragraphs(raw)


def _category(doc: Document, kind: str) -> str:
    """Take the kind of article that an index gives as a topic ("Research Article").

    One word alone ("Review") may be a subject; it counts only in PubMed Central's records.
    """
    if kind not in ARTICLES:
        return ""
    pmc = any(text.lower() in words("pmc_records") for text in _record_formats(doc))
    for text in doc.peek("topic"):
        if text.lower() in words("categories") and (pmc or " " in text):
            doc.mark("topic", [text])
            doc.cite("genre", "topic")
            return text
    return ""


def _record_formats(doc: Document) -> tuple[str, ...]:
    return doc.peek("record_format") or doc.peek("recordtype")


def _keywords(doc: Document, category: str) -> tuple[Keyword, ...]:
    """Take the subjects; a category stays in the rest if ``genre`` already holds another."""
    found: dict[str, None] = {}
    lists = load("vufind")["lists"]
    fields = lists["keyword"]
    if not any(map(doc.has, fields)):
        fields = lists["keyword_else"]
    for name in doc.present(fields):
        texts = [text for text in doc.peek(name) if text != category]
        if category:
            texts = [text for text in texts if text.lower() not in words("categories")]
        if len(texts) == len(doc.peek(name)):
            doc.mark_all(name)
        else:
            doc.mark(name, texts)
        if texts:
            doc.cite("keyword", name)
        found.update(dict.fromkeys(unpunctuated(text) for text in texts))
    return tuple(_with_schemes([text for text in found if text]))


def _with_schemes(texts: list[str]) -> list[Keyword]:
    """Return the keywords; where each has the mark of its vocabulary in front, as its scheme.

    Indexes made from K10plus write ``ddc 570`` and ``misc Gene ontology``.
    """
    schemes = load("vufind")["keyword_schemes"]
    parted = [text.partition(" ") for text in texts]
    if not all(mark in schemes and text for mark, _, text in parted):
        return [Keyword(text) for text in texts]
    return [Keyword(text, schemes[mark]) for mark, _, text in parted]


def _relations(doc: Document) -> tuple[Relation, ...]:
    return tuple(
        Relation(kind, text=text)
        for name, kind in load("vufind")["relations"].items()
        for text in doc.take("relations", name)
    )


def _from_spelling(doc: Document, record_id: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return journal, day and rights where only ``spelling`` tells them."""
    text = " ".join(doc.peek("spelling"))
    if not text or values["type"] != "article-journal":
        return {}
    known = spelling.Known(
        record_id=record_id,
        title=" ".join(doc.peek("title")[:1]),
        authors=doc.peek("author") + doc.peek("author2"),
        topics=doc.peek("topic"),
        abstract=" ".join(doc.peek("description")[:1]),
        publisher=" ".join(doc.peek("publisher")[:1]),
        record_format=" ".join(_record_formats(doc)[:1]),
    )
    found: dict[str, spelling.Found | None] = {}
    if not values["container_title"]:
        found["container_title"] = spelling.journal(text, known)
    issued = values["issued"]
    if issued and issued.year and not issued.month and not issued.end:
        found["issued"] = spelling.day(text, known, issued.year)
    if not values["rights"]:
        found["rights"] = spelling.rights(text, known)
    return {field: _cited(doc, field, piece) for field, piece in found.items() if piece is not None}


def _cited(doc: Document, field: str, piece: spelling.Found) -> Any:
    """Return what a piece of ``spelling`` means for the citation's ``field``."""
    doc.cite_part(field.replace("_", "-"), "spelling", piece.start, piece.text)
    return dates.parse(piece.text) if field == "issued" else piece.text


def _doubts(values: dict[str, Any]) -> tuple[Problem, ...]:
    """Say what is doubtful about the values."""
    if values["abstract"].endswith(("...", "…")):
        return (Problem("cut-off", "the abstract ends in dots: it may be cut", "abstract"),)
    return ()

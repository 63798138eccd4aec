"""One record of Dublin Core to a citation; see docs/formats/dublin-core.md."""

import re
from functools import cache
from typing import Any, Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import abstracts, languages
from mentorlit.formats.dublincore.dating import dated
from mentorlit.formats.dublincore.elements import Elements
from mentorlit.formats.dublincore.identifiers import Numbers, related
from mentorlit.formats.dublincore.people import credited, edited, supervised
from mentorlit.formats.dublincore.sources import behind_title, cited, in_book, is_all
from mentorlit.formats.dublincore.titles import titled
from mentorlit.model import Citation, Keyword, Origin, Relation
from mentorlit.plaintext import markup, paragraphs
from mentorlit.tables import load, phrases
from mentorlit.xmlrecord import XmlRecord, header_id, language
from mentorlit.xmltext import attribute, local

_SHORTEST: Final = 120
"""Characters of a description that is taken for an abstract; shorter ones are notes."""
_SEMANTICS: Final = "info:eu-repo/semantics/"
_CLASSIFICATION: Final = "info:eu-repo/classification/"
_ACCESS: Final = ("info:eu-repo/semantics/",)
_PAGES: Final = re.compile(r"(?i)([0-9]{1,5})\s?(?:pages?|pp?\.?|s\.|seiten|páginas|págs?\.?)\Z")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HELD: Final = frozenset(
    {
        *(
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "chapter",
            "paper-conference",
        ),
        *("review", "review-book"),
    }
)
_IN_BOOKS: Final = frozenset({"chapter", "paper-conference"})
_UNTOLD: Final = frozenset({"", "article", "document"})
_SAYS_SOMETHING: Final = (
    *("title", "author", "contributor", "doi", "isbn", "issn", "url", "abstract", "identifiers"),
    *("container_title", "note", "keyword", "issued"),
)
SILENT: Final = frozenset({"lang", "type", "about", "resource", "datatype", "nodeID", "parseType"})


@cache
def _kinds() -> dict[str, tuple[int, str]]:
    table = load("dublin_core")["types"]
    return {
        word.lower(): (rank, kind)
        for rank, kind in enumerate(table)
        for word in phrases(table[kind])
    }


def citation(record: XmlRecord, origin: Origin) -> Citation | None:
    """Return the citation that a record of Dublin Core describes, None for one that says nothing.

    Elements without a place in the model, and further values of those with one, come back in
    ``extra[origin.format]`` under their names.
    """
    record = _unwrapped(record)
    values = mapped(record)
    problems = (*record.problems, *values.pop("problems"))
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    rest = record.rest(SILENT)
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=header_id(record.before) or attribute(record.element, "about")),
    )


def _unwrapped(record: XmlRecord) -> XmlRecord:
    """Return the record in a wrapper that holds nothing but it."""
    element = record.element
    while len(element) == 1 and local(element[0]) in (
        "dc",
        "qualifieddc",
        "Description",
        "metadata",
    ):
        element = element[0]
    if element is record.element:
        return record
    return XmlRecord(element, record.before, record.problems)


def mapped(record: XmlRecord) -> dict[str, Any]:
    """Take the elements of a record; return the citation's fields and ``problems``."""
    elements = Elements(record)
    values: dict[str, Any] = {"problems": (), **titled(elements), **credited(elements)}
    values |= _type(elements)
    supervised(elements, values)
    numbers = Numbers()
    _identified(elements, numbers)
    _sources(elements, values, numbers)
    values["relations"] = _relations(elements, values, numbers)
    dated(elements, values)
    values |= _published(elements)
    values["language"] = _language(elements)
    values["keyword"] = _keywords(elements)
    values |= _described(elements, values["language"])
    values |= _rights(elements)
    for element, text in elements.all("extent", "format"):
        if match := _PAGES.match(text):
            record.use(element)
            values["number_of_pages"] = match[1]
    values |= numbers.values()
    return values


def _type(elements: Elements) -> dict[str, Any]:
    """Take the type: of the words that say one, the narrowest; and the version."""
    known: list[tuple[int, str, str]] = []
    found: dict[str, Any] = {}
    versions = phrases(load("dublin_core")["versions"]["names"])
    for element, text in elements.all("type"):
        word = text.removeprefix(_SEMANTICS).removeprefix("doc-type:")
        if "coar" in word:
            word = word.rpartition("/")[2]
        if word.lower() in versions:
            elements.record.use(element)
            found.setdefault("status", _CAMEL.sub(" ", word).lower())
        elif word.lower().strip(" .") in _kinds():
            elements.record.use(element)
            known.append((*_kinds()[word.lower().strip(" .")], text))
        elif word.lower() in ("text", "text.article", "nonpeerreviewed", "peerreviewed"):
            elements.record.use(element)
    rank, kind, _ = min(known, default=(0, "", ""))
    found["type"] = kind
    if kind in ("thesis", "report"):
        words = [text for place, _, text in known if place == rank and "/" not in text]
        word = _CAMEL.sub(" ", words[0]).lower() if words and " " not in words[0] else ""
        word = word or (words[0] if words else "")
        found["genre"] = word if word.lower() != kind else ""
    return found


def _identified(elements: Elements, numbers: Numbers) -> None:
    for element, text in elements.all("identifier"):
        scheme = attribute(element, "type").rpartition(":")[2]
        if numbers.take(text, scheme if scheme.lower() != "uri" else ""):
            elements.record.use(element)


def _sources(elements: Elements, values: dict[str, Any], numbers: Numbers) -> None:
    """Take what the work appeared in: citations in one text, ISSN and ISBN, a bare title."""
    record = elements.record
    titles = (values["title"], *values["alternative_title"])
    families = [name.family for name in values.get("author", ())[:1]]
    for element, text in elements.all("bibliographiccitation", "source", "identifier"):
        if record.is_used(element) or values["type"] not in _HELD | _UNTOLD:
            continue
        rest = behind_title(text, titles, families)
        if found := cited(rest):
            found["title"] = _without_publisher(found["title"], elements)
            _cited(values, found)
            numbers.take(found.get("issn", ""), "issn")
            if is_all(rest, found) and values["container_title"] == found["title"]:
                record.use(element)
        elif values["type"] in _IN_BOOKS and (found := in_book(rest)):
            values["container_title"] = values.get("container_title") or found["title"]
            values["page"] = values.get("page") or found.get("page", "")
            numbers.take(found.get("isbn", ""), "isbn")
            edited(values, found["editors"])
    for element, text in elements.all("source", "ispartof"):
        if record.is_used(element):
            continue
        if not text.startswith("http") and numbers.take(text):
            record.use(element)
        elif _is_title(text) and values["type"] in _HELD and not values.get("container_title"):
            values["container_title"] = text
            record.use(element)
    series = elements.first("ispartofseries")
    # ISBD and DSpace part the number from the title of a series in these ways.
    mark = next((mark for mark in (" ; ", ";") if mark in series), " ; ")
    values["collection_title"], _, values["collection_number"] = series.partition(mark)


def _without_publisher(title: str, elements: Elements) -> str:
    """Cut the publisher from the end of a journal's title (HAL: ``Revue, Publisher, 2017``)."""
    head, comma, last = title.rpartition(", ")
    published = "; ".join(text for _, text in elements.all("publisher")).lower()
    return head if comma and last.lower() in published else title


def _cited(values: dict[str, Any], found: dict[str, str]) -> None:
    """Add the parts of a citation; a second one counts only if it is in the same journal."""
    if values.setdefault("container_title", found["title"]) != found["title"]:
        return
    for field in ("volume", "issue", "page"):
        values[field] = values.get(field) or found.get(field, "")
    values["cited_year"] = values.get("cited_year") or found.get("year", "")


def _is_title(text: str) -> bool:
    """Tell whether a text may be the title of a journal: short, without numbers or addresses."""
    return len(text) < 160 and not re.search(r"[0-9]|://|@", text) and not text.endswith(".pdf")


def _relations(
    elements: Elements, values: dict[str, Any], numbers: Numbers
) -> tuple[Relation, ...]:
    """Take the other works; identifiers of this one (OpenAIRE's altIdentifier) are none."""
    found: dict[Relation, None] = {}
    for name, kind in load("dublin_core")["relations"].items():
        for element, text in elements.all(name):
            if elements.record.is_used(element):
                continue
            elements.record.use(element)
            if text.startswith("info:eu-repo/") and numbers.take(text):
                continue
            if text != values.get("container_title"):
                found[related(kind, text)] = None
    return tuple(found)


def _published(elements: Elements) -> dict[str, str]:
    """Take the publisher; a place before it, with the punctuation of catalogues, is told apart."""
    pairs = elements.all("publisher")
    # HAL names itself before the publisher.
    element, text = next((pair for pair in pairs if "CCSD" not in pair[1]), (None, ""))
    elements.record.use(element)
    place, mark, publisher = (text or elements.first("publisher")).partition(" : ")
    if not mark:
        return {"publisher": place}
    return {"publisher": publisher.rstrip(" ,"), "publisher_place": place.strip("[] ")}


def _language(elements: Elements) -> str:
    for element, text in elements.all("language"):
        if tag := languages.tag(text.rpartition("/")[2]):
            same = [one for one, said in elements.all("language") if languages.tag(said) == tag]
            elements.record.use(element, *same)
            return tag
    return ""


def _keywords(elements: Elements) -> tuple[Keyword, ...]:
    """Take subjects; several in one text if semicolons part them."""
    found: dict[Keyword, None] = {}
    pairs = elements.all("subject")
    elements.record.use(*(element for element, _ in pairs))
    for element, text in pairs:
        word, scheme = text, attribute(element, "type").rpartition(":")[2]
        if text.startswith(_CLASSIFICATION):
            scheme, _, word = text.removeprefix(_CLASSIFICATION).partition("/")
        known = load("dublin_core")["schemes"].get(scheme.lower(), scheme)
        for part in word.split(";"):
            if part.strip():
                found[Keyword(" ".join(part.split()), known)] = None
    return tuple(found)


def _described(elements: Elements, tag: str) -> dict[str, Any]:
    """Take the abstract, in the work's language if there are several, and notes.

    A description is an abstract if it is long enough to be one; others in other languages stay.
    """
    pairs = elements.all("abstract") or [
        pair for pair in elements.all("description") if len(pair[1]) >= _SHORTEST
    ]
    found: dict[str, Any] = {}
    if pairs:
        ranked = sorted(pairs, key=lambda pair: not _speaks(pair[0], tag))
        element, text = ranked[0]
        abstract = paragraphs("".join(map(str, element.itertext()))) or text
        elements.record.use(element)
        found["abstract"], found["abstract_sections"] = abstract, abstracts.sections(abstract)
    notes = [
        (element, text)
        for element, text in elements.all("description")
        if len(text) < _SHORTEST and not elements.record.is_used(element)
    ]
    elements.record.use(*(element for element, _ in notes))
    found["note"] = tuple(dict.fromkeys(" ".join(markup(text).split()) for _, text in notes))
    return found


def _speaks(element: _Element, tag: str) -> bool:
    said = languages.tag(language(element).replace("_", "-"))
    return bool(tag) and said.partition("-")[0] == tag.partition("-")[0]


def _rights(elements: Elements) -> dict[str, str]:
    """Take the first statement of rights that is no mere degree of access."""
    for element, text in elements.all("license", "rights", "accessrights"):
        if not text.startswith(_ACCESS):
            elements.record.use(element)
            return {"rights": text}
    return {}

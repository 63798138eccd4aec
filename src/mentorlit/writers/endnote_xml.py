"""Writer of EndNote XML, as EndNote X9 and later export and import it.

Elements stand in the order of EndNote's document type. Several values of one field are parted by
a carriage return, which is EndNote's own line end. docs/formats/endnote-xml.md says what each
reference type has where, and what the format cannot hold.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from mentorlit.formats.endnote.written import dates, element, shown
from mentorlit.layout import Layout
from mentorlit.losses import is_said, ordered, unheld
from mentorlit.model import JSON_NAME, NAME_FIELDS, PYTHON_NAME, Citation, Name
from mentorlit.names import sort_form
from mentorlit.tables import load
from mentorlit.xmlwrite import HEAD, attributes, damaged, leaf, nest

_LINE_END: Final = "\r"
_SOURCE: Final = '<source-app name="mentorlit">mentorlit</source-app>'
_NUMBERED: Final = frozenset(
    ["report", "patent", "standard", "bill", "legislation", "regulation", "hearing", "legal_case"]
)
"""Types whose ``number`` is that of the document; in others it is that of the issue."""
_IN_SERIES: Final = frozenset(["book", "report", "classic", "map", "pamphlet", "standard"])
"""Types whose second title is that of the series."""
_HELD: Final = frozenset(
    [
        *("type", "title", "title_short", "container_title", "container_title_short", "volume"),
        *("collection_title", "event_title", "author", "editor", "translator", "contributor"),
        *("collection_editor", "issued", "accessed", "issue", "number", "isbn", "issn", "doi"),
        *("identifiers", "url", "abstract", "abstract_sections", "keyword", "affiliation", "note"),
        *("annote", "version", "page", "number_of_pages", "collection_number", "extra"),
    ]
)


def _record(citation: Citation, number: int) -> str:
    return f"<record>{_head(citation, number)}{_body(citation)}</record>\n"


write: Final = Layout(
    _record, head=HEAD + "<xml><records>\n", tail="</records></xml>\n", is_numbered=True
)
"""Yields a document with one ``record`` for each citation."""


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the fields of which EndNote XML does not hold all, by their JSON names."""
    names = {*damaged(citation), *unheld(citation, _held())}
    names.update(name for name, is_lost in _partly(citation) if is_lost)
    return ordered(names)


@cache
def _held() -> frozenset[str]:
    return _HELD | {PYTHON_NAME[name] for name in load("endnote_written")["order"].values() if name}


def _partly(citation: Citation) -> Iterator[tuple[str, bool]]:
    """Yield fields that the format has a place for, and whether it loses some of them."""
    issued = citation.issued
    for field in NAME_FIELDS:
        names: tuple[Name, ...] = getattr(citation, field)
        yield JSON_NAME[field], any(name.orcid or name.affiliation for name in names)
    yield "type", citation.type not in ("", *load("endnote_written")["type"])
    yield "contributor", any(name.role != "thesis advisor" for name in citation.contributor)
    yield "issued", issued is not None and issued.end is not None and issued.circa
    yield "abstract-sections", not is_said(citation)
    yield "extra", citation.extra.keys() != {"endnote-xml"} & citation.extra.keys()
    yield "extra", not set(_restorable()) >= citation.extra.get("endnote-xml", {}).keys()
    yield "identifiers", citation.identifiers.keys() != {"DOI"} & citation.identifiers.keys()
    yield "keyword", any(keyword.scheme for keyword in citation.keyword)
    yield "version", bool(citation.version and citation.edition)
    pages, series = citation.number_of_pages, citation.collection_number
    yield "number-of-pages", bool(pages and _pages(citation) != leaf("pages", pages))
    yield "collection-number", bool(series and _number(citation) != leaf("number", series))
    yield "number", bool(_is_numbered(citation) and citation.issue and citation.number)


def _head(citation: Citation, number: int) -> str:
    name, _, code = load("endnote_written")["type"].get(citation.type, "Generic 13").rpartition(" ")
    kind = f"<ref-type{attributes(name=name)}>{code}</ref-type>"
    return f"{_SOURCE}<rec-number>{number}</rec-number>{kind}"


def _body(citation: Citation) -> str:
    parts = []
    for name, field in load("endnote_written")["order"].items():
        if name in _MADE:
            parts.append(_MADE[name](citation))
        else:
            parts.append(element(name, getattr(citation, PYTHON_NAME[field])))
    parts += _kept(citation)
    return "".join(parts)


def _kept(citation: Citation) -> Iterator[str]:
    """Yield elements that hold text and that the model has no place for, as they were."""
    extra = citation.extra.get("endnote-xml", {})
    for name in _restorable():
        if isinstance(text := extra.get(name), str):
            yield element(name, text)


@cache
def _restorable() -> tuple[str, ...]:
    return tuple(load("endnote_written")["kept"]["elements"])


def _contributors(citation: Citation) -> str:
    second, third = citation.editor, citation.collection_editor
    if citation.type == "book":
        second, third = third, second
    if citation.type == "thesis":
        third = (*third, *(n for n in citation.contributor if n.role == "thesis advisor"))
    return nest(
        "contributors",
        _people("authors", citation.author),
        _people("secondary-authors", second),
        _people("tertiary-authors", third),
        _people("subsidiary-authors", citation.translator),
    )


def _people(element: str, names: tuple[Name, ...]) -> str:
    # EndNote takes a name with a comma at its end for that of a body.
    shown = (f"{sort_form(name)}," if name.literal else sort_form(name) for name in names)
    return nest(element, *(leaf("author", text) for text in shown))


def _address(citation: Citation) -> str:
    places = citation.affiliation or [
        place
        for field in NAME_FIELDS
        for name in getattr(citation, field)
        for place in name.affiliation
    ]
    return leaf("auth-address", _LINE_END.join(dict.fromkeys(places)))


def _titles(citation: Citation) -> str:
    second, third = citation.container_title, citation.collection_title
    if citation.type in _IN_SERIES and not second:
        second, third = third, ""
    if citation.type == "paper-conference" and citation.event_title:
        second = citation.event_title
    return nest(
        "titles",
        element("title", citation.title),
        element("secondary-title", second),
        element("tertiary-title", third),
        element("alt-title", citation.container_title_short),
        element("short-title", citation.title_short),
    )


def _periodical(citation: Citation) -> str:
    if not citation.type.startswith(("article-", "review", "periodical")):
        return ""
    full = element("full-title", citation.container_title)
    return nest("periodical", full, element("abbr-1", citation.container_title_short))


def _is_numbered(citation: Citation) -> bool:
    return citation.type in _NUMBERED


def _pages(citation: Citation) -> str:
    return leaf("pages", citation.page or (citation.number_of_pages if _is_alone(citation) else ""))


def _is_alone(citation: Citation) -> bool:
    """Tell whether pages are how many there are, and the number is that in the series."""
    return citation.type in _IN_SERIES


def _number(citation: Citation) -> str:
    own = citation.number if _is_numbered(citation) else ""
    series = citation.collection_number if _is_alone(citation) else ""
    return leaf("number", own or citation.issue or series)


def _edition(citation: Citation) -> str:
    return leaf("edition", citation.edition or citation.version)


def _keywords(citation: Citation) -> str:
    return nest("keywords", *(element("keyword", word.text) for word in citation.keyword))


def _standard_numbers(citation: Citation) -> str:
    shown = (
        f"{number.value} ({number.medium.title()})" if number.medium else number.value
        for number in (*citation.issn, *citation.isbn)
    )
    return leaf("isbn", _LINE_END.join(shown))


def _dois(citation: Citation) -> str:
    dois = (citation.doi, *citation.identifiers.get("DOI", ()))
    return leaf("electronic-resource-num", _LINE_END.join(filter(None, dois)))


def _abstract(citation: Citation) -> str:
    parts = (f"{part.label}: {part.text}" for part in citation.abstract_sections)
    text = citation.abstract or "\n\n".join(parts)
    return element("abstract", text.replace("\n", _LINE_END))


def _notes(citation: Citation) -> str:
    return element("notes", _LINE_END.join(citation.note))


def _research_notes(citation: Citation) -> str:
    return element("research-notes", _LINE_END.join(citation.annote))


def _urls(citation: Citation) -> str:
    return nest("urls", nest("related-urls", *(leaf("url", url) for url in citation.url)))


def _accessed(citation: Citation) -> str:
    return leaf("access-date", shown(citation.accessed) if citation.accessed else "")


def _proceedings(citation: Citation) -> str:
    is_named = citation.type == "paper-conference" and citation.event_title
    return element("custom3", citation.container_title if is_named else "")


def _article_number(citation: Citation) -> str:
    return leaf("custom7", "" if _is_numbered(citation) else citation.number)


_MADE: Final[dict[str, Callable[[Citation], str]]] = {
    "contributors": _contributors,
    "auth-address": _address,
    "titles": _titles,
    "periodical": _periodical,
    "pages": _pages,
    "number": _number,
    "edition": _edition,
    "keywords": _keywords,
    "dates": dates,
    "isbn": _standard_numbers,
    "electronic-resource-num": _dois,
    "abstract": _abstract,
    "notes": _notes,
    "research-notes": _research_notes,
    "urls": _urls,
    "access-date": _accessed,
    "custom3": _proceedings,
    "custom7": _article_number,
}
"""What makes each element that is more than the text of one field."""

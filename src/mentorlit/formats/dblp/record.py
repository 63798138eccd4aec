"""One record of DBLP to the draft of a citation."""

import re
from typing import Final

from lxml import etree

from mentorlit import identifiers, names
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.formats.scholarly.draft import Draft, Handlers, keeps, notes, sets, skips, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.model import Name, Problem
from mentorlit.tables import load

_HOMONYM: Final = re.compile(r"\s(\d{4})\Z")
_ARXIV: Final = re.compile(r"abs/(\S+)\Z")
_SERIES: Final = frozenset({"book", "thesis"})


def is_person(element: etree._Element) -> bool:
    """Tell whether a record describes a person (``homepages/...``), not a publication."""
    return element.tag == "person" or (element.get("key") or "").startswith("homepages/")


def draft_of(element: etree._Element, problems: tuple[Problem, ...]) -> Draft:
    """Return the draft of what a record, or the ``info`` of a search result, describes."""
    draft = Draft(problems)
    table = load("dblp")
    draft.fields["type"] = table["type"].get(element.tag, "")
    if genre := table["genre"].get(element.tag):
        draft.fields["genre"] = genre
    kind = element.get("publtype") or ""
    if found := table["publtype"].get(kind):
        draft.fields["type"] = found
    for name, value in element.items():
        if name != "key":
            rest.put(draft.extra, str(name), value)
    if key := element.get("key"):
        draft.identify("DBLP", key, "key")
    draft.walk(element, _RECORD)
    _finish(draft, element)
    return draft


def _finish(draft: Draft, element: etree._Element) -> None:
    """Take what depends on more than one element."""
    fields = draft.fields
    year, month = (text(element.find(name)) for name in ("year", "month"))
    date = from_parts(year, month)
    if date is not None:
        fields["issued"] = date
    elif year:
        draft.unclear("year", year)
    preprint = _ARXIV.match(fields.get("volume", ""))
    if preprint and fields.get("container_title") == "CoRR":
        draft.identify("arXiv", preprint[1], "volume")
        fields["type"] = "article"
    if fields["type"] in _SERIES and fields.get("collection_title") and fields.get("volume"):
        fields["collection_number"] = fields.pop("volume")
    if fields["type"] == "book" and fields.get("container_title"):
        rest.put(draft.extra, "booktitle", fields.pop("container_title"))


def _person(element: etree._Element, draft: Draft) -> Name | None:
    """Return a person, without the number by which DBLP tells namesakes apart."""
    line = text(element)
    bare = _HOMONYM.sub("", line)
    if bare != line:
        rest.put(draft.extra, element.tag, line)
    if not bare:
        return None
    name = names.parse(bare)
    return Name(
        family=name.family,
        given=name.given,
        dropping_particle=name.dropping_particle,
        non_dropping_particle=name.non_dropping_particle,
        suffix=name.suffix,
        literal=name.literal,
        orcid=identifiers.orcid(element.get("orcid") or ""),
    )


def _author(draft: Draft, element: etree._Element) -> None:
    name = _person(element, draft)
    if name is not None:
        draft.add("editor" if element.tag == "editor" else "author", (name,))


def _authors(draft: Draft, element: etree._Element) -> None:
    for inner in element:
        _author(draft, inner)


def _title(draft: Draft, element: etree._Element) -> None:
    """Take the title without the full stop that DBLP puts behind each."""
    line = text(element)
    if line.endswith(".") and not line.endswith(".."):
        line = line[:-1]
    draft.once("title", line, "title")


def _edition(draft: Draft, element: etree._Element) -> None:
    """Take an ``ee``, the electronic edition: a DOI or another address."""
    address = word(element)
    if "doi.org/" in address and identifiers.doi(address):
        draft.identify("DOI", address, "ee")
    elif address.startswith(("http://", "https://", "ftp://")):
        draft.urls[address] = None
    else:
        rest.keep(draft.extra, element)


def _doi(draft: Draft, element: etree._Element) -> None:
    draft.identify("DOI", word(element), "doi")


def _isbn(draft: Draft, element: etree._Element) -> None:
    draft.add_isbn(word(element), element.get("type") or "")


def _key(draft: Draft, element: etree._Element) -> None:
    draft.identify("DBLP", word(element), "key")


def _type(draft: Draft, element: etree._Element) -> None:
    """Take the type of a search result."""
    kind = load("dblp")["result"].get(word(element), "")
    draft.fields["type"] = kind
    if not kind or kind == "book":
        rest.keep(draft.extra, element)


_RECORD: Final[Handlers] = {
    "author": _author,
    "editor": _author,
    "authors": _authors,
    "title": _title,
    "journal": sets("container_title"),
    "booktitle": sets("container_title"),
    "venue": sets("container_title"),
    "pages": sets("page"),
    "year": skips,
    "month": skips,
    "volume": sets("volume"),
    "number": sets("issue"),
    "series": sets("collection_title"),
    "publisher": sets("publisher"),
    "school": sets("publisher"),
    "address": sets("publisher_place"),
    "chapter": sets("chapter_number"),
    "isbn": _isbn,
    "ee": _edition,
    "doi": _doi,
    "key": _key,
    "type": _type,
    "note": notes,
    "url": keeps,
    "crossref": keeps,
    "cite": keeps,
}

"""One entry of a feed of arXiv's API (https://info.arxiv.org/help/api/user-manual.html)."""

import re
from typing import Final

from lxml import etree
from msgspec.structs import replace

from mentorlit import identifiers, names
from mentorlit.dates import parse
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Draft, Handlers, notes, word
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.model import Keyword, Name, PartialDate, Problem, Relation

ERROR: Final = re.compile(r"https?://arxiv\.org/api/errors")
_OWN_PREFIX: Final = "10.48550/"
_VERSION: Final = re.compile(r"v(\d{1,3})\Z")
_CATEGORY: Final = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?\Z")


def draft_of(element: etree._Element, problems: tuple[Problem, ...]) -> Draft:
    """Return the draft of what an ``entry`` describes: a preprint on arXiv."""
    draft = Draft(problems)
    draft.fields["type"] = "article"
    draft.fields["publisher"] = "arXiv"
    draft.walk(element, _ENTRY)
    published = draft.dates.pop("published", None)
    if published is not None:
        draft.fields["issued"] = published
    if draft.dates.get("updated") == published:
        draft.dates.pop("updated", None)
    finish(draft)
    return draft


def identify(draft: Draft, raw: str, name: str) -> None:
    """Take an arXiv id; its version apart, so that all versions have the same id."""
    found = identifiers.arxiv(raw)
    if not found:
        rest.put(draft.extra, name, raw)
        return
    version = _VERSION.search(found)
    if version:
        draft.fields["version"] = version[1]
        found = found[: version.start()]
    draft.identify("arXiv", found, name)


def _id(draft: Draft, element: etree._Element) -> None:
    identify(draft, word(element), "id")


def _title(draft: Draft, element: etree._Element) -> None:
    draft.once("title", text(element), "title")


def _abstract(draft: Draft, element: etree._Element) -> None:
    draft.once("abstract", paragraphs(element), "summary")


def _author(draft: Draft, element: etree._Element) -> None:
    """Take an author, whose name is in reading order."""
    full = text(element.find("name"))
    places = tuple(line for each in element.findall("affiliation") if (line := text(each)))
    for inner in element:
        if inner.tag not in ("name", "affiliation"):
            rest.keep(draft.extra, inner)
    if full.strip(" :"):
        draft.add("author", (with_places(names.parse(full), places),))


def with_places(name: Name, places: tuple[str, ...]) -> Name:
    """Return ``name`` with affiliations."""
    return replace(name, affiliation=places)


def _date(draft: Draft, element: etree._Element) -> None:
    raw = word(element)
    date: PartialDate | None = parse(raw)
    draft.date(element.tag, date, element)


def _link(draft: Draft, element: etree._Element) -> None:
    """Take the addresses of the abstract page and the PDF, and the DOI."""
    address = (element.get("href") or "").strip()
    if element.get("title") == "doi":
        take_doi(draft, address)
    elif element.get("rel") in ("alternate", "related", None) and address:
        draft.urls[address] = None
    else:
        rest.keep(draft.extra, element)


def _doi(draft: Draft, element: etree._Element) -> None:
    for part in word(element).split():
        take_doi(draft, part)


def take_doi(draft: Draft, raw: str) -> None:
    """Take a DOI: its own if arXiv has registered it, else that of the published version."""
    found = identifiers.doi(raw)
    if found.startswith(_OWN_PREFIX) or not found:
        draft.identify("DOI", raw, "doi")
    elif all(found != relation.id for relation in draft.relations):
        draft.relations.append(Relation("preprint-of", "DOI", found))


def journal(draft: Draft, element: etree._Element) -> None:
    """Take where it was published, in the author's words, to the DOI of that version."""
    draft.fields["journal_ref"] = text(element)


def finish(draft: Draft) -> None:
    """Put DOI and reference of the published version together."""
    line = draft.fields.pop("journal_ref", "")
    known = draft.relations[:1]
    if line:
        scheme, number = (known[0].scheme, known[0].id) if known else ("", "")
        draft.relations[:1] = [Relation("preprint-of", scheme, number, line)]


def _primary(draft: Draft, element: etree._Element) -> None:
    term = element.get("term") or ""
    category(draft, term)
    rest.put(draft.extra, "primary_category", term)


def _other(draft: Draft, element: etree._Element) -> None:
    category(draft, element.get("term") or "")


def category(draft: Draft, term: str) -> None:
    """Take a category; those of MSC and ACM come as one text with commas."""
    scheme = "arXiv" if _CATEGORY.match(term) else ""
    keyword = Keyword(" ".join(term.split()), scheme)
    if keyword.text and keyword not in draft.keywords:
        draft.keywords.append(keyword)


_ENTRY: Final[Handlers] = {
    "id": _id,
    "title": _title,
    "summary": _abstract,
    "author": _author,
    "published": _date,
    "updated": _date,
    "link": _link,
    "doi": _doi,
    "journal_ref": journal,
    "comment": notes,
    "primary_category": _primary,
    "category": _other,
}

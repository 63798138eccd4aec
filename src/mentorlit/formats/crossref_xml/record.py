"""The items in one of Crossref's records, each to a citation."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mentorlit.formats.crossref_xml import dates, links
from mentorlit.formats.crossref_xml.parts import ITEM, issn, language, titles
from mentorlit.formats.crossref_xml.people import contributor
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Draft, Handlers, keeps, sets, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import doi
from mentorlit.model import Problem, Relation
from mentorlit.tables import load

_ABOUT: Final = (
    *("journal_metadata", "journal_issue", "journal_volume", "book_metadata"),
    *("book_series_metadata", "book_set_metadata", "proceedings_metadata"),
    *("proceedings_series_metadata", "report-paper_metadata", "report-paper_series_metadata"),
    *("standard_metadata", "standard_series_metadata", "database_metadata"),
)
_SAID: Final = ("publication_type", "language", "parent_relation")
_INHERITED: Final = (
    *("volume", "issue", "edition", "publisher", "publisher_place", "collection_title"),
    *("collection_number", "event_title", "event_place", "event_date", "number_of_volumes"),
    *("container_title_short", "part_number", "language"),
)


def contents(element: etree._Element) -> list[etree._Element]:
    """Return the elements in a record that hold content (``journal``, ``book`` ...)."""
    kinds = load("crossref_xml")["kind"]
    if element.tag in kinds:
        return [element]
    found = []
    for inner in element:
        if inner.tag in kinds:
            found.append(inner)
        elif inner.tag in ("doi_record", "crossref", "crossref_metadata", "journal_article"):
            found += contents(inner)
    return found


def drafts(record: etree._Element, problems: tuple[Problem, ...]) -> Iterator[Draft]:
    """Yield the draft of a citation for each item in a record: article, chapter, paper, whole.

    Records of queries (unixref, unixsd) have one item, deposits may have several. What a query's
    result says around the record (``crm-item``) goes to its item.
    """
    found = contents(record)
    for content in found:
        kind = load("crossref_xml")["kind"][content.tag]
        items = list(content.iter(*kind["items"])) if kind["items"] else []
        for item in items or [content]:
            draft = Draft(problems)
            draft.fields["type"] = kind["item" if items else "whole"]
            skipped = {*kind["items"], *kind.get("lists", ())}
            about = [inner for inner in content if inner.tag not in skipped]
            if items:
                _item(draft, item)
                _contain(draft, _whole(content, about, draft.fields["type"]))
            else:
                draft = _whole(content, about, draft.fields["type"], draft)
            _query(draft, record)
            if draft.doi or draft.fields.get("title"):
                yield draft


def _item(draft: Draft, element: etree._Element) -> None:
    types = load("crossref_xml")["type"]
    kind = element.get("component_type") or element.get("type") or ""
    draft.fields["type"] = types.get(kind, draft.fields["type"])
    draft.walk(element, ITEM)
    found = element.findall("publication_date") or element.findall("database_date/*")
    dates.published(draft, [date for date in found if date.tag == "publication_date"])
    _part_of(draft, element)
    if draft.fields.get("page") == draft.fields.get("number"):
        draft.fields.pop("page", None)
    language(draft, element)
    for name, value in element.items():
        if name not in ("publication_type", "language", "parent_relation") and value not in (
            "",
            "none",
        ):
            rest.put(draft.extra, str(name), value)


def _part_of(draft: Draft, component: etree._Element) -> None:
    """Take what a component (a figure, a supplement) belongs to."""
    parent = component.getparent()
    whole = parent.getparent() if parent is not None else None
    number = doi(whole.get("parent_doi") or "") if whole is not None else ""
    if number:
        kind = links.kind(component.get("parent_relation") or "isPartOf")
        draft.relations.append(Relation(kind, "DOI", number))


def _whole(
    content: etree._Element, about: list[etree._Element], kind: str, draft: Draft | None = None
) -> Draft:
    """Return the draft of what contains the items, or stands alone."""
    whole = draft or Draft()
    whole.fields["type"] = load("crossref_xml")["type"].get(content.get("type") or "", kind)
    published: list[etree._Element] = content.findall("publication_date")
    for inner in about:
        if inner.tag in _ABOUT:
            whole.walk(inner, _CONTAINER)
            found = inner.findall("publication_date") or inner.findall(".//publication_date")
            published = found or published
            language(whole, inner)
        elif inner.tag == "person_name":
            contributor(whole, inner)
        else:
            ITEM.get(inner.tag, keeps)(whole, inner)
    if published:
        dates.published(whole, published)
    if not whole.fields.get("issued"):
        for name in ("posted", "approved", "completed", "created", "reviewed"):
            if name in whole.dates:
                whole.fields.setdefault("issued", whole.dates[name])
    language(whole, content)
    genre = content.get("type") or content.get("book_type") or ""
    if content.tag in ("posted_content", "peer_review", "book") and genre not in ("", "other"):
        whole.fields.setdefault("genre", genre.replace("_", "-"))
    if whole.doi:
        last = list(whole.doi)[-1]
        whole.doi = {last: None, **whole.doi}
        whole.urls = dict.fromkeys(reversed(whole.urls))
    return whole


def _contain(draft: Draft, whole: Draft) -> None:
    """Give an item what its container has."""
    fields = whole.fields
    title = fields.get("title", "")
    if draft.fields["type"] in ("report", "standard", "dataset"):
        draft.fields.setdefault("collection_title", title)
    else:
        draft.fields["container_title"] = title
    if short := fields.get("title_short"):
        draft.fields["container_title_short"] = short
    for theirs, ours in (("author", "container_author"), ("editor", "editor")):
        if theirs in fields and not draft.fields.get(ours):
            draft.fields[ours] = fields[theirs]
    for name in _INHERITED:
        if value := fields.get(name):
            draft.fields.setdefault(name, value)
    if not draft.fields.get("issued") and fields.get("issued"):
        draft.fields["issued"] = fields["issued"]
    _contain_lists(draft, whole)


def _contain_lists(draft: Draft, whole: Draft) -> None:
    draft.dates = {**whole.dates, **draft.dates}
    draft.issn += whole.issn
    draft.isbn += whole.isbn
    draft.contributors += whole.contributors
    for number in whole.doi:
        if number not in draft.doi:
            rest.put(draft.extra, "container-doi", number)
    for name, value in whole.extra.items():
        rest.put(draft.extra, name, value)


def _query(draft: Draft, record: etree._Element) -> None:
    """Take what stands around the record in the result of a query (unixsd)."""
    for inner in record:
        if inner.tag == "doi":
            number = doi(word(inner))
            if number:
                draft.doi = {number: None, **draft.doi}
        elif inner.tag == "crm-item":
            _crm_item(draft, inner)


def _crm_item(draft: Draft, element: etree._Element) -> None:
    """Take the publisher as Crossref knows it now, as in its REST API; keep the other items."""
    name, value = element.get("name") or "crm-item", text(element)
    if name == "publisher-name" and value:
        before = draft.fields.get("publisher")
        if draft.fields["type"] == "thesis" and before:
            rest.put(draft.extra, name, value)
            return
        if before and before != value:
            rest.put(draft.extra, "publisher_name", before)
        draft.fields["publisher"] = value
    elif name == "relation":
        rest.put(draft.extra, name, f"{element.get('claim')} {value}")
    elif value != draft.fields.get("publisher"):
        rest.put(draft.extra, name, value)


def _full_title(draft: Draft, element: etree._Element) -> None:
    draft.once("title", text(element), "full_title")


def _series(draft: Draft, element: etree._Element) -> None:
    """Take a ``series_metadata`` or ``set_metadata``: what the book is a part of."""
    for inner in element:
        if inner.tag == "titles":
            for kind, line in titles(inner):
                if kind == "title":
                    draft.once("collection_title", line, "series-title")
        elif inner.tag == "issn":
            issn(draft, inner)
        elif inner.tag in ("series_number", "volume"):
            draft.once("collection_number", text(inner), inner.tag)
        elif inner.tag == "doi_data":
            rest.put(draft.extra, "series-doi", text(inner.find("doi")))
        elif inner.tag != "noisbn":
            rest.keep(draft.extra, inner)


def _issue_titles(draft: Draft, element: etree._Element) -> None:
    """Take the titles of a book, or keep those of a journal's issue."""
    if draft.fields.get("title"):
        for _, line in titles(element):
            rest.put(draft.extra, "issue-title", line)
    else:
        ITEM["titles"](draft, element)


_CONTAINER: Final[Handlers] = {
    **ITEM,
    "titles": _issue_titles,
    "full_title": _full_title,
    "abbrev_title": sets("title_short"),
    "proceedings_title": _full_title,
    "series_metadata": _series,
    "set_metadata": _series,
}

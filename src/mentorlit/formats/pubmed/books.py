"""Books and chapters of books (``PubmedBookArticle``), as NCBI's Bookshelf has them."""

from typing import Final

from lxml import etree

from mentorlit.formats.pubmed import dates, people, subjects
from mentorlit.formats.pubmed.article import (
    abstract,
    grants,
    language,
    location,
    pub_date,
    title,
    vernacular,
)
from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.pubmed.links import identifiers, pmid, references
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Handlers, keeps, sets, skips, word
from mentorlit.formats.scholarly.inline import text


def document(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``BookDocument``: a chapter if it has a title of its own, else the whole book."""
    draft.fields["type"] = ""
    types = [text(inner) for inner in element if inner.tag == "PublicationType"]
    subjects.add_types(draft, types)
    book = next((inner for inner in element if inner.tag == "Book"), None)
    draft.walk(element, _DOCUMENT)
    whole = draft.book_title
    if draft.fields.get("title"):
        draft.fields["type"] = draft.fields["type"] or "chapter"
        draft.fields["container_title"] = whole
    else:
        draft.fields["type"] = draft.fields["type"] or "book"
        draft.fields["title"] = whole
    if book is not None:
        _people(draft, book, is_part=whole != draft.fields["title"])


def _book(draft: PubmedDraft, element: etree._Element) -> None:
    draft.walk(element, _BOOK)


def _people(draft: PubmedDraft, book: etree._Element, *, is_part: bool) -> None:
    """Take the book's own people: of a chapter's book the editors, and authors of the container."""
    for inner in book:
        if inner.tag != "AuthorList":
            continue
        field = "author"
        if (inner.get("Type") or "").lower() == "editors":
            field = "editor"
        elif is_part and draft.fields.get("author"):
            field = "container_author"
        draft.fields[field] = draft.fields.get(field, ()) + people.names(draft, inner)


def _book_title(draft: PubmedDraft, element: etree._Element) -> None:
    draft.book_title = text(element)


def _isbn(draft: PubmedDraft, element: etree._Element) -> None:
    draft.add_isbn(word(element))


def _contributed(draft: PubmedDraft, element: etree._Element) -> None:
    draft.event("contribution", element)


def _revised(draft: PubmedDraft, element: etree._Element) -> None:
    draft.event("book-revised", element)


def _label(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``LocationLabel``, the number of the chapter."""
    if (element.get("Type") or "") == "chapter":
        draft.once("chapter_number", text(element), "LocationLabel")
    else:
        rest.keep(draft.extra, element)


def _span(draft: PubmedDraft, element: etree._Element) -> None:
    """Keep the dates between which a book was published."""
    date, left = dates.published(element)
    event = "book-begun" if element.tag == "BeginningDate" else "book-ended"
    if date is not None and not left:
        draft.dates[event] = date
    else:
        rest.keep(draft.extra, element)


def _publisher(draft: PubmedDraft, element: etree._Element) -> None:
    draft.walk(element, _PUBLISHER)


_PUBLISHER: Final[Handlers] = {
    "PublisherName": sets("publisher"),
    "PublisherLocation": sets("publisher_place"),
}
_BOOK: Final[Handlers] = {
    "Publisher": _publisher,
    "BookTitle": _book_title,
    "PubDate": pub_date,
    "BeginningDate": _span,
    "EndingDate": _span,
    "AuthorList": skips,
    "InvestigatorList": people.investigators,
    "Volume": sets("volume"),
    "VolumeTitle": sets("volume_title"),
    "Edition": sets("edition"),
    "CollectionTitle": sets("collection_title"),
    "Isbn": _isbn,
    "ELocationID": location,
    "Medium": sets("medium"),
    "ReportNumber": sets("number"),
}
_DOCUMENT: Final[Handlers] = {
    "PMID": pmid,
    "ArticleIdList": identifiers,
    "Book": _book,
    "LocationLabel": _label,
    "ArticleTitle": title,
    "VernacularTitle": vernacular,
    "Pagination": keeps,
    "Language": language,
    "AuthorList": people.authors,
    "InvestigatorList": people.investigators,
    "PublicationType": skips,
    "Abstract": abstract,
    "Sections": keeps,
    "KeywordList": subjects.keywords,
    "ContributionDate": _contributed,
    "DateRevised": _revised,
    "GrantList": grants,
    "ItemList": keeps,
    "ReferenceList": references,
}

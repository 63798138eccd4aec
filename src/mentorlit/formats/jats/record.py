"""The front matter of one article, book or chapter to a citation."""

from typing import Final

from lxml import etree

from mentorlit import languages
from mentorlit.formats.jats import dates, people
from mentorlit.formats.jats.draft import JatsDraft, meaning
from mentorlit.formats.jats.journal import collection, conference, isbn, issn, journal, publisher
from mentorlit.formats.jats.links import address, contract, funding, permissions, product, related
from mentorlit.formats.jats.texts import abstract, keywords, title_group
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Handlers, keeps, sets, skips, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.model import Citation, Keyword, Origin, Problem
from mentorlit.xmltext import attribute

_META: Final = (
    *("article-meta", "front-stub", "book-meta", "book-part-meta", "sec-meta", "journal-meta"),
)


def citation(
    element: etree._Element, origin: Origin, problems: tuple[Problem, ...]
) -> Citation | None:
    """Return the citation of an ``article``, ``book`` or ``book-part-wrapper``.

    ``element`` is without its body. None if there is no metadata in it. Its own id is the DOI,
    else the PMCID or PMID.
    """
    draft = JatsDraft(problems)
    for meta in element.iter(*_META):
        people.affiliations(draft, meta)
    if element.tag == "article":
        _article(draft, element)
    else:
        _book(draft, element)
    dates.finish(draft)
    people.finish(draft)
    _pages(draft)
    _language(draft, attribute(element, "lang"))
    if not any(map(draft.fields.get, ("title", "author", "container_title"))) and not draft.doi:
        return None
    ids = (*draft.doi, draft.fields.get("pmcid", ""), *draft.pmid)
    return draft.citation(origin, next(filter(None, ids), ""))


def _article(draft: JatsDraft, element: etree._Element) -> None:
    kind = (element.get("article-type") or "").lower()
    draft.fields["type"] = meaning("type").get(kind, "article-journal")
    draft.walk(element, _ARTICLE)
    if kind in meaning("plain")["types"]:
        return
    if draft.fields.get("genre", "").lower().replace(" ", "-") != kind:
        field = "genre" if not draft.fields.get("genre") else ""
        if field:
            draft.fields["genre"] = kind
        else:
            rest.put(draft.extra, "article-type", kind)


def _book(draft: JatsDraft, element: etree._Element) -> None:
    """Take a book, or in a ``book-part-wrapper`` the part, which the book then contains."""
    part = element.find("book-part")
    draft.fields["type"] = "book"
    if part is None:
        draft.walk(element, _ARTICLE)
        return
    draft.fields["type"] = "chapter"
    whole = JatsDraft()
    whole.affiliations = draft.affiliations
    whole.walk(element, {**_ARTICLE, "book-part": skips})
    dates.finish(whole)
    draft.walk(part, _PART)
    number = part.get("book-part-number")
    if number:
        draft.once("chapter_number", number, "book-part-number")
    _contain(draft, whole)


def _contain(draft: JatsDraft, whole: JatsDraft) -> None:
    """Give a chapter what its book has and it has not."""
    book = whole.fields
    draft.fields["container_title"] = book.pop("title", "")
    for theirs, ours in (("author", "container_author"), ("editor", "editor")):
        if theirs in book and not draft.fields.get(ours):
            draft.fields[ours] = book.pop(theirs)
    for name in ("type", "abstract", "abstract_sections", "title_short", "affiliation"):
        book.pop(name, None)
    for field, value in book.items():
        draft.fields.setdefault(field, value)
    draft.issn += whole.issn
    draft.isbn += whole.isbn
    if not draft.published and "issued" in whole.fields:
        draft.fields["issued"] = whole.fields["issued"]
    ids = {"DOI": list(whole.doi), **{key: list(ids) for key, ids in whole.other_ids.items()}}
    for name, found in ids.items():
        if found:
            rest.put(draft.extra, f"book-id {name}", found)
    draft.extra.update((key, value) for key, value in whole.extra.items() if key not in draft.extra)


def _front(draft: JatsDraft, element: etree._Element) -> None:
    draft.walk(element, _FRONT)


def _meta(draft: JatsDraft, element: etree._Element) -> None:
    draft.walk(element, _METADATA)


def _identifier(draft: JatsDraft, element: etree._Element) -> None:
    kind = element.get("pub-id-type") or element.get("book-id-type")
    kind = kind or element.get("book-part-id-type") or element.get("collection-id-type") or "id"
    if value := word(element):
        draft.take_id(kind, value, element.tag)


def _categories(draft: JatsDraft, element: etree._Element) -> None:
    """Take the subjects: the journal's heading is the genre, others are keywords."""
    for inner in element:
        if inner.tag != "subj-group":
            rest.keep(draft.extra, inner)
            continue
        kind = inner.get("subj-group-type") or "heading"
        subjects = [line for each in inner.iter("subject") if (line := text(each))]
        if kind in ("heading", "article-type", "display-channel") and subjects:
            draft.once("genre", subjects[0], "subj-group")
            subjects = subjects[1:]
        draft.keywords += [Keyword(line, kind) for line in dict.fromkeys(subjects)]


def _language(draft: JatsDraft, code: str) -> None:
    tag = languages.tag(code)
    if tag:
        draft.fields.setdefault("language", tag)
    elif code:
        rest.put(draft.extra, "xml:lang", code)


def _page(draft: JatsDraft, element: etree._Element) -> None:
    draft.pages.setdefault(element.tag, word(element))


def _pages(draft: JatsDraft) -> None:
    """Put the pages together: the printed range if there is one, else first and last."""
    first, last = draft.pages.get("fpage", ""), draft.pages.get("lpage", "")
    page = f"{first}-{last}" if first and last and first != last else first or last
    page = draft.pages.get("page-range") or page
    if page:
        draft.fields["page"] = page.replace("\u2013", "-").replace("\u2212", "-")


def _supplement(draft: JatsDraft, element: etree._Element) -> None:
    draft.once("issue", text(element), "supplement")


def _counts(draft: JatsDraft, element: etree._Element) -> None:
    for inner in element:
        count = inner.get("count") or ""
        if inner.tag == "book-page-count" and count:
            draft.fields["number_of_pages"] = count
        else:
            rest.put(draft.extra, inner.tag, count)


def _version(draft: JatsDraft, element: etree._Element) -> None:
    """Take the version of the article; ``pmc-version`` counts PMC's own files of it."""
    if element.get("article-version-type") == "pmc-version":
        rest.keep(draft.extra, element)
    else:
        draft.once("version", text(element), "article-version")


def _edition(draft: JatsDraft, element: etree._Element) -> None:
    draft.once("edition", text(element), "edition")


_METADATA: Final[Handlers] = {
    **dict.fromkeys(("article-id", "book-id", "book-part-id", "object-id"), _identifier),
    "article-version": _version,
    "article-version-alternatives": _meta,
    "article-categories": _categories,
    "subj-group": keeps,
    **dict.fromkeys(("title-group", "book-title-group"), title_group),
    "contrib-group": people.group,
    **dict.fromkeys(("aff", "aff-alternatives"), skips),
    "pub-date": dates.published,
    "volume": sets("volume"),
    "book-volume-number": sets("volume"),
    "issue": sets("issue"),
    "supplement": _supplement,
    **dict.fromkeys(("fpage", "lpage", "page-range"), _page),
    "elocation-id": sets("number"),
    "isbn": isbn,
    "issn": issn,
    "edition": _edition,
    "publisher": publisher,
    "product": product,
    "history": dates.history,
    "permissions": permissions,
    **dict.fromkeys(("self-uri", "ext-link", "uri"), address),
    **dict.fromkeys(("related-article", "related-object"), related),
    **dict.fromkeys(("abstract", "trans-abstract"), abstract),
    "kwd-group": keywords,
    "funding-group": funding,
    **dict.fromkeys(("contract-num", "contract-sponsor"), contract),
    "conference": conference,
    "counts": _counts,
}
_FRONT: Final[Handlers] = {
    "journal-meta": journal,
    "article-meta": _meta,
    "front-stub": _meta,
}
_ARTICLE: Final[Handlers] = {
    "front": _front,
    "front-stub": _meta,
    "journal-meta": journal,
    "article-meta": _meta,
    "collection-meta": collection,
    "book-meta": _meta,
    "front-matter": skips,
    "processing-meta": keeps,
}
_PART: Final[Handlers] = {
    "book-part-meta": _meta,
    "front-matter": skips,
    "book-part": skips,
}

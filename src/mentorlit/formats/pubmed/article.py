"""The ``Article`` of a MEDLINE citation: what was published, where and by whom."""

import re
from functools import cache, lru_cache
from typing import Final

from lxml import etree

from mentorlit import languages
from mentorlit.formats.pubmed import dates, people, subjects
from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Handlers, keeps, sets, word
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.model import Funding, Section
from mentorlit.tables import load
from mentorlit.xmltext import inside

_DASHES: Final = re.compile(r" ?[\u2010-\u2015\u2212-] ?")
# "e12724", "CD002273", "duz039", "105601"; but "S626" and "A128" are pages of supplements and
# abstracts, "iii428" too.
_ARTICLE_NUMBER: Final = re.compile(
    r"(?![ivxIVX]+\d)(?:[Ee]|[A-Za-z]{3,4})[.-]?\d{3,}"
    r"|(?:[A-RT-Za-rt-z]|[A-Za-z]{2})[.-]?\d{4,}|[A-Za-z][.-]?\d{5,}|\d{6,}"
)
_NOT_AVAILABLE: Final = "[Not Available]."


def article(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``Article``."""
    model = element.get("PubModel")
    if model:
        rest.put(draft.extra, "PubModel", model)
    draft.walk(element, _ARTICLE)


def _journal(draft: PubmedDraft, element: etree._Element) -> None:
    draft.walk(element, _JOURNAL)


def _issn(draft: PubmedDraft, element: etree._Element) -> None:
    kind = element.get("IssnType") or ""
    draft.add_issn(word(element), _media().get(kind, kind.lower()))


@cache
def _media() -> dict[str, str]:
    table: dict[str, str] = load("pubmed")["medium"]
    return table


def _issue(draft: PubmedDraft, element: etree._Element) -> None:
    medium = element.get("CitedMedium")
    if medium:
        rest.put(draft.extra, "CitedMedium", medium)
    draft.walk(element, _ISSUE)


def pub_date(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``PubDate``; what the date cannot hold stays in the rest."""
    date, left = dates.published(element)
    if date is not None:
        draft.fields["issued"] = date
    if left:
        draft.unclear("PubDate", left)


def title(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a title; brackets around it say that NLM translated it (NLM, ArticleTitle).

    The full stop that NLM puts behind every title stays, as in its other formats.
    """
    line = text(element)
    if line == _NOT_AVAILABLE:
        return
    if line[:1] == "[" and line.rstrip(".")[-1:] == "]" and line.count("[") == line.count("]"):
        inner = line.rstrip(".")[1:-1]
        if inner and inner.find("]") >= inner.find("["):
            draft.translated = line
            line = inner
    draft.fields["title"] = line


def vernacular(draft: PubmedDraft, element: etree._Element) -> None:
    """Take the title in the language of the article."""
    draft.once("original_title", text(element), "VernacularTitle")


def _pagination(draft: PubmedDraft, element: etree._Element) -> None:
    """Take the pages as they stand, abbreviated or not; an article number is ``number``."""
    parts = {inner.tag: word(inner) for inner in inside(element)}
    page = parts.pop("MedlinePgn", "")
    first, last = parts.pop("StartPage", ""), parts.pop("EndPage", "")
    if not page:
        page = f"{first}-{last}" if first and last and first != last else first or last
    elif first and first not in page:
        rest.put(draft.extra, "Pagination", f"{first}-{last}" if last else first)
    for name, value in parts.items():
        rest.put(draft.extra, str(name), value)
    if not page.isascii():
        page = _DASHES.sub("-", page)
    if page:
        draft.once("number" if _ARTICLE_NUMBER.fullmatch(page) else "page", page, "Pagination")


def location(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``ELocationID``, unless it is marked as wrong."""
    value = word(element)
    if element.get("ValidYN") == "N":
        rest.keep(draft.extra, element)
    elif value:
        draft.take_id(element.get("EIdType") or "", value, "ELocationID")


def abstract(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``Abstract``: all parts, each with its label."""
    sections, labelled, categories = [], False, []
    for inner in inside(element):
        if inner.tag == "CopyrightInformation":
            draft.once("rights", text(inner), "CopyrightInformation")
        elif inner.tag != "AbstractText":
            rest.keep(draft.extra, inner)
        elif part := paragraphs(inner):
            label = inner.get("Label") or ""
            if label:
                label = " ".join(label.split()).rstrip(":")
                labelled = labelled or bool(label)
            categories.append(inner.get("NlmCategory") or "")
            sections.append(Section(label, part))
    if not sections:
        return
    lines = (f"{part.label}: {part.text}" if part.label else part.text for part in sections)
    draft.fields["abstract"] = "\n\n".join(lines)
    if labelled:
        draft.fields["abstract_sections"] = tuple(sections)
    if any(found not in ("", s.label) for found, s in zip(categories, sections, strict=True)):
        rest.put(draft.extra, "NlmCategory", categories)


def abstract_elsewhere(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``OtherAbstract`` if it is the only one; else it stays, with type and language."""
    kind = (element.get("Type") or "").lower()
    if draft.fields.get("abstract") or kind == "plain-language-summary":
        rest.keep(draft.extra, element)
        return
    abstract(draft, element)
    for name in ("Type", "Language"):
        if value := element.get(name):
            rest.put(draft.extra, f"OtherAbstract{name}", value)


def language(draft: PubmedDraft, element: etree._Element) -> None:
    """Take the first language that is known; others stay in the rest."""
    code = word(element)
    tag = _language(code)
    if tag and not draft.fields.get("language"):
        draft.fields["language"] = tag
    elif tag != draft.fields.get("language"):
        rest.put(draft.extra, "Language", code)


@lru_cache(512)
def _language(code: str) -> str:
    return languages.tag(code)


def grants(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``GrantList``, the grants of one agency together."""
    found: dict[str, dict[str, None]] = {}
    for grant in element:
        parts = {inner.tag: text(inner) for inner in grant}
        agency, award = parts.pop("Agency", ""), parts.pop("GrantID", "")
        awards = found.setdefault(agency, {})
        if award:
            awards[award] = None
        left = {str(name): value for name, value in parts.items() if value}
        if left:
            rest.put(draft.extra, "GrantList", {"GrantID": award, **left} if award else left)
    draft.fields["funding"] = draft.fields.get("funding", ()) + tuple(
        Funding(name=agency, award=tuple(awards))
        for agency, awards in found.items()
        if agency or awards
    )


def _article_date(draft: PubmedDraft, element: etree._Element) -> None:
    kind = (element.get("DateType") or "").lower()
    draft.event("epub" if kind in ("electronic", "") else kind, element)


_ISSUE: Final[Handlers] = {"Volume": sets("volume"), "Issue": sets("issue"), "PubDate": pub_date}
_JOURNAL: Final[Handlers] = {
    "ISSN": _issn,
    "JournalIssue": _issue,
    "Title": sets("container_title"),
    "ISOAbbreviation": sets("container_title_short"),
}
_ARTICLE: Final[Handlers] = {
    "Journal": _journal,
    "ArticleTitle": title,
    "VernacularTitle": vernacular,
    "Pagination": _pagination,
    "ELocationID": location,
    "Abstract": abstract,
    "AuthorList": people.authors,
    "InvestigatorList": people.investigators,
    "Language": language,
    "GrantList": grants,
    "PublicationTypeList": subjects.publication_types,
    "ArticleDate": _article_date,
    "DataBankList": keeps,
}

"""Titles, abstracts and keywords."""

import re

from lxml import etree

from mentorlit.formats.jats.draft import JatsDraft
from mentorlit.formats.scholarly import abstracts, rest
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.model import Keyword
from mentorlit.xmltext import attribute

_MAIN = frozenset({"", "abstract", "summary", "section", "sections", "main", "normal", "short"})


def title_group(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``title-group``: title, subtitle, translations, running head."""
    parts: dict[str, list[str]] = {}
    for inner in element:
        if inner.tag == "trans-title-group":
            _translated(draft, inner)
        elif inner.tag in ("article-title", "book-title", "title", "subtitle", "trans-title"):
            parts.setdefault(inner.tag, []).append(text(inner).strip())
        elif inner.tag == "alt-title" and inner.get("alt-title-type") in (
            *("running-head", "short", "right-running", "left-running", "running-title"),
        ):
            draft.once("title_short", text(inner), "alt-title")
        elif inner.tag == "label":
            draft.once("chapter_number", text(inner), "label")
        elif inner.tag not in ("fn-group", "trans-subtitle"):
            rest.keep(draft.extra, inner)
    main = next(
        (parts[name] for name in ("article-title", "book-title", "title") if name in parts), [""]
    )
    if line := full_title(main[0], ": ".join(parts.get("subtitle", ()))):
        draft.once("title", line, "title")
    _alternative(draft, *parts.get("trans-title", ()))


def _translated(draft: JatsDraft, element: etree._Element) -> None:
    title, subtitle = (text(element.find(name)) for name in ("trans-title", "trans-subtitle"))
    _alternative(draft, full_title(title, subtitle))


def _alternative(draft: JatsDraft, *titles: str) -> None:
    found = [title for title in titles if title]
    draft.fields["alternative_title"] = (*draft.fields.get("alternative_title", ()), *found)


def abstract(draft: JatsDraft, element: etree._Element) -> None:
    """Take the abstract: the first without a special type (graphical, teaser, plain language)."""
    kind = (element.get("abstract-type") or "").lower()
    if kind not in _MAIN or draft.fields.get("abstract") or element.tag == "trans-abstract":
        line = paragraphs(element)
        if line:
            name = f"{element.tag} {kind or attribute(element, 'lang')}".strip()
            rest.put(draft.extra, name, line)
        return
    abstracts.take(draft, element)


def keywords(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``kwd-group``; its type or vocabulary is the scheme, unless the authors gave them."""
    kind = element.get("vocab") or element.get("kwd-group-type") or ""
    if kind.lower().startswith(("abbr", "research-organism-abbr")):
        rest.keep(draft.extra, element)
        return
    scheme = "" if "author" in kind.lower() else kind
    for inner in element:
        _keyword(draft, inner, scheme)


def _keyword(draft: JatsDraft, element: etree._Element, scheme: str) -> None:
    terms: list[str] = []
    if element.tag in ("kwd", "compound-kwd"):
        parts = [line for part in element.iter("compound-kwd-part") if (line := text(part))]
        terms = [": ".join(parts) if parts else text(element)]
    elif element.tag == "nested-kwd":
        for inner in element:
            _keyword(draft, inner, scheme)
    elif element.tag == "unstructured-kwd-group":
        terms = re.split(r"\s*[;,]\s*", text(element))
    for term in terms:
        if term.strip(" ;,"):
            keyword = Keyword(term.strip(" ;,"), scheme)
            if keyword not in draft.keywords:
                draft.keywords.append(keyword)

"""What ties a record to others: comments and corrections, references, identifiers, the history."""

from functools import cache

from lxml import etree

from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import plain, text
from mentorlit.identifiers import doi
from mentorlit.model import Relation
from mentorlit.tables import load
from mentorlit.xmltext import inside


@cache
def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = load("pubmed")[name]
    return table


def corrections(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``CommentsCorrectionsList``: errata, retractions, comments, updates."""
    for inner in element:
        parts = {part.tag: text(part) for part in inner}
        kind = inner.get("RefType") or ""
        source, pmid = parts.pop("RefSource", ""), parts.pop("PMID", "")
        line = " ".join(part for part in (source, parts.pop("Note", "")) if part)
        scheme, number = ("PMID", pmid) if pmid else _doi_in(parts, source)
        relation = _table("relation").get(kind, kind.lower() or "related-to")
        draft.relations.append(Relation(relation, scheme, number, line))
        for name, value in parts.items():
            rest.put(draft.extra, str(name), value)


def _doi_in(parts: dict[str, str], source: str) -> tuple[str, str]:
    found = doi(parts.pop("DOI", "")) or (doi(source) if "doi" in source.lower() else "")
    return ("DOI", found) if found else ("", "")


def references(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``ReferenceList``, lists within it too."""
    for inner in inside(element):
        if inner.tag == "Reference":
            _reference(draft, inner)
        elif inner.tag == "ReferenceList":
            references(draft, inner)
        elif inner.tag != "Title":
            rest.keep(draft.extra, inner)


def _reference(draft: PubmedDraft, element: etree._Element) -> None:
    pmid = number = line = ""
    for inner in inside(element):
        if inner.tag == "Citation":
            line = plain(inner.text or "") if not len(inner) else text(inner)
        else:
            for each in inside(inner):
                kind = each.get("IdType")
                if kind == "pubmed":
                    pmid = each.text or ""
                elif kind == "doi":
                    number = each.text or ""
    if pmid:
        draft.relations.append(Relation("cites", "PMID", pmid.strip(), line))
    elif found := doi(number):
        draft.relations.append(Relation("cites", "DOI", found, line))
    elif line:
        draft.relations.append(Relation("cites", text=line))


def identifiers(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an ``ArticleIdList``."""
    for inner in inside(element):
        value = word(inner)
        if value:
            draft.take_id(inner.get("IdType") or "pubmed", value, "ArticleId")


def history(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``History``: when it was received, accepted, revised, indexed."""
    events = _table("event")
    for inner in inside(element):
        status = inner.get("PubStatus") or ""
        draft.event(events.get(status, status), inner)


def pmid(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a PMID; of several the one of the latest version comes first."""
    value = word(element)
    version = element.get("Version") or "1"
    if not value:
        return
    if version != "1":
        rest.put(draft.extra, "PMIDVersion", version)
        draft.pmid = {value: None, **draft.pmid}
    draft.pmid[value] = None

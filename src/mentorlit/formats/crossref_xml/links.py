"""Addresses, licences, funding, relations, updates, references."""

import re
from typing import Any, Final

from lxml import etree

from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Draft, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import doi
from mentorlit.model import Funding, Relation
from mentorlit.tables import load

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def doi_data(draft: Draft, element: etree._Element) -> None:
    """Take the DOI and the address it leads to; those for crawlers are left out."""
    for inner in element:
        if inner.tag == "doi":
            draft.identify("DOI", word(inner), "doi")
        elif inner.tag == "resource":
            if address := word(inner):
                draft.urls[address] = None
        elif inner.tag not in ("timestamp", "collection"):
            rest.keep(draft.extra, inner)


def program(draft: Draft, element: etree._Element) -> None:
    """Take a ``program``: AccessIndicators, FundRef or relations, by what is in it."""
    licences: dict[str, str] = {}
    for inner in element:
        if inner.tag == "license_ref":
            licences.setdefault(inner.get("applies_to") or "", word(inner))
            rest.keep(draft.extra, inner)
        elif inner.tag == "assertion":
            _funder(draft, inner)
        elif inner.tag == "related_item":
            _related(draft, inner)
        else:
            rest.keep(draft.extra, inner)
    rights = licences.get("vor") or licences.get("")
    if rights:
        draft.fields.setdefault("rights", rights)
        if draft.extra.get("license_ref") == rights:
            del draft.extra["license_ref"]


def _funder(draft: Draft, element: etree._Element) -> None:
    """Take one funder with its awards (``fundgroup``), or an assertion that stands alone."""
    parts = element if element.get("name") == "fundgroup" else [element]
    name = identifier = ""
    awards: list[str] = []
    for inner in parts:
        kind = inner.get("name")
        if kind == "funder_name":
            name = text_of(inner)
            for deeper in inner:
                identifier = identifier or doi(text(deeper))
        elif kind == "funder_identifier":
            identifier = identifier or doi(text(inner))
        elif kind == "award_number":
            awards.append(text(inner))
        else:
            rest.keep(draft.extra, inner)
    found: tuple[Funding, ...] = draft.fields.get("funding", ())
    same = [each for each in found if name and each.name == name]
    if same:
        more = Funding(name=name, award=(*same[0].award, *awards), doi=same[0].doi or identifier)
        draft.fields["funding"] = tuple(more if each is same[0] else each for each in found)
    elif name or awards or identifier:
        draft.fields["funding"] = (*found, Funding(name, tuple(awards), identifier))


def text_of(element: etree._Element) -> str:
    """Return the text of an element without that of its children."""
    return " ".join(" ".join((element.text or "", *((x.tail or "") for x in element))).split())


def _related(draft: Draft, element: etree._Element) -> None:
    """Take a ``related_item``."""
    note = text(element.find("description"))
    for inner in element:
        if inner.tag == "description":
            continue
        relation = kind(inner.get("relationship-type") or "")
        scheme = load("crossref_json")["scheme"].get(
            (inner.get("identifier-type") or "").lower(), inner.get("identifier-type") or ""
        )
        value = word(inner)
        number = (doi(value) or value) if scheme == "DOI" else value
        if number:
            draft.relations.append(Relation(relation, scheme, number, note))


def kind(name: str) -> str:
    """Return ``isPreprintOf`` as ``preprint-of``, the name that the REST API's form has too."""
    kebab = _HUMP.sub("-", name).lower()
    return str(load("crossref_json")["relation"].get(kebab, kebab.removeprefix("is-")))


def crossmark(draft: Draft, element: etree._Element) -> None:
    """Take the updates of a ``crossmark`` (this is a notice about a work) and its programs."""
    for inner in element:
        if inner.tag == "updates":
            for update in inner:
                _update(draft, update)
        elif inner.tag == "custom_metadata":
            for each in inner:
                if each.tag == "program":
                    program(draft, each)
                else:
                    rest.keep(draft.extra, each)
        elif inner.tag not in ("crossmark_version", "crossmark_domains"):
            rest.keep(draft.extra, inner)


def _update(draft: Draft, element: etree._Element) -> None:
    name = (element.get("type") or "update").lower()
    kind = load("crossref_json")["update"].get(name, name)
    side = "for" if kind == "expression-of-concern" else "of"
    number = doi(text_of(element))
    draft.relations.append(Relation(f"{kind}-{side}", "DOI" if number else "", number))
    if date := element.get("date"):
        rest.put(draft.extra, "update", {"DOI": number, "type": name, "date": date})


def citations(draft: Draft, element: etree._Element) -> None:
    """Take a ``citation_list``: what the work cites."""
    for inner in element:
        parts: dict[str, Any] = {each.tag: text(each) for each in inner}
        number = doi(parts.pop("doi", ""))
        line = parts.pop("unstructured_citation", "")
        if not line:
            line = ", ".join(value for value in parts.values() if value)
        if number or line:
            draft.relations.append(Relation("cites", "DOI" if number else "", number, line))

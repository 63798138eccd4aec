"""Rights, funding, related works, addresses."""

from lxml import etree

from mentorlit.formats.jats.draft import JatsDraft, meaning
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import doi
from mentorlit.model import Funding, Relation
from mentorlit.xmltext import attribute


def permissions(draft: JatsDraft, element: etree._Element) -> None:
    """Take the address of the licence, else its text, else the statement of copyright.

    What is not taken goes to the rest.
    """
    address = statement = licence = ""
    for inner in element:
        if inner.tag == "license":
            found = attribute(inner, "href") or text(inner.find("license_ref"))
            address = address or found
            licence = licence or text(inner)
        elif inner.tag == "license_ref":
            address = address or word(inner)
        elif inner.tag == "copyright-statement":
            statement = text(inner)
        elif inner.tag not in ("copyright-year", "copyright-holder", "free_to_read"):
            rest.keep(draft.extra, inner)
    if not statement:
        parts = (element.find(name) for name in ("copyright-year", "copyright-holder"))
        said = " ".join(line for part in parts if (line := text(part)))
        statement = f"© {said}" if said else ""
    draft.once("rights", address or licence or statement, "permissions")
    for name, line in (("license", licence), ("copyright-statement", statement)):
        if line != draft.fields.get("rights"):
            rest.put(draft.extra, name, line)


def funding(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``funding-group``: funders with their awards, and the statement."""
    found: list[Funding] = []
    for inner in element:
        if inner.tag == "award-group":
            found += _awards(draft, inner)
        elif inner.tag == "funding-statement":
            found.append(Funding(statement=text(inner)))
        else:
            rest.keep(draft.extra, inner)
    draft.fields["funding"] = draft.fields.get("funding", ()) + tuple(found)


def _awards(draft: JatsDraft, element: etree._Element) -> list[Funding]:
    awards = tuple(line for each in element.findall("award-id") if (line := text(each)))
    sources = element.findall("funding-source")
    for inner in element:
        if inner.tag not in ("award-id", "funding-source"):
            rest.keep(draft.extra, inner)
    if not sources:
        return [Funding(award=awards)] if awards else []
    return [_funder(source, awards) for source in sources]


def _funder(element: etree._Element, awards: tuple[str, ...]) -> Funding:
    found = ""
    for inner in list(element.iter("institution-id", "named-content")):
        found = found or doi(text(inner))
    name = next((text(inner) for inner in element.iter("institution")), "") or text(element)
    return Funding(name=name, award=awards, doi=found)


def contract(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``contract-num`` or ``contract-sponsor``, NLM 2.x's way to name funding."""
    line = text(element)
    found = Funding(award=(line,)) if element.tag == "contract-num" else Funding(name=line)
    draft.fields["funding"] = (*draft.fields.get("funding", ()), found)


def related(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``related-article`` or ``related-object``."""
    kind = element.get("related-article-type") or element.get("object-type") or ""
    kind = kind or element.get("document-type") or "related-to"
    relation = str(meaning("relation").get(kind, kind.replace(" ", "-").lower()))
    link = attribute(element, "href") or element.get("document-id") or ""
    scheme = meaning("identifier").get((element.get("ext-link-type") or "").lower(), "")
    found = doi(link)
    if found:
        scheme, link = "DOI", found
    elif link.startswith("http"):
        scheme = "URL"
    elif scheme == "PMCID" and link.isdecimal():
        link = f"PMC{link}"
    line = text(element)
    if not line:
        parts = (element.get(name) or "" for name in ("journal-id", "vol", "issue", "page"))
        line = " ".join(part for part in parts if part)
    draft.relations.append(Relation(relation, scheme if link else "", link, line))


def product(draft: JatsDraft, element: etree._Element) -> None:
    """Take the reviewed work of a review."""
    draft.relations.append(Relation("review-of", text=text(element)))


def address(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``self-uri`` or ``ext-link`` of the metadata."""
    link = attribute(element, "href") or word(element)
    if link.startswith(("http://", "https://", "ftp://")):
        draft.urls[link] = None
    elif link:
        rest.keep(draft.extra, element)

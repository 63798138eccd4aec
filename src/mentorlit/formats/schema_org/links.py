"""Identifiers, addresses, funders of a work of schema.org, and the works it points to."""

import re
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.aggregator.members import Members, as_list, plain, text_of
from mentorlit.formats.aggregator.numbers import doi
from mentorlit.model import Funding, Relation, StandardNumber
from mentorlit.tables import load

_SEPARATORS: Final = re.compile(r"[\W_]+")
_LABEL: Final = re.compile(r"([A-Za-z][A-Za-z ]{1,14}?)\s?:\s?(?!//)(\S.*)\Z")
_PUBMED: Final = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|nlm\.nih\.gov/pubmed)/(\d{1,8})/?\Z")
_ADDRESS: Final = re.compile(r"https?://\S+\Z")


def add(members: Members, values: dict[str, Any]) -> None:
    """Put identifiers, addresses, funders and relations into ``values``."""
    _identifiers(members, values)
    _addresses(members, values)
    values["funding"] = _funding(members)
    found: dict[Relation, None] = {}
    for term, kind in load("schema_org")["relation"].items():
        for one in members.objects(term):
            if relation := _relation(one, kind):
                found[relation] = None
    values["relations"] = tuple(found)


def _identifiers(members: Members, values: dict[str, Any]) -> None:
    others: dict[str, dict[str, None]] = {}
    unknown = []
    for raw in as_list(members.left.pop("identifier", None)):
        scheme, text = _scheme(raw)
        if not _take(values, others, scheme, text):
            unknown.append(raw)
    if unknown:
        members.left["identifier"] = unknown
    for term in ("doi", "pmid", "pmcid"):
        if term in members and _take(values, others, term.upper(), members.peek(term)):
            members.drop((term,))
    _addressed(members, values)
    if doi(members.peek("@id")) == values.get("doi"):
        members.drop(("@id",))
    values["identifiers"] = {scheme: tuple(texts) for scheme, texts in others.items()}


def _addressed(members: Members, values: dict[str, Any]) -> None:
    """Take the identifiers that stand in addresses of the work."""
    for term in ("@id", "id", "sameAs", "url"):
        for raw in as_list(members.left.get(term)):
            text = plain(raw)
            if not values.get("doi") and "doi.org/10." in text:
                values["doi"] = doi(text)
            elif match := _PUBMED.search(text):
                values.setdefault("pmid", identifiers.pmid(match[1]))
            elif term == "sameAs" and "/PMC" in text and (found := identifiers.pmcid(text)):
                values.setdefault("pmcid", found)


def _scheme(raw: Any) -> tuple[str, str]:
    """Return scheme and text of an identifier: a PropertyValue, ``doi:10...`` or an address."""
    known = load("schema_org")["identifier"]
    if isinstance(raw, dict):
        name = plain(raw.get("propertyID")) or plain(raw.get("name"))
        text = plain(raw.get("value")) or plain(raw.get("@id")) or plain(raw.get("url"))
        short = _SEPARATORS.sub("", name.rpartition("/")[2]).lower()
        scheme = known.get(short, name)
        return ("DOI", text) if not scheme and doi(text) else (scheme, text)
    text = plain(raw)
    match = _LABEL.match(text)
    label = _SEPARATORS.sub("", match[1]).lower() if match else ""
    if match and label in known:
        return known[label], match[2]
    if doi(text):
        return "DOI", text
    return ("URL", text) if _ADDRESS.match(text) else ("", text)


def _take(
    values: dict[str, Any], others: dict[str, dict[str, None]], scheme: str, text: str
) -> bool:
    """Put one identifier where it belongs; false for one that cannot be told."""
    if not text or not scheme:
        return not text
    if scheme in ("DOI", "PMID", "PMCID"):
        found = doi(text) if scheme == "DOI" else getattr(identifiers, scheme.lower())(text)
        if found and values.setdefault(scheme.lower(), found) != found:
            others.setdefault(scheme, {})[found] = None
        return bool(found)
    if scheme in ("ISBN", "ISSN"):
        find = identifiers.isbns if scheme == "ISBN" else identifiers.issns
        numbers = tuple(map(StandardNumber, find(text, checked=False)))
        field = scheme.lower()
        values[field] = tuple(dict.fromkeys((*values.get(field, ()), *numbers)))
        return bool(numbers)
    if scheme == "URL":
        values["url"] = tuple(dict.fromkeys((*values.get("url", ()), text)))
        return True
    others.setdefault(scheme, {})[text] = None
    return True


def _addresses(members: Members, values: dict[str, Any]) -> None:
    """Take the addresses of the work, and where the code of software is."""
    found = dict.fromkeys(values.get("url", ()))
    for term in ("url", "mainEntityOfPage", "codeRepository"):
        raw = members.left.get(term)
        text = text_of(raw) or (text_of(raw.get("@id")) if isinstance(raw, dict) else "")
        if _ADDRESS.match(text) and (term != "mainEntityOfPage" or not found):
            found[text] = None
            if isinstance(raw, str):
                members.drop((term,))
    values["url"] = tuple(found)


def _funding(members: Members) -> tuple[Funding, ...]:
    """Take funders, and grants with who gave them."""
    found: list[Funding] = []
    for one in members.objects("funder"):
        one.drop(("@type", "type"))
        number = one.peek("@id") or one.peek("identifier")
        found.append(Funding(one.text("name"), (), _funder_doi(number)))
    for grant in members.objects("funding", "name"):
        grant.drop(("@type", "type"))
        award = text_of(grant.left.pop("identifier", None))
        if award:
            funder = grant.object("funder")
            funder.drop(("@type", "type"))
            found.append(Funding(funder.text("name"), (award,)))
        elif "funder" in grant:
            found.append(Funding(grant.object("funder").text("name")))
        else:
            found.append(Funding(statement=grant.text("name", "description")))
    return tuple(dict.fromkeys(one for one in found if one != Funding()))


def _funder_doi(text: str) -> str:
    return doi(text) if "10.13039/" in text else ""


def _relation(one: Members, kind: str) -> Relation | None:
    """Take a work that is pointed to: its DOI or address, and its name or citation."""
    one.drop(("@type", "type"))
    number = next(
        (
            found
            for term in ("@id", "identifier", "sameAs", "url")
            if (found := doi(one.peek(term)))
        ),
        "",
    )
    text = one.text("text", "name", "headline", "citation")
    if not number and doi(text) and len(text.split()) == 1:
        number, text = doi(text), ""
    if number:
        one.drop(("@id", "identifier", "sameAs", "url"))
        return Relation(kind, "DOI", number, text)
    address = one.text("@id", "url")
    if not text and not address:
        return None
    if _ADDRESS.match(text) and not address:
        address, text = text, ""
    return Relation(kind, "URL" if address else "", address, text)

"""One work of schema.org or CodeMeta to a citation; see docs/formats/schema-org.md."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, dates, languages
from mentorlit.formats.aggregator.members import Members, as_list, plain, text_of
from mentorlit.formats.aggregator.text import title
from mentorlit.formats.schema_org import container, links
from mentorlit.formats.schema_org.nodes import types
from mentorlit.formats.schema_org.people import credited
from mentorlit.model import Citation, Keyword, Origin, PartialDate, Problem
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_HYPHENS: Final = re.compile(r"(?<=\w)\s?[\u2010-\u2015\u2212]+\s?(?=\w)")
_SAYS_SOMETHING: Final = ("title", "doi", "author", "identifiers")


def citation(
    node: dict[str, Any], origin: Origin, problems: tuple[Problem, ...], default: str = ""
) -> Citation | None:
    """Return the citation, None for a node that says nothing; ``default`` is the type without one.

    Terms without a place in the model come back in ``extra[origin.format]``.
    """
    members = Members(node)
    values: dict[str, Any] = {"type": _type(members) or default}
    _titles(members, values)
    values |= credited(members)
    for field, terms in load("schema_org")["text"].items():
        values[field] = members.text(*terms)
    _dates(members, values)
    _pages(members, values)
    container.numbers(members, values)
    container.add(members, values)
    _publisher(members, values)
    links.add(members, values)
    _abstract(members, values)
    values["keyword"] = _keywords(members)
    values["language"] = _language(members)
    values["rights"] = _rights(members)
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    members.drop(("@context", "@type", "type"))
    own_id = members.text("@id", "id")
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=values.get("doi") or own_id),
    )


def _type(members: Members) -> str:
    """Return the CSL type of the first type that has one."""
    known = load("schema_org")["type"]
    return next((known[word] for word in types(members.left) if known.get(word)), "")


def _titles(members: Members, values: dict[str, Any]) -> None:
    found: dict[str, None] = {}
    for term in ("name", "headline", "title", "alternateName", "alternativeHeadline"):
        for raw in as_list(members.left.get(term)):
            if text := title(text_of(raw)):
                found[text] = None
                members.drop((term,))
    titles = list(found)
    values["title"] = titles[0] if titles else ""
    values["alternative_title"] = tuple(titles[1:])


def _dates(members: Members, values: dict[str, Any]) -> None:
    """Take the date of publication, and others as events."""
    values["issued"] = _date(members, "datePublished") or _date(members, "publicationDate")
    events: dict[str, PartialDate] = {}
    for term, event in load("schema_org")["date"].items():
        if event not in events and (found := _date(members, term)):
            events[event] = found
    values["dates"] = events


def _date(members: Members, term: str) -> PartialDate | None:
    found = dates.parse(members.peek(term))
    if found:
        members.drop((term,))
    return found


def _pages(members: Members, values: dict[str, Any]) -> None:
    first, last = members.text("pageStart"), members.text("pageEnd")
    whole = members.text("pagination", "pages")
    pages = f"{first}-{last}" if first and last and first != last else first or last or whole
    values["page"] = _HYPHENS.sub("-", pages)


def _publisher(members: Members, values: dict[str, Any]) -> None:
    """Take the publisher; a thesis has the organisation that it comes from."""
    for term in ("publisher", "sourceOrganization"):
        if term not in members or (term != "publisher" and values["type"] != "thesis"):
            continue
        listed = members.objects(term)
        for one in listed:
            one.drop(("@type", "type"))
            if not values.get("publisher"):
                values["publisher"] = one.text("name", "legalName")
                address = one.object("address", "addressLocality")
                values["publisher_place"] = address.text("addressLocality")
                address.drop(("@type", "type"))


def _abstract(members: Members, values: dict[str, Any]) -> None:
    term = next((name for name in ("abstract", "description") if name in members), "")
    texts = [raw for raw in as_list(members.left.get(term)) if isinstance(raw, str)]
    if not texts:
        return
    members.drop((term,))
    values["abstract"] = "\n\n".join(filter(None, map(paragraphs, texts)))
    values["abstract_sections"] = abstracts.sections(values["abstract"])
    if "description" in members and paragraphs(members.peek("description")) == values["abstract"]:
        members.drop(("description",))


def _keywords(members: Members) -> tuple[Keyword, ...]:
    """Take the keywords: texts, which may be lists with commas, or defined terms."""
    found: list[Keyword] = []
    for term in ("keywords", "tags"):
        raw = as_list(members.left.pop(term, None))
        for item in raw:
            scheme = ""
            if isinstance(item, dict):
                scheme = text_of(item.get("inDefinedTermSet"))
            text = text_of(item)
            parts = text.split(";" if ";" in text else ",") if len(raw) == 1 else [text]
            found += [Keyword(part.strip(), scheme) for part in parts if part.strip()]
    return tuple(dict.fromkeys(found))


def _language(members: Members) -> str:
    for raw in as_list(members.left.get("inLanguage")):
        keys = ("alternateName", "name", "@id")
        texts = [plain(raw.get(key)) for key in keys] if isinstance(raw, dict) else [plain(raw)]
        if found := next(filter(None, map(languages.tag, texts)), ""):
            if len(as_list(members.left["inLanguage"])) == 1:
                members.drop(("inLanguage",))
            return found
    return ""


def _rights(members: Members) -> str:
    """Take the licence: its name, its address or the identifier of SPDX."""
    found = ""
    for one in members.objects("license", "url"):
        one.drop(("@type", "type"))
        found = found or one.text("url", "name", "text", "@id")
    return found or members.text("licenseId")

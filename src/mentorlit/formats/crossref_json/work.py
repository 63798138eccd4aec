"""One work of Crossref to a citation; docs/formats/crossref-json.md says what becomes what."""

import re
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final

from mentorlit.formats.aggregator.abstract import abstract
from mentorlit.formats.aggregator.fit import doubts
from mentorlit.formats.aggregator.members import text_of
from mentorlit.formats.aggregator.numbers import doi, isbns, issns
from mentorlit.formats.aggregator.people import bare_orcid
from mentorlit.formats.aggregator.text import line, lines, pages, said, title
from mentorlit.formats.crossref_json import dating, links
from mentorlit.formats.crossref_json.schema import (
    KEPT,
    Contributor,
    Flat,
    Medium,
    Work,
    kept_values,
)
from mentorlit.languages import tag
from mentorlit.model import Citation, Keyword, Name, Origin, Problem
from mentorlit.names import person
from mentorlit.tables import load

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")


_OF_PLACES: Final = ("id", "place", "department", "acronym")
_RARE: Final = ("number", "edition", "part_number", "publisher_place")
_rare: Final = attrgetter("article_number", "edition_number", "part_number", "publisher_location")


def citation(
    work: Work,
    rest: dict[str, Any],
    origin: Origin,
    problems: tuple[Problem, ...],
) -> Citation:
    """Return the citation; ``rest`` are members that do not follow the schema, for ``extra``."""
    extra = {
        name: value
        for name, value in zip(KEPT, kept_values(work), strict=True)
        if value is not None and value is not False and (value or value == 0)
    }
    if rest:
        extra |= {name: value for name, value in rest.items() if said(value)}
        problems += doubts(Work, rest)
    kind = _type(work, extra)
    fields: dict[str, Any] = {"type": kind}
    _titles(work, fields, extra)
    if work.author:
        fields["author"] = tuple([_name(one) for one in work.author])
        _keep_rest("author", work.author, extra)
    if work.editor or work.translator or work.chair:
        _others(work, fields, extra)
    _container(work, kind, fields, extra)
    _texts(work, kind, fields, extra)
    problems += dating.add(work, fields, extra)
    _numbers(work, fields, extra)
    links.aliases(work, fields, extra)
    if work.event:
        dating.add_event(work.event, fields, extra)
    if work.funder or work.relation or work.update_to or work.updated_by:
        links.add(work, fields, extra)
    if extra:
        fields["extra"] = {origin.format: extra}
    if problems:
        fields["problems"] = problems
    return Citation(**fields, origin=origin)


@cache
def _types() -> dict[str, str]:
    return {**load("crossref_json")["type"], **{name: name for name in load("csl")["types"]}}


@cache
def _said_by_the_type() -> frozenset[str]:
    return frozenset(load("crossref_json")["plain"]["types"])


def _type(work: Work, extra: dict[str, Any]) -> str:
    """Return the CSL type; what the type does not say stays in ``extra``."""
    kind = _types().get(work.type, "")
    if work.type and work.type != kind and work.type not in _said_by_the_type():
        extra["type"] = work.type
    return kind


def _titles(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    titles = _all(work.title)
    whole = titles[0] if titles else ""
    if work.subtitle:
        for text in map(title, work.subtitle):
            if text and text.casefold() not in whole.casefold():
                whole = f"{whole}{' ' if whole.endswith((':', '?', '!')) else ': '}{text}"
    fields["title"] = whole
    if len(titles) > 1:
        fields["alternative_title"] = tuple(titles[1:])
    if not (work.original_title or work.short_title):
        return
    for field, name, listed in (
        ("original_title", "original-title", work.original_title),
        ("title_short", "short-title", work.short_title),
    ):
        if found := _all(listed):
            if found[0] != whole:
                fields[field] = found[0]
            if found[1:]:
                extra[name] = listed


def _all(texts: list[str]) -> list[str]:
    """Return every different title that says something."""
    if not texts:
        return texts
    if len(texts) == 1:
        only = title(texts[0])
        return [only] if only else []
    return list(dict.fromkeys(filter(None, map(title, texts))))


def _others(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    for attribute in ("editor", "translator"):
        if people := getattr(work, attribute):
            fields[attribute] = tuple(_name(one) for one in people)
            _keep_rest(attribute, people, extra)
    if work.chair:
        fields["contributor"] = tuple(_name(one, "chair") for one in work.chair)
        _keep_rest("chair", work.chair, extra)


def _keep_rest(member: str, people: list[Contributor], extra: dict[str, Any]) -> None:
    """Keep what names have no place for: titles, roles, identifiers and places of institutions."""
    for one in people:
        if one.affiliation or one.prefix or one.role:
            break
    else:
        return
    rests = [_rest_of(one) for one in people]
    if any(rests):
        extra.setdefault(member, rests)


def _rest_of(one: Contributor) -> dict[str, Any]:
    rest: dict[str, Any] = {"prefix": one.prefix} if one.prefix else {}
    if one.role and _roles(one.role) - {"", "author", "editor", "translator", "chair"}:
        rest["role"] = one.role
    places = [
        {name: value for name in _OF_PLACES if (value := getattr(place, name))}
        for place in one.affiliation
    ]
    return {**rest, "affiliation": places} if any(places) else rest


def _roles(role: Any) -> set[str]:
    items = role if isinstance(role, list) else [role]
    return {text_of(item.get("role") if isinstance(item, dict) else item) for item in items}


def _name(one: Contributor, role: str = "") -> Name:
    """Return the name; the bodies that Crossref lists between persons are its ``literal``."""
    family, given = line(one.family), line(one.given)
    if not (one.affiliation or one.orcid or one.suffix or one.name or role):
        if family and " " not in family:
            return Name(family=family, given=given)
        return person(family, given)
    orcid = bare_orcid(one.orcid) if one.orcid else ""
    affiliation: tuple[str, ...] = ()
    if one.affiliation:
        affiliation = tuple(lines(place.name for place in one.affiliation))
    if one.name and not family:
        return Name(literal=line(one.name), affiliation=affiliation, orcid=orcid, role=role)
    return person(
        family, given, suffix=line(one.suffix), affiliation=affiliation, orcid=orcid, role=role
    )


@cache
def _series() -> frozenset[str]:
    return frozenset(load("crossref_json")["series"]["types"])


def _container(work: Work, kind: str, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Tell the container from the series: of a chapter's two titles the first is the series."""
    titles = _all(work.container_title)
    field = "collection_title" if kind in _series() else "container_title"
    if len(titles) > 1 and kind in ("chapter", "entry", "paper-conference"):
        fields["collection_title"] = titles[0]
        titles = titles[1:]
    if titles:
        fields[field] = titles[0]
        if titles[1:]:
            extra["container-title"] = work.container_title
    short = _all(work.short_container_title)
    if short and short[0] not in (fields.get("container_title"), fields.get("collection_title")):
        if field == "container_title" and "collection_title" not in fields:
            fields["container_title_short"] = short[0]
        else:
            extra["short-container-title"] = work.short_container_title


def _texts(work: Work, kind: str, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    fields["volume"] = line(work.volume)
    fields["issue"] = line(work.issue)
    fields["publisher"] = line(work.publisher)
    if work.page:
        fields["page"] = pages(work.page)
    for field, value in zip(_RARE, _rare(work), strict=True):
        if value:
            fields[field] = line(value)
    if work.language:
        fields["language"] = _language(work.language)
        if not fields["language"]:
            extra["language"] = work.language
    if work.abstract:
        fields["abstract"], fields["abstract_sections"] = abstract(work.abstract)
    if work.institution:
        _institution(work, kind, fields, extra)
    if work.subtype or work.degree or work.subject:
        _kinds(work, fields, extra)


def _kinds(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Take the kind of posted content, the degree of a thesis, the categories of the journal."""
    if genre := line(work.subtype) or next(iter(lines(work.degree)), ""):
        fields["genre"] = genre
    if len(work.degree) > 1 or (work.subtype and work.degree):
        extra["degree"] = work.degree
    if work.subject:
        fields["keyword"] = tuple(Keyword(text, "ASJC") for text in lines(work.subject))


@lru_cache(maxsize=1 << 12)
def _language(text: str) -> str:
    return tag(text) or (text if _LANGUAGE.match(text) else "")


def _institution(work: Work, kind: str, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Take the university of a thesis and the server of a preprint; keep the rest."""
    names = lines(one.name for one in work.institution)
    if kind == "thesis" and names:
        if fields["publisher"] and fields["publisher"] != names[0]:
            extra["publisher"] = fields["publisher"]
        fields["publisher"] = names[0]
        places = lines(work.institution[0].place)
        if places and not fields.get("publisher_place"):
            fields["publisher_place"] = places[0]
    elif kind == "article" and names:
        fields["archive"] = names[0]
    extra["institution"] = [_plain(one) for one in work.institution]


def _plain(struct: Any) -> dict[str, Any]:
    """Return what a struct says as JSON values."""
    names = zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
    return {name: value for field, name in names if said(value := getattr(struct, field))}


def _numbers(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    if work.doi:
        fields["doi"] = doi(work.doi)
        if not fields["doi"]:
            extra["DOI"] = work.doi
    if work.issn or work.issn_type:
        fields["issn"] = issns(*_with_media(work.issn, work.issn_type))
    if work.isbn or work.isbn_type:
        fields["isbn"] = isbns(*_with_media(work.isbn, work.isbn_type))
    urls: tuple[str, ...] = (line(work.url),) if work.url else ()
    if work.resource:
        primary = line(work.resource.primary.url) if work.resource.primary else ""
        if primary and primary not in urls:
            urls += (primary,)
        if said(work.resource.secondary):
            extra["resource"] = {"secondary": work.resource.secondary}
    fields["url"] = urls
    if work.license:
        extra["license"] = work.license
        if rights := _rights(work.license):
            fields["rights"] = rights


def _with_media(numbers: list[str], typed: list[Medium]) -> tuple[list[str], dict[str, str]]:
    """Return every number, and the medium of those that have one."""
    if not typed:
        return numbers, {}
    media = {one.value: one.type for one in typed}
    return list(dict.fromkeys([*numbers, *media])), media


def _rights(licenses: list[Flat]) -> str:
    """Return the licence of the published work; one for text mining alone says nothing of it."""
    found = {text_of(one.get("content-version")): text_of(one.get("URL")) for one in licenses[::-1]}
    return found.get("vor") or found.get("unspecified") or found.get("") or ""

"""One work of OpenAlex to a citation; docs/formats/openalex.md says what becomes what."""

from typing import Any

import msgspec

from mentorlit import abstracts, dates, languages
from mentorlit.formats.aggregator.fit import doubts, fit
from mentorlit.formats.aggregator.numbers import doi, issns
from mentorlit.formats.aggregator.people import bare_orcid, in_order
from mentorlit.formats.aggregator.text import line, lines, said, title
from mentorlit.formats.openalex.schema import KEPT, Authorship, Grant, Location, Source, Work
from mentorlit.identifiers import pmcid, pmid
from mentorlit.model import Citation, Funding, Keyword, Name, Origin, Problem
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_MESH = "MeSH"


def citation(
    work: Work, rest: dict[str, Any], origin: Origin, problems: tuple[Problem, ...]
) -> Citation:
    """Return the citation; ``rest`` are members that do not follow the schema, for ``extra``."""
    extra = {name: value for name, value in rest.items() if said(value)}
    for name in KEPT:
        value = getattr(work, name)
        if value is not None and said(value) and name not in extra:
            extra[name] = value
    place = _place(work, extra)
    source = place.source or Source()
    kind, genre = _type(work, source)
    if work.type and (work.type, kind) not in (("article", "article-journal"), (kind, kind)):
        extra["type"] = work.type
    if work.type_crossref and work.type_crossref != "journal-article":
        extra["type_crossref"] = work.type_crossref
    fields: dict[str, Any] = {"type": kind, "genre": genre}
    fields["title"] = title(work.title or work.display_name or "")
    fields["author"] = _authors(work.authorships or [], extra)
    fields["issued"] = dates.parse(work.publication_date or "") or dates.make(
        work.publication_year or 0
    )
    fields["language"] = languages.tag(work.language or "") or line(work.language or "")
    _biblio(work, fields)
    _container(work, source, fields)
    _identifiers(work, fields, extra)
    fields["rights"] = line(place.license or "")
    fields["url"] = tuple(lines([place.landing_page_url or "", place.pdf_url or ""]))
    fields["status"] = "retracted" if work.is_retracted else ""
    fields["keyword"] = _keywords(work)
    for name in ("mesh", "grants", "awards"):
        if listed := getattr(work, name):
            extra[name] = _without_empty(msgspec.to_builtins(listed))
    fields["funding"] = tuple(_funding(one) for one in (*(work.grants or ()), *(work.awards or ())))
    if work.abstract_inverted_index:
        fields["abstract"] = abstract(work.abstract_inverted_index)
        fields["abstract_sections"] = abstracts.sections(fields["abstract"])
    return Citation(
        **fields,
        extra={origin.format: extra} if extra else {},
        problems=problems + doubts(Work, rest) + _truncated(work),
        origin=origin,
    )


def abstract(index: dict[str, list[int]]) -> str:
    """Return the text whose words stand at these places."""
    placed = [(place, word) for word, places in index.items() for place in places]
    placed.sort(key=lambda pair: pair[0])
    return paragraphs(" ".join(word for _, word in placed))


def _place(work: Work, extra: dict[str, Any]) -> Location:
    """Return where the work appeared; until 2023 OpenAlex had it under ``host_venue``."""
    place = work.primary_location
    if place is not None:
        shown = _plain(place)
        extra["primary_location"] = shown
        others = (("locations", [shown]), ("best_oa_location", shown))
        for name, same in others:
            value = getattr(work, name)
            if said(value) and _without_empty(value) != same:
                extra[name] = value
    venue = work.host_venue
    if isinstance(venue, dict) and said(venue):
        extra["host_venue"] = venue
    if place is not None or not isinstance(venue, dict):
        return place or Location()
    source, others_of_venue = fit(Source, venue)
    source.host_organization_name = source.publisher
    venue_place, _ = fit(Location, others_of_venue)
    venue_place.source = source
    return msgspec.structs.replace(venue_place, landing_page_url=line(str(venue.get("url") or "")))


def _plain(struct: Any) -> dict[str, Any]:
    value: dict[str, Any] = _without_empty(msgspec.to_builtins(struct))
    return value


def _without_empty(value: Any) -> Any:
    """Return JSON values without members that say nothing."""
    if isinstance(value, dict):
        pairs = ((name, _without_empty(item)) for name, item in value.items())
        return {name: item for name, item in pairs if said(item)}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _type(work: Work, source: Source) -> tuple[str, str]:
    """Return type and genre; Crossref's type of an article says more than OpenAlex's own."""
    table = load("openalex")
    kind = work.type or ""
    genres = table["genre"]
    if kind in table["type"]:
        return table["type"][kind], genres.get(kind, "")
    found = table["type"].get(work.type_crossref or "", "")
    if kind in genres or not kind:
        found = found or table["article"].get(source.type or "", "")
        if not found and kind and work.biblio and (work.biblio.volume or work.biblio.issue):
            found = "article-journal"
        return found or ("article" if kind == "article" else ""), genres.get(kind, "")
    return found, ""


def _authors(authorships: list[Authorship], extra: dict[str, Any]) -> tuple[Name, ...]:
    names = [_author(one) for one in authorships]
    shown = [_rest_of(one) for one in authorships]
    if any(shown):
        extra["authorships"] = shown
    return tuple(name for name in names if name != Name())


def _author(one: Authorship) -> Name:
    author = one.author
    name = in_order(line((author and author.display_name) or one.raw_author_name or ""))
    stated = one.raw_affiliation_strings or [one.raw_affiliation_string or ""]
    affiliation = lines(stated) or lines(
        place.display_name or "" for place in one.institutions or ()
    )
    orcid = bare_orcid((author and author.orcid) or "")
    if not affiliation and not orcid:
        return name
    return msgspec.structs.replace(name, affiliation=tuple(affiliation), orcid=orcid)


def _truncated(work: Work) -> tuple[Problem, ...]:
    """Say that there are more authors: lists of works have the first hundred."""
    if work.is_authors_truncated is not True:
        return ()
    message = "the source says that there are others, without names"
    return (Problem("names-omitted", message, "author"),)


def _rest_of(one: Authorship) -> dict[str, Any]:
    """Return what a name does not hold: ids, institutions, another form of the name."""
    author = one.author
    shown: dict[str, Any] = {}
    if author and author.id:
        shown["author"] = {"id": author.id}
    if one.raw_author_name and author and one.raw_author_name != author.display_name:
        shown["raw_author_name"] = one.raw_author_name
    for name in ("institutions", "countries", "is_corresponding", "raw_orcid"):
        value = getattr(one, name)
        if said(value):
            shown[name] = _without_empty(msgspec.to_builtins(value))
    return shown


def _biblio(work: Work, fields: dict[str, Any]) -> None:
    if not work.biblio:
        return
    fields["volume"] = line(work.biblio.volume or "")
    fields["issue"] = line(work.biblio.issue or "")
    first, last = line(work.biblio.first_page or ""), line(work.biblio.last_page or "")
    fields["page"] = f"{first}-{last}" if first and last and first != last else first or last


def _container(work: Work, source: Source, fields: dict[str, Any]) -> None:
    """Take what the work appeared in, and its publisher.

    The host of a journal is the one of today: it is not taken for the publisher of an article.
    """
    name, host = line(source.display_name or ""), line(source.host_organization_name or "")
    kind = fields["type"]
    if source.type == "repository":
        fields["archive"] = name
    elif kind == "book":
        fields["collection_title"] = name if source.type == "book series" else ""
    elif kind != "thesis":
        fields["container_title"] = name
    if kind == "thesis":
        fields["publisher"] = _university(work)
    if source.type != "journal" and not fields.get("publisher"):
        fields["publisher"] = host
    if source.issn or source.issn_l:
        fields["issn"] = issns(source.issn or [source.issn_l or ""])


def _university(work: Work) -> str:
    """Return the one institution of all authors of a thesis, if it is for education."""
    places = {
        (place.display_name or "", place.type or "")
        for one in work.authorships or ()
        for place in one.institutions or ()
    }
    name, kind = next(iter(places)) if len(places) == 1 else ("", "")
    return line(name) if kind == "education" else ""


def _identifiers(work: Work, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    ids = {name: value for name, value in (work.ids or {}).items() if said(value)}
    ids.setdefault("openalex", work.id or "")
    fields["doi"] = doi(work.doi or str(ids.get("doi", "")))
    fields["pmid"] = pmid(str(ids.get("pmid", "")))
    fields["pmcid"] = _pmcid(str(ids.get("pmcid", "")))
    names = load("openalex")["identifier"]
    fields["identifiers"] = {
        names[name]: (_bare(value),) for name, value in ids.items() if name in names and value
    }
    others = {
        name: value
        for name, value in ids.items()
        if name not in names and not (name in ("doi", "pmid", "pmcid") and fields[name])
    }
    if others:
        extra["ids"] = others


def _pmcid(text: str) -> str:
    """Return the id of PubMed Central, which OpenAlex often writes without its letters."""
    digits = text.rstrip("/").rpartition("/")[2]
    return f"PMC{digits}" if digits.isdecimal() and digits.isascii() else pmcid(text)


def _bare(value: Any) -> str:
    """Return the last part of an address, which is the id."""
    return line(str(value)).rstrip("/").rpartition("/")[2]


def _keywords(work: Work) -> tuple[Keyword, ...]:
    """Return the keywords and the MeSH headings; topics and concepts are OpenAlex's own guesses."""
    terms = lines(one.display_name or one.keyword or "" for one in work.keywords or ())
    headings = lines(
        "/".join(filter(None, (one.descriptor_name, one.qualifier_name))) for one in work.mesh or ()
    )
    return (*map(Keyword, terms), *(Keyword(text, _MESH) for text in headings))


def _funding(one: Grant) -> Funding:
    award = one.award_id or one.funder_award_id or ""
    return Funding(line(one.funder_display_name or ""), (line(award),) if award else ())


def own_id(text: str) -> str:
    """Return the id of a work without the address in front of it."""
    return _bare(text)

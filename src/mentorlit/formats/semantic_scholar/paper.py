"""One paper of Semantic Scholar to a citation; see docs/formats/semantic-scholar.md."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, dates, identifiers
from mentorlit.formats.aggregator.members import Members, plain
from mentorlit.formats.aggregator.numbers import doi, issns
from mentorlit.formats.aggregator.people import bare_orcid, in_order
from mentorlit.formats.aggregator.text import title
from mentorlit.model import Citation, Name, Origin, Problem
from mentorlit.names import person
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_ARXIV: Final = re.compile(r"(?i)arxiv")
_RANGE: Final = re.compile(r"\s?[-\u2010-\u2015\u2212]+\s?")
_VOLUME: Final = re.compile(r"(\S+)\s+(\d+(?:-\d+)?)\Z")


def citation(members: Members, origin: Origin, problems: tuple[Problem, ...]) -> Citation | None:
    """Return the citation, None for an object without title and identifiers.

    What has no place in the model comes back in ``extra[origin.format]``.
    """
    table = load("semantic_scholar")
    names = table["member"]
    own_id = members.text("paperId", "id", "paper_id") or members.peek("corpusid")
    values: dict[str, Any] = {"title": title(members.raw_text("title"))}
    values["author"] = tuple(_name(one) for one in members.objects("authors"))
    _identifiers(members, values)
    if not (values["title"] or values.get("doi") or values.get("pmid") or values["author"]):
        return None
    kind_of_venue = _venue(members, values)
    values["type"], values["genre"] = _type(members, values, kind_of_venue)
    values["issued"] = dates.parse(members.text(*names["date"])) or dates.parse(
        members.peek("year")
    )
    members.drop(("year",) if values["issued"] else ())
    values["abstract"] = paragraphs(members.raw_text(*names["abstract"]))
    values["abstract_sections"] = abstracts.sections(values["abstract"])
    open_copy = next((name for name in names["open"] if name in members), "")
    copy = members.object(open_copy, "url") if open_copy else Members({})
    values["rights"] = copy.text("license")
    values["url"] = tuple(filter(None, [members.text(*names["address"]), copy.text("url")]))
    members.drop(table["works"]["names"])
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=own_id),
    )


def _name(one: Members) -> Name:
    """Take one name: in reading order or, in the S2ORC corpus, in parts."""
    affiliation = tuple(one.texts("affiliations"))
    external = one.object("externalIds")
    orcid = bare_orcid(external.text("ORCID"))
    if "last" in one:
        given = " ".join([one.text("first"), *one.texts("middle")]).strip()
        return person(one.text("last"), given, suffix=one.text("suffix"), affiliation=affiliation)
    name = in_order(one.text("name"))
    return replace(name, affiliation=affiliation, orcid=orcid)


def _identifiers(members: Members, values: dict[str, Any]) -> None:
    known = load("semantic_scholar")["identifier"]
    found: dict[str, dict[str, None]] = {}
    for name in ("externalIds", "externalids"):
        raw = members.left.pop(name, None)
        for key, value in raw.items() if isinstance(raw, dict) else ():
            _take(values, found, known.get(key.lower(), key), plain(value))
    for name in list(members.left):
        if name.lower() in known and (text := members.peek(name)):
            _take(values, found, known[name.lower()], text)
            members.drop((name,))
    members.drop(("doiUrl",) if doi(members.peek("doiUrl")) == values.get("doi") else ())
    values["identifiers"] = {scheme: tuple(texts) for scheme, texts in found.items()}


def _take(
    values: dict[str, Any], found: dict[str, dict[str, None]], scheme: str, text: str
) -> None:
    if scheme == "PMCID":
        text = f"PMC{text}" if text.isdecimal() else text
    if scheme in ("DOI", "PMID", "PMCID"):
        number = doi(text) if scheme == "DOI" else getattr(identifiers, scheme.lower())(text)
        if number and values.setdefault(scheme.lower(), number) == number:
            return
        text = number or text
    if text:
        found.setdefault(scheme, {})[text] = None


def _venue(members: Members, values: dict[str, Any]) -> str:
    """Take journal, volume and pages; return whether the venue is a journal or a conference."""
    names = load("semantic_scholar")["member"]
    journal = members.object("journal")
    venue = members.object("publicationVenue")
    short = members.text(*names["venue"])
    name = journal.text("name") or members.text(*names["journal"])
    full = venue.text("name")
    values["container_title"] = full or name or short
    if venue.peek("issn"):
        values["issn"] = issns([venue.text("issn")])
    others = [text for text in (name, short) if text and text != values["container_title"]]
    if others:
        members.left["venue"] = list(dict.fromkeys(others))
    volume = journal.text("volume") or members.text(*names["volume"])
    match = _VOLUME.match(volume)
    values["volume"], values["issue"] = (match[1], match[2]) if match else (volume, "")
    pages = journal.text("pages") or members.text(*names["pages"])
    values["page"] = _RANGE.sub("-", pages)
    return venue.text("type").lower()


def _type(members: Members, values: dict[str, Any], kind_of_venue: str) -> tuple[str, str]:
    """Return type and genre; of an article and paper in one the type of the venue decides."""
    table = load("semantic_scholar")
    stated = members.texts(*table["member"]["types"])
    by_venue = table["venue"].get(kind_of_venue, "")
    kinds = [table["type"][word] for word in table["type"] if word in stated]
    genre = next((table["genre"][word] for word in table["genre"] if word in stated), "")
    others = [word for word in stated if word not in table["type"]]
    if len(others) > 1 or (others and not genre):
        members.left["publicationTypes"] = others
    if _ARXIV.match(values["container_title"]):
        values["archive"] = values.pop("container_title")
        values["volume"] = "" if values["volume"].startswith("abs/") else values["volume"]
        return "article", genre or "preprint"
    kind = by_venue if by_venue in kinds else kinds[0] if kinds else by_venue
    if not kind and (genre or values["volume"]):
        kind = "article-journal"
    return kind, genre

"""The software of a CITATION.cff, or one of its references, to a citation.

Keys: https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md; what
becomes what is in docs/formats/citation-cff.md.
"""

from typing import Any, Final

from mentorlit import dates, identifiers, languages
from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.aggregator.numbers import doi, isbns, issns
from mentorlit.formats.aggregator.people import bare_orcid
from mentorlit.formats.aggregator.text import title
from mentorlit.model import Citation, Keyword, Name, Origin, PartialDate, Problem, Relation
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_OF_THE_FILE: Final = ("cff-version", "message")


def citation(
    members: Members,
    origin: Origin,
    problems: tuple[Problem, ...],
    *,
    default: str = "",
    relations: tuple[Relation, ...] = (),
) -> Citation | None:
    """Return the citation, None for a mapping that says nothing; ``default`` is the type of none.

    Keys without a place in the model come back in ``extra[origin.format]``.
    """
    table = load("citation_cff")
    word = members.text("type") or default
    values: dict[str, Any] = {"type": table["type"].get(word.lower(), "")}
    if word and not values["type"]:
        members.left["type"] = word
    values["title"] = title(members.raw_text("title"))
    for field, key in table["people"].items():
        values[field] = names(members, key)
    for field, keys in table["text"].items():
        values[field] = members.text(*keys)
    _identifiers(members, values)
    _dates(members, values)
    _publishing(members, values)
    values["abstract"] = paragraphs(members.raw_text("abstract"))
    values["keyword"] = tuple(map(Keyword, members.texts("keywords")))
    values["note"] = tuple(members.texts("notes"))
    values["rights"] = ", ".join(members.texts("license")) or members.text("license-url")
    values["language"] = _language(members)
    values["relations"] = relations
    if not any(values[field] for field in ("title", "author", "doi", "url")):
        return None
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=origin,
    )


def names(members: Members, key: str) -> tuple[Name, ...]:
    """Take persons and entities; e-mail and postal addresses stay."""
    found = [_name(one) for one in members.objects(key)]
    return tuple(name for name in found if name.family or name.literal)


def _name(one: Members) -> Name:
    affiliation = one.text("affiliation")
    places = (affiliation,) if affiliation else ()
    orcid = bare_orcid(one.text("orcid"))
    family, given = one.text("family-names"), one.text("given-names")
    particle = one.text("name-particle")
    if not family:
        literal = given or one.text("name", "alias")
        return Name(literal=literal, affiliation=places, orcid=orcid)
    return Name(
        family=family,
        given=given,
        non_dropping_particle=particle,
        suffix=one.text("name-suffix"),
        affiliation=places,
        orcid=orcid,
    )


def _identifiers(members: Members, values: dict[str, Any]) -> None:
    """Take DOI, ISBN, ISSN and the list of identifiers; further DOIs are those of versions."""
    others: dict[str, dict[str, None]] = {}
    values["doi"] = doi(members.peek("doi"))
    members.drop(("doi",) if values["doi"] else ())
    values["pmcid"] = identifiers.pmcid(members.text("pmcid"))
    values["isbn"] = isbns(members.texts("isbn"))
    values["issn"] = issns(members.texts("issn"))
    addresses = [members.text(name) for name in load("citation_cff")["address"]["names"]]
    for one in members.objects("identifiers", "value"):
        kind, text = one.text("type").lower(), one.text("value")
        if kind == "doi" and doi(text):
            number = doi(text)
            values["doi"] = values["doi"] or number
            if number != values["doi"]:
                others.setdefault("DOI", {})[number] = None
        elif kind == "url":
            addresses.append(text)
        elif text:
            others.setdefault("SWHID" if kind == "swh" else kind or "other", {})[text] = None
    values["url"] = tuple(dict.fromkeys(filter(None, addresses)))
    values["identifiers"] = {scheme: tuple(texts) for scheme, texts in others.items()}


def _dates(members: Members, values: dict[str, Any]) -> None:
    """Take the dates: of publication or release, else year and month."""
    events: dict[str, PartialDate] = {}
    stated = [dates.parse(members.text(key)) for key in ("date-published", "date-released")]
    known = [date for date in stated if date]
    year, month = members.text("year"), members.text("month")
    if not known and year.isdecimal() and len(year) == 4:
        number = int(month) if month.isdecimal() and len(month) < 3 else dates.month(month)
        known = [date for date in [dates.make(int(year), number)] if date]
    known = known or [date for date in [dates.parse(members.text("issue-date"))] if date]
    values["issued"] = known[0] if known else None
    if len(known) > 1 and known[1] != known[0]:
        events["released"] = known[1]
    values["accessed"] = dates.parse(members.text("date-accessed"))
    values["original_date"] = dates.parse(members.text("year-original"))
    values["dates"] = events


def _publishing(members: Members, values: dict[str, Any]) -> None:
    """Take pages, publisher, institution and conference."""
    first, last = members.text("start", "loc-start"), members.text("end", "loc-end")
    values["page"] = f"{first}-{last}" if first and last and first != last else first or last
    publisher, institution = members.object("publisher"), members.object("institution")
    if values["type"] in ("thesis", "report") and "name" in institution:
        publisher, institution = institution, publisher
    values["publisher"] = publisher.text("name")
    values["publisher_place"] = publisher.text("city", "location")
    conference = members.object("conference")
    values["event_title"] = conference.text("name")
    places = [conference.text("city"), conference.text("country")]
    values["event_place"] = ", ".join(filter(None, places))
    start, end = (dates.parse(conference.text(key)) for key in ("date-start", "date-end"))
    if start and end and start != end:
        start = PartialDate(year=start.year, month=start.month, day=start.day, end=end)
    values["event_date"] = start or end
    if values["type"] == "paper-conference" and not values["container_title"]:
        values["container_title"], values["collection_title"] = values["collection_title"], ""


def _language(members: Members) -> str:
    spoken = members.texts("languages")
    found = languages.tag(spoken[0]) if len(spoken) == 1 else ""
    if spoken and not found:
        members.left["languages"] = spoken
    return found


def relation(reference: Any, kind: str) -> Relation | None:
    """Return a link to what a reference describes: its DOI or address, and its title."""
    if not isinstance(reference, dict):
        return None
    one = Members(reference)
    number = doi(one.peek("doi"))
    address = next(filter(None, map(one.peek, load("citation_cff")["address"]["names"])), "")
    text = title(one.peek("title"))
    if number:
        return Relation(kind, "DOI", number, text)
    if not text and not address:
        return None
    return Relation(kind, "URL" if address else "", address, text)

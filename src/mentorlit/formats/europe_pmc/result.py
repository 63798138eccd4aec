"""One result of Europe PMC to a citation; docs/formats/europe-pmc.md says what becomes what."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import dates, identifiers, languages
from mentorlit.formats.aggregator.abstract import abstract
from mentorlit.formats.aggregator.members import Members, plain
from mentorlit.formats.aggregator.numbers import doi, issns
from mentorlit.formats.aggregator.people import bare_orcid
from mentorlit.formats.aggregator.text import title
from mentorlit.model import (
    Citation,
    Funding,
    Keyword,
    Name,
    Origin,
    PartialDate,
    Problem,
    Relation,
    StandardNumber,
)
from mentorlit.names import person
from mentorlit.tables import load

_RANGE: Final = re.compile(r"\s?[-\u2010-\u2015\u2212]+\s?")
_MESH: Final = "MeSH"


def citation(members: Members, origin: Origin, problems: tuple[Problem, ...]) -> Citation | None:
    """Return the citation, None for an object without title and identifiers.

    What has no place in the model comes back in ``extra[origin.format]``.
    """
    values: dict[str, Any] = {"title": _title(members.raw_text("title"))}
    values["doi"] = doi(members.text("doi"))
    source, own_id = members.text("source"), members.text("id")
    values["pmid"] = identifiers.pmid(members.text("pmid") or (own_id if source == "MED" else ""))
    values["pmcid"] = identifiers.pmcid(members.text("pmcid"))
    if not (values["title"] or values["doi"] or values["pmid"] or values["pmcid"]):
        return None
    values["identifiers"] = {"Europe PMC": (f"{source}/{own_id}",)} if source and own_id else {}
    values["author"] = _authors(members)
    values["affiliation"] = tuple(members.texts("affiliation"))
    values["type"], values["genre"] = _type(members, source)
    _journal(members, values)
    _book(members, values)
    _dates(members, values)
    values["page"] = _RANGE.sub("-", members.text("pageInfo"))
    values["language"] = languages.tag(members.peek("language"))
    members.drop(("language",) if values["language"] else ())
    text = members.raw_text("abstractText")
    values["abstract"], values["abstract_sections"] = abstract(text) if text else ("", ())
    values["keyword"] = _keywords(members)
    values["funding"] = _funding(members)
    values["relations"] = _relations(members)
    values["rights"] = members.text("license")
    values["url"] = tuple(
        dict.fromkeys(filter(None, (one.text("url") for one in _listed(members, "fullTextUrl"))))
    )
    members.drop(load("europe_pmc")["derived"]["names"])
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=own_id),
    )


def _listed(members: Members, name: str) -> list[Members]:
    """Take the objects under ``<name>List.<name>``."""
    return [inner for one in members.objects(f"{name}List", "") for inner in one.objects(name)]


def _title(raw: str) -> str:
    """Return a title, without the brackets around one that NLM translated."""
    text = title(raw)
    inner = text.rstrip(".")[1:-1]
    is_translated = text[:1] == "[" and text.rstrip(".")[-1:] == "]" and "[" not in inner
    return inner if is_translated and inner else text


def _authors(members: Members) -> tuple[Name, ...]:
    """Take the authors from their list; records in brief have them in one text."""
    listed = tuple(_name(one) for one in _listed(members, "author"))
    if listed:
        return tuple(name for name in listed if name.family or name.literal)
    text = members.peek("authorString").rstrip(". ")
    return tuple(_brief(part) for part in text.split(", ") if part)


def _brief(text: str) -> Name:
    """Return a name as authorString has it, ``Smith JA``; a body has no initials."""
    family, _, initials = text.rpartition(" ")
    if family and initials.replace("-", "").isalpha() and initials.isupper() and len(initials) < 5:
        return person(family, initials)
    return Name(literal=text)


def _name(one: Members) -> Name:
    places = [plain(one.left.pop("affiliation", None))]
    for details in one.objects("authorAffiliationDetailsList"):
        places += [place.text("affiliation") for place in details.objects("authorAffiliation")]
    affiliation = tuple(dict.fromkeys(filter(None, places)))
    number = one.object("authorId", "value")
    orcid = bare_orcid(number.text("value")) if number.peek("type") == "ORCID" else ""
    number.drop(("type",) if orcid else ())
    body, whole = one.text("collectiveName"), one.text("fullName")
    if body:
        return Name(literal=body, affiliation=affiliation)
    family, given = one.text("lastName"), one.text("firstName")
    initials = one.text("initials")
    if not family:
        return replace(_brief(whole), affiliation=affiliation, orcid=orcid)
    suffix = one.text("suffix")
    return person(family, given or initials, suffix=suffix, affiliation=affiliation, orcid=orcid)


def _type(members: Members, source: str) -> tuple[str, str]:
    """Take the type and the first kind that says more; further kinds stay."""
    table = load("europe_pmc")
    stated = [text for one in members.objects("pubTypeList") for text in one.texts("pubType")]
    stated += [part.strip() for text in members.texts("pubType") for part in text.split(";")]
    folded = [text.lower() for text in stated]
    found = next((table["type"][word] for word in table["type"] if word in folded), "")
    kinds = [
        text
        for text, word in zip(stated, folded, strict=True)
        if word not in table["plain"]["names"] and not word.startswith("research support")
    ]
    if len(kinds) > 1 or len(stated) > len(kinds) + 1:
        members.left["pubTypeList"] = {"pubType": stated}
    kind = found or table["source"].get(source, "")
    genre = kinds[0].lower() if kinds else ""
    return kind, "" if genre == kind else genre


def _journal(members: Members, values: dict[str, Any]) -> None:
    info = members.object("journalInfo")
    journal = info.object("journal", "title")
    values["container_title"] = journal.text("title") or members.peek("journalTitle")
    short = journal.text(
        "medlineAbbreviation", "medlineAbbrev", "ISOAbbreviation", "isoabbreviation"
    )
    if short != values["container_title"]:
        values["container_title_short"] = short
    values["volume"] = info.text("volume") or members.peek("journalVolume")
    values["issue"] = info.text("issue") or members.text("issue")
    print_issn, electronic = journal.text("issn", "ISSN"), journal.text("essn", "ESSN")
    media = {print_issn: "print", electronic: "electronic"}
    found = issns([text for text in (print_issn, electronic) if text], media)
    values["issn"] = found or issns(members.peek("journalIssn").split(";"))
    if nlm := journal.text("nlmid", "NLMid"):
        values["identifiers"] = values["identifiers"] | {"NLM": (nlm,)}
    values["issued"] = _issued(info)


def _issued(info: Members) -> PartialDate | None:
    """Take the date of the issue: in words it says months in full, as a number their first day."""
    words = info.text("dateOfPublication")
    year, month = info.text("yearOfPublication"), info.text("monthOfPublication")
    info.drop(("printPublicationDate", "journalIssueId"))
    found = dates.parse(words)
    if found:
        return found
    if year.isdecimal() and len(year) == 4:
        return dates.make(int(year), int(month) if month.isdecimal() and len(month) < 3 else 0)
    return None


def _dates(members: Members, values: dict[str, Any]) -> None:
    first = dates.parse(members.peek("firstPublicationDate"))
    year = dates.parse(members.peek("pubYear"))
    values["issued"] = values.get("issued") or _sure(first) or year
    events: dict[str, PartialDate] = {}
    for name, event in load("europe_pmc")["date"].items():
        if found := dates.parse(members.peek(name)):
            events[event] = found
            members.drop((name,))
    if first and first not in (values["issued"], events.get("epub")):
        events["first-published"] = first
    values["dates"] = events


def _sure(date: PartialDate | None) -> PartialDate | None:
    """Return a date without the first day or month that stand for an unknown one."""
    if date is None or date.day != 1:
        return date
    return dates.make(date.year or 0, date.month if date.month > 1 else 0)


def _book(members: Members, values: dict[str, Any]) -> None:
    details = members.object("bookOrReportDetails")
    values["publisher"] = details.text("publisher")
    values["number_of_pages"] = details.text("numberOfPages", "extraInformation")
    values["edition"] = details.text("edition")
    values["collection_title"] = details.text("seriesName")
    whole = details.text("comprisingTitle")
    if whole and not values["container_title"]:
        values["container_title"] = whole
    numbers = [*details.texts("isbn13"), *details.texts("isbn10")]
    found = [number for text in numbers for number in identifiers.isbns(text, checked=False)]
    values["isbn"] = tuple(map(StandardNumber, dict.fromkeys(found)))


def _keywords(members: Members) -> tuple[Keyword, ...]:
    found = [
        Keyword(text) for one in members.objects("keywordList") for text in one.texts("keyword")
    ]
    for heading in _listed(members, "meshHeading"):
        name = heading.text("descriptorName")
        qualifiers = [one.text("qualifierName") for one in _listed(heading, "meshQualifier")]
        found += [Keyword(f"{name}/{one}", _MESH) for one in qualifiers if one]
        if name and not qualifiers:
            found.append(Keyword(name, _MESH))
    return tuple(dict.fromkeys(found))


def _funding(members: Members) -> tuple[Funding, ...]:
    found = []
    for one in [inner for many in members.objects("grantsList") for inner in many.objects("grant")]:
        one.drop(("orderIn", "order_in"))
        award = one.text("grantId", "grant_id")
        found.append(Funding(one.text("agency"), (award,) if award else ()))
    return tuple(dict.fromkeys(one for one in found if one != Funding()))


def _relations(members: Members) -> tuple[Relation, ...]:
    known = load("europe_pmc")["relation"]
    found = []
    for one in _listed(members, "commentCorrection"):
        word = one.text("type").lower()
        source, number = one.text("source"), one.text("id")
        kind = known.get(word, word.replace(" ", "-")) or "related-to"
        scheme = "PMID" if source == "MED" else source
        text = one.text("reference")
        found.append(Relation(kind, scheme if number else "", number, text))
        one.drop(("orderIn",))
    return tuple(dict.fromkeys(one for one in found if one.id or one.text))

"""One DOI in DataCite's JSON to a citation; see docs/formats/datacite-json.md."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, dates, languages
from mentorlit.formats.aggregator.members import Members, text_of
from mentorlit.formats.aggregator.numbers import doi
from mentorlit.formats.aggregator.text import title
from mentorlit.formats.datacite.ranges import ranged
from mentorlit.formats.datacite.titles import titled
from mentorlit.formats.datacite.vocabulary import hyphened, kind, mapped, says_more
from mentorlit.formats.datacite_json import people, related
from mentorlit.model import Citation, Funding, Keyword, Origin, PartialDate, Problem
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_PAGES: Final = re.compile(r"(?i)([0-9]{1,5})\s?(?:pages?|p\.?|pp\.?|S\.|Seiten)\Z")
_SAYS_SOMETHING: Final = ("doi", "title", "author", "identifiers", "publisher")
# https://support.datacite.org/docs/schema-values-unknown-information-v43
_UNKNOWN: Final = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal|at)\)?\Z")
_DERIVED: Final = ("prefix", "suffix", "xml", "schemaOrg")


def citation(members: Members, origin: Origin, problems: tuple[Problem, ...]) -> Citation | None:
    """Return the citation, None for an object that says nothing of a work.

    What has no place in the model comes back in ``extra[origin.format]`` as it is.
    """
    members.drop(_DERIVED)
    values: dict[str, Any] = {**_titles(members), **people.credited(members), **_type(members)}
    values["doi"], own_id = _doi(members)
    values["issued"], values["dates"] = _dates(members)
    related.add(members, values)
    values["publisher"] = _publisher(members)
    language = languages.tag(members.peek("language"))
    values["language"] = language
    if language:
        members.text("language")
    values["version"] = members.text("version")
    values["keyword"] = _keywords(members)
    values |= _abstract(members)
    values["rights"] = _rights(members)
    values["funding"] = values.get("funding", ()) + _funding(members)
    values["number_of_pages"] = _pages(members)
    if not any(values.get(field) for field in _SAYS_SOMETHING):
        return None
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=values["doi"] or own_id),
    )


def _titles(members: Members) -> dict[str, Any]:
    found: list[tuple[str, str]] = []
    for one in members.objects("titles", "title") or members.objects("title", "title"):
        found.append((one.text("titleType"), title(one.raw_text("title", "value", "#text"))))
        one.drop(("lang", "xml:lang"))
    return titled(found)


def _type(members: Members) -> dict[str, Any]:
    """Take the type: the general one, the free word beside it, what DataCite derives from them."""
    types = members.object("types", "resourceType")
    flat = members.object("resourceType", "resourceType")
    general = types.text("resourceTypeGeneral") or flat.text("resourceTypeGeneral")
    general = general or members.text("resourceTypeGeneral", "resource-type-general")
    word = types.text("resourceType") or flat.text("resourceType", "value", "#text")
    table = load("datacite_json")
    derived = types.text("citeproc")
    found = mapped("types", general)
    said = kind("", word)
    if not found and derived in table["default"]["citeproc"] and said in table["default"]["words"]:
        found = said
    if not found:
        found = derived if derived in load("csl")["types"] else said
    for name in ("ris", "bibtex", "schemaOrg"):
        text = types.text(name)
        found = found or table[name].get(text.lower(), "")
    genre = word if says_more(general, word) and says_more(found, word) else ""
    return {"type": found, "genre": genre}


def _doi(members: Members) -> tuple[str, str]:
    """Take the DOI; ``id`` often is its address."""
    found = doi(members.peek("doi")) or doi(members.peek("DOI"))
    if found:
        members.drop(("doi", "DOI"))
    own_id = members.text("id", "@id")
    if found and doi(own_id) == found:
        own_id = ""
    return found or doi(own_id), own_id


def _dates(members: Members) -> tuple[PartialDate | None, dict[str, PartialDate]]:
    """Take the dates: issued is the year of publication, exact if a date of that year is given."""
    year = dates.parse(members.text("publicationYear", "publication-year"))
    events: dict[str, PartialDate] = {}
    for one in members.objects("dates", "date"):
        date = ranged(one.peek("date") or one.peek("value"))
        if date is None:
            continue
        word = one.peek("dateType")
        event = mapped("dates", word) or hyphened(word) or "other"
        if event not in events:
            events[event] = date
            one.drop(("date", "value", "dateType"))
    issued = events.get("issued")
    if issued is None or (year is not None and issued.year != year.year):
        published = dates.parse(members.peek("published"))
        issued = year or issued or published
    else:
        del events["issued"]
    if issued is not None and members.peek("published") == str(issued.year):
        members.drop(("published",))
    return issued, events


def _publisher(members: Members) -> str:
    """Take the publisher, a text or an object; DataCite's codes for unknown are none."""
    one = members.object("publisher")
    found = one.text("name", "value", "#text")
    one.drop(("lang",))
    return "" if _UNKNOWN.match(found) else found


def _keywords(members: Members) -> tuple[Keyword, ...]:
    """Take the subjects; several in one text are parted at semicolons."""
    found: list[Keyword] = []
    for one in members.objects("subjects", "subject"):
        scheme = one.text("subjectScheme", "scheme")
        text = one.text("subject", "value", "#text")
        one.drop(("lang", "xml:lang"))
        parts = [text] if scheme else text.split(";")
        found += [Keyword(part.strip(), scheme) for part in parts if part.strip()]
    return tuple(dict.fromkeys(found))


def _abstract(members: Members) -> dict[str, Any]:
    """Take the first abstract; other descriptions stay."""
    found: dict[str, Any] = {}
    for one in members.objects("descriptions", "description"):
        if one.peek("descriptionType").lower() != "abstract" or found:
            continue
        if text := paragraphs(one.raw_text("description", "value", "#text")):
            found = {"abstract": text, "abstract_sections": abstracts.sections(text)}
            one.drop(("descriptionType", "lang", "xml:lang"))
    return found


def _rights(members: Members) -> str:
    """Take the first statement of rights, in words or as an address."""
    found = ""
    for one in members.objects("rightsList", "rights") or members.objects("rights", "rights"):
        if not found:
            found = one.text("rights", "value", "#text") or one.text("rightsUri", "rightsURI")
            one.drop(("lang", "xml:lang"))
    return found


def _funding(members: Members) -> tuple[Funding, ...]:
    found: list[Funding] = []
    for one in members.objects("fundingReferences", "funderName"):
        number = doi(text_of(one.left.get("funderIdentifier")))
        if number:
            one.drop(("funderIdentifier", "funderIdentifierType", "schemeUri"))
        award = one.text("awardNumber") or one.object("awardNumber").text("awardNumber", "value")
        found.append(Funding(one.text("funderName"), (award,) if award else (), number))
    return tuple(dict.fromkeys(one for one in found if one != Funding()))


def _pages(members: Members) -> str:
    """Take a size in pages; other sizes stay."""
    sizes = members.texts("sizes", "size")
    found = next(filter(None, map(_PAGES.match, sizes)), None)
    others = [size for size in sizes if found is None or size != found[0]]
    if others:
        members.left["sizes"] = others
    return found[1] if found else ""

"""One mods element to a citation. What the mapping takes and why is in docs/formats/mods.md."""

from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, languages
from mentorlit.formats.mods import dates, hosts, numbers, places
from mentorlit.formats.mods.kinds import kind
from mentorlit.formats.mods.people import Credits
from mentorlit.formats.mods.subjects import keywords
from mentorlit.formats.mods.titles import titles
from mentorlit.formats.mods.vocabulary import silent
from mentorlit.model import Citation, Funding, Origin, Problem, Relation
from mentorlit.xmlrecord import XmlRecord, header_id
from mentorlit.xmltext import attribute, local, value

_LABELS: Final = ("type", "displayLabel")
_NUMBERED: Final = frozenset({"report", "patent", "standard", "bill", "legislation"})
"""Types whose number is their own, not that of an issue."""
_OTHER_PARTS: Final = frozenset({"summary", "abstract", "translation", "original"})
_RESPONSIBLE: Final = frozenset({"statement of responsibility", "statementofresponsibility"})


def citation(record: XmlRecord, origin: Origin) -> Citation | None:
    """Return the citation that a mods element describes, None for one that says nothing.

    Elements without a place in the model come back in ``extra[origin.format]``, under the path of
    their names.
    """
    issued = dates.dated(record, record.element)
    values = _values(record, issued)
    record_id = (
        record.first_text("recordIdentifier", record.first("recordInfo"))
        if record.first("recordInfo") is not None
        else ""
    )
    record_id = record_id or attribute(record.element, "ID") or header_id(record.before)
    rest = record.rest(silent(), _LABELS)
    if not rest and not any(values.values()):
        return None
    problems = (*record.problems, *values.pop("problems"))
    for text in issued.unclear:
        message = f"the date {text[:100]!r} says more than is understood, or other things"
        problems += (Problem("date-unclear", message, "issued"),)
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=record_id),
    )


def _values(record: XmlRecord, issued: dates.Dates) -> dict[str, Any]:
    scope = record.element
    named = titles(record, scope)
    people = Credits(record, scope)
    found = numbers.Numbers(record, scope)
    related = _related(record)
    item = related.pop("host", None)
    values: dict[str, Any] = {"problems": people.problems()}
    values["type"], genre = kind(record, item)
    _put(values, people.values())
    values |= {
        "title": named.title,
        "title_short": named.short,
        "alternative_title": named.alternative,
        "citation_key": found.key,
        "issued": issued.issued,
        "dates": issued.events,
    }
    _put(values, found.values())
    _put(values, places.published(record, scope))
    _put(values, numbers.part(record, scope))
    location, urls = places.locations(record)
    _put(values, location)
    values["url"] = tuple(dict.fromkeys((*urls, *found.url)))
    _put(values, _texts(record))
    _host(values, hosts.host(record, item) if item is not None else {}, related)
    if not values.get("publisher"):
        values["publisher"] = people.publisher(is_thesis=values["type"] == "thesis")
    values["contributor"] = (*values.get("contributor", ()), *people.others())
    values["number_of_pages"] = values.get("number_of_pages") or numbers.extent(record)
    _genre(record, values, genre)
    if values["type"] in _NUMBERED and not values.get("number") and item is None:
        values["number"] = values.pop("issue", "")
    return values


def _put(values: dict[str, Any], more: dict[str, Any]) -> None:
    """Add what is not said yet."""
    for field, found in more.items():
        if found and not values.get(field):
            values[field] = found


def _related(record: XmlRecord) -> dict[str, Any]:
    """Take the related items but the first host, which is returned as ``host``."""
    found: dict[str, Any] = {}
    relations: list[Relation] = []
    for item in record.all("relatedItem"):
        role = attribute(item, "type")
        if role == "host" and "host" not in found:
            found["host"] = item
        elif role == "series" and "series" not in found:
            found["series"] = hosts.series(record, item)
        else:
            relations += hosts.relation(record, item)
    return {**found, "relations": relations}


def _host(values: dict[str, Any], host: dict[str, Any], related: dict[str, Any]) -> None:
    """Add what host and series say; a series' ISSN is not that of a book's chapter."""
    _put(values, host)
    series = related.get("series", {})
    serial = series.pop("issn", ())
    _put(values, series)
    values["issn"] = values.get("issn") or serial
    values["relations"] = (*values.get("relations", ()), *related["relations"])


def _texts(record: XmlRecord) -> dict[str, Any]:
    """Take language, abstract, subjects, notes and rights."""
    found: dict[str, Any] = {"language": _language(record)}
    for element in record.all("abstract"):
        if text := record.marked(element):
            found["abstract"] = text
            found["abstract_sections"] = abstracts.sections(text)
            break
    found["keyword"] = keywords(record)
    found |= _notes(record)
    found["rights"] = record.first_text("accessCondition")
    return found


def _language(record: XmlRecord) -> str:
    """Take the language of the work, not that of a summary; codes are tried before words."""
    for element in record.all("language"):
        if attribute(element, "objectPart").lower() in _OTHER_PARTS:
            continue
        terms = record.all("languageTerm", element) or ([] if len(element) else [element])
        for term in sorted(terms, key=lambda one: attribute(one, "type") != "code"):
            if tag := languages.tag(value(term)):
                record.use(*(one for one in terms if languages.tag(value(one)) == tag))
                return tag
    return ""


def _notes(record: XmlRecord) -> dict[str, Any]:
    """Take the notes; a statement of responsibility repeats names and stays."""
    notes: dict[str, None] = {}
    funding: list[Funding] = []
    for element in record.all("note"):
        role = attribute(element, "type").lower()
        if role in _RESPONSIBLE or not value(element):
            continue
        if role in ("funding", "funder"):
            funding.append(Funding(statement=record.text(element)))
        else:
            notes[record.marked(element)] = None
    return {"note": tuple(notes), "funding": tuple(funding)}


def _genre(record: XmlRecord, values: dict[str, Any], genre: str) -> None:
    """Keep the genre in words: a thesis' kind, or what no type stands for."""
    extension = {local(one): one for part in record.all("extension") for one in part.iter()}
    if values["type"] == "thesis":
        grantor = extension.get("grantor")
        if grantor is not None and not values.get("publisher"):
            values["publisher"] = record.text(grantor)
    for element in record.all("genre"):
        text = value(element)
        if text == genre:
            if values["type"] in _QUALIFIED:
                values["genre"] = record.text(element)
                break
            if text.lower().replace(" ", "") in _SAME:
                record.use(element)
        elif text and "authority" not in element.attrib and not values.get("genre"):
            values["genre"] = record.text(element)


_QUALIFIED: Final = frozenset(
    {"thesis", "report", "article", "manuscript", "personal_communication", "map", "patent"}
)
"""Types that CSL's styles qualify by the genre ("PhD thesis")."""
_SAME: Final = frozenset(
    {
        *("article", "journalarticle", "bookchapter", "booksection", "chapter", "book", "books"),
        *("conferencepaper", "periodical", "journal", "magazinearticle", "newspaperarticle"),
        *("webpage", "website", "preprint", "software", "computerprogram", "dataset"),
        *("dictionaryentry", "encyclopediaarticle", "interview", "review", "bookreview"),
    }
)
"""Genres that say no more than the type."""

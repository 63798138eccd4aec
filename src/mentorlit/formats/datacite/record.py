"""One resource element of DataCite's XML to a citation; see docs/formats/datacite-xml.md."""

import re
from typing import Any, Final

from lxml.etree import _Element
from msgspec.structs import replace

from mentorlit import abstracts, dates, identifiers, languages
from mentorlit.formats.datacite import related
from mentorlit.formats.datacite.people import credited
from mentorlit.formats.datacite.ranges import ranged
from mentorlit.formats.datacite.titles import titled
from mentorlit.formats.datacite.vocabulary import (
    attributes,
    hyphened,
    is_unstated,
    kind,
    mapped,
    names_type,
    says_more,
)
from mentorlit.model import Citation, Funding, Keyword, Origin, PartialDate, Problem
from mentorlit.plaintext import markup, paragraphs
from mentorlit.xmlrecord import XmlRecord, header_id
from mentorlit.xmltext import attribute, local, value

_PAGES: Final = re.compile(r"(?i)([0-9]{1,5})\s?(?:pages?|p\.?|pp\.?|S\.|Seiten)\Z")
_OF_THE_DOCUMENT: Final = frozenset(
    {"doi", "pmid", "pmcid", "title", "author", "issued", "url", "issn", "isbn", "identifiers"}
)


def citation(record: XmlRecord, origin: Origin) -> Citation | None:
    """Return the citation that a resource element describes, None for one that says nothing.

    Elements without a place in the model come back in ``extra[origin.format]``, under the path of
    their names.
    """
    values = _values(record)
    problems = (*record.problems, *values.pop("problems"))
    if not any(values.get(field) for field in _OF_THE_DOCUMENT):
        return None
    silent, labels = attributes("silent"), attributes("labels")
    rest = record.rest(frozenset(silent), labels)
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=header_id(record.before) or values.get("doi", "")),
    )


def _values(record: XmlRecord) -> dict[str, Any]:
    values: dict[str, Any] = {**_titles(record), **credited(record)}
    numbers = related.numbers(record)
    relations = related.relations(record, numbers)
    container, others = related.held_in(record)
    relations += container.pop("relations", ()) + others
    values |= _type(record)
    values["issued"], values["dates"], values["problems"] = _dates(record)
    values |= numbers.values()
    for field, found in container.items():
        if found and not values.get(field):
            values[field] = found
    values["relations"] = tuple(dict.fromkeys(relations))
    publisher = record.first_text("publisher")
    values["publisher"] = "" if is_unstated(publisher) else publisher
    values["language"] = _language(record)
    values["version"] = record.first_text("version")
    values["keyword"] = tuple(
        dict.fromkeys(
            Keyword(text, attribute(element, "subjectScheme"))
            for element in record.under("subjects", "subject")
            if (text := record.text(element))
        )
    )
    values |= _abstract(record)
    values["rights"] = _rights(record)
    values["funding"] = values.get("funding", ()) + _funding(record)
    values["number_of_pages"] = _pages(record)
    return values


def _titles(record: XmlRecord) -> dict[str, Any]:
    return titled(
        (attribute(element, "titleType"), text)
        for element in record.under("titles", "title")
        if not is_unstated(text := markup(record.marked(element)))
    )


def _type(record: XmlRecord) -> dict[str, Any]:
    """Take the type; the free word beside it is the genre if it says more."""
    element = record.first("resourceType")
    if element is None:
        return {"type": ""}
    general = attribute(element, "resourceTypeGeneral")
    word = record.text(element)
    found = kind(general, word)
    more = says_more(general, word) and says_more(found, word) and not names_type(word, found)
    return {"type": found, "genre": word if more else ""}


def _dates(
    record: XmlRecord,
) -> tuple[PartialDate | None, dict[str, PartialDate], tuple[Problem, ...]]:
    """Take the dates: issued is the year of publication, exact if a date of that year is given."""
    element = record.first("publicationYear")
    text = value(element)
    year = dates.parse(text)
    problems: tuple[Problem, ...] = ()
    if dates.is_whole(text, year) or is_unstated(text):
        record.use(element)
    else:
        message = f"the year {text[:60]!r} is not understood, or not all of it"
        problems = (Problem("date-unclear", message, "issued"),)
    events: dict[str, PartialDate] = {}
    for element in record.under("dates", "date"):
        text = value(element)
        date = ranged(text)
        if date is None:
            continue
        name = attribute(element, "dateType")
        event = mapped("dates", name) or hyphened(name) or "other"
        if event not in events:
            events[event] = date
            record.use(element)
    issued = events.get("issued")
    if issued is None or (year is not None and issued.year != year.year):
        return year or issued, events, problems
    del events["issued"]
    return issued, events, problems


def _language(record: XmlRecord) -> str:
    element = record.first("language")
    tag = languages.tag(value(element))
    if tag:
        record.use(element)
    return tag


def _abstract(record: XmlRecord) -> dict[str, Any]:
    """Take the first abstract; other descriptions stay."""
    for element in record.under("descriptions", "description"):
        if attribute(element, "descriptionType").lower() != "abstract":
            continue
        if text := paragraphs(_with_breaks(element)):
            record.use(element)
            return {"abstract": text, "abstract_sections": abstracts.sections(text)}
    return {}


def _with_breaks(element: _Element) -> str:
    """Return the text of an element; its ``br`` part paragraphs."""
    parts = [element.text or ""]
    for inner in element:
        parts.append("\n\n" if local(inner) == "br" else " ")
        parts += map(str, inner.itertext())
        parts.append(inner.tail or "")
    return "".join(parts)


def _rights(record: XmlRecord) -> str:
    """Take the first statement of rights, in words or as an address (3: rights without a list)."""
    listed = [*record.under("rightsList", "rights"), *record.all("rights")]
    for element in listed:
        if text := value(element) or attribute(element, "rightsURI"):
            record.use(element)
            return text
    return ""


def _funding(record: XmlRecord) -> tuple[Funding, ...]:
    found: list[Funding] = []
    for element in record.under("fundingReferences", "fundingReference"):
        number = record.first("funderIdentifier", element)
        doi = identifiers.doi(value(number)) if number is not None else ""
        if doi:
            record.use(number)
        found.append(
            Funding(
                record.first_text("funderName", element),
                tuple(record.texts("awardNumber", element)),
                doi,
            )
        )
    return tuple(dict.fromkeys(one for one in found if one != Funding()))


def _pages(record: XmlRecord) -> str:
    for element in record.under("sizes", "size"):
        if match := _PAGES.match(value(element)):
            record.use(element)
            return match[1]
    return ""

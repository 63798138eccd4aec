"""One reference of a Citavi project, with what it is linked to, to a citation.

What the mapping takes and why is in docs/formats/citavi-xml.md.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import abstracts, dates, identifiers, languages
from mentorlit.formats.citavi.links import linked
from mentorlit.formats.citavi.project import Fields, Project
from mentorlit.formats.citavi.reference import Reference
from mentorlit.model import (
    PYTHON_NAME,
    Citation,
    Origin,
    PartialDate,
    Problem,
    StandardNumber,
)
from mentorlit.plaintext import clean, markup, paragraphs
from mentorlit.tables import load

_ORIGINAL: Final = re.compile(r"<os>([^<]*)</os>(?!.*<os>)", re.DOTALL)
_COUNT: Final = re.compile(
    r"(?i)(?P<roman>[ivxlcdm]{1,8},\s?)?(?P<pages>[0-9]{1,5})\s?(?:S|Seiten|p|pp|pages?|Bl)?[.\s;]*\Z"
)
_DOTTED: Final = re.compile(r"(?:([0-9]{1,2})\.)?([0-9]{1,2})\.([0-9]{4})\Z")
_DASHES: Final = re.compile(r"\s*[‐-―−]\s*")
_PERIODICAL: Final = frozenset(
    {"article-journal", "article-newspaper", "article-magazine", "periodical", ""}
)
_OF_PARENT: Final = (
    "publisher",
    "publisher_place",
    "issued",
    "isbn",
    "editor",
    "edition",
    "volume",
)
_SAYS_SOMETHING: Final = (
    "title",
    "author",
    "editor",
    "issued",
    "doi",
    "container_title",
    "url",
    "abstract",
)


def citation(
    reference: Reference, project: Project, others: Mapping[str, Fields], origin: Origin
) -> Citation | None:
    """Return the citation of a reference, None if it says nothing.

    ``others`` are the project's references by id: a contribution takes from the book that holds it
    title, editors, publisher, place and year. Elements without a place in the model come back in
    ``extra[origin.format]``.
    """
    values = _values(reference, project)
    parent = project.parent(reference.key)
    if parent in others and values["type"] == "chapter":
        book = project.books.get(parent)
        if book is None:
            book = project.books[parent] = _values(Reference(parent, others[parent]), project)
        size = sum(map(len, others[parent].values())) + 64 * len(book.get("editor", ()))
        if not project.spend(size):
            book = {"title": ""}
        values["container_title"] = book["title"]
        values |= {
            name: book[name] for name in _OF_PARENT if book.get(name) and not values.get(name)
        }
        if book.get("author"):
            values["container_author"] = book["author"]
    problems = values.pop("problems")
    if not any(values.get(name) for name in _SAYS_SOMETHING):
        return None
    rest = reference.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=reference.key),
    )


def _values(reference: Reference, project: Project) -> dict[str, Any]:
    table = load("citavi")
    word = reference.take("ReferenceType").replace(" ", "")
    kind = table["types"].get(word, "")
    values: dict[str, Any] = {"type": kind, "problems": ()}
    if word and word not in table["types"]:
        message = f"the type {word[:60]!r} is not known"
        values["problems"] = (Problem("unknown-type", message, "type"),)
    values |= _titles(reference)
    for name, tags in table["text"].items():
        values[PYTHON_NAME[name]] = reference.take(*tags)
    values["volume"] = values["volume"].strip()
    values["issue" if kind in _PERIODICAL else "number"] = reference.take("Number")
    values |= _dates(reference, values)
    values |= _pages(reference)
    values |= _numbers(reference)
    linked(reference, project, values)
    values["language"] = _language(reference)
    abstract = paragraphs(reference.peek("Abstract"))
    reference.take("Abstract")
    values["abstract"], values["abstract_sections"] = abstract, abstracts.sections(abstract)
    values["note"] = tuple(filter(None, [reference.take("Notes")]))
    values["annote"] = _annotations(reference, project)
    return values


def _titles(reference: Reference) -> dict[str, Any]:
    title = markup(reference.take("Title"))
    subtitle = markup(reference.take("Subtitle"))
    if title and subtitle:
        title = f"{title} {subtitle}" if title.endswith((":", "?", "!")) else f"{title}: {subtitle}"
    others = (reference.take(tag) for tag in load("citavi")["titles"]["alternative"])
    return {
        "title": title or subtitle,
        "alternative_title": tuple(dict.fromkeys(filter(None, others))),
    }


def _dates(reference: Reference, values: dict[str, Any]) -> dict[str, Any]:
    """Take year and date; the date counts if it is of that year, or the only one."""
    year, date = dates.parse(reference.peek("Year")), _date(reference.peek("Date"))
    issued: PartialDate | None = year or date
    found: dict[str, Any] = {}
    if date is not None and issued is not None and date.year == issued.year:
        issued = date
        if dates.is_whole(_dotted(reference.peek("Date")), date):
            reference.take("Date")
    if issued is not None and dates.is_whole(
        reference.peek("Year"), replace(issued, month=0, day=0)
    ):
        reference.take("Year")
    elif reference.peek("Year"):
        message = f"the date {reference.peek('Year')[:60]!r} is not understood, or not all of it"
        found["problems"] = (*values["problems"], Problem("date-unclear", message, "issued"))
    accessed = _date(reference.peek("AccessDate"))
    if accessed is not None and dates.is_whole(_dotted(reference.peek("AccessDate")), accessed):
        reference.take("AccessDate")
    return {**found, "issued": issued, "accessed": accessed}


def _date(text: str) -> PartialDate | None:
    return dates.parse(_dotted(text))


def _dotted(text: str) -> str:
    """Return a date with full stops, which has the day first everywhere, as ISO 8601."""
    match = _DOTTED.match(text.strip())
    if not match:
        return text
    day = f"-{int(match[1]):02d}" if match[1] else ""
    return f"{match[3]}-{int(match[2]):02d}{day}"


def _pages(reference: Reference) -> dict[str, str]:
    """Take the pages, which Citavi keeps as XML within a text, with the original wording last."""
    text = reference.take("PageRange")
    match = _ORIGINAL.search(text)
    found = {"page": _DASHES.sub("-", clean(match[1] if match else text))}
    count = reference.peek("PageCount")
    said = _ORIGINAL.search(count)
    # Citavi's own sum counts what it takes for pages: "1 online resource" is none.
    match = _COUNT.match((said[1] if said else count).strip())
    if match:
        found["number_of_pages"] = match["pages"]
        if not match["roman"]:
            reference.take("PageCount")
    return found


def _numbers(reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if doi := identifiers.doi(reference.peek("DOI") or reference.peek("Doi")):
        found["doi"] = doi
        reference.take("DOI", "Doi")
    if pmid := identifiers.pmid(reference.peek("PubMedID") or reference.peek("PubMedId")):
        found["pmid"] = pmid
        reference.take("PubMedID", "PubMedId")
    if pmcid := identifiers.pmcid(reference.peek("PmcId")):
        found["pmcid"] = pmcid
        reference.take("PmcId")
    if isbns := identifiers.isbns(reference.peek("ISBN"), checked=False):
        found["isbn"] = tuple(map(StandardNumber, isbns))
        reference.take("ISBN")
    if issns := identifiers.issns(reference.peek("ISSN"), checked=False):
        found["issn"] = tuple(map(StandardNumber, issns))
        reference.take("ISSN")
    return found


def _language(reference: Reference) -> str:
    for tag in ("LanguageCode", "Language"):
        if found := languages.tag(reference.peek(tag)):
            reference.take(tag)
            return found
    return ""


def _annotations(reference: Reference, project: Project) -> tuple[str, ...]:
    """Return the user's own texts: the evaluation, and quotations with their pages."""
    found = [reference.take("Evaluation")]
    for item in project.owned("KnowledgeItem", reference.key):
        pages = item.get("PageRange", "")
        match = _ORIGINAL.search(pages)
        pages = clean(match[1] if match else pages)
        text = ": ".join(filter(None, (item.get("CoreStatement"), item.get("Text"))))
        found.append(f"{text} ({pages})" if pages and text else text)
    return tuple(dict.fromkeys(filter(None, found)))

"""One article or journal of DOAJ to a citation; docs/formats/doaj.md says what becomes what."""

from typing import Any

from msgspec.structs import replace

from mentorlit import abstracts, dates, languages
from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.aggregator.numbers import doi, issns
from mentorlit.formats.aggregator.people import bare_orcid, in_order
from mentorlit.formats.aggregator.text import title
from mentorlit.model import Citation, Keyword, Name, Origin, PartialDate, Problem
from mentorlit.plaintext import paragraphs

_ELECTRONIC, _PRINT = "electronic", "print"


def citation(members: Members, origin: Origin, problems: tuple[Problem, ...]) -> Citation | None:
    """Return the citation, None for an object without title and identifiers.

    What has no place in the model comes back in ``extra[origin.format]``.
    """
    own_id = members.text("id", "_id")
    bib = members.object("bibjson", "title") if "bibjson" in members else members
    values: dict[str, Any] = {"title": title(bib.raw_text("title"))}
    _identifiers(bib, values)
    if not values["title"] and not values["doi"]:
        return None
    values["author"] = tuple(_name(one) for one in bib.objects("author"))
    _journal(bib, values)
    first, last = bib.text("start_page"), bib.text("end_page")
    values["page"] = f"{first}-{last}" if first and last and first != last else first or last
    values["issued"] = _issued(bib)
    values["abstract"] = paragraphs(bib.raw_text("abstract"))
    values["abstract_sections"] = abstracts.sections(values["abstract"])
    values["keyword"] = _keywords(bib)
    values["url"] = tuple(
        dict.fromkeys(filter(None, (one.text("url") for one in bib.objects("link", "url"))))
    )
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=problems,
        origin=replace(origin, id=own_id),
    )


def _issued(bib: Members) -> PartialDate | None:
    """Take year and month; what is neither stays."""
    year, month = bib.peek("year"), bib.peek("month")
    if not (year.isdecimal() and len(year) == 4):
        return None
    number = int(month) if month.isdecimal() and len(month) < 3 else dates.month(month)
    found = dates.make(int(year), number)
    bib.drop(("year",) if found else ())
    bib.drop(("month",) if found and found.month else ())
    return found


def _identifiers(bib: Members, values: dict[str, Any]) -> None:
    """Take the DOI, and the ISSN in print and online."""
    media: dict[str, str] = {}
    values["doi"] = ""
    for one in bib.objects("identifier", "id"):
        kind, text = one.peek("type").lower(), one.peek("id")
        if kind == "doi" and doi(text):
            values["doi"] = doi(text)
        elif kind in ("pissn", "eissn", "issn") and issns([text]):
            media[text] = {"pissn": _PRINT, "eissn": _ELECTRONIC}.get(kind, "")
        else:
            continue
        one.drop(("type", "id"))
    for kind, medium in (("pissn", _PRINT), ("eissn", _ELECTRONIC)):
        if text := bib.text(kind):
            media[text] = medium
    values["issn"] = issns(list(media), media)


def _name(one: Members) -> Name:
    affiliation = tuple(one.texts("affiliation"))
    orcid = bare_orcid(one.text("orcid_id", "orcid"))
    return replace(in_order(one.text("name")), affiliation=affiliation, orcid=orcid)


def _journal(bib: Members, values: dict[str, Any]) -> None:
    """Take the journal of an article; a record without one is itself of a journal."""
    is_article = "journal" in bib or bool(values.get("author"))
    values["type"] = "article-journal" if is_article else "periodical"
    journal = bib.object("journal", "title")
    values["container_title"] = journal.text("title")
    values["volume"] = journal.text("volume")
    values["issue"] = journal.text("number")
    publisher = bib.object("publisher")
    values["publisher"] = journal.text("publisher") or publisher.text("name")
    numbers = journal.texts("issns")
    known = {number.value for number in values["issn"]}
    further = tuple(number for number in issns(numbers) if number.value not in known)
    values["issn"] += further
    place = journal if "language" in journal else bib
    spoken = place.texts("language")
    values["language"] = languages.tag(spoken[0]) if len(spoken) == 1 else ""
    if spoken and not values["language"]:
        place.left["language"] = spoken
    if alternative := bib.text("alternative_title"):
        values["alternative_title"] = (alternative,)


def _keywords(bib: Members) -> tuple[Keyword, ...]:
    """Take the keywords of the authors and the classes of the journal (LCC)."""
    found = [Keyword(text) for text in bib.texts("keywords")]
    classes = [(one.text("term"), one.text("scheme")) for one in bib.objects("subject", "term")]
    found += [Keyword(text, scheme) for text, scheme in classes if text]
    return tuple(dict.fromkeys(found))

"""The elements that items and what contains them have alike, each to its field."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mentorlit import languages
from mentorlit.dates import is_whole, parse
from mentorlit.formats.crossref_xml import dates, links
from mentorlit.formats.crossref_xml.people import contributors
from mentorlit.formats.scholarly import abstracts, rest
from mentorlit.formats.scholarly.draft import Draft, Handlers, keeps, sets, skips, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.tables import load


def titles(element: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Yield each title in a ``titles`` with its kind: ``title`` (with subtitle), ``original``."""
    if element is None:
        return
    pending = ""
    for inner in element:
        if inner.tag == "title":
            if pending:
                yield "title", pending
            pending = text(inner)
        elif inner.tag == "subtitle":
            subtitle = text(inner)
            if subtitle.casefold() not in pending.casefold():
                pending = full_title(pending, subtitle)
        elif inner.tag == "original_language_title":
            yield "original", text(inner)
    if pending:
        yield "title", pending


def _titles(draft: Draft, element: etree._Element) -> None:
    """Take the titles; an original title that repeats the title says nothing."""
    found = list(titles(element))
    main = [line for kind, line in found if kind == "title" and line]
    draft.once("title", main[0] if main else "", "title")
    draft.fields["alternative_title"] = tuple(dict.fromkeys(main[1:]))
    for kind, line in found:
        if kind == "original" and line and line not in main:
            draft.once("original_title", line, "original_language_title")


def _abstract(draft: Draft, element: etree._Element) -> None:
    if draft.fields.get("abstract"):
        rest.keep(draft.extra, element)
    else:
        abstracts.take(draft, element)


def _pages(draft: Draft, element: etree._Element) -> None:
    first, last = text(element.find("first_page")), text(element.find("last_page"))
    page = f"{first}-{last}" if first and last and first != last else first or last
    other = text(element.find("other_pages"))
    draft.fields["page"] = ", ".join(part for part in (page, other) if part)


def _publisher_item(draft: Draft, element: etree._Element) -> None:
    """Take what the publisher calls the item: an article number, or an id of its own."""
    for inner in element:
        kind = inner.get("item_number_type") or inner.get("id_type") or ""
        value = word(inner)
        if _is_number(kind.replace("-", "_").lower(), draft.fields.get("type", "")):
            draft.once("number", value, inner.tag)
        elif kind == "doi":
            draft.identify("DOI", value, inner.tag)
        elif kind.lower() in ("pii", "sici"):
            draft.identify(kind.upper(), value, inner.tag)
        elif value:
            draft.identify("publisher", value, inner.tag)


def _is_number(kind: str, of: str) -> bool:
    """Tell whether an item number is the article's or document's own."""
    if kind in ("article_number", "articlenumber"):
        return True
    return of in ("report", "standard") and kind.endswith("number")


def issn(draft: Draft, element: etree._Element) -> None:
    """Take an ``issn`` with its medium."""
    medium = load("crossref_xml")["medium"].get(element.get("media_type") or "", "")
    draft.add_issn(word(element), medium)


def isbn(draft: Draft, element: etree._Element) -> None:
    """Take an ``isbn`` with its medium."""
    medium = load("crossref_xml")["medium"].get(element.get("media_type") or "", "")
    draft.add_isbn(word(element), medium)


def _publisher(draft: Draft, element: etree._Element) -> None:
    for inner in element:
        place = inner.tag == "publisher_place"
        draft.once("publisher_place" if place else "publisher", text(inner), inner.tag)


def _institution(draft: Draft, element: etree._Element) -> None:
    """Take an institution: where a thesis was made or a report published, if nothing else says."""
    name = text(element.find("institution_name"))
    if draft.fields.get("type") in ("thesis", "report", "standard", ""):
        draft.once("publisher", name, "institution")
        place = text(element.find("institution_place"))
        draft.once("publisher_place", place, "institution_place")
    elif draft.fields.get("type") == "article":
        draft.once("archive", name, "institution")
    for inner in element:
        if inner.tag not in ("institution_name", "institution_place"):
            rest.keep(draft.extra, inner)


def _event(draft: Draft, element: etree._Element) -> None:
    """Take an ``event_metadata``: the conference."""
    for inner in element:
        if inner.tag == "conference_name":
            draft.once("event_title", text(inner), inner.tag)
        elif inner.tag == "conference_location":
            draft.once("event_place", text(inner), inner.tag)
        elif inner.tag == "conference_date":
            _event_date(draft, inner)
        else:
            rest.keep(draft.extra, inner)


def _event_date(draft: Draft, element: etree._Element) -> None:
    start = [element.get(f"start_{part}") or "" for part in ("year", "month", "day")]
    end = [element.get(f"end_{part}") or "" for part in ("year", "month", "day")]
    date = dates.between(start, end)
    line = text(element)
    if date is None:
        found = parse(line)
        date = found if is_whole(line, found) else None
    if date is not None:
        draft.fields["event_date"] = date
    if line:
        rest.put(draft.extra, "conference_date", line)


def _volume(draft: Draft, element: etree._Element) -> None:
    draft.once("volume", text(element), "volume")


def _journal_volume(draft: Draft, element: etree._Element) -> None:
    for inner in element:
        if inner.tag == "volume":
            _volume(draft, inner)
        elif inner.tag != "publication_date":
            rest.keep(draft.extra, inner)


def language(draft: Draft, element: etree._Element) -> None:
    """Take the attribute ``language``, if nothing nearer to the item has said it."""
    code = element.get("language") or ""
    if tag := languages.tag(code):
        draft.fields.setdefault("language", tag)
    elif code:
        rest.put(draft.extra, "language", code)


def _project(draft: Draft, element: etree._Element) -> None:
    """Take the title of a grant's project; the rest of it is kept."""
    draft.once("title", text(element.find("project-title")), "project-title")
    rest.keep(draft.extra, element)


def _standards_body(draft: Draft, element: etree._Element) -> None:
    draft.once("publisher", text(element.find("standards_body_name")), element.tag)
    rest.keep(draft.extra, element)


def _designators(draft: Draft, element: etree._Element) -> None:
    """Take the number of a standard: as published, else the first."""
    draft.once("number", next((text(x) for x in element.iter("std_designator")), ""), element.tag)
    rest.keep(draft.extra, element)


def _degree(draft: Draft, element: etree._Element) -> None:
    draft.once("genre", text(element), "degree")


ITEM: Final[Handlers] = {
    "titles": _titles,
    "contributors": contributors,
    "abstract": _abstract,
    **dict.fromkeys(("publication_date", "database_date"), skips),
    **dict.fromkeys(load("crossref_xml")["event"], dates.event),
    "pages": _pages,
    "publisher_item": _publisher_item,
    "doi_data": links.doi_data,
    "program": links.program,
    "crossmark": links.crossmark,
    "citation_list": links.citations,
    "component_list": keeps,
    "issn": issn,
    "isbn": isbn,
    "noisbn": skips,
    "publisher": _publisher,
    "institution": _institution,
    "degree": _degree,
    "project": _project,
    "standards_body": _standards_body,
    "designators": _designators,
    "edition_number": sets("edition"),
    "volume": _volume,
    "journal_volume": _journal_volume,
    "issue": sets("issue"),
    "part_number": sets("part_number"),
    "component_number": sets("chapter_number"),
    "event_metadata": _event,
    "group_title": keeps,
}
"""What may describe an item, and (but for a few) what contains it."""

"""``journal-meta``: what the article appeared in; ``conference``; ``collection-meta``."""

from typing import Final

from lxml import etree

from mentorlit.dates import is_whole, parse
from mentorlit.formats.jats.draft import JatsDraft, meaning
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Handlers, keeps, sets, skips, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.xmltext import attribute

_ABBREVIATIONS: Final = ("iso-abbrev", "nlm-ta")


def journal(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``journal-meta``."""
    draft.walk(element, _JOURNAL)
    ids = {inner.get("journal-id-type") or "": word(inner) for inner in element.iter("journal-id")}
    short = next((ids.pop(name) for name in _ABBREVIATIONS if ids.get(name)), "")
    if not draft.fields.get("container_title"):
        draft.fields["container_title"] = short
    elif not draft.fields.get("container_title_short"):
        draft.fields["container_title_short"] = short
    for name, value in ids.items():
        if value not in (short, draft.fields.get("container_title")):
            rest.put(draft.extra, f"journal-id {name}".strip(), value)


def _titles(draft: JatsDraft, element: etree._Element) -> None:
    draft.walk(element, _TITLES)
    title, subtitle = (text(element.find(f"journal-{name}")) for name in ("title", "subtitle"))
    draft.once("container_title", full_title(title, subtitle), "journal-title")


def _title(draft: JatsDraft, element: etree._Element) -> None:
    draft.once("container_title", text(element), "journal-title")


def _short(draft: JatsDraft, element: etree._Element) -> None:
    draft.once("container_title_short", text(element), "abbrev-journal-title")


def issn(draft: JatsDraft, element: etree._Element) -> None:
    """Take an ``issn`` with its medium, an ``issn-l`` as the linking one."""
    kind = (element.get("publication-format") or element.get("pub-type") or "").lower()
    medium = "linking" if element.tag == "issn-l" else str(meaning("medium").get(kind, kind))
    if value := word(element):
        draft.add_issn(value, medium)


def isbn(draft: JatsDraft, element: etree._Element) -> None:
    """Take an ``isbn`` with its medium."""
    kind = element.get("publication-format") or element.get("content-type") or ""
    kind = (kind or element.get("pub-type") or "").lower()
    if value := word(element):
        draft.add_isbn(value, str(meaning("medium").get(kind, kind)))


def publisher(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``publisher``."""
    draft.walk(element, _PUBLISHER)


def _place(draft: JatsDraft, element: etree._Element) -> None:
    draft.once("publisher_place", text(element), "publisher-loc")


def conference(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``conference``; its date only if it can be read."""
    draft.walk(element, _CONFERENCE)


def _conference_date(draft: JatsDraft, element: etree._Element) -> None:
    line = text(element) or attribute(element, "iso-8601-date")
    date = parse(line)
    if date is not None and is_whole(line, date):
        draft.fields["event_date"] = date
    else:
        rest.keep(draft.extra, element)


def collection(draft: JatsDraft, element: etree._Element) -> None:
    """Take a ``collection-meta`` of BITS: the series."""
    draft.walk(element, _COLLECTION)


def _series(draft: JatsDraft, element: etree._Element) -> None:
    title, subtitle = (text(element.find(name)) for name in ("title", "subtitle"))
    draft.once("collection_title", full_title(title, subtitle), "collection-title")


_TITLES: Final[Handlers] = {
    "journal-title": skips,
    "journal-subtitle": skips,
    "abbrev-journal-title": _short,
}
_PUBLISHER: Final[Handlers] = {"publisher-name": sets("publisher"), "publisher-loc": _place}
_JOURNAL: Final[Handlers] = {
    "journal-id": skips,
    "journal-title-group": _titles,
    "journal-title": _title,
    "abbrev-journal-title": _short,
    "issn": issn,
    "issn-l": issn,
    "isbn": isbn,
    "publisher": publisher,
    "contrib-group": keeps,
}
_CONFERENCE: Final[Handlers] = {
    "conf-name": sets("event_title"),
    "conf-loc": sets("event_place"),
    "conf-date": _conference_date,
}
_COLLECTION: Final[Handlers] = {
    "title-group": _series,
    "volume-in-collection": sets("collection_number"),
    "issn": issn,
    "contrib-group": keeps,
}

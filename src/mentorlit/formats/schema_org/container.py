"""What a work of schema.org is part of: issue, volume, periodical, book, series, catalogue."""

from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.schema_org.nodes import types
from mentorlit.formats.schema_org.people import credited
from mentorlit.model import StandardNumber

_SERIES: Final = frozenset({"BookSeries", "CreativeWorkSeries", "Series"})
_SITES: Final = frozenset({"WebSite", "WebPage", "ItemPage", "CollectionPage"})
_PARTS: Final = frozenset({"PublicationIssue", "PublicationVolume"})
_NESTED: Final = 5


def add(members: Members, values: dict[str, Any]) -> None:
    """Put what ``isPartOf`` says, however deep, into the fields that are still empty."""
    for one in members.objects("isPartOf"):
        _part(one, values, _NESTED)
    for one in members.objects("includedInDataCatalog"):
        one.drop(("@type", "type"))
        if not values.get("container_title") and values["type"] == "dataset":
            values["container_title"] = one.text("name")


def _part(one: Members, values: dict[str, Any], depth: int) -> None:
    kind = set(types(one.left))
    one.drop(("@type", "type"))
    numbers(one, values)
    _set(values, "volume", one.text("volumeNumber"))
    _set(values, "issue", one.text("issueNumber"))
    name = ""
    # An issue or volume may have a title of its own, which is not that of the periodical.
    if not ((kind and kind <= _PARTS) or kind & _SITES):
        name = one.text("name", "headline", "title")
    elif values["type"] in ("webpage", "post-weblog", "post") and kind & _SITES:
        name = one.text("name")
    if kind & _SERIES:
        _set(values, "collection_title", name)
        _set(values, "collection_number", one.text("position"))
    elif values["type"] == "book":
        _set(values, "collection_title", name)
    else:
        _set(values, "container_title", name)
    if kind & {"Book", "PublicationVolume", "PublicationIssue"} and "editor" in one:
        values.setdefault("editor", credited(one).get("editor", ()))
    if not values.get("publisher") and "publisher" in one:
        values["publisher"] = one.object("publisher").text("name")
    if depth:
        for outer in one.objects("isPartOf"):
            _part(outer, values, depth - 1)


def _set(values: dict[str, Any], field: str, text: str) -> None:
    if text and not values.get(field):
        values[field] = text


def numbers(one: Members, values: dict[str, Any]) -> None:
    """Take ISSN and ISBN."""
    for field, find in (("issn", identifiers.issns), ("isbn", identifiers.isbns)):
        for text in one.texts(field):
            found = tuple(map(StandardNumber, find(text, checked=False)))
            values[field] = tuple(dict.fromkeys((*values.get(field, ()), *found)))

"""One object of a page's state to a citation, by the names of its members."""

from functools import cache
from typing import Any, Final

from mentorlit import dates, identifiers, languages, names
from mentorlit.formats.aggregator.text import title
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.plaintext import clean, markup, paragraphs
from mentorlit.tables import load, phrases
from mentorlit.webpages import carriedpeople, tagpeople
from mentorlit.webpages.carried import NOWHERE

_ENOUGH: Final = 2
"""Kinds of members beside title and DOI that the description of a work has."""
_NAMING: Final = frozenset({"title", "doi", "type"})
_LONGEST_TITLE: Final = 600
_MEMBERS: Final = 400
"""Members of an object that describes a work; larger ones are indexes of others."""
_AUTHORS: Final = 5000


def citation(raw: dict[str, Any]) -> Citation | None:
    """Return the work that an object of page state describes, None if it describes none."""
    found = _kinds(raw)
    if "title" not in found and "doi" not in found:
        return None
    if len(found.keys() - _NAMING) < _ENOUGH:
        return None
    values = _values(found)
    told = sum(bool(value) for field, value in values.items() if field not in _NAMING)
    if told < _ENOUGH or not (values["title"] or values["doi"]):
        return None
    return Citation(**values, origin=NOWHERE)


def counted(objects: list[dict[str, Any]]) -> Citation | None:
    """Return the DOI that data about a visit hold, if it is one, with the journal told with it."""
    found = [kinds for one in objects if "doi" in (kinds := _kinds(one))]
    dois = {
        doi for kinds in found for value in kinds["doi"] if (doi := identifiers.doi(_text(value)))
    }
    if len(dois) != 1:
        return None
    journals = [
        text for kinds in found for one in kinds.get("container_title", ()) if (text := _text(one))
    ]
    return Citation(doi=dois.pop(), container_title=clean(next(iter(journals), "")), origin=NOWHERE)


def _kinds(raw: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the values of the members that are known, by what they state."""
    found: dict[str, list[Any]] = {}
    if len(raw) > _MEMBERS:
        return found
    known = _members()
    for name, value in raw.items():
        if value not in (None, "", [], {}):
            kind = known.get("".join(filter(str.isalnum, name)).lower())
            if kind:
                found.setdefault(kind, []).append(value)
    return found


def _values(found: dict[str, list[Any]]) -> dict[str, Any]:
    texts = {kind: next(filter(None, map(_text, all_)), "") for kind, all_ in found.items()}
    head = texts.get("title", "")
    first, last = texts.get("first_page", ""), texts.get("last_page", "")
    values: dict[str, Any] = {
        "title": title(head) if len(head) <= _LONGEST_TITLE else "",
        "doi": identifiers.doi(texts.get("doi", "")),
        "author": _authors(found.get("author", [])),
        "container_title": clean(markup(texts.get("container_title", ""))),
        "volume": _number(texts.get("volume", "")),
        "issue": _number(texts.get("issue", "")),
        "page": f"{first}-{last}" if last and last != first else first or _pages(texts),
        "issued": _date(found.get("issued", [])),
        "publisher": clean(texts.get("publisher", "")),
        "abstract": _abstract(texts.get("abstract", "")),
        "keyword": tuple(map(Keyword, _keywords(found.get("keyword", [])))),
        "language": languages.tag(texts.get("language", "")),
        "pmid": identifiers.pmid(texts.get("pmid", "")),
        "pmcid": identifiers.pmcid(texts.get("pmcid", "")),
    }
    kinds = load("webpages/state")["types"]
    values["type"] = kinds.get("".join(filter(str.isalnum, texts.get("type", ""))).lower(), "")
    numbers = (one for value in found.get("issn", []) for one in _issns(value))
    values["issn"] = tuple(map(StandardNumber, dict.fromkeys(numbers)))
    return values


def _text(value: Any) -> str:
    """Return a text, the first of a list, or that which an object holds."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return next((clean(value[key]) for key in _names("whole") if clean(value.get(key))), "")
    return value if isinstance(value, str) else clean(value) if type(value) is int else ""


def _number(text: str) -> str:
    return clean(text) if len(text) < 20 and any(map(str.isalnum, text)) else ""


def _pages(texts: dict[str, str]) -> str:
    text = clean(texts.get("page", "")).replace("\u2013", "-").replace(" ", "")
    return text if "-" in text and len(text) < 30 else ""


def _date(values: list[Any]) -> PartialDate | None:
    """Return the most exact date; numbers that count seconds are none."""
    best: PartialDate | None = None
    for value in values:
        text = _text(value)
        if text.isdigit() and not (len(text) == 4 and "1450" < text < "2100"):
            continue
        found = dates.parse(text)
        if found and (best is None or (found.month, found.day) > (best.month, best.day)):
            best = found
    return best


def _abstract(text: str) -> str:
    said = paragraphs(text)
    return said if len(said.split()) > 10 or not said.isascii() else ""


def _authors(values: list[Any]) -> tuple[Name, ...]:
    for value in values:
        listed = value if isinstance(value, list) else [value]
        texts = [one for one in listed if isinstance(one, str)]
        if texts and len(texts) == len(listed):
            return tuple(dict.fromkeys(carriedpeople.names(texts[:_AUTHORS])))
        found = [name for one in listed[:_AUTHORS] if (name := _name(one)) is not None]
        if len(found) == len(listed):
            return tuple(dict.fromkeys(found))
    return ()


def _name(raw: Any) -> Name | None:
    """Return a name, None where an object has none that can be read."""
    if not isinstance(raw, dict):
        return None
    members = {"".join(filter(str.isalnum, key)).lower(): value for key, value in raw.items()}
    said = {
        part: next((clean(members[key]) for key in _names(part) if clean(members.get(key))), "")
        for part in ("family", "given", "whole")
    }
    if not said["family"]:
        return tagpeople.one(said["whole"])
    places = members.get("affiliation") or members.get("affiliations") or ()
    where = [_text(one) for one in (places if isinstance(places, list) else [places])]
    orcid = clean(members.get("orcid"))
    return names.person(
        said["family"],
        said["given"],
        affiliation=tuple(filter(None, map(clean, where))),
        orcid=identifiers.orcid(orcid) if orcid else "",
    )


def _keywords(values: list[Any]) -> list[str]:
    """Return the keywords; of several kinds (IEEE's) those of the authors, else the first."""
    listed = [one for value in values for one in (value if isinstance(value, list) else [value])]
    groups = [one for one in listed if isinstance(one, dict) and isinstance(one.get("kwd"), list)]
    if groups:
        own = (one for one in groups if "author" in clean(one.get("type")).casefold())
        listed = next(own, groups[0])["kwd"]
    if len(listed) == 1 and isinstance(listed[0], str):
        text = listed[0]
        listed = text.split(";" if ";" in text else ",")
    found = [clean(markup(_text(one))) for one in listed]
    return list(dict.fromkeys(one for one in found if 1 < len(one) < 120))


def _issns(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(number for one in listed for number in identifiers.issns(_text(one)))


@cache
def _members() -> dict[str, str]:
    table = load("webpages/state")["members"]
    return {name: kind for kind, block in table.items() for name in phrases(block)}


@cache
def _names(part: str) -> tuple[str, ...]:
    return tuple(phrases(load("webpages/state")["names"][part]))

"""Pieces of MODS that a record and its related items share, as they are written."""

from typing import Final

from msgspec.structs import replace

from mentorlit import relators
from mentorlit.dates import iso
from mentorlit.model import Name, PartialDate
from mentorlit.names import is_organisation
from mentorlit.xmlwrite import attributes, leaf, nest

_SEASONS: Final = ("", "Spring", "Summer", "Autumn", "Winter")


def name_element(field: str, name: Name) -> str:
    """Return a name, with its parts, its affiliations and its role in the work."""
    kind = "personal" if name.family else "corporate" if _is_body(name.literal) else ""
    parts = [leaf("namePart", name.literal)]
    for part, text in (
        ("family", f"{name.non_dropping_particle} {name.family}".strip()),
        ("given", f"{name.given} {name.dropping_particle}".strip()),
        ("termsOfAddress", name.suffix),
    ):
        parts.append(leaf("namePart", text, attributes(type=part)))
    parts += [leaf("affiliation", place) for place in name.affiliation]
    parts.append(leaf("nameIdentifier", name.orcid, attributes(type="orcid")))
    return nest("name", *parts, _role(field, name.role), attributes=attributes(type=kind))


def _is_body(literal: str) -> bool:
    """Tell whether a name that has no parts is to be marked as that of a body.

    A comma in one that is not would make others take it apart.
    """
    return "," in literal or is_organisation(literal)


def _role(field: str, role: str) -> str:
    """Return the role as code and term; a role without a code has its term alone."""
    code = relators.code(field, role)
    authority = attributes(type="code", authority="marcrelator")
    term = leaf("roleTerm", role, attributes(type="text"))
    return nest("role", leaf("roleTerm", code, authority), term)


def date_elements(element: str, date: PartialDate | None, kind: str = "") -> str:
    """Return a date as one element, a range as two; ``kind`` tells other events from issue."""
    if date is None:
        return ""
    if date.end is None:
        return _point(element, date, kind)
    return _point(element, date, kind, "start") + _point(element, date.end, kind, "end")


def _point(element: str, date: PartialDate, kind: str, point: str = "") -> str:
    if date.year is None or date.season:
        text, encoding = shown(replace(date, end=None)), ""
    else:
        text, encoding = iso(date), "w3cdtf" if 0 < date.year <= 9999 else "edtf"
    qualifier = "approximate" if date.circa else ""
    marks = attributes(type=kind, encoding=encoding, point=point, qualifier=qualifier)
    return leaf(element, text, marks)


def shown(date: PartialDate | None) -> str:
    """Return a date as one text: its own words, a season and year, or ISO 8601 with a slash."""
    if date is None:
        return ""
    if date.year is None:
        return date.literal
    text = f"{_SEASONS[date.season]} {iso(date)[:4]}" if 0 < date.season < 5 else iso(date)
    return f"{text}/{shown(date.end)}" if date.end else text

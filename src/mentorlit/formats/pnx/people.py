"""The people of a PNX record: authors, and contributors, whose part is seldom told."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import relators
from mentorlit.formats.pnx.fields import SUBFIELD, Fields
from mentorlit.model import NAME_FIELDS, Name
from mentorlit.person_lists import people

_STATED: Final = re.compile(r"(.{2,200}?)[,.]\s{1,2}\(?([^\W\d_][^,()$]{2,40}?)[).]{0,2}\Z")


def credited(fields: Fields) -> dict[str, Any]:
    """Take the authors; additional ones have a part in the work that is not told."""
    bodies = tuple(Name(literal=text) for text in fields.all("addata", "aucorp"))
    authors = fields.all("addata", "au") or _several(fields.all("display", "creator"))
    others = fields.all("addata", "addau") or _several(fields.all("display", "contributor"))
    for name in ("creator", "contributor"):
        # What is shown repeats what is cited, or else it stays.
        if not set(_several(fields.all("display", name))) <= {*authors, *others}:
            fields.keep("display", name)
    fields.all("addata", "aulast", "aufirst", "auinit", "auinit1", "auinitm", "ausuffix")
    named = dict.fromkeys(name for name, _ in people(authors).names)
    added = tuple(name for name, _ in people(others).names if name not in named)
    roles = _stated(fields)
    edited = {
        field: tuple(name for name in added if roles.get(name) == field)
        for field in dict.fromkeys(roles.values())
    }
    added = tuple(name for name in added if name not in roles)
    advisors = [replace(name, role="thesis advisor") for name, _ in _advisors(fields)]
    return {
        **edited,
        "author": tuple(dict.fromkeys((*named, *bodies))),
        "contributor": tuple(dict.fromkeys((*added, *advisors))),
    }


def _stated(fields: Fields) -> dict[Name, str]:
    """Return the contributors whose part is told, ``Tiedemann, Rolf, editor``, and their fields."""
    found: dict[Name, str] = {}
    for text in _several([SUBFIELD.sub("", text) for text in fields.raw("display", "contributor")]):
        match = _STATED.match(text)
        if match and relators.is_known(match[2]):
            field, role = relators.field(match[2])
            named = people([match[1]]).names
            if not role and field in NAME_FIELDS and field != "author":
                found |= dict.fromkeys((name for name, _ in named), field)
    return found


def _advisors(fields: Fields) -> list[tuple[Name, str]]:
    return people(fields.all("addata", "advisor")).names


def _several(texts: list[str]) -> list[str]:
    return [part.strip() for text in texts for part in text.split(";") if part.strip()]

"""Subjects of MARC 21: 600-655. Each part of a heading is a keyword of its own.

A heading in strings (``Chemistry--Experiments--Juvenile literature``) speaks of several facets,
as FAST does with headings of its own; in lists of keywords the facets are what is searched and
compared. The whole heading stays in ``extra``.
"""

from functools import lru_cache
from typing import Final

from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.people import heading
from mentorlit.formats.marc.punctuation import element, unbracketed
from mentorlit.formats.marc.record import DataField, first, pairs, values
from mentorlit.model import Keyword
from mentorlit.names import sort_form
from mentorlit.tables import load

_FACETS: Final = frozenset("vxy")
_FEW: Final = 13
_SHORT: Final = 160
"""Parts, and characters, of a heading that is kept for the next time."""


def topic(draft: Draft, tag: str, field: DataField) -> bool:
    """600-651, 655-657: a heading; 653 and 69X: words of the cataloguer's own."""
    if len(field) <= _FEW and len("".join(field)) < _SHORT:
        found, told = _known(tag, tuple(field))
    else:
        found, told = _read(tag, field)
    keywords = draft.keywords
    for keyword in found:
        keywords.setdefault(keyword.text, keyword)
    return told


@lru_cache(maxsize=8192)
def _known(tag: str, field: tuple[str, ...]) -> tuple[list[Keyword], bool]:
    """Return what :func:`_read` does for a heading of usual length: many come again."""
    return _read(tag, list(field))


def _read(tag: str, field: DataField) -> tuple[list[Keyword], bool]:
    """Return the keywords of a field, and whether they tell all that it says."""
    name = scheme(field)
    found = [Keyword(text, name) for text in _parts(tag, field)]
    if tag == "653":
        return found, field[0] in ("  ", "\\\\", "##") and set(field[1::2]) == {"a"}
    return found, len(field) == 3 and field[0][1:2] in "024" and field[0][:1] in " \\#"


def _parts(tag: str, field: DataField) -> tuple[str, ...]:
    """Return the texts of a field's keywords. Places that follow one another are one."""
    if tag in ("653", "690"):
        return tuple(filter(None, (element(value) for value in values(field, "a"))))
    found = [_head(tag, field)]
    place = ""
    for code, value in pairs(field):
        if code == "z":
            place = f"{place} -- {element(value)}" if place else element(value)
        elif code in _FACETS:
            found.append(element(value))
    found.append(place)
    return tuple(filter(None, found))


def _head(tag: str, field: DataField) -> str:
    """Return the heading proper, without subdivisions."""
    if tag == "600":
        name = sort_form(heading(field))
        return " ".join(filter(None, (name, element(first(field, "t")))))
    if tag == "610":
        return ". ".join(element(value) for code in "abt" for value in values(field, code))
    if tag == "630":
        return ". ".join(element(value) for code in "anp" for value in values(field, code))
    return unbracketed(" ".join(element(value) for code in "ab" for value in values(field, code)))


@lru_cache(maxsize=512)
def _scheme(indicator: str, source: str) -> str:
    table = load("marc")
    if indicator == "7" or (source and indicator not in table["subject_schemes"]):
        source = source.partition("/")[0]
        return str(table["schemes"].get(source.lower(), source))
    return str(table["subject_schemes"].get(indicator, ""))


def scheme(field: DataField) -> str:
    """Return the vocabulary of a heading, told by the second indicator and $2."""
    return _scheme(field[0][1:2], first(field, "2"))

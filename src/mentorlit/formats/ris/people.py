"""Persons and bodies of one RIS record, with their parts in the work, ORCID and affiliations."""

import re
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from mentorlit.formats.ris.tags import Tags, one_line
from mentorlit.identifiers import orcid
from mentorlit.model import Name, Problem
from mentorlit.names import sort_form
from mentorlit.person_lists import people, plain_people
from mentorlit.tables import load

# Ovid's form: Shannon, Claude E.; ORCID: https://orcid.org/0000-0002-1825-0097
_IDENTIFIED: Final = re.compile(r"(.{1,200}?); ORCID: (\S{1,60})\Z")


@cache
def _table() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Return the tags of authors and of translators, and all tags of names."""
    names = load("ris")["names"]
    every = frozenset(tag for tags in names.values() for tag in tags)
    return tuple(names["author"]), tuple(names["translator"]), every


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> list[Problem]:
    """Take the names into ``fields``; return the problems of those that are not clear."""
    problems: list[Problem] = []
    authors, translators, every = _table()
    is_edited, is_alone = "edited" in group, "alone" in group
    second = "editor" if "edits" in group else "contributor"
    third = "contributor" if is_alone else "collection_editor"
    if "whole" in group and "A3" in tags:
        second, third = "collection_editor", "editor"
    for field, names in (
        ("editor" if is_edited else "author", authors),
        ("editor", ("ED",)),
        ("collection_editor" if is_edited else second, ("A2",)),
        (third, ("A3",)),
        ("translator", translators),
    ):
        if every.isdisjoint(tags):
            break
        texts = _together([tags.pop(name) for name in names if name in tags])
        if texts:
            _people(field, texts, fields, problems)
    if is_alone and "contributor" in fields:
        fields["contributor"] = tuple(
            replace(name, role="thesis advisor") for name in fields["contributor"]
        )
    return problems


def _together(lists: list[list[str]]) -> list[str]:
    """Return the names of several tags in one list, each list but once.

    Exports repeat a list under another tag. A name that a list itself has twice is two persons:
    "Yang, J." and "Yang, J." do write papers together.
    """
    found: list[str] = []
    for texts in lists:
        found += [text for text in texts if text not in found] if found else texts
    return found


def _people(field: str, texts: list[str], fields: dict[str, Any], problems: list[Problem]) -> None:
    if field not in fields and (plain := plain_people(texts)):
        fields[field] = plain
        return
    found = people(texts)
    for place in dict.fromkeys(stated or field for _, stated in found.names):
        known = fields.get(place, ())
        named = (name for name, stated in found.names if (stated or field) == place)
        fields[place] = (*known, *(name for name in named if name not in known))
    shown = field.replace("_", "-")
    if found.omitted:
        message = "the source says that there are others, without names"
        problems.append(Problem("names-omitted", message, shown))
    for text in found.unclear:
        message = f"several names in one text, not parted: {text[:200]!r}"
        problems.append(Problem("names-unclear", message, shown))


def read_details(tags: Tags, fields: dict[str, Any]) -> None:
    """Give the authors what AI and AD say of each by name; the rest of AD is everybody's."""
    authors: tuple[Name, ...] = fields.get("author", ())
    places = {sort_form(name).rstrip("."): number for number, name in enumerate(authors)}
    found = list(authors)
    if "AI" in tags:
        tags["AI"] = [value for value in tags["AI"] if not _identified(value, places, found)]
    affiliations: dict[str, None] = {}
    own: dict[int, dict[str, None]] = {}
    for value in map(one_line, tags.pop("AD", ())):
        name, _, text = value.partition(": ")
        number = places.get(name.rstrip("."))
        if number is None or not text:
            affiliations[value] = None
        else:
            own.setdefault(number, {})[text] = None
    for number, texts in own.items():
        found[number] = replace(found[number], affiliation=tuple(texts))
    if authors:
        fields["author"] = tuple(found)
    if affiliations:
        fields["affiliation"] = tuple(affiliations)


def _identified(value: str, places: dict[str, int], found: list[Name]) -> bool:
    """Give an author the ORCID that ``value`` has for him; tell whether that was all it said."""
    match = _IDENTIFIED.match(one_line(value))
    number = places.get(match[1].rstrip(".")) if match else None
    identifier = orcid(match[2]) if match else ""
    if number is None or not identifier or found[number].orcid:
        return False
    found[number] = replace(found[number], orcid=identifier)
    return True

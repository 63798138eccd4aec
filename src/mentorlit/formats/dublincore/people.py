"""dc:creator and dc:contributor: names as journals, repositories and catalogues write them."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import relators
from mentorlit.formats.dublincore.elements import Elements
from mentorlit.model import Name, Problem
from mentorlit.names import inverted, is_organisation, sort_form
from mentorlit.person_lists import people

_ROLE: Final = re.compile(r"\s{0,3}[(\[]([^()\[\]]{2,40})[)\]]\s{0,3}\Z")
_LIFE: Final = re.compile(
    r"[,\s]\s?[(\[]?(?:(?:b\.|d\.|ca\.|fl\.)\s?)?[12][0-9]{3}\??\s?(?:[-–]\s?(?:[12][0-9]{3})?)?[)\]]?\.?\Z"
)

# The form of the Bibliothèque nationale de France: "Hugo, Victor (1802-1885). Auteur du texte".
_BNF: Final = re.compile(
    r"([^()]{2,100}?)\s\([^()]{0,40}[0-9][^()]{0,40}\)\.\s([A-ZÀ-Þ][^.,()]{2,60})\.?\Z"
)


def credited(elements: Elements) -> dict[str, Any]:
    """Take creators as authors; contributors are no authors, unless a word says what they are."""
    listed: dict[str, list[Name]] = {}
    problems: list[Problem] = []
    for name, default in (("creator", "author"), ("contributor", "contributor")):
        for (field, role), group in _by_role(_without_life(elements, name)).items():
            texts, places = _placed(group)
            found = people(texts)
            for person, stated in found.names:
                place = places.get(sort_form(person), ())
                added = replace(person, affiliation=place, role=role)
                listed.setdefault(field or stated or default, []).append(added)
            if found.omitted:
                message = "the source says that there are others, without names"
                problems.append(Problem("names-omitted", message, default))
    authors = frozenset(listed.get("author", ()))
    contributors = listed.pop("contributor", [])
    values: dict[str, Any] = {field: tuple(names) for field, names in listed.items()}
    values["contributor"] = tuple(one for one in contributors if one not in authors)
    return {**values, "problems": tuple(problems)}


def edited(values: dict[str, Any], text: str) -> None:
    """Add the editors that a citation names; as contributors they are told no more."""
    names = tuple(name for name, _ in people([text]).names)
    values["editor"] = tuple(dict.fromkeys((*values.get("editor", ()), *names)))
    told = {sort_form(name) for name in names}
    others = values.get("contributor", ())
    values["contributor"] = tuple(one for one in others if sort_form(one) not in told)


def supervised(elements: Elements, values: dict[str, Any]) -> None:
    """Make the "(dir.)" of a thesis its advisor; of a book it would be an editor."""
    editors = values.get("editor", ())
    if values["type"] != "thesis" or not editors:
        return
    texts = [text.lower() for _, text in elements.all("contributor") if "(dir" in text.lower()]
    advisors = [one for one in editors if any(one.family.lower() in text for text in texts)]
    values["editor"] = tuple(one for one in editors if one not in advisors)
    directed = (replace(one, role="thesis advisor") for one in advisors)
    values["contributor"] = (*values.get("contributor", ()), *directed)


def _by_role(texts: list[str]) -> dict[tuple[str, str], list[str]]:
    """Part names by the role that stands behind them in brackets, if a relator is known for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        role, bare = ("", ""), text
        if match := _BNF.match(text):
            stated = relators.field(match[2]) if relators.is_known(match[2]) else ("", "")
            found.setdefault(stated, []).append(match[1])
            continue
        if (match := _ROLE.search(text)) and relators.is_known(match[1]):
            stated = relators.field(match[1])
            if stated[0] not in relators.BODIES:
                role, bare = stated, text[: match.start()]
        found.setdefault(role, []).append(bare)
    return found


def _placed(texts: list[str]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Part names from the workplaces that journals write behind them, ``Family, Given; Place``.

    Return the names and the workplaces by name.
    """
    bare: list[str] = []
    places: dict[str, tuple[str, ...]] = {}
    for text in texts:
        first, *others = (part.strip() for part in text.split(";"))
        if "," in first and others and all(_is_place(part) for part in others if part):
            bare.append(first)
            places[sort_form(inverted(first))] = tuple(filter(None, others))
        else:
            bare.append(text)
    return bare, places


def _without_life(elements: Elements, name: str) -> list[str]:
    """Take names; those with dates of birth and death behind them stay too, for the dates."""
    found: dict[str, None] = {}
    for element, text in elements.all(name):
        if name == "contributor" and ": " in text:
            # A label, and no name: "European Project: 101003876, H2020".
            continue
        bare = _LIFE.sub("", text).rstrip(" ,")
        if bare == text.rstrip(" ,") and not _BNF.match(text):
            elements.record.use(element)
        found[bare] = None
    return list(found)


def _is_place(text: str) -> bool:
    return "," not in text or is_organisation(text)

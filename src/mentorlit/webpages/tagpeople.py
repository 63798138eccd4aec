"""Persons and bodies that tags name: one a tag, several in one, with what stands around them."""

import itertools
import re
from functools import cache
from typing import Final

import msgspec

from mentorlit import identifiers, name_remarks, names
from mentorlit.model import Name
from mentorlit.pages import bylines, people, written
from mentorlit.pages.lines import Line, flat
from mentorlit.tables import load, phrases
from mentorlit.webpages import tagsplit
from mentorlit.webpages.tags import Tag

_INITIALS_LAST: Final = re.compile(
    r"((?:[^\W\d_]{2,}[ '’-]){0,2}[^\W\d_]{2,}) ((?:[^\W\d_]\.[ -]?){1,4})\Z"
)
_LONGEST: Final = 300
"""Characters of one name; that of a group may be a whole sentence."""


class Person(msgspec.Struct):
    """What the tags say of one person: the name's text, and the tags that follow it."""

    text: str
    lang: str = ""
    affiliations: list[str] = msgspec.field(default_factory=list)
    orcid: str = ""
    lines: list[Line] = msgspec.field(default_factory=list)


@cache
def _nobody() -> frozenset[str]:
    table = load("webpages/bad_tags")["nothing"]
    return frozenset([*phrases(table["any"]), *phrases(table["author"])])


def gathered(tags: list[Tag]) -> tuple[list[Person], list[str]]:
    """Return the persons of author tags with what follows each, and affiliations of nobody.

    Institutions that all stand behind the last of several authors belong to no one in particular.
    """
    found: list[Person] = []
    loose: list[str] = []
    for tag in tags:
        if tag.field in ("author", "authors", "author.body"):
            found.append(Person(_lines(tag), tag.lang, lines=[tag.line]))
        elif tag.field == "author.affiliation":
            text = people.bare_address(tag.text.strip(" ;,"))
            (found[-1].affiliations if found else loose).append(text)
        elif tag.field == "author.orcid" and found:
            found[-1].orcid = found[-1].orcid or identifiers.orcid(tag.text)
    heaped = len(found) > 1 and len(found[-1].affiliations) > 1
    if heaped and not any(person.affiliations for person in found[:-1]):
        loose.extend(found[-1].affiliations)
        found[-1].affiliations = []
    return _once(found), loose


def _lines(tag: Tag) -> str:
    """Return the text of a tag, with its line ends if each line may be a name of its own."""
    lines = [flat(line) for line in tag.raw.splitlines() if line.strip()]
    return "\n".join(lines) if len(lines) > 1 and all(" " in line for line in lines) else tag.text


def _once(found: list[Person]) -> list[Person]:
    """Return each person once: lists that come twice, authors repeated for each institution."""
    half = len(found) // 2
    texts = [person.text.casefold() for person in found]
    if half and len(found) % 2 == 0 and texts[:half] == texts[half:]:
        return [_merged(a, b) for a, b in zip(found[:half], found[half:], strict=True)]
    kept: list[Person] = []
    for person in found:
        if kept and kept[-1].text.casefold() == person.text.casefold():
            kept[-1] = _merged(kept[-1], person)
        else:
            kept.append(person)
    return kept


def _merged(first: Person, second: Person) -> Person:
    first.affiliations = list(dict.fromkeys([*first.affiliations, *second.affiliations]))
    first.orcid = first.orcid or second.orcid
    first.lines += second.lines
    return first


def in_language(found: list[Person], language: str) -> list[Person]:
    """Return the persons of one language where the tags repeat the list in several.

    Each list is told by the tags' ``lang``, or by being half of the names in another script, one
    half after the other or by turns.
    """
    langs = list(dict.fromkeys(person.lang for person in found))
    if len(langs) > 1 and "" not in langs:
        lists = [[person for person in found if person.lang == lang] for lang in langs]
        if len({len(one) for one in lists}) == 1:
            return lists[langs.index(language)] if language in langs else lists[0]
    scripts = [_is_latin(person.text) for person in found]
    latin = [person for person in found if _is_latin(person.text)]
    other = [person for person in found if not _is_latin(person.text)]
    turns = sum(a != b for a, b in itertools.pairwise(scripts))
    if latin and len(latin) == len(other) and turns in (1, len(found) - 1):
        foreign = language in ("ru", "uk", "bg", "sr", "zh", "ja", "ko", "fa", "ar", "el", "kk")
        return other if foreign else latin
    return found


def _is_latin(text: str) -> bool:
    letter = next((c for c in text if c.isalpha()), "a")
    return letter < "\u0370"


def persons(found: list[Person], *, several: bool = False) -> tuple[Name, ...]:
    """Return the names, freed of marks, degrees and roles.

    ``several`` tells that a tag is meant to hold all authors. What no name can be
    ("admin", an address) is dropped.
    """
    result: list[Name] = []
    for person in found:
        texts = tagsplit.split(
            person.text, several=several and len(found) == 1, alone=len(found) == 1
        )
        for text in texts:
            name = one(text)
            if name is None:
                continue
            name = _as_stated(name)
            if len(texts) == 1:
                known = tuple(dict.fromkeys(filter(None, person.affiliations)))
                known = known or name.affiliation
                name = msgspec.structs.replace(name, affiliation=known, orcid=person.orcid)
            result.append(name)
    return _distinct(_one_list(result))


def _one_list(found: list[Name]) -> list[Name]:
    """Return half of a list that names the same persons twice ("Jo Doe", then "Doe, Jo").

    The half with more family names of several words was parted by its comma, not by us.
    """
    half = len(found) // 2
    first, second = found[:half], found[half:]
    if not half or len(found) % 2 or list(map(_letters, first)) != list(map(_letters, second)):
        return found
    certain = sum(" " in name.family for name in second) > sum(" " in n.family for n in first)
    return second if certain else first


def _letters(name: Name) -> list[str]:
    """Return the letters of a whole name in one order, by which its forms are compared."""
    return sorted(filter(str.isalpha, names.display(name).casefold()))


def _as_stated(name: Name) -> Name:
    """Leave a particle behind the given name there, as JSON-LD and Crossref have it."""
    if not name.dropping_particle:
        return name
    given = f"{name.given} {name.dropping_particle}"
    return msgspec.structs.replace(name, given=given, dropping_particle="")


def _distinct(found: list[Name]) -> tuple[Name, ...]:
    """Drop a name that is there already, unless its affiliation is another one."""
    kept: dict[tuple[str, str, str], Name] = {}
    result: list[Name] = []
    for name in found:
        bare = (name.family, name.given, name.literal)
        twin = kept.setdefault(bare, name)
        if twin is name or (name.affiliation and name.affiliation != twin.affiliation):
            result.append(name)
    return tuple(result)


def body(text: str) -> Name | None:
    """Return a body's name, or None for nothing."""
    return None if text.casefold() in _nobody() else Name(literal=text)


def one(text: str) -> Name | None:
    """Read one name; None for what is none."""
    text = flat(text).strip(" ,;")
    if not _may_be_name(text):
        return None
    text, _ = name_remarks.without_role(text)
    text = name_remarks.without_degrees(name_remarks.without_dates(text))
    if people.is_institution(text):
        return _with_institution(text)
    text = bylines.without_degrees(text)
    if behind := _INITIALS_LAST.match(text):
        return names.inverted(f"{behind[1]}, {behind[2]}")
    capitals = _capitals_first(text)
    return names.inverted(capitals) if capitals else written.name(text)


def _with_institution(text: str) -> Name:
    """Read a text with a word of bodies: a body, a person and his place of work, a family name."""
    if _inverted_person(text):
        return names.inverted(text)
    pieces = [piece.strip() for piece in text.split(",")]
    for count in (1, 2):
        person, place = ", ".join(pieces[:count]), ", ".join(pieces[count:])
        if place and people.is_person(person) and not people.is_institution(person):
            return msgspec.structs.replace(written.name(person), affiliation=(place,))
    return Name(literal=text)


def _may_be_name(text: str) -> bool:
    """Tell whether a text has letters and is no address and no word for nobody."""
    if text.startswith(("http", "www.")) or "@" in text or len(text) > _LONGEST:
        return False
    return any(c.isalpha() for c in text) and text.casefold() not in _nobody()


def _inverted_person(text: str) -> bool:
    """Tell whether a word that names bodies is somebody's family name ("Press, William H.")."""
    family, comma, given = text.partition(",")
    if not comma or "," in given or " " in family.strip():
        return False
    return people.is_person(f"Smith, {given.strip()}") and not people.is_institution(given)


def _capitals_first(text: str) -> str:
    """Return ``DUPONT Jean`` as ``DUPONT, Jean``; ``""`` if the capitals do not come first."""
    parts = text.split()
    if "," in text or len(parts) < 2 or text.isupper():
        return ""
    count = 0
    while count < len(parts) and _in_capitals(parts[count]):
        count += 1
    rest = parts[count:]
    if not count or not rest or any(_in_capitals(part) for part in rest):
        return ""
    short = len(parts[0]) == 2 and parts[0].lower() not in names_of_two_letters()
    if short or all(len(part.strip(".")) < 3 for part in rest) or names.is_particle(rest[0]):
        return ""
    return f"{' '.join(parts[:count])}, {' '.join(rest)}"


def names_of_two_letters() -> frozenset[str]:
    """Return the short family names of tables/names.toml."""
    return frozenset(load("names")["short_family_names"])


def _in_capitals(part: str) -> bool:
    return len(part) > 1 and part.isupper() and "." not in part

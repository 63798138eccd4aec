"""Names of formats whose specification wants ``Family, Given`` and whose files hold anything."""

import re
from functools import lru_cache
from html import unescape
from typing import Final

from mentorlit.model import Name
from mentorlit.name_remarks import (
    is_remark,
    without_dates,
    without_degrees,
    without_others,
    without_role,
)
from mentorlit.names import (
    direct,
    inverted,
    is_organisation,
    is_particle,
    is_suffix,
    organisation_words,
)

_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.[- ]?){1,4}\Z")
_CAPITALS: Final = re.compile(r"[^\W\d_]{1,3}\Z")
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_.'’-]+(?:['’-][^\W\d_]+)*\Z|[^\W\d_]\.?\Z")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_JOINT: Final = re.compile(r"\s+(?:and|&)\s+")
# Nothing in this can part one name from another.
_PLAIN_GIVEN: Final = re.compile(r" ?(?:[A-Z][a-z-]*\.? ?){1,4}\Z")
_ARTICLES: Final = frozenset(
    ["the", "de", "het", "la", "le", "les", "el", "los", "las", "die", "der", "das", "a", "an"]
)
_MAX_WORDS: Final = 4
# Longer texts are not remembered.
_LONGEST: Final = 200
# Family and given names, or initials, that are nothing but that: no particle, no second person.
_INITIAL_GIVEN: Final = "[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[A-Z]{1,3}|\\.)?"
_PLAIN: Final = re.compile(
    "([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?), "
    f"({_INITIAL_GIVEN}(?:[ -]{_INITIAL_GIVEN}){{0,3}}|(?:[A-Z]\\.){{2,4}})\\Z"
)


class People:
    """The names in the texts of one field, and what was found beside them.

    ``names`` are pairs of a name and the field that the source says the name is for (``""`` if
    it does not say); ``omitted`` tells of an ``et al.``; ``unclear`` are texts with several names
    that could not be parted, each of them a ``literal`` among the names.
    """

    def __init__(self) -> None:
        self.names: list[tuple[Name, str]] = []
        self.omitted = False
        self.unclear: list[str] = []


def plain_people(texts: list[str]) -> tuple[Name, ...]:
    """Return the names in ``texts`` if each is one ``Family, Given`` for sure, else ().

    It is what :func:`people` returns for them, at a fraction of the cost.
    """
    if any(len(text) > _LONGEST for text in texts):
        return ()
    names = [name for text in texts if (name := _plain(text)) is not None]
    return tuple(names) if len(names) == len(texts) else ()


# Authors come again and again.
@lru_cache(maxsize=16384)
def _plain(text: str) -> Name | None:
    """Return the name in a text that :func:`people` reads the same way in any company."""
    match = _PLAIN.match(text)
    if match is not None and _is_given(match[2]) and _is_family(match[1]):
        return Name(family=match[1], given=match[2])
    line, others = without_others(_line(text))
    parts = [] if others or "," not in line else _parts(line)
    if len(parts) != 1:
        return None
    bare, field = without_role(parts[0])
    bare = without_degrees(without_dates(bare))
    if field or "," not in bare or _has_several(bare):
        return None
    name = _with_comma(bare)
    return name if name != Name() else None


@lru_cache(maxsize=8192)
def _is_given(text: str) -> bool:
    return not is_remark(text)


def _is_family(text: str) -> bool:
    if "-" in text:
        return not is_organisation(text)
    return text.lower() not in organisation_words()


def people(texts: list[str]) -> People:
    """Return the names in ``texts``: one a text or, where that is certain, several joined.

    A text without a comma is a body's name, unless initials or the other names of the list show
    that the list has persons in reading order (``D. Scott Mackay``) or as ``Smith JA``. Degrees
    are dropped.
    """
    found = People()
    single: list[tuple[str, str]] = []
    for text in texts:
        line, others = without_others(_line(text))
        found.omitted = found.omitted or others
        for part in _parts(line):
            bare, field = without_role(part)
            bare = without_degrees(without_dates(bare))
            if others and "," not in bare and _is_vancouver(bare):
                bare = ", ".join(_vancouver(bare))
            single.append((bare, field))
    order = _order([text for text, _ in single if text and "," not in text])
    for text, field in single:
        is_clear = not _has_several(text)
        name = _name(text, order) if is_clear else Name(literal=text)
        if name != Name():
            found.names.append((name, field))
        if not is_clear:
            found.unclear.append(text)
    return found


def _line(text: str) -> str:
    """Return ``text`` on one line; the ``;`` of entities (``&Oslash;``) parts no names."""
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return " ".join(text.split())


def _parts(line: str) -> list[str]:
    family, _, given = line.partition(",")
    if given and " " not in family and _PLAIN_GIVEN.match(given):
        return [line]
    return [part for part in separate(line) if part]


def _has_several(text: str) -> bool:
    """Tell whether ``text`` looks like several names of persons that nothing sure parts."""
    if is_organisation(text):
        return False
    sides = _JOINT.split(text)
    if "," not in text:
        return len(sides) > 1 and all(map(_looks_personal, sides))
    if text.endswith(","):
        return False
    if len(sides) > 1:
        return True
    parts = [part.strip() for part in text.split(",")]
    tail = [p for p in parts[2:] if p and not is_suffix(p) and not all(map(is_particle, p.split()))]
    return bool(tail) and not is_suffix(parts[1])


def separate(text: str) -> list[str]:
    """Split names that stand in one text, at ``;``, ``and`` or pairs of commas, if that is sure."""
    text = text.strip(" ;")
    if ";" in text:
        return [part.strip() for part in text.split(";") if part.strip()]
    parts = [part.strip(" ,") for part in _JOINT.split(text)]
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts[:-1]) and "," in parts[-1]:
        return parts
    pieces = [piece.strip() for part in parts for piece in part.split(",") if piece.strip()]
    if len(pieces) > 3 and len(pieces) % 2 == 0 and all(map(_are_initials, pieces[1::2])):
        families = pieces[::2]
        if not any(map(_are_initials, families)):
            return [f"{a}, {b}" for a, b in zip(families, pieces[1::2], strict=True)]
    if len(pieces) > 1 and all(map(_is_vancouver, pieces)):
        return pieces
    return [text]


def _are_initials(text: str) -> bool:
    return bool(_INITIALS.match(text) or (_CAPITALS.match(text) and text.isupper()))


def _is_vancouver(text: str) -> bool:
    """Tell whether ``text`` looks like ``Smith JA``, ``Петров П. П.`` or ``van der Berg J.``."""
    family, given = _vancouver(text)
    return bool(family and given) and any(c.islower() for c in family)


def _vancouver(text: str) -> tuple[str, str]:
    """Part a name before the initials that end it."""
    words = text.split()
    end = len(words)
    while end > 1 and "," not in words[end - 1] and _are_initials(words[end - 1]):
        end -= 1
        if len(words[end].rstrip(".")) > 1 and "." not in words[end]:
            break
    return " ".join(words[:end]), " ".join(words[end:])


def _order(texts: list[str]) -> str:
    """Return ``direct``, ``vancouver`` or ``""`` (not known) for names without commas."""
    persons = [text for text in texts if not is_organisation(text)]
    if not persons:
        return ""
    if any(_INITIALS.match(text.split()[0]) for text in persons if " " in text):
        return "direct"
    vancouver = sum(map(_is_vancouver, persons))
    if vancouver == len(persons) and (
        len(persons) > 1 or _INITIALS.match(persons[0].rpartition(" ")[2])
    ):
        return "vancouver"
    if any(_has_middle_initial(text) for text in persons):
        return "direct"
    several = len(persons) > 1 and len(persons) == len(texts)
    return "direct" if several and all(map(_looks_personal, persons)) else ""


def _has_middle_initial(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and any(_INITIALS.match(word) for word in words[1:-1])


def _looks_personal(text: str) -> bool:
    """Tell whether ``text`` is two to four capitalised words, none of them an article."""
    words = text.split()
    if not 2 <= len(words) <= _MAX_WORDS or words[0].lower() in _ARTICLES:
        return False
    return all(
        is_particle(word) or (word[:1].isupper() and _WORD.match(word) is not None)
        for word in words
    )


def _name(text: str, order: str) -> Name:
    if "," in text:
        return _with_comma(text)
    if is_organisation(text) or " " not in text:
        return Name(literal=text)
    if order == "vancouver" and _is_vancouver(text):
        return inverted(", ".join(_vancouver(text)))
    return direct(text) if order == "direct" else Name(literal=text)


def _with_comma(text: str) -> Name:
    if text.rstrip().endswith(","):
        # EndNote's way to write a body's name
        return Name(literal=text.rstrip(" ,"))
    family, _, given = text.partition(",")
    if is_organisation(family) and (is_organisation(given) or len(given.split()) > 2):
        return Name(literal=text)
    return inverted(text)

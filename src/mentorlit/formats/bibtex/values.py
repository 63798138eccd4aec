"""Values of BibTeX fields: names, dates, lists, addresses."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from mentorlit.dates import iso
from mentorlit.formats.tex import encode
from mentorlit.formats.tex.encoding import clean
from mentorlit.identifiers import doi as normal_doi
from mentorlit.model import Name, PartialDate
from mentorlit.names import is_suffix

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros for months, written without braces so that styles can translate them."""

_COMMAS: Final = 2
"""The most commas that a name can have for Biber."""

_LONGEST: Final = 200
"""Names longer than this, in characters, are not kept for when they come again."""

# A person's name in which nothing means something to TeX or BibTeX.
_PLAIN: Final = re.compile(
    r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?, [A-Z][A-Za-z]*\.?(?:[ -][A-Z][A-Za-z]*\.?)*"
)
_AND: Final = re.compile(r"(?:(?<=\s)|\A)and(?=\s|\Z)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://[^/\s]", re.IGNORECASE)


def names(people: Iterable[Name], *, others: bool = False) -> str:
    """Return a list of names as BibTeX reads it, with ``and others`` at its end if so."""
    shown = [text for text in map(name, people) if text]
    return " and ".join([*shown, "others"] if others and shown else shown)


def name(person: Name) -> str:
    """Return one name as ``von Last, Jr, First``; anything but a person in braces."""
    if person.literal or not person.family:
        text = encode(person.literal or person.given)
        return "{" + text + "}" if text else ""
    family, given = person.family, person.given
    suffix, particles = person.suffix, (person.dropping_particle, person.non_dropping_particle)
    if not (suffix or any(particles)) and len(family) + len(given) <= _LONGEST:
        return _often(family, given)
    return _person(family, given, suffix, " ".join(filter(None, map(encode, particles))))


@lru_cache(maxsize=16384)
def _often(family: str, given: str) -> str:
    """Return the name of a person with no other parts; the same persons come again."""
    if _is_plain(family, given):
        return f"{family}, {given}"
    return _person(family, given, "", "")


def is_plain(person: Name) -> bool:
    """Tell whether nobody can read :func:`name` of a person otherwise than it is."""
    if person.literal or person.affiliation or person.orcid or person.role:
        return False
    if person.suffix or person.dropping_particle or person.non_dropping_particle:
        return False
    return _is_plain(person.family, person.given)


@lru_cache(maxsize=16384)
def _is_plain(family: str, given: str) -> bool:
    is_short = len(family) + len(given) < _LONGEST - 2
    return bool(
        is_short
        and _PLAIN.fullmatch(f"{family}, {given}")
        and not is_suffix(given)
        and "and" not in given.lower()
    )


def _person(family: str, given: str, suffix: str, particle: str) -> str:
    stated = given
    family, given, suffix = encode(family), encode(given), encode(suffix)
    if not (particle or given or suffix):
        plain = " " not in family and _is_capital(family) and family.lower() != "others"
        return _guarded(family) if plain else "{" + family + "}"
    parts = [f"{_particle(particle)} {_family(family)}".strip()]
    if suffix:
        parts.append(_guarded(suffix))
    if is_suffix(stated):
        given = "{" + given + "}"
    parts.append(_guarded(given) or "{}")
    shown = ", ".join(parts)
    if shown.count(",") <= _COMMAS and ",," not in shown:
        return shown
    # Biber counts commas within braces too, and gives up the entry, unless the name begins and
    # ends with a brace.
    bare = (f"{particle} {family}".strip(), suffix, given)
    return ", ".join("{" + part + "}" for part in bare if part or part is given)


def _guarded(text: str) -> str:
    """Return ``text`` in braces if a comma, ``and`` or ``=`` in it would mean something."""
    is_safe = "," not in text and "=" not in text
    if is_safe and ("and" not in text.lower() or not _AND.search(text)):
        return text
    return "{" + text + "}"


def _family(text: str) -> str:
    """Return a family name, in braces if BibTeX would take a part of it for a particle."""
    words = text.split(" ")
    if all(map(_is_capital, words)):
        return _guarded(text)
    return "{" + text + "}"


def _particle(text: str) -> str:
    """Return particles; those with a capital belong to the family name for BibTeX."""
    return _guarded(text)


def _is_capital(word: str) -> bool:
    """Tell whether BibTeX takes ``word`` for part of a family name: no small first letter."""
    for character in word:
        if character in "{\\":
            return False
        if character.isalpha():
            return not character.islower()
    return True


def edtf(date: PartialDate) -> str:
    """Return a date as BibLaTeX has it (ISO 8601-2: ranges, seasons 21 to 24, ``~``)."""
    if date.year is None or not -9999 <= date.year <= 9999:
        return ""
    text = iso(date)
    if date.season:
        text = f"{text[: 5 if date.year < 0 else 4]}-{20 + date.season}"
    if date.circa:
        text += "~"
    end = edtf(date.end) if date.end else ""
    return f"{text}/{end}" if end else text


def needs_edtf(date: PartialDate) -> bool:
    """Tell whether BibTeX's year, month and day cannot hold all of a date."""
    end = date.end
    if end is None:
        return date.circa
    months = date.month and end.month and end.month != date.month and not (date.day or end.day)
    return date.circa or not months or end.year != date.year


def month(date: PartialDate) -> str:
    """Return the value of BibTeX's field ``month``: a macro, or two joined by ``#``, or a season.

    The day has a field of its own, because few programs read one in ``month``.
    """
    if date.season:
        return "{" + ("Spring", "Summer", "Autumn", "Winter")[date.season - 1] + "}"
    if not date.month:
        return ""
    shown = MONTHS[date.month - 1]
    if date.end and not needs_edtf(date):
        return f'{shown} # "--" # {MONTHS[date.end.month - 1]}'
    return shown


def pages(text: str) -> str:
    """Return a page range with the en dash of TeX."""
    return "--".join(encode(part) for part in clean(text).split("-"))


def keywords(texts: Iterable[str], mark: str = ",") -> str:
    """Return keywords with commas between them, braces around those that have one themselves.

    With another ``mark``, that stands between them; a semicolon always needs braces.
    """
    shown = (encode(text) for text in texts)
    return f"{mark} ".join(
        "{" + text + "}" if mark in text or ";" in text else text for text in shown if text
    )


def literal_list(text: str, encoder: Callable[[str], str] = encode) -> str:
    """Return one item of a BibLaTeX list: an ``and`` in it separates nothing."""
    shown = encoder(text)
    if "and" not in shown.lower():
        return shown
    return _AND.sub(lambda match: "{" + match[0] + "}", shown)


def is_address(text: str) -> bool:
    """Tell whether ``text`` is an address that may go into ``url``: http, https or ftp."""
    return bool(_ADDRESS.match(clean(text))) and not re.search(r"\s", text.strip())


def is_doi(text: str) -> bool:
    """Tell whether ``text`` is a DOI and nothing else."""
    return bool(text) and normal_doi(text) == text.lower()

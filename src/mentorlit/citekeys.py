"""Citation keys: kept or made, legal in BibTeX, unique whatever the order of the records.

A made key is the family name of the first author, the year and the first significant word of the
title, in lower-case ASCII: ``prunuske2019alignment``. Parts that are not stated are left out;
without a name and a title word the key is ``ref`` and six hexadecimal digits of the content.
"""

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import Any, Final

import msgspec

from mentorlit.composing import normalized
from mentorlit.model import NAME_FIELDS, Citation, Name
from mentorlit.tables import load

LENGTH: Final = 64
"""The longest key, in characters: longer ones are cut."""

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_ILLEGAL: Final = re.compile(r"[^A-Za-z0-9:_./+-]+")
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
_TAG: Final = re.compile(r"</?[a-z]+(?: class=\"nocase\")?>")
_NAME_LENGTH: Final = 24
_RECORD: Final[dict[str, Any]] = {
    "citation_key": "",
    "incomplete": (),
    "problems": (),
    "evidence": {},
    "origin": None,
    "provenance": {},
    "members": (),
}


def candidate(citation: Citation) -> str:
    """Return the key a citation has, made legal, else the one made of its content.

    A legal key matches ``[A-Za-z0-9:_./+-]{1,64}``. Letters with accents lose them, other
    characters of a key that was there become ``_``.
    """
    if citation.citation_key and (kept := legal(citation.citation_key)):
        return kept
    name, word = family(citation), title_word(citation.title)
    if not name and not word:
        return last_resort(citation)
    return (f"{name}{year(citation)}{word}" if name else f"{word}{year(citation)}")[:LENGTH]


def legal(key: str) -> str:
    """Return ``key`` with nothing in it that BibTeX or a file name cannot have; may be empty."""
    return _ILLEGAL.sub("_", transliterated(key)).strip("_")[:LENGTH]


def last_resort(citation: Citation) -> str:
    """Return the key of a record without a name and a title: ``ref`` and six digits."""
    return f"ref{digest(citation).hex()[:6]}"


def year(citation: Citation) -> str:
    """Return the year of issue as a key has it, or an empty text."""
    number = citation.issued.year if citation.issued else None
    return "" if number is None else str(abs(number))


def digest(citation: Citation) -> bytes:
    """Return 16 bytes that stand for what a citation says, wherever and in what order it was read.

    The key and what speaks of the record (origin, problems, evidence, provenance, members) do not
    count.
    """
    content = msgspec.structs.replace(citation, **_RECORD)
    return blake2b(_ENCODER.encode(content), digest_size=16).digest()


@cache
def _letters() -> dict[int, str]:
    """Return the table of letters that Unicode does not decompose, both cases."""
    table: dict[str, str] = load("citekeys")["letters"]
    upper = {letter.upper(): latin.capitalize() for letter, latin in table.items()}
    both = {letter: latin for letter, latin in upper.items() if len(letter) == 1} | table
    return str.maketrans(both)


def transliterated(text: str) -> str:
    """Return ``text`` with Latin, Greek and Cyrillic letters in ASCII and marks removed."""
    if text.isascii():
        return text
    text = normalized("NFKD", text.translate(_letters()))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return text.translate(_letters())


def slug(text: str) -> str:
    """Return the letters and digits of ``text`` in lower-case ASCII."""
    return _NOT_A_LETTER.sub("", transliterated(text).lower())


def family(citation: Citation) -> str:
    """Return the family name of the first author, else of the first person of another role."""
    for field in NAME_FIELDS:
        names: tuple[Name, ...] = getattr(citation, field)
        if names:
            return family_slug(names[0])
    return ""


def family_slug(name: Name) -> str:
    """Return what a key says of a name: the family name with its particle, else all of it."""
    shown = f"{name.non_dropping_particle} {name.family}" if name.family else name.literal
    return slug(shown or name.given)[:_NAME_LENGTH]


def title_word(title: str) -> str:
    """Return the first word of a title that is no article or short preposition."""
    first, *_ = words(title) or _all_words(title) or [""]
    return first[:_NAME_LENGTH]


def words(title: str) -> list[str]:
    """Return the words of a title in lower-case ASCII, articles and short prepositions left out."""
    stopwords = load("citekeys")["stopwords"]
    return [word for word in _all_words(title) if word not in stopwords]


def untagged(text: str) -> str:
    """Return ``text`` without the markup that values may have."""
    return _TAG.sub("", text) if "<" in text else text


def _all_words(title: str) -> list[str]:
    plain = transliterated(untagged(title).replace("’", "'")).lower()
    return re.findall(r"[a-z0-9]+", plain)

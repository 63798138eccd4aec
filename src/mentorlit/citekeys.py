"""Citation keys: kept or made, legal in BibTeX, unique whatever the order of the records.

A made key is the family name of the first author, the year and the first significant word of the
title, in lower-case ASCII: ``prunuske2019alignment``. Parts that are not stated are left out;
without a name and a title word the key is ``ref`` and six hexadecimal digits of the content.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from typing import Any, Final

import msgspec

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
    if citation.citation_key:
        kept = _ILLEGAL.sub("_", _transliterated(citation.citation_key)).strip("_")[:LENGTH]
        if kept:
            return kept
    year = citation.issued.year if citation.issued else None
    name, word = _name(citation), _word(citation.title)
    if not name and not word:
        return f"ref{digest(citation).hex()[:6]}"
    shown = "" if year is None else str(abs(year))
    return (f"{name}{shown}{word}" if name else f"{word}{shown}")[:LENGTH]


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


def _transliterated(text: str) -> str:
    """Return ``text`` with Latin, Greek and Cyrillic letters in ASCII and marks removed."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_letters()))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return text.translate(_letters())


def _slug(text: str) -> str:
    return _NOT_A_LETTER.sub("", _transliterated(text).lower())


def _name(citation: Citation) -> str:
    """Return the family name of the first author, else of the first person of another role."""
    for field in NAME_FIELDS:
        names: tuple[Name, ...] = getattr(citation, field)
        if names:
            name = names[0]
            shown = f"{name.non_dropping_particle} {name.family}" if name.family else name.literal
            return _slug(shown or name.given)[:_NAME_LENGTH]
    return ""


def _word(title: str) -> str:
    """Return the first word of a title that is no article or short preposition."""
    first = ""
    plain = _transliterated(_TAG.sub("", title).replace("’", "'")).lower()
    for word in re.findall(r"[a-z0-9]+", plain):
        if word not in load("citekeys")["stopwords"]:
            return str(word[:_NAME_LENGTH])
        first = first or word
    return first


class KeyTable:
    """The keys of all records of one document: ``add`` each in order, then ``resolve``.

    Records that want the same key, case aside (BibTeX does not tell case apart), are put in the
    order of kept before made, then digest; the first has the key, the next get ``a``, ``b``, ...,
    ``z``, ``aa``, ... A suffixed key that another record has is passed over.
    """

    def __init__(self) -> None:
        # Flat arrays, some 50 bytes a record: objects would take several times as much.
        self._text = bytearray()
        self._ends = array("Q")
        self._folded = array("Q")
        self._kept = bytearray()
        self._digests = array("Q")

    def add(self, wanted: str, kept: bool, content: bytes) -> None:
        """Add the next record: its candidate, whether it came with it, and its digest."""
        self._text += wanted.encode()
        self._ends.append(len(self._text))
        self._folded.append(_number(wanted))
        self._kept.append(kept)
        self._digests.append(int.from_bytes(content[:8]))

    def resolve(self) -> Iterator[str]:
        """Yield the final key of each record, in the order of :meth:`add`."""
        changed = self._changed()
        for index in range(len(self._ends)):
            yield changed.get(index) or self._wanted(index)

    def _wanted(self, index: int) -> str:
        start = self._ends[index - 1] if index else 0
        return self._text[start : self._ends[index]].decode()

    def _changed(self) -> dict[int, str]:
        """Return the new keys of the records that cannot have the one they want."""
        used = array("Q", sorted(self._folded))
        changed: dict[int, str] = {}
        extra: set[int] = set()
        for indexes in self._rivals(used):
            suffixes = _suffixes()
            for index in sorted(indexes, key=self._rank)[1:]:
                wanted = self._wanted(index)
                for suffix in suffixes:
                    key = wanted[: LENGTH - len(suffix)] + suffix
                    number = _number(key)
                    if number not in extra and not _has(used, number):
                        break
                extra.add(number)
                changed[index] = key
        return changed

    def _rivals(self, numbers: "array[int]") -> list["array[int]"]:
        """Return the records that want the same key, in the order of the keys."""
        shared = {numbers[place] for place in range(1, len(numbers)) if _repeats(numbers, place)}
        rivals: dict[int, array[int]] = {}
        for index, number in enumerate(self._folded):
            if number in shared:
                rivals.setdefault(number, array("Q")).append(index)
        return sorted(rivals.values(), key=lambda indexes: self._wanted(indexes[0]).lower())

    def _rank(self, index: int) -> tuple[bool, int, str]:
        return not self._kept[index], self._digests[index], self._wanted(index)


def _number(key: str) -> int:
    """Return 64 bits that stand for a key, case aside.

    Two keys that met here by chance would count as rivals: one gets a suffix it need not have.
    """
    return int.from_bytes(blake2b(key.lower().encode(), digest_size=8).digest())


def _has(numbers: "array[int]", number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _repeats(numbers: "array[int]", place: int) -> bool:
    return numbers[place] == numbers[place - 1]


def _suffixes() -> Iterator[str]:
    """Yield a, b, ..., z, aa, ab, ... without end."""
    number = 0
    while True:
        number += 1
        suffix, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            suffix = chr(97 + digit) + suffix
        yield suffix

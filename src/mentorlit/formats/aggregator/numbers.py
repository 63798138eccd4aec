"""Identifiers in members that hold nothing else: one quick look, if they are in normal form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from mentorlit import identifiers
from mentorlit.model import StandardNumber

_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[a-z0-9][a-z0-9._/-]*(?<![._/-])\Z")
_ISSN: Final = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]\Z")
_ADDRESS: Final = "https://doi.org/"
_MEDIA: Final = {"print": "print", "electronic": "electronic", "linking": "linking", "p": "print",
                 "e": "electronic"}  # fmt: skip


def doi(text: str) -> str:
    """Return the DOI in ``text``, in lower case, or ``""``."""
    bare = text.removeprefix(_ADDRESS).lower()
    return bare if _DOI.match(bare) else identifiers.doi(text)


def issns(texts: Sequence[str], media: Mapping[str, str] = {}) -> tuple[StandardNumber, ...]:
    """Return every different ISSN, also with a wrong check digit; ``media`` by text."""
    found: dict[str, str] = {}
    if not media and len(texts) == 1 and _ISSN.match(texts[0]):
        return (StandardNumber(texts[0]),)
    for text in texts:
        numbers = (text,) if _ISSN.match(text) else identifiers.issns(text, checked=False)
        for number in numbers:
            found[number] = found.get(number) or _medium(media.get(text, ""))
    return tuple(StandardNumber(number, medium) for number, medium in found.items())


def isbns(texts: Iterable[str], media: Mapping[str, str] = {}) -> tuple[StandardNumber, ...]:
    """Return every different ISBN, also with a wrong check digit; ``media`` by text."""
    found: dict[str, str] = {}
    for text in texts:
        bare = text.removeprefix("http://id.crossref.org/isbn/")
        for number in identifiers.isbns(bare, checked=False):
            found[number] = found.get(number) or _medium(media.get(text, ""))
    return tuple(StandardNumber(number, medium) for number, medium in found.items())


def _medium(word: str) -> str:
    return _MEDIA.get(word, word)

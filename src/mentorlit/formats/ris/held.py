"""What a RIS record does not hold of a citation, told field by field, without writing it.

Only plain values of fields that do not depend on each other are told of; of any other citation
nothing is: then its record has to be written and read.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from mentorlit.dates import make
from mentorlit.formats.ris.labels import written
from mentorlit.formats.ris.numbers import read_number
from mentorlit.formats.ris.record import language_tag
from mentorlit.losses import is_said, present
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.person_lists import plain_people

# Types of which RIS has one for each, and tags with one meaning for each field told of here.
_TYPES: Final = frozenset(["article-journal", "article-magazine", "article-newspaper", "chapter"])
# What is no character that shows, or may be a part of HTML; by bytes, because that is fastest.
_ACTIVE: Final = bytes([*range(0x20), 0x7F, *b"&<"])
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?")
_PMID: Final = re.compile(r"[1-9][0-9]{0,8}")
_PMCID: Final = re.compile(r"PMC[0-9]{1,9}")
_PAGES: Final = re.compile(r"([A-Za-z]?[0-9]+)(?:-(?!\1\Z)[A-Za-z]?[0-9]+)?")
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9._~/?#@!&'()*+,:=%-])*")

Answer = bool | None
"""Whether a field is held; None where that is not known."""


def untold(citation: Citation) -> tuple[str, ...] | None:
    """Return the JSON names of the fields of which the record does not hold all.

    None stands for "not known".
    """
    if citation.type not in _TYPES or "ris" in citation.extra:
        return None
    lost: list[str] = []
    for field, name, value in present(citation):
        check = _CHECKS.get(field)
        held = None if check is None else check(value, citation)
        if held is None:
            return None
        if not held:
            lost.append(name)
    return tuple(lost)


def _text(text: str, _citation: Citation | None = None) -> Answer:
    """Tell of a text that is one line and the same when HTML in it is read."""
    if not (text.isascii() or text.isprintable()):
        return None
    source = text.encode()
    is_plain = len(source.translate(None, _ACTIVE)) == len(source) and "  " not in text
    # Marks of library headings, with a space before them, are taken off the end.
    is_whole = text[0] != " " and text[-1] not in " ,:;/=" and text[-2:-1] != " "
    return True if is_plain and is_whole else None


def _texts(texts: tuple[str, ...], _citation: Citation) -> Answer:
    return True if all(map(_text, texts)) else None


def _people(people: tuple[Name, ...], _citation: Citation) -> Answer:
    if any(name.literal or name.affiliation or name.orcid for name in people):
        return None
    texts = list(map(written, people))
    together = "".join(texts)
    if not (together.isascii() or unicodedata.is_normalized("NFC", together)):
        return None
    return True if _text(together) and plain_people(texts) == people else None


def _date(date: PartialDate, _citation: Citation) -> Answer:
    if date.year is None or not 1000 <= date.year <= 9999:
        return None
    return True if make(date.year, date.month, date.day) == date else None


def _matches(pattern: re.Pattern[str]) -> Callable[[str, Citation], Answer]:
    return lambda text, _citation: True if pattern.fullmatch(text) else None


def _standard_numbers(numbers: tuple[StandardNumber, ...], citation: Citation) -> Answer:
    every = [one.value for one in (*citation.issn, *citation.isbn)]
    if len(every) != len(set(every)):
        return None
    is_serial = numbers is citation.issn
    return all(_number(one.value, one.medium, is_serial) for one in numbers) or None


@lru_cache(maxsize=4096)
def _number(value: str, medium: str, is_serial: bool) -> bool:
    serial, book, rest = read_number(f"{value} ({medium})" if medium else value)
    found = ((value, medium),)
    return not rest and (serial, book) == ((found, ()) if is_serial else ((), found))


@lru_cache(maxsize=512)
def _language(language: str) -> Answer:
    return True if _text(language) and language_tag(language) == language else None


def _edition(text: str, citation: Citation) -> Answer:
    # A date of electronic publication may stand there too.
    return None if text[:1] == "-" or text[:1].isdigit() else _text(text, citation)


def _genre(text: str, citation: Citation) -> Answer:
    return None if "10." in text else _text(text, citation)


def _keywords(keywords: tuple[Keyword, ...], _citation: Citation) -> Answer:
    if len(keywords) == 1 and ";" in keywords[0].text:
        return None
    return True if all(_text(one.text) and not one.scheme for one in keywords) else None


def _affiliations(texts: tuple[str, ...], _citation: Citation) -> Answer:
    return True if all(_text(text) and ": " not in text for text in texts) else None


def _addresses(urls: tuple[str, ...], _citation: Citation) -> Answer:
    return True if all(map(_ADDRESS.fullmatch, urls)) else None


def _notes(texts: tuple[str, ...], _citation: Citation) -> Answer:
    """Tell of notes without a label, an identifier or a list of such."""
    plain = all(_text(text) and ":" not in text and "10." not in text for text in texts)
    return True if plain else None


def _sections(_value: Any, citation: Citation) -> Answer:
    return True if is_said(citation) else None


_WHOLE_TEXTS: Final = (
    *("citation_key", "title", "title_short", "container_title", "container_title_short"),
    *("collection_title", "volume", "issue", "number", "number_of_volumes", "section"),
    *("publisher", "publisher_place", "call_number", "archive_location", "source", "abstract"),
)
_CHECKS: Final[dict[str, Callable[[Any, Any], Answer]]] = {
    **dict.fromkeys(_WHOLE_TEXTS, _text),
    **dict.fromkeys(("author", "editor", "translator", "collection_editor"), _people),
    **dict.fromkeys(("issued", "accessed", "original_date"), _date),
    **dict.fromkeys(("issn", "isbn"), _standard_numbers),
    **dict.fromkeys(("alternative_title", "annote"), _texts),
    "type": lambda _value, _citation: True,
    "extra": lambda _value, _citation: False,
    "abstract_sections": _sections,
    "affiliation": _affiliations,
    "doi": _matches(_DOI),
    "edition": _edition,
    "genre": _genre,
    "keyword": _keywords,
    "language": lambda language, _citation: _language(language),
    "note": _notes,
    "page": _matches(_PAGES),
    "pmcid": _matches(_PMCID),
    "pmid": _matches(_PMID),
    "url": _addresses,
}

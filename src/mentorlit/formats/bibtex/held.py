"""What an entry does not hold of a citation, told field by field, without writing the entry.

Each field is written and read by itself, and that only if its value is not plain. Where fields
depend on each other, or one is rare, nothing is told: then the entry has to be written and read.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from mentorlit.formats.bibtex import identifiers, values
from mentorlit.formats.bibtex.case import protector, without_needless
from mentorlit.formats.bibtex.dates import as_text, edtf, published
from mentorlit.formats.bibtex.keywords import split
from mentorlit.formats.bibtex.language import tag_of
from mentorlit.formats.bibtex.names import names
from mentorlit.formats.tex import decode, encode
from mentorlit.formats.tex.encoding import clean, is_itself
from mentorlit.losses import present
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.tables import load

# Types of which the fields depend on nothing but the type.
_TYPES: Final = frozenset(
    (
        *("", "article-journal", "article-magazine", "article-newspaper", "book", "chapter"),
        *("paper-conference", "report", "review", "review-book"),
    )
)
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?")
_PMID: Final = re.compile(r"[1-9][0-9]{0,8}")
_PMCID: Final = re.compile(r"PMC[0-9]{1,9}")
_PAGES: Final = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?")
_ADDRESS: Final = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9._~/?#@!&'()*+,;:=-]|%[0-9A-F]{2})*"
)

Answer = bool | None
"""Whether a field is held; None where that is not known."""


def untold(citation: Citation) -> tuple[str, ...] | None:
    """Return the JSON names of the fields that the entry of a citation says less of.

    None stands for "not known". The citation key does not count.
    """
    if citation.type not in _TYPES or "bibtex" in citation.extra:
        return None
    lost: list[str] = []
    for field, name, value in present(citation):
        check = _CHECKS.get(field)
        held = None if check is None else check(value, citation)
        if held is None:
            return None
        if not held:
            if field == "language":
                # The reader takes the title for one in another language.
                return None
            lost.append(name)
    return tuple(lost)


def _text(text: str, _citation: Citation) -> Answer:
    if is_itself(text) and text[0] != " " and text[-1] != " ":
        return True
    return decode(encode(text)) == text if text.strip() else None


def _title(title: str, citation: Citation) -> Answer:
    english = not citation.language or citation.language.partition("-")[0] == "en"
    is_plain = is_itself(title) and title == title.strip(" ")
    if is_plain and unicodedata.is_normalized("NFC", title):
        if not english or title[1:].islower():
            return True
        if title.isascii() and "-" not in title and "'" not in title:
            return True
    if not (english and title.strip()):
        return None
    again = decode(encode(title, protector(clean(title))), case=True)
    return (without_needless(again, english=True) if "nocase" in again else again) == title


def _other_title(title: str, citation: Citation) -> Answer:
    """Tell of a title whose braces say nothing."""
    is_plain = is_itself(title) and "-" not in title and "'" not in title
    return _text(title, citation) if is_plain and unicodedata.is_normalized("NFC", title) else None


def _container(title: str, citation: Citation) -> Answer:
    is_book = citation.type in ("chapter", "paper-conference")
    return (_other_title if is_book else _text)(title, citation)


def _listed(text: str, citation: Citation) -> Answer:
    """Tell of a publisher or a place, which are lists for BibLaTeX."""
    if text.startswith("country"):
        return None
    if "and" not in text.lower():
        return _text(text, citation)
    source = values.literal_list(text)
    return None if " and " in source else decode(source) == text


def _people(people: tuple[Name, ...], _citation: Citation) -> Answer:
    if all(map(values.is_plain, people)):
        return True
    source = values.names(people)
    return bool(source.strip()) and tuple(names(source)[0]) == people


def _issued(date: PartialDate, _citation: Citation) -> Answer:
    if date.end or date.circa or date.season or date.year is None or not 1000 <= date.year <= 9999:
        return None
    month = values.MONTHS[date.month - 1] if date.month else ""
    made = published(str(date.year), month, str(date.day) if date.day else "")[0]
    whole = published(values.edtf(date), "", "")[0]
    return True if made == whole == date else None


def _date(date: PartialDate, _citation: Citation) -> Answer:
    return edtf(as_text(values.edtf(date))) == date


def _numbers(field: str) -> Callable[[tuple[StandardNumber, ...], Citation], Answer]:
    def held(numbers: tuple[StandardNumber, ...], _citation: Citation) -> Answer:
        return identifiers.often(field, encode(", ".join(one.value for one in numbers))) == numbers

    return held


def _pages(text: str, _citation: Citation) -> Answer:
    return True if _PAGES.fullmatch(text) else None


def _collection_number(text: str, citation: Citation) -> Answer:
    is_written = load("bibtex")["number"].get(citation.type) == "collection-number"
    return _text(text, citation) if is_written else None


def _genre(text: str, citation: Citation) -> Answer:
    is_key = text.lower() in load("bibtex")["type_keys"]
    return None if is_key or citation.type == "report" else _text(text, citation)


def _matches(pattern: re.Pattern[str]) -> Callable[[str, Citation], Answer]:
    return lambda text, _citation: True if pattern.fullmatch(text) else None


def _addresses(urls: tuple[str, ...], _citation: Citation) -> Answer:
    plain = len(set(urls)) == len(urls) and all(map(_ADDRESS.fullmatch, urls))
    return True if plain else None


@lru_cache(maxsize=512)
def _language(language: str, _citation: None) -> Answer:
    known = next((name for name, one in load("bibtex")["langids"].items() if one == language), "")
    return all(tag_of(encode(shown)) == language for shown in (language, known) if shown) or None


def _keywords(keywords: tuple[Keyword, ...], _citation: Citation) -> Answer:
    if any(keyword.scheme for keyword in keywords):
        return False
    texts = [keyword.text for keyword in keywords]
    source = values.keywords(texts)
    return split(source) == texts if source.strip() else None


def _affiliations(texts: tuple[str, ...], _citation: Citation) -> Answer:
    source = values.keywords(texts, mark=";")
    return tuple(split(source, commas=False)) == texts if source.strip() else None


def _one_text(texts: tuple[str, ...], citation: Citation) -> Answer:
    return _text(texts[0], citation) if len(texts) == 1 else None


def _sections(_value: Any, citation: Citation) -> Answer:
    return False if citation.abstract else None


_WHOLE_TEXTS: Final = (
    *("container_title_short", "original_title", "collection_title", "volume", "issue", "number"),
    *("number_of_volumes", "number_of_pages", "chapter_number", "part_number", "edition"),
    *("version", "event_title", "event_place", "status", "medium", "source", "archive"),
    *("archive_location", "call_number", "rights", "abstract"),
)
_CHECKS: Final[dict[str, Callable[[Any, Any], Answer]]] = {
    **dict.fromkeys(("type", "citation_key"), lambda _value, _citation: True),
    **dict.fromkeys(_WHOLE_TEXTS, _text),
    **dict.fromkeys(("author", "editor", "translator", "container_author"), _people),
    **dict.fromkeys(("accessed", "original_date", "event_date"), _date),
    **dict.fromkeys(("publisher", "publisher_place"), _listed),
    **dict.fromkeys(("note", "annote"), _one_text),
    **dict.fromkeys(("extra", "funding", "relations"), lambda _value, _citation: False),
    "abstract_sections": _sections,
    "affiliation": _affiliations,
    "collection_number": _collection_number,
    "container_title": _container,
    "doi": _matches(_DOI),
    "genre": _genre,
    "isbn": _numbers("isbn"),
    "issn": _numbers("issn"),
    "issued": _issued,
    "keyword": _keywords,
    "language": lambda language, _citation: _language(language, None),
    "page": _pages,
    "pmcid": _matches(_PMCID),
    "pmid": _matches(_PMID),
    "title": _title,
    "title_short": _other_title,
    "url": _addresses,
}

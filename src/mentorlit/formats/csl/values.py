"""CSL variables that are neither names nor dates: texts, identifiers, keywords, notes."""

import re
from collections.abc import Callable
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.languages import tag
from mentorlit.model import Keyword, StandardNumber
from mentorlit.plaintext import clean, markup, paragraphs, scalar

_RANGE: Final = re.compile(r"(?<=[0-9A-Za-z])\s?[\u2010-\u2015\u2212]+\s?(?=[0-9A-Za-z])")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_MARKED: Final = frozenset({"title", "title-short", "original-title", "container-title"})


def encode(field: str, value: Any) -> str | None:
    """Return the one text that CSL has for ``value``; None if that is empty."""
    if isinstance(value, str):
        return value or None
    if field in ("ISSN", "ISBN"):
        ordered = sorted(value, key=lambda number: number.medium != "print")
        return ", ".join(number.value for number in ordered) or None
    if field == "keyword":
        return "; ".join(keyword.text for keyword in value) or None
    if field == "URL":
        return value[0] if value else None
    return "\n".join(value) or None


def decode(field: str, raw: Any) -> Any:
    """Return the model's value for ``raw``; None if nothing can be made of it."""
    if isinstance(raw, list) and field not in _LISTS:
        raw = next((item for item in raw if clean(item)), None)
    if isinstance(raw, dict):
        raw = raw.get("name") or raw.get("title") or raw.get("literal")
    decoder = _LISTS.get(field) or _DECODERS.get(field)
    if decoder:
        return decoder(raw) or None
    return (clean(markup(scalar(raw))) if field in _MARKED else clean(raw)) or None


def _texts(raw: Any) -> list[str]:
    """Return the texts in ``raw``, a list or one value, each on one line."""
    items = raw if isinstance(raw, list) else [raw]
    return [text for text in map(clean, items) if text]


def _notes(raw: Any) -> tuple[str, ...]:
    items = raw if isinstance(raw, list) else [raw]
    return tuple(text for text in (scalar(item).strip() for item in items) if text)


def _keywords(raw: Any) -> tuple[Keyword, ...]:
    """Split at semicolons, else at commas (as pandoc and Better BibTeX join keywords)."""
    texts = _texts(raw)
    if len(texts) == 1 and not isinstance(raw, list):
        texts = re.split("[;]" if ";" in texts[0] else ",", texts[0])
    texts = [text.strip() for text in texts]
    return tuple(Keyword(text) for text in dict.fromkeys(texts) if text)


def _issn(raw: Any) -> tuple[StandardNumber, ...]:
    return _numbers(identifiers.issns, raw)


def _isbn(raw: Any) -> tuple[StandardNumber, ...]:
    return _numbers(identifiers.isbns, raw)


def _numbers(find: Callable[..., tuple[str, ...]], raw: Any) -> tuple[StandardNumber, ...]:
    """Return the numbers with a right check digit, if there is none those with a wrong one."""
    texts = _texts(raw)
    found = [number for text in texts for number in find(text)]
    found = found or [number for text in texts for number in find(text, checked=False)]
    return tuple(StandardNumber(number) for number in dict.fromkeys(found))


def _urls(raw: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_texts(raw)))


def _page(raw: Any) -> str:
    """Return pages with plain hyphens between the ends of ranges."""
    return _RANGE.sub("-", clean(raw))


def _language(raw: Any) -> str:
    text = clean(raw)
    return tag(text) or (text if _LANGUAGE.match(text) else "")


_LISTS: Final[dict[str, Callable[[Any], Any]]] = {
    "ISSN": _issn,
    "ISBN": _isbn,
    "keyword": _keywords,
    "URL": _urls,
    "note": _notes,
    "annote": _notes,
}
_DECODERS: Final[dict[str, Callable[[Any], Any]]] = {
    "DOI": lambda raw: identifiers.doi(clean(raw)),
    "PMID": lambda raw: identifiers.pmid(clean(raw)),
    "PMCID": lambda raw: identifiers.pmcid(clean(raw)),
    "page": _page,
    "language": _language,
    "abstract": paragraphs,
}

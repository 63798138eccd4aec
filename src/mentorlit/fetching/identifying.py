"""What a person writes for an identifier, as its scheme and normal form."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import identifiers
from mentorlit.services import ARXIV, DOI, ISBN, OPENALEX, PMCID, PMID, URL, Identifier

_PREFIX: Final = re.compile(r"\s*(doi|pmid|pmcid|arxiv|isbn|openalex)\s*:\s*", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\s*https?://\S+\s*\Z", re.IGNORECASE)
_OPENALEX: Final = re.compile(
    r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W[0-9]{4,12})\Z", re.IGNORECASE
)
_DOI_HOST: Final = re.compile(r"https?://(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)


def _isbn(text: str) -> str:
    """Return a lone ISBN with a correct check digit, as thirteen digits."""
    found = identifiers.isbns(text)
    alone = len(found) == 1 and not re.sub(r"[\dXx\s\u2010-\u2015-]|ISBN|:", "", text)
    return identifiers.isbn13(found[0]) if alone else ""


def _openalex(text: str) -> str:
    match = _OPENALEX.match(text.strip())
    return match[1].upper() if match else ""


def _doi(text: str) -> str:
    """Return the DOI if the text is one and nothing else."""
    found, is_all = identifiers.dois(text.strip())
    return found[0] if is_all and len(found) == 1 else ""


def _pmcid(text: str) -> str:
    bare = text.strip()
    return identifiers.pmcid(f"PMC{bare}" if bare.isdigit() else bare)


def _url(text: str) -> str:
    return text.strip() if _ADDRESS.match(text) else ""


def _arxiv(text: str) -> str:
    return identifiers.arxiv(text.strip())


NORMAL: Final[dict[str, Callable[[str], str]]] = {
    DOI: _doi,
    PMID: identifiers.pmid,
    PMCID: _pmcid,
    ARXIV: _arxiv,
    ISBN: _isbn,
    OPENALEX: _openalex,
    URL: _url,
}
"""For each scheme what brings a text to its normal form, or gives ``""``."""

_PREFIXES: Final = {scheme.lower(): scheme for scheme in NORMAL if scheme != URL}


def of_scheme(scheme: str, text: str) -> Identifier | None:
    """Return the identifier of a scheme that ``text`` is, or None if it is none.

    An address of doi.org is a DOI. Bytes that are no text (in an argument) are no identifier.
    """
    if scheme == URL and _DOI_HOST.match(text.strip()) and (found := _doi(text)):
        return Identifier(DOI, found)
    value = NORMAL[scheme](text)
    is_text = not any("\ud800" <= character <= "\udfff" for character in value)
    return Identifier(scheme, value) if value and is_text else None


_LOOKS_LIKE: Final = (
    (OPENALEX, _OPENALEX),
    (URL, _ADDRESS),
    (PMID, re.compile(r"[1-9][0-9]{0,7}\Z")),
    (PMCID, re.compile(r"PMC\s?[0-9]+\Z", re.IGNORECASE)),
    (DOI, re.compile("")),
    (ISBN, re.compile("")),
    (ARXIV, re.compile("")),
)
"""What a text without a prefix has to look like to be tried as one of a scheme, in this order."""


def identified(text: str) -> Identifier | None:
    """Return the identifier that a line of a list or an argument is, or None.

    With a prefix (``doi:``, ``pmid:``, ``pmcid:``, ``arxiv:``, ``isbn:``, ``openalex:``) it has to
    be one of that scheme. Without one it is what it looks like; one to eight digits are a PMID.
    """
    if match := _PREFIX.match(text):
        return of_scheme(_PREFIXES[match[1].lower()], text[match.end() :])
    bare = text.strip()
    tried = (of_scheme(scheme, bare) for scheme, shape in _LOOKS_LIKE if shape.match(bare))
    return next((found for found in tried if found), None)

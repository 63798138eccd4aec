"""What a person writes for an identifier, as its scheme and normal form."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import identifiers
from mentorlit.services import ARXIV, DOI, ISBN, OPENALEX, PMCID, PMID, URL, Identifier

_PREFIX: Final = re.compile(
    r"(doi|pmid|pubmed|pmcid|pmc|arxiv|isbn|openalex)(?:\s*:|\s+(?=[0-9])|(?<=pmid)(?=[0-9]))\s*",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\s*https?://\S+\s*\Z", re.IGNORECASE)
_OPENALEX: Final = re.compile(
    r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W[0-9]{4,12})\Z", re.IGNORECASE
)
_DOI_HOST: Final = re.compile(r"https?://(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)
# What comes along when texts are copied: zero-width characters, soft hyphens, byte-order marks.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Runs of blanks are looked at from their beginning alone: in linear time.
_COMMENT: Final = re.compile(r"(?<!\s)\s+#.*\Z")
_BINDING: Final = re.compile(r"(?<![\s(])\s*\([^()]{1,40}\)\Z")
_CLASS: Final = re.compile(r"(?<![\s\[])\s*\[[a-z.-]{1,20}\]\Z", re.IGNORECASE)
_QUOTES: Final = "\"'“”‘’«»<>[]{}` \t"


def _isbn(text: str) -> str:
    """Return a lone ISBN with a correct check digit, as thirteen digits; "(pbk.)" may follow."""
    text = _BINDING.sub("", text)
    found = identifiers.isbns(text)
    alone = len(found) == 1 and not re.sub(r"[\dXx\s\u2010-\u2015-]|ISBN|:", "", text)
    return identifiers.isbn13(found[0]) if alone else ""


def _openalex(text: str) -> str:
    match = _OPENALEX.match(text)
    return match[1].upper() if match else ""


def _doi(text: str) -> str:
    """Return the DOI if the text is one and nothing else; of an address its path is."""
    if _DOI_HOST.match(text):
        text = re.split("[?#]", text, maxsplit=1)[0]
    found, is_all = identifiers.dois(text)
    is_one = is_all and len(found) == 1 and found[0].partition("/")[2]
    return found[0] if is_one else ""


def _pmid(text: str) -> str:
    return identifiers.pmid(text.removesuffix("."))


def _pmcid(text: str) -> str:
    """Return a PubMed Central id; the version of its files (``.1``) is none of the work."""
    bare = re.fullmatch(r"(?:PMC)?\s?([0-9]+)(?:\.[0-9]+)?", text, re.IGNORECASE)
    return identifiers.pmcid(f"PMC{bare[1]}" if bare else text)


def _url(text: str) -> str:
    return text if _ADDRESS.match(text) else ""


def _arxiv(text: str) -> str:
    """Return an arXiv id; its subject class in brackets, as arXiv prints it, is left out."""
    return identifiers.arxiv(_CLASS.sub("", text))


NORMAL: Final[dict[str, Callable[[str], str]]] = {
    DOI: _doi,
    PMID: _pmid,
    PMCID: _pmcid,
    ARXIV: _arxiv,
    ISBN: _isbn,
    OPENALEX: _openalex,
    URL: _url,
}
"""For each scheme what brings a text to its normal form, or gives ``""``."""

_PREFIXES: Final = {
    **{scheme.lower(): scheme for scheme in NORMAL if scheme != URL},
    "pubmed": PMID,
    "pmc": PMCID,
}


def _cleaned(text: str) -> str:
    """Return a text without what is around an identifier where it was copied from."""
    text = _COMMENT.sub("", _UNSEEN.sub("", text)).strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text.strip(_QUOTES)
    return text


def of_scheme(scheme: str, text: str) -> Identifier | None:
    """Return the identifier of a scheme that ``text`` is, or None if it is none.

    An address of doi.org is a DOI. What texts that are copied have around them is left out: spaces,
    quotation marks, brackets, characters without width. Bytes that are no text (in an argument) are
    no identifier.
    """
    text = _cleaned(text)
    if scheme != URL and (match := _PREFIX.match(text)) and _PREFIXES[match[1].lower()] == scheme:
        text = text[match.end() :]
    if scheme == URL and _DOI_HOST.match(text) and (found := _doi(text)):
        return Identifier(DOI, found)
    value = NORMAL[scheme](text)
    is_text = not any("\ud800" <= character <= "\udfff" for character in value)
    return Identifier(scheme, value) if value and is_text else None


_LOOKS_LIKE: Final = (
    (OPENALEX, _OPENALEX),
    (URL, _ADDRESS),
    (PMID, re.compile(r"[1-9][0-9]{0,7}\.?\Z")),
    (PMCID, re.compile(r"PMC\s?[0-9]+(?:\.[0-9]+)?\Z", re.IGNORECASE)),
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
    bare = _cleaned(text)
    if match := _PREFIX.match(bare):
        return of_scheme(_PREFIXES[match[1].lower()], bare[match.end() :])
    tried = (of_scheme(scheme, bare) for scheme, shape in _LOOKS_LIKE if shape.match(bare))
    return next((found for found in tried if found), None)

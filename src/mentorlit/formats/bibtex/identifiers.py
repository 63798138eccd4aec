"""Identifiers and addresses in the fields of a BibTeX or BibLaTeX entry.

Each function takes what it understands out of ``left`` (field name to TeX source); what it does
not understand stays there, to travel in ``extra``.
"""

import re
from functools import lru_cache
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.bibtex.keywords import split
from mentorlit.formats.tex import decode, decode_verbatim
from mentorlit.model import Problem, StandardNumber
from mentorlit.tables import load

_ADDRESS: Final = re.compile(r"(?:https?|ftp)://[^\s{}]+\Z", re.IGNORECASE)
_SEPARATED: Final = re.compile(r"[\s,;]+")
# Of these forms :func:`mentorlit.identifiers.doi` takes everything as it is.
_PLAIN_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9])"
)
_SCHEMES: Final = tuple(load("bibtex")["identifiers"].items())
_SHORT: Final = 80
"""Values shorter than this, in characters, are kept for when they come again."""


def take_identifiers(
    left: dict[str, str], known: dict[str, Any], problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Set DOI, PMID, PMCID, ISSN and ISBN in ``known``; return the others by scheme."""
    others: dict[str, tuple[str, ...]] = {}
    if "doi" in left:
        others = _doi(left, known, problems)
    for field, find in (("pmid", identifiers.pmid), ("pmcid", identifiers.pmcid)):
        if field in left and (found := find(decode_verbatim(left[field]))):
            known[field] = found
            del left[field]
    if "issn" in left or "isbn" in left:
        _take_standard_numbers(left, known)
    if "eprint" in left:
        others |= _eprint(left, known)
    for field, scheme in _SCHEMES:
        if field in left and scheme not in others:
            value = decode_verbatim(left.pop(field))
            others[scheme] = tuple(part for part in _SEPARATED.split(value) if part)
    if "identifiers" in left:
        _named(left, others)
    return others


def _named(left: dict[str, str], others: dict[str, tuple[str, ...]]) -> None:
    """Take ``scheme: value`` pairs, as our writers write what no other field is for."""
    found: dict[str, list[str]] = {}
    for text in split(left["identifiers"]):
        scheme, mark, value = text.partition(": ")
        if not mark or not scheme or scheme in others:
            return
        found.setdefault(scheme, []).append(value)
    del left["identifiers"]
    others.update((scheme, tuple(values)) for scheme, values in found.items())


def _doi(
    left: dict[str, str], known: dict[str, Any], problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Set the DOI, return others in the field; what says more than them stays in ``left``."""
    if plain := _PLAIN_DOI.fullmatch(left["doi"]):
        known["doi"] = plain[1].lower()
        del left["doi"]
        return {}
    text = decode_verbatim(left["doi"])
    first = identifiers.doi(text)
    if not first:
        return {}
    known["doi"] = first
    found, is_all = identifiers.dois(text)
    if is_all:
        del left["doi"]
    rest = tuple(other for other in found if other != first)
    if not rest:
        return {}
    problems.append(Problem("several-dois", "the field holds several; the first counts", "DOI"))
    return {"DOI": rest}


def _take_standard_numbers(left: dict[str, str], known: dict[str, Any]) -> None:
    for field in ("issn", "isbn"):
        if field in left:
            read = often if len(left[field]) < _SHORT else _standard_numbers
            if numbers := read(field, left[field]):
                known[field] = numbers
                del left[field]


def _standard_numbers(field: str, source: str) -> tuple[StandardNumber, ...]:
    find_all = identifiers.issns if field == "issn" else identifiers.isbns
    # The field declares what it holds: a wrong check digit is the source's own.
    return tuple(map(StandardNumber, find_all(decode(source), checked=False)))


often: Final = lru_cache(maxsize=4096)(_standard_numbers)
"""Reads a field (``issn``, ``isbn``) with the standard numbers of a short source."""


def _eprint(left: dict[str, str], known: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Take the identifier of an electronic preprint or copy, if its type is known."""
    value = decode_verbatim(left.get("eprint", ""))
    kind = decode(left.get("eprinttype", left.get("archiveprefix", ""))).lower()
    scheme = load("bibtex")["eprint_types"].get(kind, "")
    if not kind and identifiers.arxiv(value):
        scheme = "arXiv"
    if not value or not scheme:
        return {}
    if scheme == "PMID":
        if "pmid" in known or not identifiers.pmid(value):
            return {}
        known["pmid"] = identifiers.pmid(value)
    for field in ("eprint", "eprinttype", "archiveprefix"):
        left.pop(field, None)
    if scheme == "PMID":
        return {}
    return {scheme: (identifiers.arxiv(value) or value if scheme == "arXiv" else value,)}


def take_addresses(left: dict[str, str]) -> tuple[str, ...]:
    """Return the addresses in ``url`` and ``howpublished``, each once."""
    found: dict[str, None] = {}
    for field in ("url", "howpublished"):
        value = decode_verbatim(left.get(field, ""))
        # Some programs put several addresses into one field.
        parts = value.split() if field == "url" else [value]
        if parts and all(_ADDRESS.match(part) for part in parts):
            found.update(dict.fromkeys(parts))
            del left[field]
    return tuple(found)

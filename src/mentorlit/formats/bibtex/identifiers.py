"""Identifiers and addresses in the fields of a BibTeX or BibLaTeX entry.

Each function takes what it understands out of ``left`` (field name to TeX source); what it does
not understand stays there, to travel in ``extra``.
"""

import re
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.tex import decode, decode_verbatim
from mentorlit.model import StandardNumber
from mentorlit.tables import load

_ADDRESS: Final = re.compile(r"(?:https?|ftp)://[^\s{}]+\Z", re.IGNORECASE)
_SEPARATED: Final = re.compile(r"[\s,;]+")


def take_identifiers(left: dict[str, str], known: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Set DOI, PMID, PMCID, ISSN and ISBN in ``known``; return the others by scheme."""
    for field, find in (
        ("doi", identifiers.doi),
        ("pmid", identifiers.pmid),
        ("pmcid", identifiers.pmcid),
    ):
        found = find(decode_verbatim(left.get(field, "")))
        if found:
            known[field] = found
            # What says more than the DOI stays as it is.
            if field != "doi" or identifiers.dois(decode_verbatim(left[field])) == ((found,), True):
                del left[field]
    for field, find_all in (("issn", identifiers.issns), ("isbn", identifiers.isbns)):
        values = find_all(decode(left.get(field, "")))
        if values:
            known[field] = tuple(StandardNumber(value) for value in values)
            del left[field]
    others = _eprint(left, known)
    for field, scheme in load("bibtex")["identifiers"].items():
        if field in left and scheme not in others:
            value = decode_verbatim(left.pop(field))
            others[scheme] = tuple(part for part in _SEPARATED.split(value) if part)
    return others


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

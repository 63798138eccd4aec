"""What a record lacks, and how it can be asked for."""

from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.dedupe.canonical import speaks
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.model import PYTHON_NAME, Citation
from mentorlit.services import ARXIV, DOI, ISBN, PMCID, PMID, Identifier
from mentorlit.tables import load

_ADDRESSES: Final = 8
"""Addresses of a record that are looked at."""

_SAME: Final = 4
"""Identifiers of one scheme that are asked for."""


@cache
def _wanted() -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = load("enriching")["wanted"]
    return wanted


def lacking(record: Citation, fields: Collection[str] = ()) -> tuple[str, ...]:
    """Return the JSON names of the fields that a record should state and does not.

    Without ``fields`` those are wanted that a citation of its type prints (tables/enriching.toml).
    A page is not lacking where there is an article number; nor an author, where any list of names
    says who is responsible.
    """
    table = _wanted()
    usual = table.get(record.type, table["other"]) if record.type else table["unknown"]
    return tuple(name for name in fields or usual if not _is_stated(record, name))


def _is_stated(record: Citation, name: str) -> bool:
    if name == "page":
        return bool(record.page or record.number)
    if name == "author":
        return bool(record.author or record.editor or record.contributor or record.director)
    return bool(getattr(record, PYTHON_NAME[name]))


def questions(record: Citation) -> tuple[Identifier, ...]:
    """Return the identifiers that a record can be looked up by, the most trusted scheme first.

    They are in their normal forms, ISBNs with thirteen digits; what is none is left out. An ISBN
    counts only where it names the work itself. Of a scheme of which no field states one, that in an
    address of the record counts (doi.org, PubMed, PubMed Central, arXiv).
    """
    found: dict[Identifier, None] = {}
    for scheme, stated in _stated(record).items():
        values = stated or _in_addresses(record, scheme)
        found |= dict.fromkeys(Identifier(scheme, value) for value in values[:_SAME])
    return tuple(found)


def _stated(record: Citation) -> dict[str, list[str]]:
    """Return the identifiers in the record's fields, by scheme in the order of trust."""
    more = record.identifiers
    return {
        DOI: [
            doi for doi in map(identifiers.doi, _texts(record.doi, more.get(DOI))) if _is_own(doi)
        ],
        PMID: _normal(identifiers.pmid, _texts(record.pmid, more.get(PMID))),
        PMCID: _normal(identifiers.pmcid, _texts(record.pmcid, more.get(PMCID))),
        ARXIV: _normal(identifiers.arxiv, more.get(ARXIV, ())),
        ISBN: list(_isbns(record)),
    }


def _texts(value: str, more: tuple[str, ...] | None) -> tuple[str, ...]:
    return (value, *(more or ())) if value else more or ()


def _normal(bring: Any, texts: tuple[str, ...]) -> list[str]:
    return [value for value in map(bring, texts) if value]


def _is_own(doi: str) -> bool:
    """Tell whether a DOI names the work, not a record about it in a register."""
    return bool(doi) and not doi.startswith(tuple(load("dedupe/keys")["doi_of_records"]))


def _isbns(record: Citation) -> Iterator[str]:
    if record.type in load("enriching")["ask"]["isbn"]:
        for number in record.isbn:
            yield from map(identifiers.isbn13, identifiers.isbns(number.value))


def _in_addresses(record: Citation, scheme: str) -> list[str]:
    """Return the identifiers of a scheme that addresses of the record have, where they tell it."""
    if scheme not in _HOSTS:
        return []
    host, bring = _HOSTS[scheme]
    addresses = [url for url in islice(record.url, _ADDRESSES) if host in url.casefold()]
    found = [value for value in map(bring, addresses) if value]
    return [value for value in found if scheme != DOI or _is_own(value)]


_HOSTS: Final[dict[str, tuple[str, Any]]] = {
    DOI: ("doi.org/10.", identifiers.doi),
    PMID: ("ncbi.nlm.nih.gov/", identifiers.pmid),
    PMCID: ("ncbi.nlm.nih.gov/", identifiers.pmcid),
    ARXIV: ("arxiv.org/", identifiers.arxiv),
}
"""What an address has in it that tells an identifier, and what finds it there."""


def searchable(record: Citation) -> bool:
    """Tell whether a record can be searched for.

    Its title says what the work is, and it states who wrote it, when, or where it appeared.
    """
    if not record.title or not speaks(fingerprint(record)):
        return False
    year = record.issued is not None and record.issued.year is not None
    return bool(record.author or record.editor or year or record.container_title)

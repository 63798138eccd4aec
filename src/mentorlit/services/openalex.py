"""OpenAlex: works by DOI, PMID or its own id, one or many at once, and by title.

https://developers.openalex.org/. Since 2026-02 it needs a key, which has a daily budget.
"""

from collections.abc import Sequence
from typing import Final

from mentorlit.model import Citation
from mentorlit.network.asking import Query
from mentorlit.services import DOI, OPENALEX, PMID, Access, wording
from mentorlit.services._answers import no_json
from mentorlit.services.quoting import is_long, parameters, path

FORMAT: Final = "openalex"
_FILTER: Final = {DOI: "doi", PMID: "pmid", OPENALEX: "openalex"}
_PREFIX: Final = {DOI: "doi:", PMID: "pmid:", OPENALEX: ""}
_SYNTAX: Final = str.maketrans(dict.fromkeys('!"#$%&()*+,./:;<=>?@[\\]^_`{|}~', " "))
"""Marks that filters and searches give a meaning to."""
_ROWS: Final = "5"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for identifiers of one scheme: alternatives of one filter.

    One alone is asked for at its own address, which costs nothing of the budget, leads on from
    works that were merged, and has all authors (lists have the first 100).
    """
    if len(ids) == 1:
        return _query(access, address(access, scheme, ids[0]))
    filters = f"{_FILTER[scheme]}:{'|'.join(ids)}"
    asked = parameters((("filter", filters), ("per-page", str(len(ids)))))
    return _query(access, f"{access.base}/works?{asked}")


def alone(_scheme: str, identifier: str) -> bool:
    """Tell whether an identifier cannot stand in a list: commas part filters, bars values."""
    return "," in identifier or "|" in identifier or is_long(identifier)


def address(access: Access, scheme: str, identifier: str) -> str:
    """Return the address of one work."""
    return f"{access.base}/works/{_PREFIX[scheme]}{path(identifier)}"


def search(access: Access, record: Citation) -> Query | None:
    """Return the question for works with all the words of this title, in this year or beside it."""
    words = _words(wording.title(record))
    if not words:
        return None
    filters = f"title.search:{words}"
    if (year := wording.year(record)) and year > 1:
        filters += f",publication_year:{year - 1}-{year + 1}"
    asked = parameters((("filter", filters), ("per-page", _ROWS)))
    return _query(access, f"{access.base}/works?{asked}")


def fault(body: bytes) -> str:
    """Return the error that stands in place of works, or ``""``."""
    return no_json(body)


def _words(text: str) -> str:
    """Return the words of a text, none of which is an operator (``AND``, ``-not``)."""
    words = (word.strip("-'") for word in text.lower().translate(_SYNTAX).split())
    return " ".join(filter(None, words))


def _query(access: Access, url: str) -> Query:
    private = (("api_key", access.key), ("mailto", access.mailto))
    return Query(
        url,
        accept="application/json",
        private=tuple(pair for pair in private if pair[1]),
        service="openalex",
    )

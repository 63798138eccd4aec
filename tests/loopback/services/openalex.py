"""A server that behaves as OpenAlex does: one work, lists by filter, searches, a daily budget."""

from collections.abc import Callable, Iterable
from typing import Any

from loopback.services.answers import as_json, first, found, words
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

MOST_VALUES = 100
MOST_ROWS = 200
_SOURCES = {"article": "journal", "preprint": "repository", "book": "", "dataset": "repository"}


def handler(works: Iterable[Work], budget: int | None = None, key: str = "") -> Handler:
    """Answer ``/works`` and ``/works/ID``.

    After ``budget`` answers each further request is a 429. With ``key``, who does not give it is
    refused.
    """
    known = list(works)
    answered = 0

    def answer(asked: Asked) -> Reply:
        nonlocal answered
        if key and first(asked, "api_key") != key:
            return _fault(401, "Invalid API key", "An API key is needed.")
        if budget is not None and answered >= budget:
            return _spent()
        answered += 1
        reply = _single(known, asked) if asked.path != "/works" else _list(known, asked)
        left = {} if budget is None else {"x-ratelimit-remaining": str(budget - answered)}
        return reply._replace(headers={**reply.headers, **left})

    return answer


def _fault(status: int, error: str, message: str) -> Reply:
    return as_json({"error": error, "message": message}, status=status)


def _spent() -> Reply:
    value = {"error": "Rate limit exceeded", "message": "The budget of today is spent."}
    headers = {"Retry-After": "43200", "x-ratelimit-remaining": "0"}
    return as_json({**value, "retryAfter": 43200}, status=429, headers=headers)


def _single(known: list[Work], asked: Asked) -> Reply:
    identifier = asked.path.removeprefix("/works/")
    scheme, _, value = identifier.partition(":")
    for work in known:
        own = {"doi": work.doi, "pmid": work.pmid}.get(scheme, "")
        if (own and own == value.lower()) or work.openalex == identifier.upper():
            return as_json(item(work))
    return _fault(404, "Not Found", "There is no such work.")


def _list(known: list[Work], asked: Asked) -> Reply:
    size = first(asked, "per-page", "25")
    page = int(first(asked, "page", "1"))
    if not size.isdecimal() or not 1 <= int(size) <= MOST_ROWS:
        return _fault(400, "Pagination error.", f"per-page must be between 1 and {MOST_ROWS}")
    chosen = found(known, first(asked, "search")) if "search" in asked.query else known
    filters = first(asked, "filter")
    for part in filters.split(",") if filters else []:
        name, _, value = part.partition(":")
        fits = _FILTERS.get(name)
        if fits is None or not value:
            fault = f"{name} is not a valid field"
            return _fault(400, "Invalid query parameters error.", fault)
        if value.count("|") >= MOST_VALUES:
            fault = f"Maximum number of values exceeded for {name}"
            return _fault(400, "Invalid query parameters error.", fault)
        chosen = [work for work in chosen if fits(work, value)]
    shown = chosen[(page - 1) * int(size) : page * int(size)]
    meta = {"count": len(chosen), "db_response_time_ms": 9, "page": page, "per_page": int(size)}
    results = [item(work) for work in shown]
    return as_json({"meta": meta, "results": results, "group_by": []})


def _one_of(own: str, value: str) -> bool:
    return bool(own) and own.lower() in value.lower().split("|")


def _in_years(work: Work, value: str) -> bool:
    since, _, until = value.partition("-")
    return int(since) <= work.year <= int(until or since)


_FILTERS: dict[str, Callable[[Work, str], bool]] = {
    "doi": lambda work, value: _one_of(work.doi, value),
    "pmid": lambda work, value: _one_of(work.pmid, value),
    "ids.openalex": lambda work, value: _one_of(work.openalex, value),
    "openalex": lambda work, value: _one_of(work.openalex, value),
    "title.search": lambda work, value: set(words(value)) <= set(words(work.title)),
    "publication_year": _in_years,
}


def item(work: Work) -> dict[str, Any]:
    """Return a work as OpenAlex has it; what it does not know is null."""
    address = f"https://doi.org/{work.doi}"
    ids = {"openalex": f"https://openalex.org/{work.openalex}", "doi": address}
    if work.pmid:
        ids["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"
    if work.pmcid:
        digits = work.pmcid.removeprefix("PMC")
        ids["pmcid"] = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{digits}"
    return {
        "id": ids["openalex"],
        "doi": address,
        "title": work.title,
        "display_name": work.title,
        "publication_year": work.year,
        "publication_date": f"{work.year}-{work.month or 1:02}-01",
        "ids": ids,
        "language": "en",
        "primary_location": {
            "is_oa": False,
            "landing_page_url": address,
            "pdf_url": None,
            "source": _source(work),
            "license": None,
            "version": None,
        },
        "type": work.kind,
        "indexed_in": [work.agency, *(["pubmed"] if work.pmid else [])],
        "authorships": [_authorship(family, given) for family, given in work.authors],
        "is_authors_truncated": False,
        "biblio": {
            "volume": work.volume or None,
            "issue": work.issue or None,
            "first_page": work.first_page or None,
            "last_page": work.last_page or None,
        },
        "is_retracted": work.retracted,
        "is_paratext": False,
        "cited_by_count": work.number % 9,
        "keywords": [],
        "mesh": [],
        "referenced_works": [],
        "related_works": [],
        "abstract_inverted_index": None,
    }


def _source(work: Work) -> dict[str, Any] | None:
    if not work.journal:
        return None
    return {
        "id": f"https://openalex.org/S{work.number}",
        "display_name": work.journal,
        "issn_l": work.issn,
        "issn": [work.issn],
        "host_organization_name": work.publisher,
        "type": _SOURCES[work.kind],
    }


def _authorship(family: str, given: str) -> dict[str, Any]:
    name = f"{given} {family}"
    return {
        "author_position": "middle",
        "author": {"id": "https://openalex.org/A5", "display_name": name, "orcid": None},
        "institutions": [],
        "countries": [],
        "is_corresponding": False,
        "raw_author_name": name,
        "raw_affiliation_strings": [],
    }

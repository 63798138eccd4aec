"""A server that behaves as DataCite's REST API does: one DOI, lists of ids, a search."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from loopback.services.answers import as_json, first, found
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

MEDIA_TYPE = "application/vnd.api+json; charset=utf-8"
MOST_ROWS = 1000
_TYPES = {
    "preprint": {"ris": "GEN", "bibtex": "misc", "citeproc": "article",
                 "schemaOrg": "CreativeWork", "resourceTypeGeneral": "Preprint"},
    "dataset": {"ris": "DATA", "bibtex": "misc", "citeproc": "dataset",
                "schemaOrg": "Dataset", "resourceTypeGeneral": "Dataset"},
    "article": {"ris": "JOUR", "bibtex": "article", "citeproc": "article-journal",
                "schemaOrg": "ScholarlyArticle", "resourceTypeGeneral": "JournalArticle"},
    "book": {"ris": "BOOK", "bibtex": "book", "citeproc": "book", "schemaOrg": "Book",
             "resourceTypeGeneral": "Book"},
}  # fmt: skip


def handler(works: Iterable[Work]) -> Handler:
    """Answer ``/dois`` and ``/dois/DOI`` of what is registered with DataCite."""
    known = {work.doi: work for work in works if work.agency == "datacite"}

    def answer(asked: Asked) -> Reply:
        return _single(known, asked) if asked.path != "/dois" else _list(known, asked)

    return answer


def _single(known: dict[str, Work], asked: Asked) -> Reply:
    work = known.get(asked.path.removeprefix("/dois/").lower())
    if work is None or not asked.path.startswith("/dois/"):
        fault = {"status": "404", "title": "The resource you are looking for doesn't exist."}
        return as_json({"errors": [fault]}, status=404, content_type=MEDIA_TYPE)
    return as_json({"data": resource(work)}, content_type=MEDIA_TYPE)


def _list(known: dict[str, Work], asked: Asked) -> Reply:
    size = min(int(first(asked, "page[size]", "25")), MOST_ROWS)
    page = int(first(asked, "page[number]", "1"))
    chosen = list(known.values())
    if ids := first(asked, "ids"):
        wanted = set(ids.lower().split(","))
        chosen = [work for work in chosen if work.doi in wanted]
    if text := first(asked, "query"):
        chosen = found(chosen, text)
    shown = chosen[(page - 1) * size : page * size]
    total = {"total": len(chosen), "totalPages": -(-len(chosen) // size), "page": page}
    value = {"data": [resource(work) for work in shown], "meta": total, "links": {}}
    return as_json(value, content_type=MEDIA_TYPE)


def resource(work: Work) -> dict[str, Any]:
    """Return a work as a resource object of JSON:API."""
    other = [{"alternateIdentifierType": "arXiv", "alternateIdentifier": work.arxiv}]
    prefix, _, suffix = work.doi.partition("/")
    attributes = {
        "doi": work.doi,
        "prefix": prefix,
        "suffix": suffix,
        "identifiers": [],
        "alternateIdentifiers": other if work.arxiv else [],
        "creators": [
            {
                "name": f"{family}, {given}",
                "nameType": "Personal",
                "givenName": given,
                "familyName": family,
                "affiliation": [],
                "nameIdentifiers": [],
            }
            for family, given in work.authors
        ],
        "titles": [{"title": work.title}],
        "publisher": work.publisher,
        "container": {},
        "publicationYear": work.year,
        "subjects": [],
        "contributors": [],
        "dates": [{"date": f"{work.year}-{work.month or 1:02}", "dateType": "Issued"}],
        "language": "en",
        "types": _TYPES[work.kind],
        "relatedIdentifiers": [],
        "relatedItems": [],
        "sizes": [],
        "formats": [],
        "version": None,
        "rightsList": [],
        "descriptions": [],
        "geoLocations": [],
        "fundingReferences": [],
        "url": f"https://repository.example/{quote(work.doi, safe='/')}",
        "contentUrl": None,
        "metadataVersion": 1,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "source": "mds",
        "isActive": True,
        "state": "findable",
        "reason": None,
        "viewCount": 0,
        "created": f"{work.year}-02-03T04:05:06.000Z",
        "registered": f"{work.year}-02-03T04:05:07.000Z",
        "published": str(work.year),
        "updated": "2026-01-02T03:04:05.000Z",
    }
    owner = {"client": {"data": {"id": "invented.client", "type": "clients"}}}
    return {"id": work.doi, "type": "dois", "attributes": attributes, "relationships": owner}

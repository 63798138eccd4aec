"""A server that behaves as Crossref's REST API does: one work, lists by filter, references."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from loopback.services.answers import as_json, first, found
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

MOST_ROWS = 1000
_TYPES = {
    "article": "journal-article", "book": "book", "preprint": "posted-content", "dataset": "dataset"
}  # fmt: skip


def handler(works: Iterable[Work], limit: int = 50, interval: str = "1s") -> Handler:
    """Answer ``/works`` and ``/works/DOI`` of what is registered with Crossref."""
    known = {work.doi: work for work in works if work.agency == "crossref"}

    def answer(asked: Asked) -> Reply:
        reply = _single(known, asked) if asked.path != "/works" else _list(known, asked)
        named = "mailto" in asked.query or "mailto:" in asked.headers.get("user-agent", "")
        rate = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-interval": interval,
            "x-api-pool": "polite" if named else "public",
        }
        return reply._replace(headers={**reply.headers, **rate})

    return answer


def _single(known: dict[str, Work], asked: Asked) -> Reply:
    work = known.get(asked.path.removeprefix("/works/").lower())
    if work is None or not asked.path.startswith("/works/"):
        return Reply(404, b"Resource not found.", {"Content-Type": "text/plain"})
    return _ok("work", item(work))


def _list(known: dict[str, Work], asked: Asked) -> Reply:
    rows = first(asked, "rows", "20")
    if not rows.isdecimal() or int(rows) > MOST_ROWS:
        return _invalid("integer-not-valid", rows, f"must be at most {MOST_ROWS}")
    filters = first(asked, "filter")
    parts = [part.partition(":") for part in filters.split(",")] if filters else []
    for name, _, value in parts:
        if name != "doi" or not value:
            return _invalid("filter-not-available", name, "there is no such filter for this route")
    chosen = list(known.values())
    if parts:
        dois = {value.lower() for _, _, value in parts}
        chosen = [work for work in chosen if work.doi in dois]
    if asked_for := first(asked, "query.bibliographic") or first(asked, "query"):
        chosen = found(chosen, asked_for)
    return _page(chosen, asked, int(rows))


def _page(chosen: list[Work], asked: Asked, rows: int) -> Reply:
    cursor = first(asked, "cursor")
    start = int(first(asked, "offset", "0"))
    if cursor not in ("", "*"):
        start = int(cursor.removeprefix("after-"))
    message: dict[str, Any] = {
        "facets": {},
        "total-results": len(chosen),
        "items": [item(work) for work in chosen[start : start + rows]],
        "items-per-page": rows,
        "query": {"start-index": start, "search-terms": None},
    }
    if cursor:
        message["next-cursor"] = f"after-{start + rows}"
    return _ok("work-list", message)


def _ok(kind: str, message: Any) -> Reply:
    head = {"status": "ok", "message-type": kind, "message-version": "1.0.0"}
    return as_json({**head, "message": message})


def _invalid(kind: str, value: str, message: str) -> Reply:
    fault = {"type": kind, "value": value, "message": message}
    head = {"status": "failed", "message-type": "validation-failure"}
    return as_json({**head, "message-version": "1.0.0", "message": [fault]}, status=400)


def item(work: Work) -> dict[str, Any]:
    """Return a work as Crossref has it; what it states not is left out, as there."""
    issued = {"date-parts": [[work.year, work.month] if work.month else [work.year]]}
    members: dict[str, Any] = {
        "indexed": {"date-parts": [[2026, 1, 2]], "date-time": "2026-01-02T03:04:05Z"},
        "reference-count": 0,
        "publisher": work.publisher,
        "issue": work.issue,
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "published-print": issued,
        "DOI": work.doi,
        "type": _TYPES[work.kind],
        "page": f"{work.first_page}-{work.last_page}" if work.first_page else "",
        "update-policy": "https://doi.org/10.5555/policy",
        "source": "Crossref",
        "is-referenced-by-count": work.number % 9,
        "title": [work.title.replace("&", "&amp;")],
        "prefix": work.doi.partition("/")[0],
        "volume": work.volume,
        "author": [
            {"given": given, "family": family, "sequence": "additional", "affiliation": []}
            for family, given in work.authors
        ],
        "member": "78",
        "container-title": [work.journal] if work.journal else [],
        "original-title": [],
        "language": "en",
        "link": [],
        "score": 1,
        "resource": {"primary": {"URL": f"https://publisher.example/works/{work.number}"}},
        "subtitle": [],
        "short-title": [],
        "issued": issued,
        "references-count": 0,
        "URL": f"https://doi.org/{quote(work.doi, safe='/')}",
        "relation": {},
        "ISSN": [work.issn] if work.issn else [],
        "issn-type": [{"value": work.issn, "type": "print"}] if work.issn else [],
        "ISBN": [work.isbn] if work.isbn else [],
        "published": issued,
    }
    if work.retracted:
        members["updated-by"] = [_retraction(work)]
    return {name: value for name, value in members.items() if value not in ("", [])}


def _retraction(work: Work) -> dict[str, Any]:
    return {
        "updated": {"date-parts": [[work.year + 1, 6, 1]]},
        "DOI": f"{work.doi}.retraction",
        "type": "retraction",
        "source": "retraction-watch",
        "label": "Retraction",
        "record-id": str(10_000 + work.number),
    }

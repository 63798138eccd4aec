"""A server that behaves as NCBI's E-utilities do, for PubMed and PubMed Central."""

from collections.abc import Callable, Iterable, Mapping

from loopback.services import jats_sets, pubmed_sets
from loopback.services.answers import first
from loopback.serving import Asked, Reply
from loopback.works import Work

_XML = {"Content-Type": "text/xml; charset=UTF-8"}
_JSON = {"Content-Type": "application/json"}

NO_IDS = (
    b'<?xml version="1.0" encoding="UTF-8" ?>\n'
    b'<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" '
    b'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">\n'
    b"<eFetchResult>\n\t<ERROR>ID list is empty! In it there are neither IDs nor accessions."
    b"</ERROR>\n</eFetchResult>\n"
)
BACKEND = (
    b'<?xml version="1.0" ?>\n<eFetchResult>\n'
    b"\t<ERROR>Search Backend failed: read request has been timed out. peer: 10.0.0.1:7011"
    b"</ERROR>\n"
    b"</eFetchResult>\n"
)
PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>NCBI - WWW Error Blocked Diagnostic</title></head></html>"
)


def too_fast(who: str, asked: int, limit: int) -> bytes:
    """Return what NCBI says to who asks too fast: the key, or the address of the machine."""
    return (
        f'{{"error":"API rate limit exceeded","api-key":"{who}",'
        f'"count":"{asked}","limit":"{limit}"}}\n'
    ).encode()


class EUtilities:
    """The server. ``counts`` says how many ids each question had; ``instead`` are bodies that are
    answered, called a success, before any record is.

    With ``clock`` it refuses more than 3 questions in a second, 10 of one key.
    """

    def __init__(self, works: Iterable[Work], clock: Callable[[], float] | None = None) -> None:
        known = tuple(works)
        self.counts: list[int] = []
        self.instead: list[bytes] = []
        self._clock = clock
        self._times: dict[str, list[float]] = {}
        self._works: Mapping[str, Mapping[str, Work]] = {
            "pubmed": {work.pmid: work for work in known if work.pmid},
            "pmc": {work.pmcid.removeprefix("PMC"): work for work in known if work.pmcid},
        }

    def __call__(self, asked: Asked) -> Reply:
        key = first(asked, "api_key")
        if self._clock and (refused := self._refused(key, self._clock())):
            return refused
        if self.instead:
            return Reply(200, self.instead.pop(0), _XML)
        database = first(asked, "db")
        if asked.path != "/efetch.fcgi" or database not in self._works:
            return Reply(404, PAGE, {"Content-Type": "text/html"})
        ids = [one for one in first(asked, "id").split(",") if one.isdecimal()]
        self.counts.append(len(ids))
        if not ids:
            return Reply(400, NO_IDS, _XML)
        return Reply(200, self._set(database, ids), _XML)

    def _set(self, database: str, ids: list[str]) -> bytes:
        works = self._works[database]
        known = [works[one] for one in dict.fromkeys(ids) if one in works]
        if database == "pubmed":
            return pubmed_sets.articles(known)
        return jats_sets.articles(known, [one for one in ids if one not in works])

    def _refused(self, key: str, now: float) -> Reply | None:
        limit = 10 if key else 3
        times = [time for time in self._times.get(key, []) if now - time < 1]
        self._times[key] = [*times, now]
        if len(times) < limit:
            return None
        body = too_fast(key or "127.0.0.1", len(times) + 1, limit)
        rates = {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": "0", "Retry-After": "2"}
        return Reply(429, body, {**_JSON, **rates})


def handler(works: Iterable[Work], clock: Callable[[], float] | None = None) -> EUtilities:
    """Return the server, which knows both databases."""
    return EUtilities(works, clock)

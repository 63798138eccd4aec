"""A server that behaves as arXiv's API does: https://info.arxiv.org/help/api/user-manual.html."""

import re
from collections.abc import Callable, Iterable
from html import escape

from loopback.services.answers import first
from loopback.serving import Asked, Reply
from loopback.works import Work

_ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}
_ID = re.compile(r"((?:[a-z-]+(?:\.[A-Z]{2})?/\d{7})|(\d{4})\.(\d{4,5}))(?:v(\d+))?")


class Arxiv:
    """The server. With ``clock`` it refuses a question less than 3 seconds after the last one."""

    def __init__(self, works: Iterable[Work], clock: Callable[[], float] | None = None) -> None:
        self._works = {work.arxiv: work for work in works if work.arxiv}
        self._clock = clock
        self._last = float("-inf")

    def __call__(self, asked: Asked) -> Reply:
        if self._clock:
            since, self._last = self._clock() - self._last, self._clock()
            if since < 3:
                return Reply(429, b"Rate exceeded.", {"Content-Type": "text/plain"})
        if asked.path != "/query":
            return Reply(404, b"<html>no such page</html>", {"Content-Type": "text/html"})
        ids = [one for one in first(asked, "id_list").split(",") if one]
        for one in ids:
            if not _ID.fullmatch(one):
                return Reply(400, _feed(_error(one), 1), _ATOM)
        entries = list(filter(None, map(self._entry, dict.fromkeys(ids))))
        most = int(first(asked, "max_results", "10"))
        return Reply(200, _feed("".join(entries[:most]), len(entries)), _ATOM)

    def _entry(self, identifier: str) -> str:
        match = _ID.fullmatch(identifier)
        assert match
        if match[2] and match[2] < "1501" and len(match[3]) == 5:
            # Of ids that cannot be arXiv says nothing, in an entry.
            return "<entry><title/></entry>"
        work = self._works.get(match[1])
        version = int(match[4] or (latest(work) if work else 0))
        return entry(work, version) if work and 0 < version <= latest(work) else ""


def latest(work: Work) -> int:
    """Return the number of the last version."""
    return 1 + work.number % 3


def entry(work: Work, version: int) -> str:
    """Return one version of a preprint."""
    address = f"arxiv.org/abs/{work.arxiv}v{version}"
    published = f"{work.year}-{work.month:02}-02T10:00:00Z"
    updated = published if version == 1 else f"{work.year + 1}-{work.month:02}-03T11:00:00Z"
    title = work.title.replace(": ", ":\n  ")
    return (
        f"<entry><id>http://{address}</id><title>{escape(title)}</title>"
        f"<updated>{updated}</updated>"
        f'<link href="https://{address}" rel="alternate" type="text/html"/>'
        f'<link href="https://{address.replace("abs", "pdf")}" rel="related" '
        'type="application/pdf" title="pdf"/>'
        f"<summary>What {work.number + 12} people thought of it, over $n^2$ days.</summary>"
        '<category term="physics.ed-ph" scheme="http://arxiv.org/schemas/atom"/>'
        '<category term="stat.AP" scheme="http://arxiv.org/schemas/atom"/>'
        f"<published>{published}</published><arxiv:comment>12 pages, 3 figures</arxiv:comment>"
        f'<arxiv:primary_category term="physics.ed-ph"/>{_authors(work)}</entry>'
    )


def _authors(work: Work) -> str:
    return "".join(
        f"<author><name>{escape(given)} {escape(family)}</name></author>"
        for family, given in work.authors
    )


def _error(identifier: str) -> str:
    said = f"incorrect id format for {escape(identifier)}"
    return (
        f"<entry><id>https://arxiv.org/api/errors#{said.replace(' ', '_')}</id>"
        f"<title>Error</title><updated>2024-01-02T00:00:00+00:00</updated>"
        f'<link href="https://arxiv.org/api/errors" rel="alternate" type="text/html"/>'
        f"<summary>{said}</summary><author><name>arXiv api core</name></author></entry>"
    )


def _feed(entries: str, total: int) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        "<id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>"
        "<title>arXiv Query: search_query=&amp;id_list=</title>"
        "<updated>2024-01-02T00:00:00Z</updated>"
        "<opensearch:itemsPerPage>10</opensearch:itemsPerPage>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>"
        f"<opensearch:startIndex>0</opensearch:startIndex>{entries}</feed>\n"
    ).encode()


def handler(works: Iterable[Work], clock: Callable[[], float] | None = None) -> Arxiv:
    """Return the server."""
    return Arxiv(works, clock)

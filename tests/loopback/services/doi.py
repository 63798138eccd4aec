"""A server that behaves as doi.org and the agencies behind it do: redirects by what is accepted."""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from loopback.services import crossref
from loopback.services.answers import as_json
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

CSL = "application/vnd.citationstyles.csl+json"
_HTML = {"Content-Type": "text/html;charset=utf-8"}
_TYPES = {"article": "article-journal", "book": "book", "preprint": "article", "dataset": "dataset"}


def handler(works: Iterable[Work], *, pages: bool = False) -> Handler:
    """Answer ``/DOI`` with a redirect, to CSL-JSON if it is accepted, else to a page.

    With ``pages``, agencies make no CSL-JSON: every DOI leads to its page.
    """
    known = {work.doi: work for work in works}

    def answer(asked: Asked) -> Reply:
        place, _, rest = asked.path.removeprefix("/").partition("/")
        made = {"data": _data, "page": _page}.get(place)
        work = known.get((rest if made else asked.path.removeprefix("/")).lower())
        if work is None:
            return Reply(404, b"<!DOCTYPE html><title>Error: DOI Not Found</title>", _HTML)
        if made:
            return made(work)
        wanted = "page" if pages or CSL not in asked.headers.get("accept", "") else "data"
        where = f"{_prefix(asked)}/{wanted}/{quote(work.doi, safe='/')}"
        return Reply(302, b"", {"Location": where, "Vary": "Accept", **_HTML})

    return answer


def _prefix(asked: Asked) -> str:
    """Return the path under which the handler is mounted."""
    return unquote(asked.target.partition("?")[0]).removesuffix(asked.path)


def _data(work: Work) -> Reply:
    csl = _of_crossref(work) if work.agency == "crossref" else _of_datacite(work)
    return as_json(csl, content_type=CSL)


def _of_crossref(work: Work) -> dict[str, Any]:
    """Return what Crossref makes: its own members, where CSL has a text no list."""
    members = crossref.item(work)
    single = {name: members[name][0] for name in ("title", "container-title") if members.get(name)}
    return {**members, **single}


def _of_datacite(work: Work) -> dict[str, Any]:
    return {
        "type": _TYPES[work.kind],
        "id": f"https://doi.org/{work.doi}",
        "categories": [],
        "author": [{"family": family, "given": given} for family, given in work.authors],
        "issued": {"date-parts": [[work.year, work.month or 1]]},
        "DOI": work.doi.upper(),
        "publisher": work.publisher,
        "title": work.title,
        "URL": f"https://repository.example/{quote(work.doi, safe='/')}",
    }


def _page(work: Work) -> Reply:
    """Return the page at the publisher, with the tags that Google Scholar reads."""
    stated = [
        ("citation_title", work.title),
        *(("citation_author", f"{family}, {given}") for family, given in work.authors),
        ("citation_journal_title", work.journal),
        ("citation_volume", work.volume),
        ("citation_issue", work.issue),
        ("citation_firstpage", work.first_page),
        ("citation_lastpage", work.last_page),
        ("citation_publication_date", f"{work.year}/{work.month or 1:02}"),
        ("citation_publisher", work.publisher),
        ("citation_doi", work.doi),
    ]
    tags = "".join(
        f'<meta name="{name}" content="{escape(text)}">\n' for name, text in stated if text
    )
    title = escape(work.title)
    text = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"{tags}</head>\n<body><h1>{title}</h1></body></html>\n"
    )
    return Reply(200, text.encode(), _HTML)

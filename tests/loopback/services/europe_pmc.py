"""A server that behaves as Europe PMC does: https://europepmc.org/RestfulWebService."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from loopback.services.answers import as_json, first
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

_PMID = re.compile(r"EXT_ID:(\d+)")
_PMCID = re.compile(r"PMCID:(PMC\d+)")
_DOI = re.compile(r'DOI:"((?:[^"\\]|\\.)*)"')
_TITLE = re.compile(r'TITLE:"([^"]*)"')
_AUTHOR = re.compile(r'AUTH:"([^"]*)"')
_YEARS = re.compile(r"PUB_YEAR:\[(\d+) TO (\d+)\]")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def handler(works: Iterable[Work]) -> Handler:
    """Return the server. It knows articles, and preprints under numbers of its own."""
    known = [work for work in works if work.kind in {"article", "preprint"}]

    def answer(asked: Asked) -> Reply:
        if asked.path != "/search":
            return Reply(404, b"<html>no such page</html>", {"Content-Type": "text/html"})
        query = first(asked, "query")
        if not query or first(asked, "format") != "json":
            return as_json({"version": "6.9", "errCode": 404, "errMsg": "Invalid query"})
        size = min(int(first(asked, "pageSize", "25")), 1_000)
        found = _found(known, query)
        core = first(asked, "resultType") == "core"
        return as_json(_answer(query, found, size, result if core else _brief))

    return answer


def _answer(
    query: str, found: Sequence[Work], size: int, make: Callable[[Work], dict[str, Any]]
) -> dict[str, Any]:
    request = {"queryString": query, "resultType": "core", "cursorMark": "*", "pageSize": size}
    more = {"nextCursorMark": "AoIIQAAAACg"} if len(found) > size else {}
    return {
        "version": "6.9",
        "hitCount": len(found),
        **more,
        "request": {**request, "sort": "", "synonym": False},
        "resultList": {"result": [make(work) for work in found[:size]]},
    }


def _found(works: Sequence[Work], query: str) -> list[Work]:
    if title := _TITLE.search(query):
        wanted = _words(title[1])
        return [work for work in works if _has(_words(work.title), wanted) and _fits(work, query)]
    pmids, pmcids = set(_PMID.findall(query)), set(_PMCID.findall(query))
    dois = {re.sub(r"\\(.)", r"\1", one).lower() for one in _DOI.findall(query)}
    return [w for w in works if w.pmid in pmids or w.pmcid in pmcids or w.doi in dois]


def _fits(work: Work, query: str) -> bool:
    if author := _AUTHOR.search(query):
        return any(_has(_words(family), _words(author[1])) for family, _ in work.authors)
    years = _YEARS.search(query)
    return bool(years and int(years[1]) <= work.year <= int(years[2]))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _has(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether words hold others as a phrase."""
    return any(words[k : k + len(wanted)] == wanted for k in range(len(words)))


def _ids(work: Work) -> dict[str, Any]:
    preprint = work.kind == "preprint"
    number = f"PPR{work.number}" if preprint else work.pmid
    ids = {"id": number, "source": "PPR" if preprint else "MED"}
    others = {"pmid": work.pmid, "pmcid": work.pmcid, "doi": work.doi}
    return ids | {name: value for name, value in others.items() if value}


def _authors(work: Work) -> list[dict[str, str]]:
    """Return the authors, given names without full stops, as MEDLINE has them."""
    listed = []
    for family, given in work.authors:
        bare = given.replace(".", "")
        initials = "".join(word[0] for word in bare.replace("-", " ").split())
        listed.append(
            {
                "fullName": f"{family} {initials}",
                "firstName": bare,
                "lastName": family,
                "initials": initials,
            }
        )
    return listed


def _brief(work: Work) -> dict[str, Any]:
    names = ", ".join(author["fullName"] for author in _authors(work))
    return _ids(work) | {
        "title": f"{work.title}.",
        "authorString": f"{names}.",
        "pubYear": str(work.year),
    }


def result(work: Work) -> dict[str, Any]:
    """Return one result in full."""
    date = f"{work.year}-{work.month:02}-01"
    full = _brief(work) | {
        "authorList": {"author": _authors(work)},
        "abstractText": f"<h4>Aim</h4>To see what became of {work.number + 12} people.",
        "language": "eng",
        "pubTypeList": {"pubType": _types(work)},
        "isOpenAccess": "N",
        "citedByCount": work.number % 40,
        "firstPublicationDate": date,
    }
    server = {"bookOrReportDetails": {"publisher": "arXiv", "yearOfPublication": work.year}}
    return full | (_journal(work) if work.kind == "article" else server)


def _types(work: Work) -> list[str]:
    if work.kind == "preprint":
        return ["Preprint"]
    return ["Journal Article", *(["Retracted Publication"] if work.retracted else [])]


def _journal(work: Work) -> dict[str, Any]:
    info = {
        "issue": work.issue,
        "volume": work.volume,
        "dateOfPublication": f"{work.year} {_MONTHS[work.month - 1]}",
        "monthOfPublication": work.month,
        "yearOfPublication": work.year,
        "printPublicationDate": f"{work.year}-{work.month:02}-01",
        "journal": {"title": work.journal, "issn": work.issn},
    }
    mesh = [{"majorTopic_YN": "N", "descriptorName": "Mentoring"}]
    found = {
        "journalInfo": info,
        "pageInfo": f"{work.first_page}-{work.last_page}",
        "meshHeadingList": {"meshHeading": mesh},
    }
    return found | (_retraction(work) if work.retracted else {})


def _retraction(work: Work) -> dict[str, Any]:
    notice = {
        "id": str(int(work.pmid) + 5_000_000),
        "source": "MED",
        "reference": f"{work.journal}. {work.year + 2}",
        "type": "Retraction in",
        "orderIn": 1,
    }
    return {"commentCorrectionList": {"commentCorrection": [notice]}}

"""A server that behaves as Open Library does: its Books API, and editions by ISBN."""

import json
from collections.abc import Iterable
from typing import Any

from loopback.services.answers import as_json, first
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

_HOME = "https://openlibrary.org"
_MONTHS = "January February March April May June July August September October November December"


def handler(works: Iterable[Work]) -> Handler:
    """Answer ``/api/books``, ``/isbn/N`` and ``/books/OL...M.json`` for works with an ISBN."""
    books = [work for work in works if work.isbn]
    known = {isbn: work for work in books for isbn in (work.isbn, ten_digits(work.isbn)) if isbn}

    def answer(asked: Asked) -> Reply:
        if asked.path == "/api/books":
            return _books(known, asked)
        name = asked.path.rpartition("/")[2].removesuffix(".json")
        if asked.path.startswith("/isbn/") and name in known:
            return Reply(302, headers={"Location": f"/books/{_key(known[name])}.json"})
        found = next((work for work in books if _key(work) == name), None)
        if asked.path.startswith("/books/") and found:
            return as_json(edition(found))
        return as_json({"error": "notfound", "key": asked.path}, status=404)

    return answer


def ten_digits(isbn: str) -> str:
    """Return the form of an ISBN in ten digits."""
    body = isbn[3:12]
    check = -sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return body + ("X" if check == 10 else str(check))


def _books(known: dict[str, Work], asked: Asked) -> Reply:
    """Answer in the order asked for, without what is not known; without a format as a script."""
    make = {"data": data, "details": details}.get(first(asked, "jscmd"), _view)
    books = {}
    for key in first(asked, "bibkeys").split(","):
        isbn = key.upper().removeprefix("ISBN:").replace("-", "")
        if isbn in known:
            books[key] = make(known[isbn], key)
    if first(asked, "format") == "json":
        return as_json(books)
    script = f"var _OLBookInfo = {json.dumps(books)};".encode()
    return Reply(200, script, {"Content-Type": "text/javascript"})


def _key(work: Work) -> str:
    return f"OL{9_000_000 + work.number}M"


def _date(work: Work) -> str:
    """Return a date as readers type it in, in several ways."""
    month = _MONTHS.split()[work.month - 1] if work.month else ""
    return (f"{work.year}", f"{month} {work.year}".strip(), f"c{work.year}")[work.number % 3]


def _view(work: Work, key: str) -> dict[str, Any]:
    return {"bib_key": key, "info_url": f"{_HOME}/books/{_key(work)}", "preview": "noview"}


def data(work: Work, _bibkey: str) -> dict[str, Any]:
    """Return a book as ``jscmd=data`` has it: names in reading order."""
    main, _, subtitle = work.title.partition(": ")
    return {
        "url": f"{_HOME}/books/{_key(work)}",
        "key": f"/books/{_key(work)}",
        "title": main,
        "subtitle": subtitle,
        "authors": [
            {"url": f"{_HOME}/authors/OL{place}A", "name": f"{given} {family}".strip()}
            for place, (family, given) in enumerate(work.authors, 1)
        ],
        "identifiers": {
            "isbn_13": [work.isbn],
            "isbn_10": [ten_digits(work.isbn)],
            "openlibrary": [_key(work)],
        },
        "publishers": [{"name": work.publisher}],
        "publish_date": _date(work),
        "subjects": [{"name": "Mentoring", "url": f"{_HOME}/subjects/mentoring"}],
    }


def edition(work: Work) -> dict[str, Any]:
    """Return a book as its own record: authors by key alone."""
    return {
        "key": f"/books/{_key(work)}",
        "type": {"key": "/type/edition"},
        "title": work.title,
        "authors": [{"key": f"/authors/OL{place}A"} for place, _ in enumerate(work.authors, 1)],
        "isbn_13": [work.isbn],
        "isbn_10": [ten_digits(work.isbn)],
        "publishers": [work.publisher],
        "publish_date": _date(work),
        "languages": [{"key": "/languages/eng"}],
        "latest_revision": 3,
    }


def details(work: Work, key: str) -> dict[str, Any]:
    """Return a book as ``jscmd=details`` has it: its record, with the names of the authors."""
    named = [
        {"key": f"/authors/OL{place}A", "name": f"{given} {family}".strip()}
        for place, (family, given) in enumerate(work.authors, 1)
    ]
    return {**_view(work, key), "details": {**edition(work), "authors": named}}

"""NCBI's E-utilities, which know PubMed and PubMed Central: https://www.ncbi.nlm.nih.gov/books/NBK25499/."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from mentorlit.limits import MEBIBYTE
from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services._answers import head, line, no_xml

LIMIT: Final = 64 * MEBIBYTE
"""200 records of collaborations with their references, or 50 full texts."""

_TOOL: Final = "mentorlit"
_ERROR: Final = re.compile(rb"<ERROR>([^<]*)")
_JSON_ERROR: Final = re.compile(rb'"error"\s*:\s*"([^"\\]*)')


def fetch(access: Access, service: str, database: str, numbers: Iterable[str]) -> Query:
    """Return the question for the records of a database with these numbers, as XML.

    The tool's name, the user's e-mail address and key go along unseen, as NCBI asks for them
    (NBK25497, "Usage Guidelines and Requirements").
    """
    private = (("tool", _TOOL), ("email", access.mailto), ("api_key", access.key))
    return Query(
        record(access.base, database, numbers),
        private=tuple((name, value) for name, value in private if value),
        service=service,
        limit=LIMIT,
    )


def record(base: str, database: str, numbers: Iterable[str]) -> str:
    """Return the address of records of a database."""
    ids = ",".join(quote(number, safe="") for number in numbers)
    return f"{base}/efetch.fcgi?db={database}&id={ids}&retmode=xml"


def said(body: bytes) -> str:
    """Return the error that an answer holds in place of records, or ``""``.

    E-utilities answer with ``<ERROR>``, with JSON or with a page of HTML and call it a success. Of
    JSON nothing but its ``error`` is shown: beside it stands the key. An empty set, and one of
    which NCBI says that the result is empty, are no errors: it knows none of the numbers.
    """
    start = head(body)
    if start.startswith(b"{"):
        told = _JSON_ERROR.search(start)
        return line(told[1]) if told else "JSON came instead of XML"
    found = _ERROR.search(start)
    if found and not found[1].strip().startswith(b"Empty result"):
        return line(found[1]) or "an error without a message"
    return no_xml(body)

"""Europe PMC by PMID, PMCID or DOI, 50 at once, and by title: docs/services/europe-pmc.md."""

import re
from collections.abc import Sequence
from typing import Final

from mentorlit.model import Citation
from mentorlit.network.asking import Query
from mentorlit.services import DOI, PMCID, PMID, Access, wording
from mentorlit.services._answers import EMPTY, NO_DATA, head, line
from mentorlit.services.quoting import is_long, parameters

FORMAT: Final = "europe-pmc"

_SPARE: Final = 4
"""Results a DOI or PMCID may have: Europe PMC keeps what several sources say of one article."""
_CANDIDATES: Final = 10

_FIELD: Final = {PMID: "EXT_ID", PMCID: "PMCID", DOI: "DOI"}
_WORD: Final = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_SAID: Final = re.compile(rb'"(?:errMsg|error|message)"\s*:\s*"([^"\\]*)')


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for identifiers of one scheme."""
    one_of = " OR ".join(_term(scheme, each) for each in ids)
    # EXT_ID is a number of any source; of MEDLINE's it is the PMID.
    query = f"SRC:MED AND ({one_of})" if scheme == PMID else one_of
    return _search(access, query, len(ids) * (1 if scheme == PMID else _SPARE))


def alone(scheme: str, identifier: str) -> bool:  # noqa: ARG001 - the same for all schemes
    """Tell whether an identifier cannot stand in a list: only because it is very long."""
    return is_long(identifier)


def address(access: Access, scheme: str, identifier: str) -> str:
    """Return the address of one record as JSON."""
    return lookup(access, scheme, (identifier,)).url


def search(access: Access, record: Citation) -> Query | None:
    """Return the question for works with this title, whole, and this first person's name.

    Without a person the year stands in, give or take one: print and online editions differ.
    """
    title = _words(wording.title(record))
    if not title:
        return None
    asked = f'TITLE:"{title}"'
    family = next((words for name in record.author if (words := _words(name.family))), "")
    year = wording.year(record) or 0
    if family:
        asked += f' AND AUTH:"{family}"'
    elif year > 1:
        asked += f" AND PUB_YEAR:[{year - 1} TO {year + 1}]"
    return _search(access, asked, _CANDIDATES)


def fault(body: bytes) -> str:
    """Return the error that stands in place of results, or ``""``."""
    start = head(body)
    if not start.startswith(b"{"):
        return NO_DATA if start.startswith(b"<") else line(start) or EMPTY
    if b'"resultList"' in body:
        return ""
    told = _SAID.search(start)
    return line(told[1]) if told else "the answer has no list of results"


def _search(access: Access, query: str, results: int) -> Query:
    asked = (("query", query), ("resultType", "core"), ("format", "json"))
    url = f"{access.base}/search?{parameters((*asked, ('pageSize', str(results))))}"
    private = (("email", access.mailto),) if access.mailto else ()
    return Query(url, accept="application/json", private=private, service="europe-pmc")


def _term(scheme: str, identifier: str) -> str:
    """Return an identifier as a term of the query: a DOI has characters that mean something."""
    if scheme == DOI:
        identifier = identifier.replace("\\", r"\\").replace('"', r"\"")
        identifier = f'"{identifier}"'
    return f"{_FIELD[scheme]}:{identifier}"


def _words(text: str) -> str:
    """Return the words of a text, without any character that means something in a query."""
    return " ".join(_WORD.findall(text.replace("’", "'")))

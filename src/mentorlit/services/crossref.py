"""Crossref's REST API: works by DOI, one or many at once, and by title.

https://api.crossref.org/swagger-ui/index.html and
https://www.crossref.org/documentation/retrieve-metadata/rest-api/.
"""

from collections.abc import Sequence
from typing import Final

from mentorlit.model import Citation
from mentorlit.network.asking import Query
from mentorlit.services import Access, wording
from mentorlit.services._answers import no_json
from mentorlit.services.quoting import is_long, parameters, path

FORMAT: Final = "crossref-json"
_ROWS: Final = "5"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for DOIs: of one its own address, of several a list of filters.

    Filters of one name are alternatives. A DOI that Crossref does not know is a 404 if it is asked
    for alone; from a list it is only missing.
    """
    if len(ids) == 1:
        return _query(access, address(access, scheme, ids[0]))
    filters = ",".join(f"doi:{doi}" for doi in ids)
    asked = parameters((("filter", filters), ("rows", str(len(ids)))))
    return _query(access, f"{access.base}/works?{asked}")


def alone(_scheme: str, identifier: str) -> bool:
    """Tell whether a DOI cannot stand in a list: a comma parts filters."""
    return "," in identifier or is_long(identifier)


def address(access: Access, _scheme: str, identifier: str) -> str:
    """Return the address of one work."""
    return f"{access.base}/works/{path(identifier)}"


def search(access: Access, record: Citation) -> Query | None:
    """Return the question for works that a reference to this record may mean.

    ``query.bibliographic`` is what Crossref matches references with: it takes all that a reference
    says together, and orders by how much of it fits.
    """
    title = wording.title(record)
    if not title:
        return None
    year = wording.year(record)
    stated = (title, wording.author(record), str(year or ""), record.container_title)
    text = wording.cut(" ".join(filter(None, stated)))
    asked = parameters((("query.bibliographic", text), ("rows", _ROWS)))
    return _query(access, f"{access.base}/works?{asked}")


def fault(body: bytes) -> str:
    """Return the error that stands in place of works, or ``""``."""
    return no_json(body)


def _query(access: Access, url: str) -> Query:
    """Name the user (the polite pool) and give the key (Crossref Metadata Plus)."""
    token = f"Bearer {access.key}"
    return Query(
        url,
        accept="application/json",
        private=(("mailto", access.mailto),) if access.mailto else (),
        private_headers=(("Crossref-Plus-API-Token", token),) if access.key else (),
        service="crossref",
    )

"""DataCite's REST API: works by DOI, one or many at once.

https://support.datacite.org/docs/api. The user's e-mail address is in the User-Agent, by which
DataCite tells users that name themselves.
"""

from collections.abc import Sequence
from typing import Final

from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services._answers import no_json
from mentorlit.services.quoting import is_long, parameters, path

FORMAT: Final = "datacite-json"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for DOIs: of one its own address, of several a list.

    A DOI that DataCite does not know is a 404 if it is asked for alone; from a list it is only
    missing.
    """
    if len(ids) == 1:
        return _query(address(access, scheme, ids[0]))
    asked = parameters((("ids", ",".join(ids)), ("page[size]", str(len(ids)))))
    return _query(f"{access.base}/dois?{asked}")


def alone(_scheme: str, identifier: str) -> bool:
    """Tell whether a DOI cannot stand in a list: commas part it."""
    return "," in identifier or is_long(identifier)


def address(access: Access, _scheme: str, identifier: str) -> str:
    """Return the address of one work."""
    return f"{access.base}/dois/{path(identifier)}"


def fault(body: bytes) -> str:
    """Return the error that stands in place of works, or ``""``."""
    return no_json(body)


def _query(url: str) -> Query:
    return Query(url, accept="application/vnd.api+json", service="datacite")

"""doi.org: one DOI of any registration agency, by content negotiation.

https://citation.doi.org/docs.html. Agencies that make CSL-JSON (Crossref, DataCite, mEDRA, JaLC
and others) are led to; where the DOI only leads to a page at its publisher, that page is the
answer. RDF is not asked for: who offers it has CSL-JSON as well, and the vocabularies differ.
"""

from collections.abc import Sequence
from typing import Final

from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services.quoting import path

FORMAT: Final = ""
_ACCEPT: Final = "application/vnd.citationstyles.csl+json, text/html;q=0.5, */*;q=0.1"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for one DOI.

    It may end at a publisher's page, and what robots.txt says of that is respected.
    """
    return Query(address(access, scheme, ids[0]), accept=_ACCEPT, service="doi", page=True)


def address(access: Access, _scheme: str, identifier: str) -> str:
    """Return the DOI as an address."""
    return f"{access.base}/{path(identifier)}"

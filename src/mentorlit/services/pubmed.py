"""PubMed by PMID, 200 at once: docs/services/pubmed.md."""

from collections.abc import Sequence
from typing import Final

from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services import _eutils as eutils

FORMAT: Final = "pubmed-xml"

_DATABASE: Final = "pubmed"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:  # noqa: ARG001 - PMIDs alone
    """Return the question for PMIDs; those that PubMed has not are absent from its answer."""
    return eutils.fetch(access, "pubmed", _DATABASE, ids)


def address(access: Access, scheme: str, identifier: str) -> str:  # noqa: ARG001 - PMIDs alone
    """Return the address of one record as XML."""
    return eutils.record(access.base, _DATABASE, (identifier,))


def fault(body: bytes) -> str:
    """Return the error that stands in place of records, or ``""``."""
    return eutils.said(body)

"""PubMed Central by PMCID, 50 at once: docs/services/pmc.md."""

from collections.abc import Sequence
from typing import Final

from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services import _eutils as eutils

FORMAT: Final = "jats"

_DATABASE: Final = "pmc"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:  # noqa: ARG001 - PMCIDs alone
    """Return the question for PMCIDs; of one that PMC has not its answer says only so."""
    return eutils.fetch(access, "pmc", _DATABASE, map(_number, ids))


def address(access: Access, scheme: str, identifier: str) -> str:  # noqa: ARG001 - PMCIDs alone
    """Return the address of one record as XML."""
    return eutils.record(access.base, _DATABASE, (_number(identifier),))


def fault(body: bytes) -> str:
    """Return the error that stands in place of records, or ``""``."""
    return eutils.said(body)


def _number(pmcid: str) -> str:
    """Return a PMCID as E-utilities take it: without its letters."""
    return pmcid.removeprefix("PMC")

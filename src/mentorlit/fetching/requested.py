"""Inputs that are no files of records: identifiers, addresses, and lists of them."""

import re
from typing import Final, NamedTuple

LIST: Final = "list"
"""The scheme of an input that is a file of identifiers, one a line."""

OPTIONS: Final = {
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "arxiv": "arXiv",
    "isbn": "ISBN",
    "url": "URL",
    "ids": LIST,
}
"""The options that ask for works, with what they take."""

_ASKS: Final = re.compile(
    r"\s*(?:(?:doi|pmid|pmcid|arxiv|isbn|openalex):|https?://)", re.IGNORECASE
)


class Requested(NamedTuple):
    """An identifier, or a file of them.

    ``scheme`` is what the user said it is: one of ``mentorlit.services.SCHEMES``, ``""`` to find
    it, or ``LIST``.
    """

    text: str
    scheme: str = ""


def asks(argument: str) -> bool:
    """Tell whether an argument names no file but a work: it has a scheme, or is an address."""
    return _ASKS.match(argument) is not None

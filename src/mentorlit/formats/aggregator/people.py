"""Names whose parts are members of their own."""

from functools import lru_cache

from mentorlit.identifiers import orcid
from mentorlit.model import Name
from mentorlit.names import parse


@lru_cache(maxsize=4096)
def bare_orcid(text: str) -> str:
    """Return the ORCID iD in an address, ``""`` if its check digit is wrong."""
    return orcid(text)


@lru_cache(maxsize=4096)
def in_order(text: str) -> Name:
    """Return the name that is written in reading order or inverted; a body's as ``literal``."""
    return parse(text) if text else Name()

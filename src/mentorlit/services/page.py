"""Any page of a work: the address is what is asked for, the page reader reads what comes.

What comes may also be in another format (RIS, BibTeX, JSON-LD ...): it is found by its content.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from mentorlit.limits import DEFAULT
from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.tables import load

FORMAT: Final = ""

_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"
_HEAD: Final = 1024
"""Bytes in which a file says what it is; a PDF may begin with something else (ISO 32000-1, H.3)."""


def lookup(_access: Access, _scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for one address; pages follow robots.txt."""
    return Query(_bare(ids[0]), accept=_ACCEPT, page=True, limit=DEFAULT.page)


def address(_access: Access, _scheme: str, identifier: str) -> str:
    """Return the address itself, without the place in the page that it may point to."""
    return _bare(identifier)


def unreadable(content_type: str, body: bytes) -> str:
    """Return why an answer cannot be read ("a PDF file is not read"), ``""`` if it may be.

    ``content_type`` is a media type, with or without parameters; ``""`` if the server names none.
    What the bytes show counts first, as servers err; then what they are declared to be.
    """
    kind = _shown(body[:_HEAD]) or _declared(content_type.partition(";")[0].strip().lower())
    return f"{load('media')['names'][kind]} is not read" if kind else ""


def _bare(address: str) -> str:
    return address.strip().partition("#")[0]


def _shown(head: bytes) -> str:
    return next((kind for kind, begins in _signatures() if begins.match(head)), "")


def _declared(media_type: str) -> str:
    types: dict[str, str] = load("media")["types"]
    return types.get(media_type) or types.get(media_type.partition("/")[0] + "/", "")


@cache
def _signatures() -> tuple[tuple[str, re.Pattern[bytes]], ...]:
    """Return what the bytes of each kind begin with."""
    rows = load("media")["signatures"].items()
    return tuple((kind, re.compile(text.encode("latin-1"), re.DOTALL)) for kind, text in rows)

"""Open Library: the Books API, which takes many ISBNs at once.

https://openlibrary.org/dev/docs/api/books. Its answer is one object with a member for each book
that it knows, under the key that was asked for (``ISBN:9780262033848``).
"""

from collections.abc import Sequence
from typing import Final

from mentorlit.network.asking import Query
from mentorlit.services import Access, _answers, quoting

FORMAT: Final = "open-library"


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for these ISBNs."""
    keys = ",".join(f"{scheme}:{quoting.value(identifier)}" for identifier in ids)
    url = f"{access.base}/api/books?bibkeys={keys}&format=json&jscmd=data"
    return Query(url, accept="application/json", service="open-library")


def address(access: Access, _scheme: str, identifier: str) -> str:
    """Return the address of the edition with this ISBN."""
    return f"{access.base}/isbn/{quoting.path(identifier)}"


fault = _answers.no_json

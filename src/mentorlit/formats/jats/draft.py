"""The draft of an article's or book's metadata."""

from functools import cache
from typing import Any

from mentorlit.formats.scholarly.draft import Draft
from mentorlit.model import PartialDate, Problem
from mentorlit.tables import load


class JatsDraft(Draft):
    """A draft with what is put together only when all of the metadata is known."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(problems)
        self.affiliations: dict[str, str] = {}
        """The text of each ``aff`` by its id."""
        self.used: set[str] = set()
        self.published: dict[str, PartialDate] = {}
        self.pages: dict[str, str] = {}

    def take_id(self, kind: str, value: str, name: str) -> None:
        """Take an identifier of the kind that ``pub-id-type`` or the like says."""
        scheme = meaning("identifier").get(kind.lower(), kind)
        if scheme == "ISBN":
            self.add_isbn(value)
        elif scheme:
            self.identify(scheme, value, name)


@cache
def meaning(table: str) -> dict[str, Any]:
    """Return one of the tables of tables/jats.toml."""
    found: dict[str, Any] = load("jats")[table]
    return found

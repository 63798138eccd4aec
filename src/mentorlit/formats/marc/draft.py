"""What the fields of one record have said so far: the mapping's notebook."""

from typing import Any, Final

from mentorlit.model import Keyword, Name, Problem, Relation, StandardNumber

PEOPLE: Final = ("author", "editor", "translator", "illustrator", "director", "interviewer")


class Draft:
    """The values of one record as its fields are read, one after the other.

    Attributes:
        leader: 24 characters, blanks if the record has none.
        fixed: field 008 (UNIMARC: 100 $a), or ``""``.
        values: single values of the citation by field; the first that is set counts.
        people: names with how they are credited: ``(tag, roles, name)``.
        lists: values of the fields that hold several.
        identifiers: further identifiers by scheme.
        dates: what 260/264 $c say, as written, with the rank of each (0 publication).
        statement: the statement of responsibility.

    """

    __slots__ = (
        "dates",
        "fixed",
        "host",
        "identifiers",
        "isbn",
        "issn",
        "keywords",
        "leader",
        "lists",
        "people",
        "problems",
        "relations",
        "statement",
        "values",
    )

    def __init__(self, leader: str, fixed: str) -> None:
        self.leader = leader.ljust(24)
        self.fixed = fixed
        self.values: dict[str, Any] = {}
        self.people: list[tuple[str, tuple[str, ...], Name]] = []
        self.lists: dict[str, dict[str, None]] = {}
        self.identifiers: dict[str, dict[str, None]] = {}
        self.keywords: dict[str, Keyword] = {}
        self.issn: dict[str, StandardNumber] = {}
        self.isbn: dict[str, StandardNumber] = {}
        self.relations: dict[Relation, None] = {}
        self.problems: list[Problem] = []
        self.dates: list[tuple[int, str]] = []
        self.host: dict[str, str] = {}
        self.statement = ""

    def put(self, field: str, value: Any) -> bool:
        """Set ``field`` unless it is set; tell whether it now has ``value``."""
        if not value:
            return False
        return bool(self.values.setdefault(field, value) == value)

    def add(self, field: str, text: str) -> None:
        """Add to a field that holds several texts, each once."""
        if text:
            self.lists.setdefault(field, {})[text] = None

    def identify(self, scheme: str, value: str) -> None:
        """Add an identifier of a scheme without a field of its own."""
        self.identifiers.setdefault(scheme, {})[value] = None

    def subject(self, text: str, scheme: str = "") -> None:
        """Add a keyword, each once."""
        if text:
            self.keywords.setdefault(text, Keyword(text, scheme))

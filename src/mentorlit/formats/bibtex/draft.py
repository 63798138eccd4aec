"""An entry on its way to a citation: what is still to be read and what has been."""

from functools import lru_cache
from typing import Any, Final

from mentorlit.formats.bibtex.dates import as_text
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.kept import PACK, unpack
from mentorlit.formats.tex import decode
from mentorlit.model import Problem

SHORT: Final = 80
"""Values shorter than this, in characters, are kept for when they come again."""


class Draft:
    """The fields of an entry that are ``left`` to be read and the values that are ``known``."""

    def __init__(self, kind: str, entry: Entry, problems: tuple[Problem, ...]) -> None:
        self.kind = kind
        self.entry = entry
        self.left = {name: value for name, value in entry.fields.items() if value.strip()}
        if PACK in self.left:
            entry.repeated |= unpack(self.left)
        self.known: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.problems = [*problems, *entry.problems]
        self.identifiers: dict[str, tuple[str, ...]] = {}
        self.type = ""

    def take(self, *fields: str) -> str:
        """Return the first of ``fields`` that is there, as plain text; the others stay."""
        for field in fields:
            if field in self.left:
                return decoded(self.left.pop(field))
        return ""

    def put(self, variable: str, value: Any) -> None:
        """Set a field of the model, unless there is nothing to set."""
        if value:
            self.known[variable] = value

    def raw(self, field: str) -> str:
        """Return a field that holds a date or a code as text; it stays."""
        return as_text(self.left.get(field, ""))


@lru_cache(maxsize=4096)
def _decode_short(text: str) -> str:
    return decode(text)


def decoded(text: str) -> str:
    """Decode a value; short ones, names of journals and the like, come again and again."""
    return _decode_short(text) if len(text) < SHORT else decode(text)

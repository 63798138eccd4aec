"""One reference of a Citavi project: its elements by name, to be taken one after the other."""

from functools import cache

from mentorlit.formats.citavi.project import Fields
from mentorlit.plaintext import clean
from mentorlit.tables import load, phrases


@cache
def _housekeeping() -> frozenset[str]:
    return frozenset(phrases(load("citavi")["housekeeping"]["names"]))


class Reference:
    """A reference's elements by name, to be taken one after the other."""

    def __init__(self, key: str, fields: Fields) -> None:
        self.key = key
        self._fields = dict(fields)

    def take(self, *tags: str) -> str:
        """Take the first of the elements that says something."""
        for tag in tags:
            if text := clean(self._fields.get(tag, "")):
                del self._fields[tag]
                return text
        return ""

    def peek(self, tag: str) -> str:
        """Return the text of an element without taking it."""
        return self._fields.get(tag, "")

    def rest(self) -> dict[str, str]:
        """Return what nobody has taken, but for what Citavi notes for itself."""
        return {
            tag: text
            for tag, text in self._fields.items()
            if text.strip() and tag not in _housekeeping()
        }

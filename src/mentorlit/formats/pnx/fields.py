"""The fields of one PNX record, by section and name, to be taken one after the other."""

import re
from functools import cache
from typing import Final

from mentorlit.plaintext import clean
from mentorlit.tables import load, phrases

SUBFIELD: Final = re.compile(r"\$\$[A-Z0-9][^$]*")
"""Primo's subfields, ``$$Q...``, behind what is shown."""

Sections = dict[str, dict[str, list[str]]]
"""The fields of a record by section and name, with all their values."""


@cache
def _copies() -> frozenset[str]:
    return frozenset(phrases(load("pnx")["copies"]["sections"]))


class Fields:
    """The fields of a record, to be taken one after the other."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._used: set[tuple[str, str]] = set()

    def all(self, section: str, *names: str) -> list[str]:
        """Take every different value of the fields, without Primo's subfields."""
        found: dict[str, None] = {}
        for name in names:
            for text in self._sections.get(section, {}).get(name, ()):
                self._used.add((section, name))
                if bare := clean(SUBFIELD.sub("", text) or text):
                    found[bare] = None
        return list(found)

    def raw(self, section: str, name: str) -> list[str]:
        """Take every value as it stands."""
        self._used.add((section, name))
        return self._sections.get(section, {}).get(name, [])

    def first(self, section: str, *names: str) -> str:
        """Take the first value of the first field that has any."""
        for name in names:
            if found := self.all(section, name):
                return found[0]
        return ""

    def keep(self, section: str, *names: str) -> None:
        """Take back that fields were read, so that they stay in the rest."""
        self._used.difference_update((section, name) for name in names)

    def rest(self) -> dict[str, list[str]]:
        """Return what nobody has taken; index copies are passed over."""
        return {
            f"{section}/{name}": kept
            for section, fields in self._sections.items()
            if section not in _copies()
            for name, texts in fields.items()
            if (section, name) not in self._used and (kept := [text for text in texts if text])
        }

"""What stands where on the record's own part of a page: persons, citations, institutions."""

from collections import Counter
from typing import Final

import msgspec

from mentorlit.model import Name
from mentorlit.pages import abstracts, citeline, people, workplaces
from mentorlit.pages.containers import is_running, vancouver
from mentorlit.pages.lexicon import words
from mentorlit.pages.marks import Mark

_SHORT_STRONG: Final = ("j", "z")
_SMALL: Final = frozenset(["and", "in", "und", "et", "e", "y", "de", "der", "für", "la"])


class Neighbourhood:
    """The record's own lines with what each of them was seen to be, held once found out.

    ``context`` is the folded text of the page's short lines, ``end`` the index of the labelled
    abstract's first mark (or the number of marks).
    """

    def __init__(self, marks: list[Mark], context: str) -> None:
        self.marks = marks
        self.context = context
        self.lines = Counter(context.split("\n"))
        self.end = next((i for i, m in enumerate(marks) if m.used == "abstract"), len(marks))
        self._people: dict[int, list[Name]] = {}
        self._cited: dict[int, citeline.Cited | None] = {}
        self._roles: dict[int, str] = {}

    def free(self, index: int) -> bool:
        """Tell whether the mark at ``index`` is text that nothing has used."""
        mark = self.marks[index]
        return mark.what == "text" and not mark.used

    def persons(self, index: int) -> list[Name]:
        """Return the persons that the line at ``index`` names, and nothing else."""
        if index not in self._people:
            value = self.marks[index].value
            plausible = self.free(index) and people.plausible(value) and not journal_like(value)
            self._people[index] = self._named(value) if plausible else []
        return self._people[index]

    def _named(self, value: str) -> list[Name]:
        """Return the persons of a line, or the one whose institution is in brackets behind."""
        housed = workplaces.with_institution(value) if value.endswith(")") else None
        if housed is None:
            return people.people(value)
        return [msgspec.structs.replace(housed[0], affiliation=(housed[1],))]

    def cited(self, index: int) -> citeline.Cited | None:
        """Return what the line at ``index`` cites, if it is a citation line."""
        if index not in self._cited:
            mark = self.marks[index]
            short = self.free(index) and len(mark.value) <= 400
            found = citeline.read(mark.value) if short else None
            self._cited[index] = None if found and _buried(mark.value, found) else found
        return self._cited[index]

    def quoted(self, folded: str) -> bool:
        """Tell whether another line holds ``folded`` and more (a citation, "Topics of 'X'")."""
        return any(not _is_source(rest) for rest in self._around(folded))

    def source(self, folded: str) -> bool:
        """Tell whether another line holds ``folded`` right before numbers, as a periodical."""
        return any(_is_source(rest) for rest in self._around(folded))

    def _around(self, folded: str) -> list[str]:
        """Return what follows ``folded`` in the lines that are clearly longer."""
        if self.context.count(folded) <= self.lines.get(folded, 0):
            return []
        longer = [line for line in self.lines if len(line) > len(folded) + 10 and folded in line]
        return [line[line.find(folded) + len(folded) :] for line in longer]

    def role(self, at: int) -> str:
        """Say what the line at ``at`` is beside a title; held while the title is looked for."""
        if at not in self._roles:
            self._roles[at] = self._new_role(at)
        return self._roles[at]

    def _new_role(self, at: int) -> str:
        mark = self.marks[at]
        if mark.used:
            kinds = {"abstract": "abstract", "doi": "doi", "author": "people"}
            return kinds.get(mark.used, "label")
        if mark.what != "text":
            return ""
        return "people" if self.persons(at) else self._text_role(at)

    def _text_role(self, at: int) -> str:
        text = self.marks[at].value
        if abstracts.leading_label(text):
            return "abstract"
        if abstracts.is_prose(text):
            return "prose"
        if people.is_institution(text):
            return "institution"
        return "citation" if self.cited(at) else ""


def _buried(text: str, found: citeline.Cited) -> bool:
    """Tell whether a citation is named inside a running sentence."""
    if found.journal:
        return is_running(text[found.end :])
    return (found.start > 40 and not vancouver(text)) or is_running(text)


def _is_source(rest: str) -> bool:
    """Tell whether what follows a text is a volume or year ("Phys. Rev. 37, 1-23")."""
    return bool(rest.lstrip(" ,.;(")[:1].isdigit())


def journal_like(text: str) -> bool:
    """Tell whether ``text`` reads like the title of a periodical, abbreviated or not."""
    if len(text) > 120:
        return False
    parts = [part.strip(".,:()&") for part in text.casefold().split()]
    initials = len(parts) > 1 and parts[0] in _SHORT_STRONG and len(parts[1]) == 1
    parts = [part for part in parts if len(part) > 1 or part in _SHORT_STRONG]
    sentence = text.endswith((".", "?")) and len(parts) > 6
    if initials or sentence or not 1 < len(parts) <= 10:
        return False
    return _periodical_words(parts) and _capitals(text)


def _capitals(text: str) -> bool:
    """Tell whether all words but small ones begin with a capital, as in a periodical's title."""
    return all(
        word[0].isupper()
        or not word[0].isalpha()
        or word in _SMALL
        or word.casefold() in words("people", "never")
        for word in text.split()
    )


def _periodical_words(parts: list[str]) -> bool:
    usual, strong = words("journals", "words"), words("journals", "strong")
    known = sum([part in usual for part in parts])
    if parts[0] in _SHORT_STRONG and not known:
        return False
    return parts[0] in strong or parts[-1] in strong or (known >= 2 and known * 3 >= len(parts) * 2)

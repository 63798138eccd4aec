"""What stands where on the record's own part of a page: persons, citations, institutions."""

import re
from collections import Counter
from typing import Final

import msgspec

from mentorlit.model import Name
from mentorlit.pages import abstracts, citeline, people, workplaces
from mentorlit.pages.cited import Cited
from mentorlit.pages.containers import is_running, vancouver
from mentorlit.pages.lexicon import fold, words
from mentorlit.pages.marks import Mark

_ADDRESS: Final = re.compile(r"[^\s@,;]{1,64}@[^\s,;]{1,255}")
_ITEM: Final = r"\d{1,3}\.\s"
_ARTICLES: Final = ("the", "la", "le", "der", "die", "das", "el", "il")
_SHORT_STRONG: Final = ("j", "z")
_CITED: Final = 200
"""Lines among which the citation lines that name the page's periodical are looked for."""
_TOLD: Final = 400
"""Lines among which the labelled authors are looked for."""
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
        self.wrapped: bool | None = None
        """Whether lines are cut at a width; not yet known while None."""
        self._told: str | None = None
        self._journals: frozenset[str] | None = None
        self._people: dict[int, list[Name]] = {}
        self._cited: dict[int, Cited | None] = {}
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
            plausible = plausible and not (index and self.marks[index - 1].value.endswith("("))
            self._people[index] = self._named(value) if plausible else []
        return self._people[index]

    def _named(self, value: str) -> list[Name]:
        """Return the persons of a line, or the one whose institution is in brackets behind."""
        if ")" in value[-4:] and (housed := workplaces.all_with_institution(value)):
            return housed
        if people.is_institution(_ADDRESS.sub(" ", value) if "@" in value else value):
            one = workplaces.with_institution(value) if "," not in value else None
            whole = msgspec.structs.replace(one[0], affiliation=(one[1],)) if one else None
            return [whole] if whole else workplaces.listed(value)
        return people.people(value)

    def stranger(self, index: int) -> bool:
        """Tell whether labels name the authors, and no word of the line is in their names."""
        if self._told is None:
            told = (fold(mark.value) for mark in self.marks[:_TOLD] if mark.used == "author")
            self._told = " ".join(told)
        line = fold(self.marks[index].value).split()
        return bool(self._told) and not any(len(w) > 2 and w in self._told for w in line)

    def cited(self, index: int) -> Cited | None:
        """Return what the line at ``index`` cites, if it is a citation line."""
        if index not in self._cited:
            mark = self.marks[index]
            short = self.free(index) and len(mark.value) <= 400 and not _listed(mark.value)
            found = citeline.read(mark.value) if short else None
            self._cited[index] = None if found and _buried(mark.value, found) else found
        return self._cited[index]

    def journals(self) -> frozenset[str]:
        """Return the periodicals, folded, that citation lines of the page name."""
        if self._journals is None:
            seen = range(min(len(self.marks), _CITED))
            cited = [self.cited(i) for i in seen if self.free(i)]
            self._journals = frozenset(fold(c.journal) for c in cited if c and c.journal)
        return self._journals

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


def _listed(text: str) -> bool:
    """Tell whether a line is one of a list of references ("[12] Smith J. ...", "3. Doe A. ...")."""
    if not text[:2].strip("[").isdigit():
        return False
    return text[0] == "[" or (re.match(_ITEM, text) is not None and vancouver(text) is not None)


def _buried(text: str, found: Cited) -> bool:
    """Tell whether a citation is named inside a running sentence."""
    if found.journal:
        return is_running(text[found.end :])
    return (found.start > 40 and not vancouver(text)) or is_running(text)


def _is_source(rest: str) -> bool:
    """Tell whether what follows a text is a volume or year ("Phys. Rev. 37, 1-23")."""
    rest = rest.lstrip(" ,.;(")
    return rest[:1].isdigit() or rest.startswith(("volume ", "vol. ", "vol ", "volume: "))


def journal_like(text: str) -> bool:
    """Tell whether ``text`` reads like the title of a periodical, abbreviated or not."""
    if len(text) > 120:
        return False
    parts = [part.strip(".,:()&") for part in text.casefold().split()]
    parts = parts[1:] if len(parts) > 2 and parts[0] in _ARTICLES else parts
    initials = len(parts) > 1 and parts[0] in _SHORT_STRONG and len(parts[1]) == 1
    parts = [part for part in parts if len(part) > 1 or part in _SHORT_STRONG]
    sentence = text.endswith((".", "?")) and len(parts) > 6
    if initials or sentence or not 1 < len(parts) <= 10:
        return False
    if parts[0] in words("journals", "lower") and len(parts) < 7 and text[0].isupper():
        return text[-1] not in ".?!"
    return _periodical_words(parts) and _capitals(text)


def _capitals(text: str) -> bool:
    """Tell whether all words but small ones begin with a capital, as in a periodical's title."""
    return all(
        not word[0].islower() or word in _SMALL or word.casefold() in words("people", "never")
        for word in text.split()
    )


def _periodical_words(parts: list[str]) -> bool:
    usual, strong = words("journals", "words"), words("journals", "strong")
    known = sum([part in usual for part in parts])
    if (parts[0] in _SHORT_STRONG or parts[0] == "ann") and not known:
        return False
    return parts[0] in strong or parts[-1] in strong or (known >= 2 and known * 3 >= len(parts) * 2)

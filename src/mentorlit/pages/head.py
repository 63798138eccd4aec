"""The head of an article without labels: title, authors, affiliations, journal, by position."""

import re
from typing import Final

from mentorlit.model import Name
from mentorlit.pages import abstracts, citations, citeline, people, title
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, heading_key
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark
from mentorlit.pages.neighbourhood import Neighbourhood, journal_like

_WINDOW: Final = 14
_KINDS: Final = frozenset({"article", "chapter", "conference paper"})
_STEP_NUMBER: Final = r"\A\d\.\s"
_MOST_LINES: Final = 20_000


class Head:
    """One reading of the record's own lines by position.

    ``marks`` are those of the record's own part. After :meth:`read` the findings hold what the
    head states and the marks behind it are used.
    """

    def __init__(self, marks: list[Mark], findings: Findings, context: str) -> None:
        self.marks = marks
        self.findings = findings
        self.near = Neighbourhood(marks, context)

    def read(self) -> int:
        """Read the head; return the index of the title's mark, or -1."""
        place = self._labelled_title()
        self._breadcrumb()
        if place < 0:
            place = title.best(self.near)
        if place >= 0:
            mark = self.marks[place]
            if not mark.used:
                self.findings.add("title", flat(mark.value), 3, "head/title", mark.line)
                mark.used = "title"
            self._authors(place)
        self._citation(place)
        if place >= 0 and not self.findings.has("container_title"):
            self._journal(place)
        return place

    def _breadcrumb(self) -> None:
        """Take what stands between "Home" and "Article" on lines of their own (Springer)."""
        for at in range(1, min(len(self.marks) - 1, 60)):
            if len(self.marks[at - 1].line.text) > 8 or not self.near.free(at):
                continue
            before, here, after = (_step(mark) for mark in self.marks[at - 1 : at + 2])
            if before != "home" or after not in _KINDS:
                continue
            mark = self.marks[at]
            value = re.sub(_STEP_NUMBER, "", flat(mark.value))
            self.findings.add("container_title", value, 4, "head/breadcrumb", mark.line)
            for same in self.marks:
                if same.what == "text" and not same.used and _step(same) == here:
                    same.used = "journal"
            return

    def _labelled_title(self) -> int:
        return next((i for i, mark in enumerate(self.marks) if mark.used == "title"), -1)

    def _authors(self, title: int) -> None:
        """Read the lines of names below (or just above) the title, and institutions after them."""
        if self.findings.has("author"):
            return
        at = self._first_people(title)
        if at < 0:
            self._institutions(title + 1, 4)
            return
        found: dict[Name, None] = {}
        used: list[Mark] = []
        misses = 0
        last = min(len(self.marks), at + _MOST_LINES)
        while at < last and misses < 2 and not self.marks[at].zone:
            mark = self.marks[at]
            here = self.near.persons(at)
            if here:
                found.update(dict.fromkeys(here))
                used.append(mark)
                misses = 0
            elif mark.what == "text" and not mark.used and self._institution(at):
                misses = 0
            elif mark.what not in ("noise", "number"):
                misses = 2
            at += 1
        for mark in used:
            mark.used = "author"
        self.findings.add("author", tuple(found), 3, "head/authors", *(m.line for m in used))

    def _first_people(self, place: int) -> int:
        """Return the first line of names within three lines of text below the title, or -1.

        Where there is none, the names may stand just above it.
        """
        distance = 0
        for at in range(place + 1, min(place + _WINDOW, len(self.marks))):
            mark = self.marks[at]
            if self.near.persons(at):
                return at
            if self.near.free(at) and not self.near.cited(at) and not journal_like(mark.value):
                distance += 1
                if distance > 2 or abstracts.is_prose(mark.value):
                    break
            elif mark.used == "abstract":
                break
        return next((i for i in (place - 1, place - 2) if i >= 0 and self.near.persons(i)), -1)

    def _institutions(self, start: int, most: int) -> None:
        """Read affiliation lines below a title without authors."""
        for at in range(start, min(start + most, len(self.marks))):
            if self.near.free(at):
                self._institution(at)

    def _institution(self, at: int) -> bool:
        """Take the line at ``at`` as an affiliation if it names an institution and is no prose."""
        mark = self.marks[at]
        text = flat(mark.value)
        if len(text) > 600 or not people.is_institution(text) or citeline.read(text):
            return False
        if len(text) > 150 and abstracts.is_prose(text) and title.TWO_SENTENCES.search(text):
            return False
        if (journal_like(text) and "," not in text) or abstracts.leading_label(mark.value):
            return False
        text = people.bare_address(text)
        self.findings.add("affiliation", text, 3, "head/affiliation", mark.line)
        mark.used = "affiliation"
        return True

    def _citation(self, title: int) -> None:
        """Take the first citation line of the head, and the journal's name above it."""
        limit = min(self.near.end, 4000)
        places = [i for i in range(limit) if self.near.free(i) and self.near.cited(i)]
        if title >= 0:
            places.sort(key=lambda i: (abs(i - title) > 12, i))
        for at in places[:1] or self._late():
            cited = self.near.cited(at)
            mark = self.marks[at]
            if cited is None or (
                self.findings.has("volume") and cited.volume != self.findings.text("volume")
            ):
                continue
            if not cited.journal:
                self._journal_above(at, title)
            citations.note_cited(self.findings, cited, "head/citation", 2, mark.line)
            mark.used = "citation"

    def _late(self) -> list[int]:
        """Return the one citation line below a heading of the record's own data, if any."""
        found, told = [], False
        for at in range(self.near.end, min(len(self.marks), _MOST_LINES)):
            mark = self.marks[at]
            told = mark.kind == "resume" if mark.what == "zone" else told
            cited = self.near.cited(at) if told and self.near.free(at) else None
            if cited and cited.journal and cited.volume and len(mark.value) < 200:
                found.append(at)
        return found if len(found) == 1 else []

    def _journal_above(self, at: int, title: int) -> None:
        """Take the line directly above a citation line without journal as the journal."""
        above = at - 1
        while above >= 0 and self.marks[above].what == "noise":
            above -= 1
        if above < 0 or not self.near.free(above) or above == title:
            return
        mark = self.marks[above]
        text = flat(mark.value)
        goes_on = self.marks[at].value[:1] in ".;," or self.marks[at].value[:4].isdigit()
        repeated = self.near.lines.get(fold(text), 0) > 1 and above < title
        usual = journal_like(text) or repeated or (goes_on and (above < title or title < 0))
        if (
            usual
            and 2 < len(text) < 90
            and not self.near.persons(above)
            and not abstracts.is_prose(text)
        ):
            self.findings.add("container_title", text, 3, "head/journal above citation", mark.line)
            mark.used = "journal"

    def _journal(self, title: int) -> None:
        """Take a line beside title and authors that reads like a periodical's title."""
        near = [i for i in range(max(0, title - 3), min(title + 5, len(self.marks))) if i != title]
        for at in near:
            text = flat(self.marks[at].value)
            if (
                self.near.free(at)
                and len(text) < 80
                and journal_like(text)
                and "," not in text
                and not self.near.persons(at)
            ):
                self.findings.add("container_title", text, 3, "head/journal", self.marks[at].line)
                self.findings.add("type", "article-journal", 3, "head/journal", self.marks[at].line)
                self.marks[at].used = "journal"
                return


def _step(mark: Mark) -> str:
    """Return the text of a step of a breadcrumb, folded, without its number."""
    return heading_key(fold(mark.line.text))

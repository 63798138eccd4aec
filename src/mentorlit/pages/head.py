"""The head of an article without labels: title, authors, affiliations, journal, by position."""

import re
from typing import Final

from mentorlit.pages import people, title, wrapping
from mentorlit.pages.authors import Byline
from mentorlit.pages.containers import is_running
from mentorlit.pages.findings import Findings
from mentorlit.pages.imprint import Imprint
from mentorlit.pages.lexicon import fold, heading_key, noise
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark
from mentorlit.pages.neighbourhood import Neighbourhood

_KINDS: Final = frozenset({"article", "chapter", "conference paper"})
_SITE: Final = re.compile(r"https?:|www\.|@|\b404\b")
_PATH: Final = r"([^/|>]{4,90}) / (?:19|20)\d\d / Article"
_YEAR_FIRST: Final = r"(?:19|20)\d\d (?=[A-ZÀ-Þ])"
_BEFORE_SUBTITLE: Final = (": ", ". ", " : ", " - ", " – ", " — ", "? ")
"""What citations write between a title and its subtitle."""
_CHAPTER: Final = r"\A\d{1,3}\.?\s(?=[A-ZÀ-Þ])"
"""The number of a chapter before its title (Oxford Academic)."""
_STEP_NUMBER: Final = r"\A\d\.\s"


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
            end = place if self.marks[place].used else self._title(place)
            Byline(self.near, self.findings, place, end).read()
        Imprint(self.near, self.findings, place).read()
        if place < 0:
            self._lone()
            Byline(self.near, self.findings, -1, -1).read()
        return place

    def _title(self, place: int) -> int:
        """Claim the title whose lines ``place`` is one of; return the last of them."""
        lines = wrapping.title_lines(self.near, place)
        marks = [self.marks[i] for i in lines]
        text = wrapping.joined([mark.value for mark in marks]).rstrip("†‡§¶ ")
        text, marks = self._with_subtitle(text, marks, lines)
        above = self.marks[lines[0] - 1].line.text if lines[0] else ""
        if fold(above) == "chapter":
            text = re.sub(_CHAPTER, "", text, count=1)
        year = re.match(_YEAR_FIRST, text)
        if year and self.near.quoted(fold(text[year.end() :])):
            text = text[year.end() :]  # Project Euclid
        text = self._without_statement(text)
        for tail in noise("title_tails"):
            text = text.partition(tail)[0].rstrip() or text
        self.findings.add("title", text, 3, "head/title", *(mark.line for mark in marks))
        for mark in marks:
            mark.used = "title"
        return lines[-1]

    def _without_statement(self, text: str) -> str:
        """Cut ISBD's statement of responsibility: "Title / Author ; with an introduction by X".

        Evidence: it has parts, or names a person whom a label states as the author.
        """
        before, slash, statement = text.rpartition(" / ")
        if not slash or len(before) < 3:
            return text
        parts = statement.split(" ; ")
        names_ = people.people(parts[0])
        claim = self.findings.best("author")
        known = {name.family for name in (claim.value if claim else ()) if name.family}
        stated = len(parts) > 1 or any(name.family in known for name in names_)
        return before.rstrip() if names_ and stated else text

    def _with_subtitle(
        self, text: str, marks: list[Mark], lines: list[int]
    ) -> tuple[str, list[Mark]]:
        """Put title and subtitle of two lines together where a citation has both as one."""
        for at, below in ((lines[0] - 1, False), (lines[-1] + 1, True)):
            if not 0 <= at < len(self.marks) or not self.near.free(at):
                continue
            other = flat(self.marks[at].value)
            if not 1 < len(other.split()) < 30:
                continue
            first, second = (text, other) if below else (other, text)
            if any(self.near.quoted(fold(first + sign + second)) for sign in _BEFORE_SUBTITLE):
                sign = " " if first[-1] in ".:?!" else ": "
                whole = [*marks, self.marks[at]] if below else [self.marks[at], *marks]
                return f"{first}{sign}{second}", whole
        return text, marks

    def _breadcrumb(self) -> None:
        """Take what stands between "Home" and "Article" on lines of their own (Springer)."""
        for at in range(1, min(len(self.marks) - 1, 60)):
            if not self.near.free(at):
                continue
            path = re.fullmatch(_PATH, self.marks[at].value) if at < 30 else None
            if path:
                self.findings.add(
                    "container_title", path[1], 2, "head/breadcrumb", self.marks[at].line
                )
                self.marks[at].used = "journal"
                return
            if len(self.marks[at - 1].line.text) > 8:
                continue
            before, here, after = (_step(mark) for mark in self.marks[at - 1 : at + 2])
            if before != "home" or after not in _KINDS:
                continue
            mark = self.marks[at]
            value = re.sub(_STEP_NUMBER, "", flat(mark.value))
            self.findings.add("container_title", value, 2, "head/breadcrumb", mark.line)
            for same in self.marks:
                if same.what == "text" and not same.used and _step(same) == here:
                    same.used = "journal"
            return

    def _labelled_title(self) -> int:
        return next((i for i, mark in enumerate(self.marks) if mark.used == "title"), -1)

    def _lone(self) -> None:
        """Take the only line of a text as the title, without the site's name behind a bar."""
        free = [mark for mark in self.marks if mark.what != "noise"]
        if len(free) != 1 or free[0].what != "text" or free[0].used or self.findings.claims:
            return
        text = flat(free[0].value).rpartition(" | ")
        value = text[0] if len(text[0].split()) > 3 and len(text[2].split()) < 7 else text[2]
        words = value.split()
        first = value[:1]
        cased = not first.islower() and value[-1] not in ".!;,:"
        if cased and 3 < len(words) < 40 and not is_running(value, 1) and not _SITE.search(value):
            self.findings.add("title", value, 4, "page/only line", free[0].line)
            free[0].used = "title"


def _step(mark: Mark) -> str:
    """Return the text of a step of a breadcrumb, folded, without its number."""
    return heading_key(fold(mark.line.text))

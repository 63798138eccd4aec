"""The imprint around a title: citation lines, the periodical's name, dates and pages alone."""

import re
from typing import Final

from mentorlit.model import PartialDate
from mentorlit.pages import abstracts, citations, grammar, reference
from mentorlit.pages.cited import Cited, told
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, words
from mentorlit.pages.lines import flat
from mentorlit.pages.neighbourhood import Neighbourhood, journal_like

_CLOSE: Final = 12
"""Lines from the title within which a citation line is the work's own."""
_MOST_LINES: Final = 20_000
_REFERENCES: Final = 4000
_FRONT: Final = 200
"""Lines among which the periodical's name in full is looked for."""
_TITLE_PAGE: Final = 40
_SUBMITTED: Final = (
    r"(?i)\bpartial fulfil+ment of\b|\b(?:dissertation|thesis) (?:submitted|presented)\b"
    r"|\bzur erlangung des\b.{0,40}\bgrades\b|\bpour obtenir le grade\b"
)
_YEAR_BEHIND: Final = r"[^\W\d_]\.? \(((?:19|20)\d\d)\)\Z"
"""The year in brackets behind the authors (Theseus and other repositories)."""
_PART_OF: Final = (
    r"Part of (?:the )?((?:Advances|Proceedings|Lecture|Studies)\b.{5,140}?)(?: (\d{1,3}))?"
    r"(?: \([^()]{3,40}\))?\Z"
)
_DATED_JOURNAL: Final = r"([^\W\d_][^()]{2,120}) \(([^\W\d_]{3,10}\.? (?:19|20)\d\d)\)"
_PAGES_ALONE: Final = r"(?:pp?|S|Seiten|pages?|páginas|págs)\.?\s?(\d{1,5}\s?[-–]\s?\d{1,5})\.?"


def _of_site(text: str) -> bool:
    """Tell whether a name ends with two words of the names of sites ("Open Research Online")."""
    sites = words("journals", "sites")
    return all(part in sites for part in fold(text).split()[-2:])


class Imprint:
    """The reading of what stands around the title at ``place`` (-1: there is none)."""

    def __init__(self, near: Neighbourhood, findings: Findings, place: int) -> None:
        self.near = near
        self.marks = near.marks
        self.findings = findings
        self.place = place

    def read(self) -> None:
        """Claim journal, date, volume, issue and pages."""
        self._citation()
        self._thesis()
        if self.place < 0:
            return
        self._dated()
        self._year()
        self._pages()
        self._own_reference()
        self._dated_journal()
        if self.findings.has("container_title"):
            self._whole_journal()
        else:
            self._journal()

    def _year(self) -> None:
        """Take a year that stands alone right behind the authors (BASE, repositories)."""
        if self.findings.has("issued"):
            return
        for at in range(self.place + 1, min(self.place + 6, len(self.marks) - 1)):
            mark = self.marks[at]
            behind = re.search(_YEAR_BEHIND, mark.value) if mark.used == "author" else None
            if behind:
                date = grammar.date(behind[1])
                self.findings.add("issued", date, 4, "head/year behind authors", mark.line)
                return
            year = mark.what == "number" and re.fullmatch(r"(?:19|20)\d\d", mark.line.text)
            if year and self.marks[at - 1].used == "author" and self.marks[at + 1].used:
                date = grammar.date(mark.line.text)
                self.findings.add("issued", date, 4, "head/year", mark.line)
                return

    def _own_reference(self) -> None:
        """Note a reference below the abstract that names the work's own title."""
        named = fold(self.findings.text("title"))
        if len(named) < 20 or self.findings.has("reference"):
            return
        for at in range(self.near.end, min(len(self.marks), _REFERENCES)):
            mark = self.marks[at]
            if not self.near.free(at) or not 40 < len(mark.value) < 900:
                continue
            if named in fold(mark.value) and reference.read(mark.value, named).cited:
                self.findings.add("reference", mark.value, 2, "head/reference", mark.line)
                mark.used = "citation"
                return

    def _thesis(self) -> None:
        """Take the date on a title page that says it is a thesis's ("... partial fulfillment")."""
        front = self.marks[:_TITLE_PAGE]
        told = next((m for m in front if re.search(_SUBMITTED, m.line.text)), None)
        if told is None or self.findings.has("issued"):
            return
        self.findings.add("type", "thesis", 2, "head/thesis", told.line)
        for mark in front:
            date = grammar.date(mark.value) if mark.value and not mark.used else None
            if date and (mark.what == "number" or date.month):
                self.findings.add("issued", date, 3, "head/thesis", mark.line)
                mark.used = "date"
                return

    def _dated_journal(self) -> None:
        """Take the periodical and its month from the line right above the title (DOAJ)."""
        above = next((m for m in self.marks[: self.place][::-1] if m.what != "noise"), None)
        if above is None or above.what != "text" or above.used or len(above.value) > 160:
            return
        match = re.fullmatch(_DATED_JOURNAL, flat(above.value))
        date = grammar.date(match[2]) if match else None
        if match and date and not self.findings.has("container_title"):
            self.findings.add("container_title", match[1], 3, "head/journal with date", above.line)
            if not self.findings.has("issued"):
                self.findings.add("issued", date, 3, "head/journal with date", above.line)
            above.used = "journal"

    def _pages(self) -> None:
        """Take a range of pages that stands alone behind the authors (OpenEdition)."""
        for at in range(self.place, min(self.place + 8, len(self.marks))):
            mark = self.marks[at]
            short = self.near.free(at) and len(mark.value) < 30
            match = re.fullmatch(_PAGES_ALONE, mark.value) if short else None
            if match:
                self.findings.add("page", grammar.pages(match[1]), 3, "head/pages", mark.line)
                mark.used = "page"
                return

    def _whole_journal(self) -> None:
        """Take the line that has the name in full where the citation line abbreviates it."""
        short = self.findings.text("container_title")
        for at in range(min(_FRONT, len(self.marks))):
            mark = self.marks[at]
            if self.near.free(at) and citations.abbreviates(short, mark.value):
                name = flat(mark.value)
                self.findings.add("container_title", name, 3, "head/journal", mark.line)
                mark.used = "journal"
                return

    def _citation(self) -> None:
        """Take the first citation line of the head, and the journal's name above it."""
        limit = min(self.near.end, 4000)
        places = [i for i in range(limit) if self.near.free(i) and self.near.cited(i)]
        close = [i for i in places if self.place < 0 or abs(i - self.place) <= _CLOSE] or places[:1]
        for rank, at in enumerate(self._agreeing(close) or self._late(), 2):
            cited = self.near.cited(at)
            mark = self.marks[at]
            if cited is None or self._contradicts(cited):
                continue
            if not cited.journal and not self.findings.has("container_title"):
                self._journal_above(at)
            citations.note_cited(self.findings, cited, "head/citation", min(rank, 3), mark.line)
            mark.used = "citation"
        for at in [] if self.findings.has("volume") else self._late():
            if cited := self.near.cited(at):
                mark = self.marks[at]
                citations.note_cited(self.findings, cited, "head/citation", 3, mark.line)
                self._month_below(at)

    def _month_below(self, at: int) -> None:
        """Take the month and year that stand alone right below volume and issue."""
        below = self.marks[at + 1] if at + 1 < len(self.marks) else None
        if below is None or self.findings.has("issued") or not self.near.free(at + 1):
            return
        self.findings.add("issued", grammar.date(below.value), 3, "head/date", below.line)

    def _contradicts(self, cited: Cited) -> bool:
        """Tell whether a citation line has another volume than the page says elsewhere."""
        volume = self.findings.text("volume")
        return bool(volume and cited.volume and cited.volume != volume)

    def _agreeing(self, places: list[int]) -> list[int]:
        """Return the lines that cite the volume of the first, the one that tells most in front."""
        cited = {i: c for i in places if (c := self.near.cited(i))}
        volume = cited[places[0]].volume if cited else ""
        same = [i for i, c in cited.items() if c.volume == volume]
        return sorted(same, key=lambda i: (-told(cited[i]), i))

    def _dated(self) -> None:
        """Take a whole date on a line of its own beside the title (JAMA, working papers)."""
        known = self.findings.best("issued")
        for at in range(max(0, self.place - 4), min(self.place + 5, len(self.marks))):
            mark = self.marks[at]
            value = mark.value.rpartition("|")[2] if mark.value.count("|") == 1 else mark.value
            date = grammar.date(value) if self.near.free(at) else None
            if date is None or not date.day or date.end:
                continue
            if known is None or (known.rank > 1 and self._only_year(known.value, date)):
                rank = 2 if known is None else 1
                self.findings.add("issued", date, rank, "head/date", mark.line)
                mark.used = "date"
            return

    @staticmethod
    def _only_year(known: PartialDate, date: PartialDate) -> bool:
        return known.year == date.year and not known.month

    def _late(self) -> list[int]:
        """Return the one citation line below a heading of the record's own data, if any.

        Elsewhere below the abstract a line must be volume and issue and nothing else (Sinaweb).
        """
        found, told = [], False
        for at in range(self.near.end, min(len(self.marks), _MOST_LINES)):
            mark = self.marks[at]
            told = mark.kind == "resume" if mark.what == "zone" else told
            cited = self.near.cited(at) if told and self.near.free(at) else None
            own = cited is not None and bool(cited.journal and cited.volume)
            if (own and len(mark.value) < 200) or (not told and self._bare_issue(at)):
                found.append(at)
        return found if len(found) == 1 else []

    def _bare_issue(self, at: int) -> bool:
        """Tell whether a line is "Volume 14, Issue 2" and nothing else."""
        text = self.marks[at].value
        if not self.near.free(at) or len(text) > 40 or not text.startswith(("Vol", "vol")):
            return False
        cited = self.near.cited(at)
        whole = cited is not None and cited.start == 0 and cited.end >= len(text) - 1
        return whole and cited is not None and bool(cited.volume and cited.issue)

    def _journal_above(self, at: int) -> None:
        """Take the line directly above a citation line without journal as the journal."""
        above = at - 1
        while above >= 0 and (
            self.marks[above].what == "noise" or self.marks[above].value.endswith(" Press")
        ):
            above -= 1
        if above < 0 or not self.near.free(above) or above == self.place:
            return
        mark = self.marks[above]
        text = flat(mark.value)
        if fold(text) in words("journals", "kinds"):
            return
        value = self.marks[at].value
        goes_on = value[:1] in ".;," or value[:4].isdigit() or self._paged_volume(at)
        repeated = self.near.lines.get(fold(text), 0) > 1 and above < self.place
        usual = (
            journal_like(text) or repeated or (goes_on and (above < self.place or self.place < 0))
        )
        if (
            usual
            and 2 < len(text) < 90
            and not self.near.persons(above)
            and not abstracts.is_prose(text)
        ):
            self.findings.add("container_title", text, 3, "head/journal above citation", mark.line)
            mark.used = "journal"

    def _paged_volume(self, at: int) -> bool:
        """Tell whether a line is "Vol. 18, Issue 10, pp. 1-9 (2010)": a journal stands above."""
        cited = self.near.cited(at)
        paged = cited is not None and bool(cited.page and cited.issue and cited.date)
        return paged and self.marks[at].value.startswith("Vol") and at < self.place

    def _repeated_above(self, at: int, text: str) -> bool:
        """Tell whether a short line right above the title stands elsewhere too (Elsevier)."""
        if not (self.place - 2 <= at < self.place and 1 < len(text.split()) < 7):
            return False
        beside = [mark.used for mark in self.marks[max(0, at - 2) : at]]
        other = fold(text) != fold(self.findings.text("title"))
        return "citation" in beside and other and self.near.lines.get(fold(text), 0) > 1

    def _part_of(self) -> bool:
        """Take what a line right below the title says the work is a part of (NeurIPS)."""
        for at in range(self.place + 1, min(self.place + 4, len(self.marks))):
            match = re.match(_PART_OF, self.marks[at].value) if self.near.free(at) else None
            if match:
                line = self.marks[at].line
                self.findings.add("container_title", match[1], 3, "head/part of", line)
                self.findings.add("volume", match[2] or "", 3, "head/part of", line)
                self.marks[at].used = "journal"
                return True
        return False

    def _journal(self) -> None:
        """Take a line beside title and authors that reads like a periodical's title."""
        if self._part_of():
            return
        above = [i for i in range(max(0, self.place - 12), self.place) if self.near.free(i)]
        for at in (*above[-3:], *range(self.place + 1, min(self.place + 5, len(self.marks)))):
            text = flat(self.marks[at].value)
            if (
                self.near.free(at)
                and len(text) < 80
                and (journal_like(text) or self._repeated_above(at, text))
                and "," not in text
                and not _of_site(text)
                and not self.near.persons(at)
            ):
                self.findings.add("container_title", text, 3, "head/journal", self.marks[at].line)
                self.findings.add("type", "article-journal", 3, "head/journal", self.marks[at].line)
                self.marks[at].used = "journal"
                return

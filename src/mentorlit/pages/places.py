"""The places of claims in the bytes of a page, as evidence."""

from typing import Any, Final

from mentorlit.model import Evidence
from mentorlit.pages.confidence import confidence
from mentorlit.pages.findings import Claim
from mentorlit.pages.lines import Line
from mentorlit.pages.rivals import as_text, rivals
from mentorlit.pages.spans import narrowed

_MOST: Final = 50
"""Places of evidence a field lists; a list of 5,000 authors need not name 5,000 lines."""


class Places:
    """What tells the places of claims: the page's bytes, from ``start`` on, in an encoding.

    Without the bytes a place is a whole line.
    """

    def __init__(self, data: bytes = b"", start: int = 0, encoding: str = "utf-8") -> None:
        self._data = data
        self._start = start
        self._encoding = encoding

    def behind(self, claims: list[Claim]) -> tuple[Evidence, ...]:
        """Return the places behind ``claims``."""
        return tuple([place for claim in claims for place in self._of(claim)][:_MOST])

    def against(self, value: Any, claims: list[Claim]) -> tuple[Evidence, ...]:
        """Return the places that state something else, each with what it states."""
        others = rivals(value, claims)
        return tuple(place for claim in others for place in self._of(claim, as_text(claim.value)))

    def _of(self, claim: Claim, value: str = "") -> list[Evidence]:
        """Return the places of a claim; lines that follow each other make one place."""
        runs: list[list[Line]] = []
        for line in claim.lines:
            if runs and 0 <= line.number - runs[-1][-1].number <= 2:
                runs[-1].append(line)
            else:
                runs.append([line])
        sure = confidence(claim)
        return [
            Evidence(run[0].number, *self._bounds(run, claim), claim.rule, sure, value)
            for run in runs
        ]

    def _bounds(self, run: list[Line], claim: Claim) -> tuple[int, int]:
        """Return the first and last byte of lines, or of the value in a single one."""
        begin, end = run[0].start, run[-1].end
        if not self._data or run[0].number != run[-1].number:
            return begin, end
        start = self._start
        found = narrowed(self._data, (begin - start, end - start), claim, self._encoding)
        return found[0] + start, found[1] + start


NOWHERE: Final = Places()
"""For claims of which only the lines are known."""

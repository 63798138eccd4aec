"""Reader of NEP reports: numbered descriptions of new papers in a mail.

:mod:`mentorlit.formats.tagged.repec_nep` reads one record. What is tolerated and
where everything goes is in docs/formats/repec-nep.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.formats.tagged.repec_nep import read as read_record
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NUMBER: Final = re.compile(rb"\s{0,3}(\d{1,4})\.\s+(\S[^\r\n]{0,39})")
_RULER: Final = re.compile(rb"\s?-{20,100}\s*\Z")
_CONTENTS: Final = b"In this issue we have"


class _Report:
    """Where in a report the lines are: before its table of contents, in it, or in the papers."""

    def __init__(self) -> None:
        self.contents = False
        self.rulers = 0
        self.papers = 0
        self.listed: dict[int, bytes] = {}

    def tag(self, raw: bytes) -> bytes:
        """Return ``b"paper"`` for a line that may begin the description of the next paper."""
        if _CONTENTS in raw:
            self.contents, self.rulers = True, 0
        elif _RULER.match(raw):
            self.rulers += 1
        match = _NUMBER.match(raw)
        if match is None:
            return b""
        number, title = int(match[1]), match[2].rstrip()
        if self.contents and self.rulers < 2:
            self.listed.setdefault(number, title)
            return b""
        # After a paper whose number is lost, the table of contents tells which ones follow.
        later = number > self.papers and self.listed.get(number) == title
        return match[1] if later or number == self.papers + 1 else b""

    def begins(self, _raw: bytes, tag: bytes, current: Current | None) -> bool:
        """Tell whether the papers are reached, and this is the number of one that follows."""
        if not tag or not self.contents or (current is not None and not current.parted):
            return False
        self.papers = int(tag)
        return True


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every paper, with what stands around it.

    The head of the mail and the table of contents are in the first paper's
    ``extra["repec-nep"]["preceding"]``.
    """
    report = _Report()
    rules = Rules(
        report.tag,
        report.begins,
        ends=lambda raw: _RULER.match(raw) is not None,
        silent=lambda raw: _RULER.match(raw) is not None,
        wanted="1. and a title, after the table of contents",
    )
    return records(stream, rules, read_record)

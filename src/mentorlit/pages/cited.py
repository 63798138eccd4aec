"""What a citation line states."""

import msgspec

from mentorlit.model import PartialDate


class Cited(msgspec.Struct):
    """Periodical, date and numbers; ``start`` and ``end`` bound the numbers in the text."""

    journal: str = ""
    date: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    start: int = 0
    end: int = 0


def told(cited: Cited) -> int:
    """Count the numbers told."""
    return sum(map(bool, (cited.volume, cited.issue, cited.page or cited.number, cited.date)))

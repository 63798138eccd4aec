"""The title of a catalogue's record, which stands above the heading of its data (VuFind)."""

from typing import Final

import msgspec

from mentorlit.pages import abstracts
from mentorlit.pages.lexicon import fold, is_teaser, words
from mentorlit.pages.marks import Mark

_ABOVE: Final = 12
_LONGEST: Final = 500


def name_title(marks: list[Mark]) -> None:
    """Give the line above "Bibliographic Details" the role of a title told by its place.

    Between them may stand interface words and a teaser of the abstract.
    """
    headings = words("noise", "catalogue")
    heading = next((i for i, m in enumerate(marks) if _heads(m, headings)), 0)
    if any(mark.line.role in ("title", "named") for mark in marks[:heading]):
        return  # markup has told it
    for at in range(heading - 1, max(-1, heading - _ABOVE), -1):
        mark = marks[at]
        if mark.what == "label" and mark.value:
            return
        if mark.what != "text" or not any(c.isalpha() for c in mark.value):
            continue
        if is_teaser(mark.value):
            continue
        if not abstracts.is_prose(mark.value) and len(mark.value) < _LONGEST:
            mark.line = msgspec.structs.replace(mark.line, role="named")
            return


def _heads(mark: Mark, headings: frozenset[str]) -> bool:
    short = mark.what in ("noise", "text", "zone") and len(mark.line.text) < 60
    return short and fold(mark.line.text) in headings

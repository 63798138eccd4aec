"""Lines that a page's width cut: a title over several lines, a paragraph over many."""

from itertools import pairwise
from typing import Final

from mentorlit.pages import abstracts, grammar, people
from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.pages.marks import Mark
from mentorlit.pages.neighbourhood import Neighbourhood, journal_like

_MOST: Final = 4
"""Lines that a title may have."""
_SEEN: Final = 300
_CUT: Final = 3
"""Lines cut inside a sentence that show a text whose lines are cut."""
_PARAGRAPH: Final = 45
"""Lines that an abstract may have."""
_ABSTRACT: Final = 160
"""Characters that it has at least."""
_WIDE: Final = 50
_OPEN: Final = ("-", "–", "—", ":", ",", "&", "/", "(", "‐")


def is_wrapped(marks: list[Mark]) -> bool:
    """Tell whether the lines of a text are cut at a width, as in the text of a PDF.

    Lines that markup told apart are none.
    """
    cut = 0
    for above, below in pairwise(marks[:_SEEN]):
        if below.line.role or above.line.role:
            return False
        text = above.line.text
        if below.line.gap or len(text) < _WIDE or text[-1] in ".!?:":
            continue
        cut += below.line.text[:1].islower() and below.line.number == above.line.number + 1
    return cut >= _CUT


def title_lines(near: Neighbourhood, place: int) -> list[int]:
    """Return the indexes of the lines of the title of which ``place`` is one."""
    first = last = place
    while last - first + 1 < _MOST and _goes_on(near, first - 1):
        first -= 1
    while last - first + 1 < _MOST and _goes_on(near, last):
        last += 1
    return list(range(first, last + 1))


def paragraph(marks: list[Mark], start: int) -> list[Mark]:
    """Return the first paragraph of cut lines below the head, if something shows where it ends."""
    at = start
    while at < len(marks) and (marks[at].used or marks[at].what != "text" or marks[at].zone):
        at += 1
    taken: list[Mark] = []
    while at < len(marks) and len(taken) <= _PARAGRAPH:
        mark = marks[at]
        free = mark.what == "text" and not mark.used and not mark.zone
        if not free or (taken and mark.line.gap) or mark.value.startswith("PACS"):
            break
        taken.append(mark)
        at += 1
    size = sum(len(mark.value) for mark in taken)
    ended = at < len(marks) and len(taken) <= _PARAGRAPH
    return taken if ended and len(taken) > 2 and size > _ABSTRACT else []


def joined(texts: list[str]) -> str:
    """Put the lines of a title together; a hyphen at the end of a line stays."""
    text = ""
    for line in texts:
        glue = "" if not text or text.endswith(("-", "‐")) or has_cjk(text[-1:]) else " "
        text += glue + line
    return flat(text)


def _goes_on(near: Neighbourhood, at: int) -> bool:
    """Tell whether the line at ``at`` is cut, so that the title goes on with the next."""
    if at < 0 or at + 1 >= len(near.marks):
        return False
    above, below = near.marks[at], near.marks[at + 1]
    if below.line.gap or above.line.role or not _adjoining(above, below):
        return False
    if not (_part(near, at) and _part(near, at + 1)):
        return False
    text, rest = above.value, below.value
    if _unfinished(text) and len(rest) < 160:
        return True
    if near.persons(at + 1) or near.persons(at):
        return _all_capitals(near, at)
    lower = rest[0].islower() and len(rest) < 160 and not rest.startswith(("by ", "http"))
    return (lower and len(text) > 15) or _all_capitals(near, at) or _cut_at_width(near, text, rest)


def _adjoining(above: Mark, below: Mark) -> bool:
    """Tell whether no line is between two; in HTML both may be of one line of the source."""
    return 0 <= below.line.number - above.line.number <= 1


def _all_capitals(near: Neighbourhood, at: int) -> bool:
    """Tell whether two lines in capitals are a title, and other lines come after them."""
    text, rest = near.marks[at].value, near.marks[at + 1].value
    if len(near.persons(at + 1)) > 1 or any(c.isdigit() or c in ".,;*" for c in rest):
        return False
    after = near.marks[at + 2].value if at + 2 < len(near.marks) else ""
    words_ = len(rest.split())
    return (
        len(text) > 30
        and text.isupper()
        and rest.isupper()
        and words_ > 1
        and bool(after)
        and not after.isupper()
    )


def _unfinished(text: str) -> bool:
    """Tell whether a line ends with a word or sign that only stands inside a phrase."""
    last = text.rsplit(maxsplit=1)[-1]
    return len(text) > 15 and (text.endswith(_OPEN) or last in words("journals", "unfinished"))


def _cut_at_width(near: Neighbourhood, text: str, rest: str) -> bool:
    near.wrapped = is_wrapped(near.marks) if near.wrapped is None else near.wrapped
    fits = len(text) > 30 and len(rest) < len(text) + 25 and text[-1] not in ".?!;"
    return near.wrapped and fits and text.isupper() == rest.isupper()


def _part(near: Neighbourhood, at: int) -> bool:
    """Tell whether the line at ``at`` may be a part of a title."""
    mark = near.marks[at]
    text = mark.value
    if not near.free(at) or not 3 <= len(text) <= 200 or "@" in text or "://" in text:
        return False
    if near.cited(at) or journal_like(text) or abstracts.leading_label(text) or "10." in text:
        return False
    first = text.split(maxsplit=1)[0].casefold().strip(".,:")
    if " " not in text and grammar.work_type(text):
        return False  # "dataset" below its title (Figshare)
    return first not in words("journals", "never_first") and not (
        people.is_institution(text) and (text.count(",") > 1 or text[0].isdigit())
    )

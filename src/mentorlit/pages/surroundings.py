"""What stands around a record on a page with markup: the site's name, the path, other works."""

import re
from itertools import pairwise
from typing import Final

from mentorlit.pages import citations, citeline
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, words
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark
from mentorlit.pages.neighbourhood import journal_like
from mentorlit.pages.roles import title_at

_PART: Final = r"\s[|–—:·»«/-]{1,2}\s|\s?\|\s?"
_STEP: Final = r"\s*[/›>»|:]\s+"
_YEAR: Final = r"\b(?:1[6-9]|20)\d\d\b"
_KINDS: Final = frozenset({"article", "chapter", "conference paper", "research article"})
"""What the last step of a path to a work may call it."""
_COVER: Final = r"(?i)\A(?:cover|image|go|logo)\b.{0,20}\b(?:of|for|to)\s|\s(?:cover|logo|image)\Z"


def references(marks: list[Mark], caption: str) -> None:
    """Tell lists of references that no heading announces: they are other works.

    Two or more items in a row cite something with its year; a list in which the work itself is
    cited in several styles repeats its title and is none.
    """
    title = title_at(marks)
    named = fold(marks[title].line.text) if title >= 0 else fold(caption)
    run: list[Mark] = []
    for mark in [*marks, None]:
        if mark is not None and mark.line.bullet and mark.what == "text" and not mark.zone:
            run.append(mark)
            continue
        if len(run) > 1:
            cited = [item for item in run if _refers(item.value, named)]
            for item in run if len(cited) > 1 and len(cited) * 2 >= len(run) else ():
                item.zone = "references"
        run = []


def _refers(text: str, title: str) -> bool:
    """Tell whether a line refers to a work with its year, and not to the one of ``title``."""
    if not 30 < len(text) < 1000 or not re.search(_YEAR, text):
        return False
    if len(title) > 15 and title in fold(text):
        return False
    return "10." in text or ". " in text or citeline.read(text) is not None


def take(marks: list[Mark], findings: Findings) -> None:
    """Read the site's name and the path to the page; neither is part of the head."""
    path: list[tuple[str, Mark]] = []
    for mark in marks:
        if mark.line.role not in ("site", "breadcrumb", "cover") or mark.used:
            continue
        text = flat(mark.value or mark.line.text)
        mark.what = "noise"
        if len(text) > 400:
            continue
        steps = [text] if mark.line.role == "site" else re.split(_STEP, text)
        rule = f"class/{mark.line.role}"
        if mark.line.role == "breadcrumb":
            path += [(step, mark) for step in steps]
        for step in steps:
            if journal_like(step) or mark.line.role == "cover":
                title = re.sub(_COVER, "", step)
                findings.add("container_title", title, 4, rule, mark.line)
        cited = citeline.read(text) if mark.line.role != "site" else None
        if cited and cited.volume:
            cited.journal = cited.page = ""
            citations.note_cited(findings, cited, rule, 4, mark.line)
    _contained(path, findings)


def name_periodical(marks: list[Mark], findings: Findings, caption: str) -> None:
    """Take the site's name as the periodical's where a page tells its volume and nothing else.

    The window's caption has to repeat it, and no word of it may be one of libraries or publishers.
    """
    if findings.has("container_title") or not (findings.has("volume") and findings.has("issue")):
        return
    parts = {fold(part) for part in re.split(_PART, caption)} - {fold(findings.text("title"))}
    for mark in marks:
        name = flat(mark.line.text)
        if mark.line.role != "site" or not 3 < len(name) < 100 or fold(name) not in parts:
            continue
        if words("journals", "sites").isdisjoint(fold(name).split()):
            findings.add("container_title", name, 4, "class/site and caption", mark.line)
            return


def _contained(path: list[tuple[str, Mark]], findings: Findings) -> None:
    """Take what stands before "Article" or "Chapter" at the end of a path as what contains it."""
    for (before, mark), (last, _) in pairwise(path):
        if fold(last) in _KINDS and len(before) > 3 and fold(path[0][0]) == "home":
            findings.add("container_title", before, 4, "class/breadcrumb", mark.line)
            return

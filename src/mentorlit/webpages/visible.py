"""What a reader of the page sees, as lines for the engine that reads plain text."""

from itertools import islice
from typing import Final

import msgspec
from lxml import etree

from mentorlit.pages.lexicon import fold
from mentorlit.pages.lines import Line
from mentorlit.webpages import regions
from mentorlit.webpages.document import Document
from mentorlit.webpages.inline import whole_text
from mentorlit.webpages.silence import zone_of
from mentorlit.webpages.walk import Walk

_FEW: Final = 400
"""Characters. A page of which less is left has hidden its text in what looked like furniture."""


_TARGETS: Final = ("data-target", "data-bs-target", "aria-controls")
"""Attributes in which a tab names the panel that it opens."""
_LONG: Final = 20
_MARKED: Final = ("author", "affiliation")
_MARK_LENGTH: Final = 12
_MOST_HEADINGS: Final = 200


def lines(document: Document) -> list[Line]:
    """Return the visible lines of the page in document order, cells of a row parted by a TAB.

    Menus, other works, references, the body of the article and hidden text are left out as far
    as markup tells them; where next to nothing would be left, all visible text is returned.
    """
    main = _main_heading(document)
    found = Walk(document, main, _panels(document)).run()
    titled = any(line.role == "title" for line in found)
    if not titled and sum(len(line.text) for line in found) < _FEW:
        found = Walk(document, main, zoned=False).run()
    return _with_marks(found)


def _with_marks(found: list[Line]) -> list[Line]:
    """Return lines with the marks that stand alone put behind names and before institutions."""
    joined: list[Line] = []
    mark = ""
    for line in found:
        if line.role in _MARKED and len(line.text) < _MARK_LENGTH and _is_mark(line.text):
            if line.role == "affiliation":
                mark = line.text
                continue
            if joined and joined[-1].role == "author" and joined[-1].text[-1].isalpha():
                whole = f"{joined[-1].text} {line.text}"
                joined[-1] = msgspec.structs.replace(joined[-1], text=whole)
                continue
        marked = mark and line.role == "affiliation"
        text = f"{mark} {line.text}"
        joined.append(msgspec.structs.replace(line, text=text) if marked else line)
        mark = ""
    return joined


def _is_mark(text: str) -> bool:
    """Tell whether a text is nothing but marks of institutions: numbers, letters, stars."""
    parts = text.replace(",", " ").split()
    return all(len(part) == 1 or part.isdigit() for part in parts)


def _panels(document: Document) -> frozenset[str]:
    """Return the ids of the panels that tabs and menus name as references or other works."""
    found: set[str] = set()
    for tab in document.elements("a", "button"):
        target = tab.get("href") or next(filter(None, map(tab.get, _TARGETS)), "")
        if target.startswith("#") or (target and target == tab.get("aria-controls")):
            text = "".join(islice(map(str, tab.itertext()), 4)) if len(tab) else tab.text or ""
            zone = zone_of(text.strip())
            if zone in ("others", "references"):
                found.add(target.removeprefix("#"))
    return frozenset(found)


def caption(document: Document) -> str:
    """Return the text of the page's ``title`` element."""
    return document.caption


def _main_heading(document: Document) -> etree._Element | None:
    """Return the work's own heading: the longest that the ``title`` repeats, else the first.

    Headings of a lower level are the work's only where the ``title`` repeats them.
    """
    title = fold(document.caption)
    best: etree._Element | None = None
    length, named = 0, False
    for head in islice(document.elements("h1", "h2", "h3"), _MOST_HEADINGS):
        text = fold(whole_text(head))
        repeated = len(text) > 8 and (text in title or (len(title) > 20 and title in text))
        if head.tag != "h1" and not (repeated and len(text) > _LONG):
            continue
        better = (repeated and len(text) > length) if named else (repeated or best is None)
        if text and better and not _of_site(head):
            best, length, named = head, len(text), repeated
    return best


def _of_site(head: etree._Element) -> bool:
    """Tell whether a heading stands in the banner of the site."""
    return any(
        regions.region(str(parent.tag), [(str(k), str(v)) for k, v in parent.items()]).role
        == "site"
        for parent in (head, *head.iterancestors())
    )

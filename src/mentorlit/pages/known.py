"""The line that repeats what is known of the title: from tags, or from the window's caption."""

import re
from typing import Final

import msgspec

from mentorlit.pages.lexicon import fold
from mentorlit.pages.lines import Line

_SIGNS: Final = re.compile(r"[\W_]+")
_PARTING: Final = re.compile(r"\s[|–—:·»«/-]{1,2}\s|\s?[|»«]\s?|\s::\s|:\s")
_LINES: Final = 1500
"""Lines in which the title stands, if anywhere; longer menus are none."""
_BEFORE_SUBTITLE: Final = (".", ":", "?", "!", "?:", "–", "—", "-")
"""Signs that part a title from its subtitle; "=" and "/" part it from a translation."""
_SHORTEST, _LONGEST = 9, 500


class Known(msgspec.Struct, frozen=True):
    """What was known before the visible text was read.

    ``title`` is the work's title as tags state it; ``caption`` the text of HTML's ``title``, in
    which the work's title stands beside the site's name, cut short, or not at all.
    """

    title: str = ""
    caption: str = ""


def named(lines: list[Line], known: Known) -> list[Line]:
    """Return ``lines`` with the role ``named`` on the one that is the known title, if any is.

    Of several the one that markup calls a title is taken, else the first.
    """
    found = _equal(lines, _bare(known.title)) if known.title else []
    found = found or (_within(lines, known.caption) if known.caption else [])
    if not found:
        return lines
    at = next((i for i in found if lines[i].role == "title"), None)
    if at is None:
        at = next((i for i in found if lines[i].role == "heading"), found[0])
    if at and (whole := _with_subtitle(lines[at - 1], lines[at], known)):
        return [*lines[: at - 1], whole, *lines[at + 1 :]]
    return [*lines[:at], msgspec.structs.replace(lines[at], role="named"), *lines[at + 1 :]]


def _with_subtitle(title: Line, subtitle: Line, known: Known) -> Line | None:
    """Return heading and line below as one if caption or tags have both with a sign between."""
    if title.role != "title" or subtitle.role == "title":
        return None
    for text in (known.title, known.caption):
        folded, first = text.casefold(), title.text.casefold()
        begin = folded.find(first)
        end = folded.find(subtitle.text.casefold(), begin + len(first)) if begin >= 0 else -1
        sign = text[begin + len(first) : end]
        if end > 0 and sign.strip() in _BEFORE_SUBTITLE:
            joined = f"{title.text}{sign}{subtitle.text}"
            return msgspec.structs.replace(title, text=joined, end=subtitle.end, role="named")
    return None


def _bare(text: str) -> str:
    return _SIGNS.sub("", fold(text))


def _candidates(lines: list[Line]) -> list[tuple[int, str]]:
    return [
        (i, _bare(line.text))
        for i, line in enumerate(lines[:_LINES])
        if _SHORTEST <= len(line.text) <= _LONGEST and line.role not in ("site", "breadcrumb")
    ]


def _equal(lines: list[Line], title: str) -> list[int]:
    return [i for i, text in _candidates(lines) if text == title] if title else []


def _within(lines: list[Line], caption: str) -> list[int]:
    """Return the lines that the caption holds whole, or begins with as it is cut short."""
    parts = [_bare(part) for part in [caption, *_PARTING.split(caption)]]
    whole = _bare(caption)
    longest = max(map(len, parts[1:]), default=0)
    site = parts[-1] if len(parts) > 2 and len(parts[-1]) < longest else ""
    cut = [part for part in parts if len(part) > 35 and caption.rstrip().endswith(("...", "…"))]
    best: list[int] = []
    length = 0
    for index, text in _candidates(lines):
        if len(text) < _SHORTEST or len(text) < length:
            continue
        begins = len(text) > 11 and whole.startswith(text)
        fits = text in whole and text != site and (len(text) > 30 or begins or text in parts)
        if fits or any(text.startswith(part) for part in cut):
            best = [*best, index] if len(text) == length else [index]
            length = len(text)
    return best

"""Pages that list all labels first and then all values in the same order (ERIC's résumé)."""

from collections.abc import Callable
from typing import Final

import msgspec

from mentorlit import identifiers, languages
from mentorlit.pages import abstracts, grammar, people
from mentorlit.pages.lines import has_cjk
from mentorlit.pages.marks import Mark

_FEWEST: Final = 4
_MOST: Final = 60
_LINES: Final = 160
"""Lines below the labels that are looked at for the values."""
_BLOCKS: Final = 8
"""Blocks of labels that are tried; a page has one."""
_EVIDENCE: Final = 2
"""Values of a plain shape that must be met; without them any lines would do."""
_SEVERAL: Final = frozenset(
    {"author", "keyword", "subject", "mesh", "contributor", "advisor", "affiliation", "abstract"}
)
_NEVER: Final = 10**6


def restored(marks: list[Mark]) -> list[Mark]:
    """Return the marks with each value behind its label, where labels come in a block before them.

    A block is aligned only if every value has a shape that its label allows, in exactly one way
    that leaves the fewest lines to lists; otherwise the marks stay as they are.
    """
    at = tried = 0
    while at < len(marks) and tried < _BLOCKS:
        end = at
        while end < len(marks) and _is_label(marks[end]):
            end += 1
        told = _aligned(marks, at, end) if _FEWEST <= end - at <= _MOST else []
        tried += end - at >= _FEWEST
        if told:
            marks = [*marks[:at], *told, *marks[at + len(told) :]]
            at += len(told)
        at = max(end, at + 1)
    return marks


def _is_label(mark: Mark) -> bool:
    if mark.what == "label":
        return mark.mode == "line" and not mark.value
    text = mark.line.text
    return mark.what == "text" and text[-1] in ":：" and len(text) < 50


def _aligned(marks: list[Mark], start: int, end: int) -> list[Mark]:
    """Return the labels from ``start`` to ``end`` each with its values behind it, or nothing."""
    labels = marks[start:end]
    colons = all(mark.line.text[-1] in ":：" for mark in labels)
    stop = end
    while stop < min(len(marks), end + _LINES) and not _ends(marks[stop], colons=colons):
        stop += 1
    values = marks[end:stop]
    if len(values) < len(labels) or sum(mark.kind in _PLAIN for mark in labels) < _EVIDENCE:
        return []
    counts = _counts([mark.kind for mark in labels], [mark.line.text for mark in values])
    if not counts or _told(labels, values, counts) < _EVIDENCE:
        return []
    found: list[Mark] = []
    at = 0
    for label, count in zip(labels, counts, strict=True):
        kind, text = label.kind or "other", label.line.text.strip(" :：")
        found.append(Mark(label.line, "label", kind, text, mode="line"))
        found.extend(_value(mark) for mark in values[at : at + count])
        at += count
    return found


def _ends(mark: Mark, *, colons: bool) -> bool:
    """Tell whether the values end at a mark; one of them may be a label's word without colon."""
    if mark.what == "label" and colons:
        return mark.mode in ("colon", "pair") or mark.line.text[-1] in ":："
    return mark.what in ("label", "zone")


def _value(mark: Mark) -> Mark:
    line = msgspec.structs.replace(mark.line, gap=False)
    return Mark(line, "text", value=line.text)


def _told(labels: list[Mark], values: list[Mark], counts: list[int]) -> int:
    """Count the values of a plain shape that are not empty."""
    at = told = 0
    for label, count in zip(labels, counts, strict=True):
        told += label.kind in _PLAIN and not grammar.is_null(values[at].line.text)
        at += count
    return told


def _counts(kinds: list[str], texts: list[str]) -> list[int]:
    """Return how many of ``texts`` each kind takes, or nothing if that is not told for certain.

    ``best[i][j]`` holds, for the labels from ``i`` on and the texts from ``j`` on, the fewest
    texts beyond one each, in how many ways that is met, and how many texts label ``i`` takes.
    """
    last = [(0, 1, 0)] * (len(texts) + 1)
    best = [last]
    for kind in reversed(kinds):
        row = [_step(kind, texts, at, best[0]) for at in range(len(texts))]
        best.insert(0, [*row, (_NEVER, 0, 0)])
    if best[0][0][0] >= _NEVER or best[0][0][1] != 1:
        return []
    counts: list[int] = []
    at = 0
    for row in best[:-1]:
        counts.append(row[at][2])
        at += counts[-1]
    return counts


def _step(
    kind: str, texts: list[str], at: int, after: list[tuple[int, int, int]]
) -> tuple[int, int, int]:
    """Return the best entry for one label whose first value is at ``at``."""
    fewest, ways, taken = _NEVER, 0, 0
    most = len(texts) - at if kind in _SEVERAL else 1
    for count in range(1, most + 1):
        if not _allowed(kind, texts[at + count - 1]):
            break
        extra, number, _ = after[at + count]
        if extra + count - 1 < fewest:
            fewest, ways, taken = extra + count - 1, number, count
        elif extra + count - 1 == fewest:
            ways += number
    return fewest, ways, taken


def _allowed(kind: str, text: str) -> bool:
    """Tell whether ``text`` can be a value of ``kind``."""
    if grammar.is_null(text):
        return True
    check = _PLAIN.get(kind) or _LOOSE.get(kind)
    return check(text) if check else len(text) < 300


def _named(text: str) -> bool:
    """Tell whether ``text`` can be a name or title: words, and neither date nor address."""
    words = any(c.isalpha() for c in text)
    return words and len(text) < 400 and "://" not in text and grammar.date(text) is None


def _titled(text: str) -> bool:
    return _named(text) and (len(text.split()) > 1 or has_cjk(text))


def _authors(text: str) -> bool:
    return bool(people.people(text)) or (_named(text) and has_cjk(text) and len(text) < 60)


_PLAIN: Final[dict[str, Callable[[str], bool]]] = {
    **dict.fromkeys(("volume", "issue"), lambda text: bool(grammar.number(text))),
    **dict.fromkeys(("page", "first_page", "last_page"), lambda text: bool(grammar.pages(text))),
    **dict.fromkeys(
        ("date", "epub", "received", "accepted", "revised", "defence", "other_date"),
        lambda text: grammar.date(text) is not None,
    ),
    **dict.fromkeys(("issn", "pissn", "eissn"), lambda text: bool(identifiers.issn(text))),
    "doi": lambda text: bool(identifiers.doi(text)),
    "pmid": lambda text: bool(identifiers.pmid(text)),
    "pmcid": lambda text: bool(identifiers.pmcid(text)),
    "language": lambda text: bool(languages.tag(text.split(";")[0])),
    "url": lambda text: "://" in text,
}
_LOOSE: Final[dict[str, Callable[[str], bool]]] = {
    "title": _titled,
    "author": _authors,
    "contributor": _authors,
    "journal": _named,
    "publisher": _named,
    "keyword": lambda text: _named(text) and not abstracts.is_prose(text),
    "abstract": lambda text: len(text) > 40,
}

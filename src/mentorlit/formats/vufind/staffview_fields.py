"""Lines of a staff view that begin a field, told from lines that only look like it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from operator import lt
from typing import Final, NamedTuple

from mentorlit import languages
from mentorlit.formats.vufind.schema import by_entry, is_known, suffixes
from mentorlit.tables import load, phrases

# A Solr field name at the start of a line (a copied table may indent it), then space, tab, colon
# or the end of the line. Dots part the elements of names made from Dublin Core. Quantified parts
# never overlap.
_NAME: Final = re.compile(
    rb"[ \t\f]{0,3}(_?[A-Za-z][A-Za-z0-9]{0,60}(?:[_.-][A-Za-z0-9]{1,60}){0,8}+_?)"
    rb"(?P<gap>(?:[ \t:]|\xc2\xa0){1,40}|(?=[\r\n]|\Z))"
)
# What may part a name from its value, beside the space that ends a line's first word.
_GAPS: Final = re.compile(rb"[\t\f:\xc2]")
_MORE_GAP: Final = b" \t\v\f\r\n:\xc2"
OPENING: Final = b"abcdefghijklmnopqrstuvwxyz_ \t\f"
"""First bytes of lines that may begin a field; others need two capitals."""
_NEAR: Final = 64
"""Bytes in which the end of a name is looked for before a line is looked at as a whole."""
_CAMEL: Final = re.compile(r"[a-z]{3,30}[A-Z][a-z]{2,30}")
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S")
_DOI: Final = re.compile(r"\S{0,30}10\.\d{4,9}/\S")
_ISSN: Final = re.compile(r"\d{4}-?\d{3}[\dXx]\b")
_TOKEN: Final = re.compile(rb"[^\s]+\s*\Z")
_PROSE: Final = re.compile(rb"[a-z(]")

CERTAIN, LIKELY, WORD, UNKNOWN = 4, 3, 2, 1
"""How much a line counts: a name that no running text has, a word before a value of its kind, a
word, a name of no known field."""


TEXTS: Final = frozenset({"abstract", "contents", "description", "fullrecord", "spelling"})
"""Fields whose values may have blank lines, and lines that begin like a field."""


class Mark(NamedTuple):
    """A line that may begin a field; ``value`` is where in the line its value starts."""

    line: int
    name: str
    weight: int
    style: str
    value: int


@cache
def _words() -> frozenset[str]:
    return frozenset(phrases(load("vufind")["words"]))


@lru_cache(maxsize=4096)
def _weight(name: str) -> int:
    """Return how sure it is that ``name`` at the start of a line begins a field; 0 for never."""
    if name in _words():
        return WORD
    if is_known(name):
        return CERTAIN
    if "_" in name.strip("_"):
        return CERTAIN if name.endswith(suffixes()) else UNKNOWN
    if name.startswith(("dc.", "dcterms.")):
        return CERTAIN
    return UNKNOWN if _CAMEL.fullmatch(name) else 0


def mark(index: int, raw: bytes) -> Mark | None:
    """Return what the line number ``index`` may begin, or None."""
    if not raw or (raw[0] not in OPENING and not raw[:2].isupper()):
        return None
    stop = raw.find(b" ", 0, _NEAR)
    if stop < 0:
        name, weight = _word(raw.rstrip(b"\r\n")) if len(raw) < _NEAR else ("", -1)
        if weight >= 0:
            is_name = weight > UNKNOWN
            return Mark(index, name, weight, "own", len(name)) if is_name else None
    elif raw[stop + 1 : stop + 2] not in _MORE_GAP:
        name, weight = _word(raw[:stop])
        if weight >= 0:
            return _spaced(index, name, weight, raw) if weight else None
    return _whole_line(index, raw)


@lru_cache(maxsize=4096)
def _word(word: bytes) -> tuple[str, int]:
    """Return the name that a line's first word is and its weight, 0 if it is none.

    The weight is -1 if only the whole line tells: something else than a space may end the name.
    """
    if not word or _GAPS.search(word):
        return "", -1
    if not _NAME.fullmatch(word):
        return "", 0
    name = word.decode("ascii")
    return name, _weight(name)


def _spaced(index: int, name: str, weight: int, raw: bytes) -> Mark | None:
    """Return the mark of a name of the given weight, parted from its value by one space."""
    start = len(name) + 1
    if name == "id":
        if not _TOKEN.match(raw, start):
            return None
    elif weight == WORD and _is_value(name, raw[start:]):
        weight = LIKELY
    return Mark(index, name, weight, "space", start)


def _whole_line(index: int, raw: bytes) -> Mark | None:
    """Return what a line may begin whose name is parted from its value in any way."""
    first = raw[:1]
    match = _NAME.match(raw)
    if not match:
        return None
    name = match[1].decode("ascii")
    weight = _weight(name)
    if not weight and b"\t" not in match["gap"]:
        return None
    style = _style(match["gap"], raw[match.end() :])
    if name == "id":
        weight = CERTAIN if _TOKEN.match(raw, match.end()) or style == "own" else 0
    elif weight == WORD and style != "own" and _is_value(name, raw[match.end() :]):
        weight = LIKELY
    elif not weight and style == "tab" and first.islower():
        weight = UNKNOWN
    if not weight or (weight == UNKNOWN and style == "own"):
        return None
    return Mark(index, name, weight, style, match.end())


def _is_value(name: str, raw: bytes) -> bool:
    """Tell whether ``raw``, what stands behind a word, is of the kind that the field holds."""
    if name not in _KINDS or len(raw) > _LONGEST:
        return False
    return bool(_KINDS[name](raw.decode("utf-8", "replace").strip()))


def _is_format(text: str) -> bool:
    types = by_entry("types")
    return text.lower() in types or any(part in types for part in text.lower().split("/")[1:])


_KINDS: Final[dict[str, Callable[[str], object]]] = {
    "url": _ADDRESS.match,
    "link": _ADDRESS.match,
    "language": languages.tag,
    "format": _is_format,
    "doi": _DOI.match,
    "DOI": _DOI.match,
    "issn": _ISSN.match,
    "ISSN": _ISSN.match,
}
_LONGEST: Final = 200
"""Bytes of a value that tells its kind."""


def _style(gap: bytes, value: bytes) -> str:
    """Return what parts name and value: ``own`` line, ``colon``, ``tab`` or ``space``."""
    if not value.strip():
        return "own"
    if b":" in gap:
        return "colon"
    return "tab" if b"\t" in gap else "space"


def is_sorted(names: Sequence[str]) -> bool:
    """Tell whether ``names`` stand in alphabetical order, but for one in five."""
    rising = sum(a < b for a, b in pairwise(names))
    return rising >= 0.8 * (len(names) - 1)


def choose(marks: Sequence[Mark], lines: Sequence[bytes]) -> list[Mark]:
    """Return the marks that do begin a field of this one record, in order.

    Staff views list their fields in alphabetical order as a rule. Then the fields are the rising
    chain of marks that weighs most (of equals, the one that ends last), and what else can hardly
    be anything but a name is added unless the chain has it. In a view without order, words count
    where they first occur, written as the certain names are, and not within running text.
    """
    styles = [m.style for m in marks if m.weight == CERTAIN and m.style != "own"]
    usual = max(sorted(set(styles)), key=styles.count) if styles else "own"
    likely = [m for m in marks if m.weight == CERTAIN or _fits(m.style, usual)]
    names = [m.name for m in likely]
    if all(map(lt, names, names[1:])):
        return likely
    order = [m.name for m in likely if m.weight == CERTAIN]
    if is_sorted(order if len(order) > 2 else names):
        return _with_firm(_best_chain(likely), likely, usual, lines)
    return _unordered(likely, lines)


def _fits(style: str, usual: str) -> bool:
    """Tell whether a word in this style is a name where names are in the ``usual`` style."""
    return style in (usual, "own") or (usual == "own" and style == "colon")


def _best_chain(marks: Sequence[Mark]) -> list[Mark]:
    """Return the chain in the order of the code points or, if it weighs more, of the dictionary."""
    chain = _heaviest_chain(marks, [m.name for m in marks])
    if len(chain) == len({m.name for m in marks}):
        return chain
    other = _heaviest_chain(marks, [m.name.lower() for m in marks])
    return max(chain, other, key=lambda each: sum(m.weight for m in each))


def _heaviest_chain(marks: Sequence[Mark], order: Sequence[str]) -> list[Mark]:
    """Return the strictly rising chain of names with the greatest weight, the latest of equals.

    ``order`` has the name of each mark as it is compared. ``keys`` and ``totals`` hold the best
    total by last name, both strictly rising.
    """
    keys: list[str] = []
    totals: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (found, name) in enumerate(zip(marks, order, strict=True)):
        place = _first_not_below(keys, name)
        total = found.weight + (totals[place - 1] if place else 0)
        before.append(ends[place - 1] if place else -1)
        if place < len(keys) and keys[place] == name and totals[place] > total:
            continue
        stop = max(bisect_right(totals, total), place)
        keys[place:stop] = [name]
        totals[place:stop] = [total]
        ends[place:stop] = [index]
    chain: list[Mark] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(marks[index])
        index = before[index]
    return chain[::-1]


def _first_not_below(keys: Sequence[str], name: str) -> int:
    """Return the first index in the sorted ``keys`` whose key is not below ``name``."""
    place = bisect_right(keys, name)
    return place - 1 if place and keys[place - 1] == name else place


def _with_firm(
    chain: list[Mark], marks: Sequence[Mark], usual: str, lines: Sequence[bytes]
) -> list[Mark]:
    """Add to the chain what is out of order but cannot be part of a value."""
    names = {m.name for m in chain}
    starts = [m.line for m in chain]
    values = {m.line: m.value for m in chain}
    added: dict[str, Mark] = {}
    for found in marks:
        if found.name in names or found.name in added:
            continue
        place = bisect_right(starts, found.line) - 1
        in_text = place >= 0 and chain[place].name in TEXTS
        before = lines[found.line - 1][values.get(found.line - 1, 0) :] if found.line else b""
        value = lines[found.line][found.value :]
        is_firm = not in_text and _is_firm(found, usual, value, before)
        if found.weight == CERTAIN or is_firm:
            added[found.name] = found
            values[found.line] = found.value
    return sorted([*chain, *added.values()])


def _is_firm(found: Mark, usual: str, value: bytes, before: bytes) -> bool:
    """Tell whether a mark outside of texts is a name, wherever it stands in the order.

    A word before a space is one if its value begins like the one before it, with a capital or a
    figure: in a list of such values a line in small letters is no value.
    """
    if found.weight == LIKELY or (found.style == usual == "tab"):
        return True
    if found.style != usual or found.weight != WORD:
        return False
    is_unlike = not value.lstrip()[:1].islower() and not before.lstrip()[:1].islower()
    return usual == "colon" or (usual == "space" and is_unlike)


def _unordered(marks: Sequence[Mark], lines: Sequence[bytes]) -> list[Mark]:
    seen: set[str] = set()
    chosen: list[Mark] = []
    for found in marks:
        doubtful = found.weight < LIKELY and chosen and chosen[-1].name in TEXTS
        if found.name in seen or (doubtful and _in_prose(found, lines)):
            continue
        seen.add(found.name)
        chosen.append(found)
    return chosen


def _in_prose(found: Mark, lines: Sequence[bytes]) -> bool:
    """Tell whether the line goes on with a sentence: small letter after a long unended line."""
    previous = lines[found.line - 1].rstrip() if found.line else b""
    unended = len(previous) > 50 and previous[-1:] not in b".!?:;"
    return unended and _PROSE.match(lines[found.line], found.value) is not None

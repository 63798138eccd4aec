"""Lines of a staff view that begin a field, told from lines that only look like it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mentorlit.formats.vufind.document import suffixes
from mentorlit.tables import load

# A Solr field name at the start of a line (a copied table may indent it), then space, tab, colon
# or the end of the line. Quantified parts never overlap.
_NAME: Final = re.compile(
    rb"[ \t\f]{0,3}(_?[a-z][A-Za-z0-9]{0,60}(?:[_-][A-Za-z0-9]{1,60}){0,8}+_?)"
    rb"(?P<gap>(?:[ \t:]|\xc2\xa0){1,40}|(?=[\r\n]|\Z))"
)
_TOKEN: Final = re.compile(rb"[^\s]+\s*\Z")
_PROSE: Final = re.compile(rb"[a-z(]")

CERTAIN, WORD, UNKNOWN = 4, 2, 1
"""How much a line counts: a name that no running text has, a word, a name of no known field."""


class Mark(NamedTuple):
    """A line that may begin a field; ``value`` is where in the line its value starts."""

    line: int
    name: str
    weight: int
    style: str
    value: int


@cache
def _certain() -> frozenset[str]:
    table = load("vufind")
    names = {*table["distinctive"], *table["copies"], *table["relations"]}
    return frozenset(names - set(table["words"]))


@cache
def _words() -> frozenset[str]:
    return frozenset(load("vufind")["words"])


@lru_cache(maxsize=4096)
def _weight(name: str) -> int:
    """Return how sure it is that ``name`` at the start of a line begins a field; 0 for never."""
    if name in _certain():
        return CERTAIN
    if name in _words():
        return WORD
    if "_" in name.strip("_"):
        return CERTAIN if name.endswith(suffixes()) else UNKNOWN
    return 0


def mark(index: int, raw: bytes) -> Mark | None:
    """Return what the line number ``index`` may begin, or None."""
    first = raw[:1]
    if not (first.islower() or first in b" \t\f_") or not first:
        return None
    match = _NAME.match(raw)
    if not match:
        return None
    name = match[1].decode("ascii")
    weight = _weight(name)
    style = _style(match["gap"], raw[match.end() :])
    if name == "id":
        weight = CERTAIN if _TOKEN.match(raw, match.end()) or style == "own" else 0
    if not weight or (weight == UNKNOWN and style == "own"):
        return None
    return Mark(index, name, weight, style, match.end())


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
    chain of marks that weighs most (of equals, the one that ends last), and names that cannot be
    words are added unless the chain has them. In a view without order, words count where they
    first occur, written as the certain names are, and not within running text.
    """
    styles = [m.style for m in marks if m.weight == CERTAIN and m.style != "own"]
    usual = max(sorted(set(styles)), key=styles.count) if styles else "own"
    likely = [m for m in marks if m.weight == CERTAIN or _fits(m.style, usual)]
    order = [m.name for m in likely if m.weight == CERTAIN]
    if is_sorted(order if len(order) > 2 else [m.name for m in likely]):
        return _with_certain(_heaviest_chain(likely), likely)
    return _unordered(likely, lines)


def _fits(style: str, usual: str) -> bool:
    """Tell whether a word in this style is a name where names are in the ``usual`` style."""
    return style in (usual, "own") or (usual == "own" and style == "colon")


def _heaviest_chain(marks: Sequence[Mark]) -> list[Mark]:
    """Return the strictly rising chain of names with the greatest weight, the latest of equals.

    ``keys`` and ``totals`` hold the best total by last name, both strictly rising.
    """
    keys: list[str] = []
    totals: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, found in enumerate(marks):
        place = _first_not_below(keys, found.name)
        total = found.weight + (totals[place - 1] if place else 0)
        before.append(ends[place - 1] if place else -1)
        if place < len(keys) and keys[place] == found.name and totals[place] > total:
            continue
        stop = max(bisect_right(totals, total), place)
        keys[place:stop] = [found.name]
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


def _with_certain(chain: list[Mark], marks: Sequence[Mark]) -> list[Mark]:
    names = {m.name for m in chain}
    added: dict[str, Mark] = {}
    for found in marks:
        if found.weight == CERTAIN and found.name not in names:
            added.setdefault(found.name, found)
    return sorted([*chain, *added.values()])


def _unordered(marks: Sequence[Mark], lines: Sequence[bytes]) -> list[Mark]:
    seen: set[str] = set()
    chosen: list[Mark] = []
    for found in marks:
        certain = found.weight == CERTAIN
        if found.name in seen or (found.weight == UNKNOWN and found.style == "space"):
            continue
        if not certain and _in_prose(found, lines):
            continue
        seen.add(found.name)
        chosen.append(found)
    return chosen


def _in_prose(found: Mark, lines: Sequence[bytes]) -> bool:
    """Tell whether the line goes on with a sentence: small letter after a long unended line."""
    previous = lines[found.line - 1].rstrip() if found.line else b""
    unended = len(previous) > 50 and previous[-1:] not in b".!?:;"
    return unended and _PROSE.match(lines[found.line], found.value) is not None

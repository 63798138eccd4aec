"""Names of journals, conferences and repositories: one under many forms."""

from functools import cache, lru_cache
from typing import Final

import msgspec

from mentorlit.dedupe.fold import fold
from mentorlit.limits import DEFAULT
from mentorlit.tables import load

UNKNOWN: Final = "unknown"
SAME: Final = "same"
COMPATIBLE: Final = "compatible"
DIFFERENT: Final = "different"


class Venue(msgspec.Struct, frozen=True):
    """A container title as compared: its weighty words, and what kind of venue it names."""

    words: tuple[str, ...] = ()
    kind: str = ""


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("dedupe/venues")[name])


@cache
def _aliases() -> dict[str, str]:
    aliases: dict[str, str] = load("dedupe/venues")["aliases"]
    return aliases


@lru_cache(maxsize=1 << 14)
def venue(title: str) -> Venue:
    """Return ``title`` as compared; what stands in brackets or after ``=`` or ``:`` is left out."""
    title = title[: DEFAULT.compared]
    for mark in ("(", "[", " = ", ": ", " — "):
        head = title.partition(mark)[0]
        title = head if head.strip() else title
    folded = fold(title)
    folded = _aliases().get(folded, folded)
    every = folded.split()
    words = tuple(word for word in every if word not in _words("stopwords"))
    return Venue(words or tuple(every), _kind(folded, every))


def _kind(folded: str, words: list[str]) -> str:
    padded = f" {folded} "
    if any(f" {name} " in padded for name in _words("preprint")):
        return "preprint"
    if not _words("journal").isdisjoint(words):
        return "journal"
    return "conference" if not _words("conference").isdisjoint(words) else ""


def compare(a: Venue, b: Venue) -> str:
    """Return whether two venues are one: ``same``, ``compatible``, ``different``, ``unknown``."""
    if not a.words or not b.words:
        return UNKNOWN
    if a.words == b.words:
        return SAME
    return COMPATIBLE if _compatible(a.words, b.words) else DIFFERENT


@cache
def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if abbreviates(a, b) or abbreviates(b, a) or _initialism(a, b) or _initialism(b, a):
        return True
    loose_a, loose_b = _tight(a), _tight(b)
    if not loose_a or not loose_b:
        return False
    return loose_a == loose_b or abbreviates(loose_a, loose_b) or abbreviates(loose_b, loose_a)


def _tight(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without years, ordinals and what is common to conferences."""
    return tuple(word for word in words if not word[0].isdigit() and word not in _words("loose"))


def abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether each word of ``short`` abbreviates its counterpart in ``full`` (ISO 4).

    An abbreviated word begins like the full one and has its letters in order ("natl" for
    "national"); no word of either may be left over.
    """
    if len(short) != len(full):
        return False
    return all(_abbreviates_word(s, f) for s, f in zip(short, full, strict=True))


def _abbreviates_word(short: str, full: str) -> bool:
    if full.startswith(short):
        return True
    if short[0] != full[0] or len(short) < 2:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _initialism(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether ``short`` is one word, the first letters of words in a row in ``full``."""
    if len(short) != 1 or len(full) < 3 or len(short[0]) < 3:
        return False
    return short[0] in "".join(word[0] for word in full)

"""Names of journals, conferences and repositories: one under many forms."""

import re
from functools import cache, lru_cache
from typing import Final

import msgspec
from rapidfuzz.distance import Indel

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.limits import DEFAULT
from mentorlit.tables import load, members

UNKNOWN: Final = ""
SAME: Final = "same"
COMPATIBLE: Final = "compatible"
DIFFERENT: Final = "different"


_LOST: Final = re.compile(r"(?<=[^\W\d_])[?\ufffd](?=[^\W\d_])")
"""What stands for a letter that a conversion lost: the rest abbreviates the word."""

_PARALLEL: Final = re.compile(r"(?<=[a-z]{3})\.(?=[A-Z][a-z]{3})")
"""Where a title in another language is joined on ("... of cancer.Journal international ...")."""

_SECTION: Final = re.compile(r"(?:series|section|part)\s+[A-Za-z]\b", re.IGNORECASE)
"""What stands behind a colon and is part of the name."""

_KINDS: Final = ("preprint", "registry", "thesis", "updated")
"""Kinds of venues that a name or a phrase in it tells, in the order asked."""

_TELLING: Final = 15
"""Letters of a name that is cut from which it tells what name it is."""

_LONG: Final = 8
_NEAR: Final = 0.9
"""Letters of a word, and likeness, from which two words are one spelled twice."""

_CUT: Final = "…"
"""The last word of a name that is cut."""


class Venue(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A container title as compared: its weighty words, and what kind of venue it names.

    ``kind`` is ``journal``, ``conference``, ``preprint``, ``registry`` (of trials or reviews),
    ``thesis`` (an index of dissertations), ``updated`` (reviews that are updated) or empty.
    """

    words: tuple[str, ...] = ()
    kind: str = ""


@cache
def _aliases() -> dict[str, str]:
    aliases: dict[str, str] = load("dedupe/venues")["aliases"]
    return aliases


@lru_cache(maxsize=1 << 14)
def venue(title: str) -> Venue:
    """Return ``title`` as compared; what stands in brackets or after ``=`` or ``:`` is left out."""
    title = title[: DEFAULT.compared]
    cut = title.endswith(("…", "..."))
    if "?" in title or "\ufffd" in title:
        title = _LOST.sub("", title)
    if "." in title:
        title = _PARALLEL.split(title, maxsplit=1)[0]
    for mark in ("(", "[", " = ", ": ", " — "):
        if mark in title:
            head, _, tail = title.partition(mark)
            title = head if head.strip() and not _SECTION.match(tail) else title
    folded = _full_name(fold(title), cut=cut)
    every = folded.split()
    words = tuple(
        word for word in _sections(every) if word not in members("dedupe/venues", "stopwords")
    )
    words = words or tuple(every)
    return Venue((*words, _CUT) if cut and words else words, _kind(folded, every))


def _sections(words: list[str]) -> list[str]:
    """Leave out what announces the letter of a section at the end: "series B" is "B"."""
    if len(words) > 2 and len(words[-1]) == 1 and words[-2] in members("dedupe/venues", "sections"):
        return [*words[:-2], words[-1]]
    return words


def _full_name(folded: str, *, cut: bool) -> str:
    """Return the full name of an alias; an acronym that stands before the full name is dropped."""
    aliases = _aliases()
    if cut and len(folded) >= _TELLING:
        folded = next((name for name in aliases if name.startswith(folded)), folded)
    if folded in aliases:
        return aliases[folded]
    meeting = cut and folded.startswith(("proceedings ", "proc "))
    for word in folded.split():
        if word in aliases and (meeting or aliases[word] in folded):
            return aliases[word]
    return folded


def _kind(folded: str, words: list[str]) -> str:
    """Return what kind of venue a name is of; journals' words win over those of conferences."""
    telling = _telling()
    if not telling.keys().isdisjoint(words):
        padded = f" {folded} "
        found = [one for word in words for one in telling.get(word, ()) if one[1] in padded]
        if found:
            return _KINDS[min(found)[0]]
    if not members("dedupe/venues", "journal").isdisjoint(words):
        return "journal"
    return "conference" if not members("dedupe/venues", "conference").isdisjoint(words) else ""


@cache
def _telling() -> dict[str, list[tuple[int, str]]]:
    """Return, by first word, the names that tell a kind: its place in ``_KINDS``, and the name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place, kind in enumerate(_KINDS):
        for name in load("dedupe/venues")[kind]:
            found.setdefault(name.split()[0], []).append((place, f" {name} "))
    return found


def compare(a: Venue, b: Venue) -> str:
    """Return whether two venues are one: ``same``, ``compatible``, ``different`` or ``""``."""
    if not a.words or not b.words:
        return UNKNOWN
    if a.words == b.words:
        return SAME
    if a.words[0].isascii() != b.words[0].isascii():
        return UNKNOWN
    return COMPATIBLE if _compatible(a.words, b.words) else DIFFERENT


def best(ours: tuple[Venue, ...], theirs: tuple[Venue, ...]) -> str:
    """Return the best that any two of the names give."""
    if not ours or not theirs:
        return UNKNOWN
    if ours == theirs:
        return SAME
    found = {compare(one, other) for one in ours for other in theirs}
    for outcome in (SAME, COMPATIBLE, DIFFERENT):
        if outcome in found:
            return outcome
    return UNKNOWN


@lru_cache(maxsize=1 << 14)
def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if _CUT in (a[-1], b[-1]):
        return _begin_alike(a, b)
    if abbreviates(a, b) or abbreviates(b, a) or _initialism(a, b) or _initialism(b, a):
        return True
    if _respelled(a, b):
        return True
    loose_a, loose_b = _tight(a), _tight(b)
    if not loose_a or not loose_b:
        return False
    return loose_a == loose_b or abbreviates(loose_a, loose_b) or abbreviates(loose_b, loose_a)


def _begin_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names, one of them cut, are alike as far as the cut one goes."""
    short, full = (a, b) if a[-1] == _CUT and (b[-1] != _CUT or len(a) < len(b)) else (b, a)
    length = len(short) - 1
    if len(short[length - 1]) == 1:
        length -= 1  # a word of which one letter is left: it may have been an article
    if not 1 < length <= len(full):
        return False
    ours, theirs = short[:length], full[:length]
    return abbreviates(ours, theirs) or abbreviates(theirs, ours)


def _respelled(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether the names differ in the spelling of long words alone, by a letter or two.

    A typing error, or two ways to write a name in Latin letters.
    """
    if len(a) != len(b) or len(a) < 2:
        return False
    return all(one == other or _one_word(one, other) for one, other in zip(a, b, strict=True))


def _one_word(one: str, other: str) -> bool:
    if one[0] != other[0] or one[-1] != other[-1] or min(len(one), len(other)) < _LONG:
        return False
    return one in _transposed(other) or Indel.normalized_similarity(one, other) >= _NEAR


def _transposed(word: str) -> list[str]:
    """Return ``word`` with each two neighbouring letters in turn exchanged."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def _tight(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without years, ordinals and what is common to conferences."""
    return tuple(
        word
        for word in words
        if not word[0].isdigit() and word not in members("dedupe/venues", "loose")
    )


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

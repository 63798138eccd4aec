"""How alike two titles are, and what differs between them: words, opposites, numbers, parts."""

from collections import Counter
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from mentorlit.dedupe.fingerprints.titles import Title
from mentorlit.tables import load, members

_WORDS: Final = 12
"""Differing words of each title that are compared one by one."""

_MOST: Final = 60
"""Words of a title that a word is looked for among."""


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/titles")


def similarity(a: Title, b: Title) -> float:
    """Return 0 to 1: how alike two titles are, letter by letter or word by word."""
    if a.joined == b.joined:
        return 1.0
    ratio = Indel.normalized_similarity(a.joined, b.joined)
    if 0.6 < ratio < 0.95:
        moved = 0.98 * fuzz.token_sort_ratio(a.text, b.text) / 100
        ratio = max(ratio, moved if moved > 0.9 else 0.0)
    return ratio


def contained(a: Title, b: Title, words: int) -> bool:
    """Tell whether one title is the other cut short or with something put before it."""
    short, full = (a, b) if len(a.joined) <= len(b.joined) else (b, a)
    if short.joined and short.joined == full.head:
        return True
    if len(short.content) < words or len(short.joined) < 15:
        return False
    if full.joined.startswith(short.joined) or full.joined.endswith(short.joined):
        return True
    cut = full.joined[: len(short.joined)]
    longer = len(full.joined) > 1.1 * len(short.joined)
    return longer and Indel.normalized_similarity(short.joined, cut, score_cutoff=0.95) > 0


def words_differ(a: Title, b: Title, same_word: float) -> bool:
    """Tell whether each title has a word of content that the other one has in no spelling."""
    one, other = _letters(a), _letters(b)
    if one != other and _lacks(one, other) and _lacks(other, one):
        return True
    left, right = _more(a, b), _more(b, a)
    if not left or not right or _parted_otherwise(a, b):
        return False
    ours, theirs = list(a.content[:_MOST]), list(b.content[:_MOST])
    return any(not _near(word, right, theirs, same_word) for word in left) and any(
        not _near(word, left, ours, same_word) for word in right
    )


def _more(one: Title, other: Title) -> list[str]:
    """Return the words of content that ``one`` has and ``other`` has not, or has less often."""
    theirs = list(other.content)
    found: list[str] = []
    for word in one.content:
        if word in theirs:
            theirs.remove(word)
        elif word in other.content or not _part_of(word, other):
            found.append(word)
    return found[:_WORDS]


def _parted_otherwise(a: Title, b: Title) -> bool:
    """Tell whether the words that differ are the same letters, with the spaces elsewhere."""
    ours, theirs = a.text.split(), b.text.split()
    left = "".join([word for word in ours if word not in theirs])
    return left == "".join([word for word in theirs if word not in ours])


def _letters(one: Title) -> tuple[str, ...]:
    """Return the words of one letter: hepatitis A is not hepatitis B."""
    return tuple([word for word in one.text.split() if len(word) == 1 and word.isalpha()])


def _part_of(word: str, other: Title) -> bool:
    return len(word) > 3 and word in other.joined


def _near(word: str, others: list[str], every: list[str], same_word: float) -> bool:
    """Tell whether a word of the other title is ``word`` with a typing error or another ending.

    ``others`` are the words that only the other title has, ``every`` all its words of content.
    """
    if any(sorted(word) == sorted(other) for other in others):
        return True
    if len(word) < 4:
        return any(_letter_lost(word, other) or _letter_lost(other, word) for other in others)
    if any(_opposite(word, other) for other in others):
        return False
    return any(
        Indel.normalized_similarity(word, other, score_cutoff=same_word) > 0 for other in every
    )


def opposed(a: Title, b: Title) -> bool:
    """Tell whether a word of one title is the opposite of a word of the other."""
    ours, theirs = Counter(a.text.split()), Counter(b.text.split())
    left, right = sorted(ours - theirs)[:_WORDS], sorted(theirs - ours)[:_WORDS]
    return any(_opposite(one, other) for one in left for other in right)


@cache
def _opposites() -> dict[str, list[tuple[str, str]]]:
    """Return opposites, each way round, by the letters that they begin with."""
    found: dict[str, list[tuple[str, str]]] = {}
    for words in _table()["opposites"]:
        one, other = words.split()
        for pair in ((one, other), (other, one)):
            found.setdefault(pair[0][0] + pair[1][0], []).append(pair)
    return found


def _letter_lost(word: str, other: str) -> bool:
    """Tell whether a short word is another one without an inner letter ("so" of "São")."""
    if len(other) != len(word) + 1 or len(word) < 2:
        return False
    return (
        other[0] == word[0] and other[-1] == word[-1] and word[1:-1] in (other[1:-2], other[2:-1])
    )


def _opposite(word: str, other: str) -> bool:
    """Tell whether the words differ by one pair of opposites alone."""
    return any(
        word.startswith(x) and other.startswith(y) and word[len(x) :] == other[len(y) :]
        for x, y in _opposites().get(word[:1] + other[:1], ())
    )


def numbers_conflict(a: Title, b: Title) -> bool:
    """Tell whether each title has a number that the other one lacks, or has less often."""
    if a.numbers == b.numbers or a.joined == b.joined:
        return False
    return _lacks(a.numbers, b.numbers) and _lacks(b.numbers, a.numbers)


def part_added(a: Title, b: Title) -> bool:
    """Tell whether one title is the other with nothing but the number of a part or year more."""
    short, full = sorted((a.text.split(), b.text.split()), key=len)
    more = Counter(full) - Counter(short)
    if not more or len(full) - len(short) > 3 or Counter(short) - Counter(full):
        return False
    table, announcing = _table(), members("dedupe/titles", "designations")
    return all(
        word in announcing or word in table["numerals"] or word in table["ordinals"]
        or word.isdecimal() or len(word) == 1
        for word in more
    )  # fmt: skip


def _lacks(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether one of ours is not among theirs as often."""
    return any(ours.count(one) > theirs.count(one) for one in set(ours[:_WORDS]))

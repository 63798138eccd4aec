"""How alike two titles are, and what differs between them: words, opposites, numbers, parts."""

from collections import Counter
from functools import cache, lru_cache
from typing import Any, Final

from rapidfuzz import fuzz, process
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
    if _letters_differ(a, b):
        return True
    left = _more(a, b)
    right = _more(b, a) if left else []
    if not right or _parted_otherwise(a, b):
        return False
    ours, theirs = list(a.content[:_MOST]), list(b.content[:_MOST])
    return any(not _near(word, right, theirs, same_word) for word in left) and any(
        not _near(word, left, ours, same_word) for word in right
    )


def _more(one: Title, other: Title) -> list[str]:
    """Return the words of content that ``one`` has and ``other`` has not, or has less often."""
    ours = one.content
    if len(set(ours)) == len(ours):
        lacking = [word for word in ours if word not in other.content]
        return [word for word in lacking if not _part_of(word, other)][:_WORDS]
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


def _letters_differ(a: Title, b: Title) -> bool:
    """Tell whether each title has a word of one letter that the other one lacks."""
    left, right = _surplus(a.text, b.text)
    if 1 not in map(len, left) or 1 not in map(len, right):
        return False
    one, other = _letters(a), _letters(b)
    return _lacks(one, other) and _lacks(other, one)


def _letters(one: Title) -> tuple[str, ...]:
    """Return the words of one letter: hepatitis A is not hepatitis B."""
    return tuple([word for word in one.text.split() if len(word) == 1 and word.isalpha()])


def _part_of(word: str, other: Title) -> bool:
    return len(word) > 3 and word in other.joined


def _near(word: str, others: list[str], every: list[str], same_word: float) -> bool:
    """Tell whether a word of the other title is ``word`` with a typing error or another ending.

    ``others`` are the words that only the other title has, ``every`` all its words of content.
    """
    if any(len(word) == len(other) and sorted(word) == sorted(other) for other in others):
        return True
    if len(word) < 4:
        return any(_letter_lost(word, other) or _letter_lost(other, word) for other in others)
    if _has_opposite(word, others):
        return False
    scorer = Indel.normalized_similarity
    return process.extractOne(word, every, scorer=scorer, score_cutoff=same_word) is not None


def opposed(a: Title, b: Title) -> bool:
    """Tell whether a word of one title is the opposite of a word of the other."""
    left, right = _surplus(a.text, b.text)
    if not left or not right:
        return False
    others = right[:_WORDS]
    return any(_has_opposite(word, others) for word in left[:_WORDS])


@lru_cache(maxsize=16)
def _surplus(one: str, other: str) -> tuple[list[str], list[str]]:
    """Return the words that are in one text more often than in the other, each way, sorted.

    Several rules ask this of the same pair, one after the other.
    """
    ours, theirs = one.split(), other.split()
    begin, end = 0, min(len(ours), len(theirs))
    while begin < end and ours[begin] == theirs[begin]:
        begin += 1
    while begin < end and ours[-1] == theirs[-1]:
        ours.pop()
        theirs.pop()
        end -= 1
    left, right = ours[begin:], theirs[begin:]
    return _more_often(left, right), _more_often(right, left)


def _more_often(ours: list[str], theirs: list[str]) -> list[str]:
    words = set(ours)
    if len(words) == len(ours):
        return sorted(words.difference(theirs))
    left, found = Counter(theirs), set()
    for word in ours:
        left[word] -= 1
        if left[word] < 0:
            found.add(word)
    return sorted(found)


@cache
def _opposites() -> dict[str, list[tuple[str, str]]]:
    """Return opposites, each way round, by the letter that the first one begins with."""
    found: dict[str, list[tuple[str, str]]] = {}
    for words in _table()["opposites"]:
        one, other = words.split()
        for pair in ((one, other), (other, one)):
            found.setdefault(pair[0][0], []).append(pair)
    return found


def _letter_lost(word: str, other: str) -> bool:
    """Tell whether a short word is another one without an inner letter ("so" of "São")."""
    if len(other) != len(word) + 1 or len(word) < 2:
        return False
    return (
        other[0] == word[0] and other[-1] == word[-1] and word[1:-1] in (other[1:-2], other[2:-1])
    )


def _has_opposite(word: str, others: list[str]) -> bool:
    """Tell whether a word and one of the others differ by one pair of opposites alone."""
    return any(
        word.startswith(x) and y + word[len(x) :] in others
        for x, y in _opposites().get(word[:1], ())
    )


def numbers_conflict(a: Title, b: Title) -> bool:
    """Tell whether each title has a number that the other one lacks, or has less often."""
    if a.numbers == b.numbers or a.joined == b.joined:
        return False
    return _lacks(a.numbers, b.numbers) and _lacks(b.numbers, a.numbers)


def part_added(a: Title, b: Title) -> bool:
    """Tell whether one title is the other with nothing but the number of a part or year more."""
    if not 1 <= abs(len(a.text.split()) - len(b.text.split())) <= 3:
        return False
    less, more = _surplus(a.text, b.text)
    if less and more:
        return False
    table, announcing = _table(), members("dedupe/titles", "designations")
    return all(
        word in announcing or word in table["numerals"] or word in table["ordinals"]
        or word.isdecimal() or len(word) == 1
        for word in less or more
    )  # fmt: skip


def _lacks(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether one of ours is not among theirs as often."""
    return any(ours.count(one) > theirs.count(one) for one in set(ours[:_WORDS]))

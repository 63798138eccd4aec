"""The language a text is written in, from its script and its most frequent words."""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Final

from mentorlit.pages.lines import has_cjk
from mentorlit.tables import load, phrases

_WORD: Final = re.compile(r"[^\W\d_]+")
_SEEN: Final = 2500
_ENOUGH: Final = 5
_LEAD: Final = 1.25
_SCRIPTS: Final = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("th", "\u0e00", "\u0e7f"),
    ("ka", "\u10a0", "\u10ff"),
    ("hy", "\u0530", "\u058f"),
    ("bn", "\u0980", "\u09ff"),
    ("gu", "\u0a80", "\u0aff"),
    ("or", "\u0b00", "\u0b7f"),
    ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"),
    ("ml", "\u0d00", "\u0d7f"),
)
"""Languages with the first and last character of a script that is theirs alone."""


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each function word to the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, block in load("pages/stopwords").items():
        for word in dict.fromkeys(phrases(block)):
            found[word] = (*found.get(word, ()), tag)
    return found


def detect(text: str) -> str:
    """Return the BCP 47 tag of the language of ``text``, or ``""`` where that is not plain.

    Scripts that one language uses decide by themselves; for the others the function words of
    tables/pages/stopwords.toml must occur often and clearly more often than any other language's.
    """
    return _detected(text[:_SEEN])


@lru_cache(64)
def _detected(text: str) -> str:
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    if letters < 20:
        return ""
    beyond: Counter[str] = (
        Counter() if text.isascii() else Counter(c for c in text if c >= "\u0370")
    )
    for tag, first, last in _SCRIPTS if beyond else ():
        share = sum(n for c, n in beyond.items() if first <= c <= last) / letters
        if share > (0.08 if tag == "ja" else 0.4):
            return tag
    arabic = sum(n for c, n in beyond.items() if "\u0600" <= c <= "\u06ff")
    if arabic > 0.4 * letters:
        return _arabic(beyond)
    return _by_words(words)


def _arabic(letters: Counter[str]) -> str:
    """Tell Persian and Urdu from Arabic by the letters that it does not have."""
    if sum(letters[c] for c in "ٹڈڑںے") * 50 > letters.total():
        return "ur"
    return "fa" if sum(letters[c] for c in "پچژگکی") * 50 > letters.total() else "ar"


def _by_words(words: list[str]) -> str:
    languages = _languages_of()
    scores = dict.fromkeys(load("pages/stopwords"), 0)
    for word, count in Counter(words).items():
        for tag in languages.get(word, ()):
            scores[tag] += count
    best, second = sorted(scores, key=lambda tag: -scores[tag])[:2]
    if scores[best] < _ENOUGH or scores[best] < 0.12 * len(words):
        return ""
    return best if scores[best] >= _LEAD * scores[second] else ""


def differ(first: str, second: str) -> bool:
    """Tell whether two titles are plainly not in one language.

    Their scripts differ, or each has function words that no language of the other's has, or
    one of them has letters beyond ASCII, which English has not, and the other none.
    """
    if has_cjk(first) != has_cjk(second):
        return True
    cyrillic = [sum("\u0400" <= c <= "\u052f" for c in text) > 3 for text in (first, second)]
    if cyrillic[0] != cyrillic[1]:
        return True
    likely = _likely(first), _likely(second)
    if all(likely):
        return not set(likely[0]) & set(likely[1])
    return "en" not in likely[0] and first.isascii() != second.isascii()


def _likely(text: str) -> list[str]:
    """Return the languages that most function words of a short text belong to."""
    known = _languages_of()
    scores = Counter(tag for word in _WORD.findall(text.lower()) for tag in known.get(word, ()))
    most = max(scores.values(), default=0)
    return [tag for tag in scores if scores[tag] == most]

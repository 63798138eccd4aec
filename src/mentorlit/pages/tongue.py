"""The language a text is written in, from its script and its most frequent words."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load

_WORD: Final = re.compile(r"[^\W\d_]+")
_SEEN: Final = 2500
_ENOUGH: Final = 5
_LEAD: Final = 1.25
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_LETTERS: Final = re.compile(r"[^\W\d_]")


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each function word to the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, words in load("pages/stopwords").items():
        for word in dict.fromkeys(words):
            found[word] = (*found.get(word, ()), tag)
    return found


def detect(text: str) -> str:
    """Return the BCP 47 tag of the language of ``text``, or ``""`` where that is not plain.

    Scripts that one language uses decide by themselves; for the others the function words of
    tables/pages/stopwords.toml must occur often and clearly more often than any other language's.
    """
    text = text[:_SEEN]
    letters = len(_LETTERS.findall(text))
    if letters < 20:
        return ""
    for tag, script in _SCRIPTS:
        share = len(script.findall(text)) / letters
        if share > (0.08 if tag == "ja" else 0.4):
            return tag
    return _by_words(_WORD.findall(text.lower()))


def _by_words(words: list[str]) -> str:
    known = _languages_of()
    scores = dict.fromkeys(load("pages/stopwords"), 0)
    for word in words:
        for tag in known.get(word, ()):
            scores[tag] += 1
    best, second = sorted(scores, key=lambda tag: -scores[tag])[:2]
    if scores[best] < _ENOUGH or scores[best] < 0.12 * len(words):
        return ""
    return best if scores[best] >= _LEAD * scores[second] else ""

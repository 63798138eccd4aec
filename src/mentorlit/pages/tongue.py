"""The language a text is written in, from its script and its most frequent words."""

import re
from functools import cache
from typing import Final

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
)
"""Languages with the first and last character of a script that is theirs alone."""
_LETTERS: Final = re.compile(r"[^\W\d_]")


@cache
def _words_of() -> dict[str, tuple[str, ...]]:
    """Each language to its function words."""
    table = load("pages/stopwords")
    return {tag: tuple(dict.fromkeys(phrases(block))) for tag, block in table.items()}


def detect(text: str) -> str:
    """Return the BCP 47 tag of the language of ``text``, or ``""`` where that is not plain.

    Scripts that one language uses decide by themselves; for the others the function words of
    tables/pages/stopwords.toml must occur often and clearly more often than any other language's.
    """
    text = text[:_SEEN]
    letters = len(_LETTERS.findall(text))
    if letters < 20:
        return ""
    beyond = [] if text.isascii() else [c for c in text if c >= "\u0370"]
    for tag, first, last in _SCRIPTS if beyond else ():
        share = sum(first <= c <= last for c in beyond) / letters
        if share > (0.08 if tag == "ja" else 0.4):
            return tag
    return _by_words(_WORD.findall(text.lower()))


def _by_words(words: list[str]) -> str:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    scores = {
        tag: sum([counts[word] for word in known if word in counts])
        for tag, known in _words_of().items()
    }
    best, second = sorted(scores, key=lambda tag: -scores[tag])[:2]
    if scores[best] < _ENOUGH or scores[best] < 0.12 * len(words):
        return ""
    return best if scores[best] >= _LEAD * scores[second] else ""

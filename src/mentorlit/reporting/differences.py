"""Where texts differ, word by word."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from mentorlit.composing import normalized

SAME: Final = ""
FORM: Final = "form"
WORDS: Final = "words"
LEFT_OUT: Final = "left-out"

_WORDS_COMPARED: Final = 1000
"""Words of a text that are compared: bounds the work for a text of any length."""

_LETTERS: Final = 20_000
"""Characters of a text that are cut into words."""

_AROUND: Final = 6
"""Equal words that are shown beside different ones."""

_SHOWN: Final = 120
"""Words of a long text that are shown."""

_SHORT: Final = 50
"""Words of a text that is shown whole."""

# A part of a word up to a hyphen, dash or full stop, or one character of a script that is written
# without spaces; with the space before it.
_CHARACTERS: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ENDS: Final = ".\u2010-\u2015-"
_WORD: Final = re.compile(
    rf"\s*(?:[{_CHARACTERS}]|[^\s{_CHARACTERS}{_ENDS}]+[{_ENDS}]*[;,:)]*|[{_ENDS}]+)"
)
_PLAIN: Final = re.compile(r"[\W_]+")


class Piece(NamedTuple):
    """A stretch of a text.

    ``what`` is ``""`` for words that the other texts have too, ``form`` for those that they have
    with other case, accents or punctuation, ``words`` for those that one of them lacks, and
    ``left-out`` for words that are not shown: ``text`` is their number, or empty if unknown.
    """

    text: str
    what: str


def marked(text: str, others: Sequence[str]) -> tuple[Piece, ...]:
    """Return ``text`` in pieces, marked where one of ``others`` differs.

    Of a long text only what is near a difference is kept, and no more than can be looked at.
    """
    words = _cut(text)
    marks = [SAME] * len(words)
    folded = [_folded(word) for word in words]
    for other in others:
        _mark(words, folded, marks, _cut(other))
    pieces = _pieces(words, marks, _shown(marks))
    if sum(map(len, words)) < len(text.rstrip()):
        pieces.append(Piece("", LEFT_OUT))
    return tuple(pieces)


def _cut(text: str) -> list[str]:
    return _WORD.findall(text[:_LETTERS])[:_WORDS_COMPARED]


def _folded(word: str) -> str:
    """Return a word without case, accents and punctuation; a word of punctuation as it is."""
    word = word.strip()
    return _PLAIN.sub("", normalized("NFKD", word)).casefold() or word


def _mark(words: list[str], folded: list[str], marks: list[str], others: list[str]) -> None:
    theirs = [_folded(word) for word in others]
    for step in LCSseq.opcodes(folded, theirs):
        for at in range(step.src_start, step.src_end):
            if step.tag != "equal":
                marks[at] = WORDS
                continue
            their = others[step.dest_start + at - step.src_start]
            if marks[at] == SAME and _bare(words[at]) != _bare(their):
                marks[at] = FORM


def _bare(word: str) -> str:
    """Return a word without the semicolon that stands between values."""
    return word.strip().rstrip(";")


def _shown(marks: list[str]) -> list[bool]:
    """Return which words are shown: all of a short text, else those around other words."""
    if len(marks) <= _SHORT:
        return [True] * len(marks)
    shown = [False] * len(marks)
    for at, mark in enumerate(marks):
        if mark == WORDS:
            for near in range(max(0, at - _AROUND), min(len(marks), at + _AROUND + 1)):
                shown[near] = True
    if not any(shown):
        shown[: 2 * _AROUND] = [True] * (2 * _AROUND)
    seen = 0
    for at, wanted in enumerate(shown):
        seen += wanted
        shown[at] = wanted and seen <= _SHOWN
    return shown


def _pieces(words: list[str], marks: list[str], shown: list[bool]) -> list[Piece]:
    """Join neighbours of one kind; what is left out becomes its number of words."""
    found: list[Piece] = []
    kinds = [mark if wanted else LEFT_OUT for mark, wanted in zip(marks, shown, strict=True)]
    for kind, run in groupby(zip(kinds, words, strict=True), key=lambda pair: pair[0]):
        texts = [word for _, word in run]
        found.append(Piece(str(len(texts)) if kind == LEFT_OUT else "".join(texts), kind))
    return found

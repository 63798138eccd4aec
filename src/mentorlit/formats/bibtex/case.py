"""Which words of a title keep their case where a style puts titles into lower case."""

import re
from typing import Final

from mentorlit.formats.tex.encoding import Protect, escape

_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_TAG: Final = re.compile(r"</?[a-z]+[^<>]{0,20}>")
_STARTS_SENTENCE: Final = re.compile(r"(?:[:.?!–—]|\A)[\s\"'“‘(\[¿¡-]*\Z")


def protector(title: str) -> Protect:
    """Return what encodes the text of ``title`` with braces around words that keep their case.

    These are words with a capital after their first letter (``DNA``, ``McLaren``, ``pH``), single
    capitals (``vitamin C``) and, in a title where most words are small, capitalised words that do
    not begin it or a part of it: proper nouns. A title all in capitals has no case to keep.
    """
    plain = _TAG.sub("", title)
    if plain == plain.upper():
        return escape
    names = _in_sentence_case(plain)

    def protect(text: str) -> str:
        out: list[str] = []
        position = 0
        for match in _WORD.finditer(text):
            begins = _STARTS_SENTENCE.search(text[max(0, match.start() - 8) : match.start()])
            out.append(escape(text[position : match.start()]))
            word = escape(match[0])
            keeps = _keeps(match[0], begins=bool(begins), names=names)
            out.append("{" + word + "}" if keeps else word)
            position = match.end()
        # The tail is escaped apart from the words; no ligature can form across the border,
        # because a ligature has no letter in it.
        out.append(escape(text[position:]))
        return "".join(out)

    return protect


def _keeps(word: str, *, begins: bool, names: bool) -> bool:
    if any(character.isupper() for character in word[1:]):
        return True
    if not word[0].isupper() or begins:
        return False
    return names or len(word) == 1


def _in_sentence_case(title: str) -> bool:
    """Tell whether most of the longer words after the first begin with a small letter."""
    words = [word for word in _WORD.findall(title)[1:] if len(word) > 4 and word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return bool(2 * small > len(words))

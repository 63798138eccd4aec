"""Which words of a title keep their case where a style puts titles into lower case."""

import re
from typing import Final

from mentorlit.formats.tex.encoding import Protect, escape
from mentorlit.tables import load

_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_TAG: Final = re.compile(r"</?[a-z]+[^<>]{0,20}>")
_SPAN: Final = re.compile(r'<span class="nocase">|</span>')
_STARTS_SENTENCE: Final = re.compile(r"(?:[:.?!–—]|\A)[\s\"'“‘(\[¿¡-]*\Z")


def protector(title: str) -> Protect:
    """Return what encodes the text of ``title`` with braces around words that keep their case.

    These are words with a capital after their first letter (``DNA``, ``McLaren``, ``pH``), single
    capitals (``vitamin C``) and, in a title where most words are small, capitalised words that do
    not begin it or a part of it: proper nouns. A title all in capitals has no case to keep.
    """
    plain = _TAG.sub("", title) if "<" in title else title
    if plain == plain.upper():
        return escape
    names: bool | None = None

    def protect(text: str) -> str:
        nonlocal names
        if text[1:].islower():
            # The only capital begins the text.
            return escape(text)
        if names is None:
            names = _in_sentence_case(plain)
        out: list[str] = []
        position = 0
        for match in _WORD.finditer(text):
            if _keeps(match[0], text, match.start(), names=names):
                # No ligature can form across the border: there is no letter in one.
                out += (escape(text[position : match.start()]), "{" + escape(match[0]) + "}")
                position = match.end()
        out.append(escape(text[position:]))
        return "".join(out)

    return protect


def without_needless(title: str, *, english: bool) -> str:
    """Return a title without the ``nocase`` markup that says no more than its text.

    That is markup around one word that :func:`protector` would protect by itself and, in a title
    in another language, markup around the whole: the writers put such braces there.
    """
    pieces = _SPAN.split(title)
    if len(pieces) < 3:
        return title
    if not english:
        whole = len(pieces) == 3 and not pieces[0] and not pieces[2]
        return pieces[1] if whole else title
    if not any(map(_WORD.fullmatch, pieces[1::2])):
        return title
    plain = _TAG.sub("", title)
    shouting, names = plain == plain.upper(), _in_sentence_case(plain)
    out = pieces[0]
    # Spans that the reader made do not nest: text outside and inside of them takes turns.
    for index in range(1, len(pieces) - 1, 2):
        word = pieces[index]
        needless = _WORD.fullmatch(word) and _apart(out, pieces[index + 1])
        needless = needless and not shouting and _keeps(word, out, len(out), names=names)
        out += word if needless else f'<span class="nocase">{word}</span>'
        out += pieces[index + 1]
    return out


def _apart(before: str, after: str) -> bool:
    """Tell whether what stands between is not a part of a word."""
    return not (before[-1:].isalnum() or after[:1].isalnum())


def _keeps(word: str, text: str, start: int, *, names: bool) -> bool:
    """Tell whether ``word``, for which ``start`` is the place in ``text``, keeps its case."""
    if word.islower():
        return False
    if any(character.isupper() for character in word[1:]):
        return True
    return (names or len(word) == 1) and word[0].isupper() and not _begins(text, start)


def _begins(text: str, start: int) -> bool:
    """Tell whether a word at ``start`` begins the text or a part of it."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False
    return _STARTS_SENTENCE.search(text[max(0, start - 8) : start]) is not None


def _in_sentence_case(title: str) -> bool:
    """Tell whether most words of an English title begin with a small letter.

    At least a third of those that title case would give a capital must be small. Words that begin
    the title or a part of it do not count, because they have a capital in either case.
    """
    function_words = load("bibtex")["case"]["small"]
    words: list[str] = []
    for match in _WORD.finditer(title):
        start = match.start()
        counts = title[start].isalpha() and (not start or title[start - 1] != "-")
        if counts and not _begins(title, start):
            words.append(match[0])
    small = sum(word[0].islower() for word in words)
    significant = [word for word in words if word.lower() not in function_words]
    content = sum(word[0].islower() for word in significant)
    return 2 * small > len(words) and 3 * content >= len(significant) > 0

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
        word, before = pieces[index], out[-8:]
        begins = bool(_STARTS_SENTENCE.search(before))
        needless = _WORD.fullmatch(word) and _apart(out, pieces[index + 1])
        needless = needless and not shouting and _keeps(word, begins=begins, names=names)
        out += word if needless else f'<span class="nocase">{word}</span>'
        out += pieces[index + 1]
    return out


def _apart(before: str, after: str) -> bool:
    """Tell whether what stands between is not a part of a word."""
    return not (before[-1:].isalnum() or after[:1].isalnum())


def _keeps(word: str, *, begins: bool, names: bool) -> bool:
    if any(character.isupper() for character in word[1:]):
        return True
    if not word[0].isupper() or begins:
        return False
    return names or len(word) == 1


def _in_sentence_case(title: str) -> bool:
    """Tell whether most words of an English title begin with a small letter.

    At least a third of those that title case would give a capital must be small. Words that begin
    the title or a part of it do not count, because they have a capital in either case.
    """
    function_words = load("bibtex")["case"]["small"]
    words: list[str] = []
    for match in _WORD.finditer(title):
        before = title[max(0, match.start() - 8) : match.start()]
        counts = match[0][0].isalpha() and not before.endswith("-")
        if counts and not _STARTS_SENTENCE.search(before):
            words.append(match[0])
    small = sum(word[0].islower() for word in words)
    significant = [word for word in words if word.lower() not in function_words]
    content = sum(word[0].islower() for word in significant)
    return 2 * small > len(words) and 3 * content >= len(significant) > 0

"""Titles: what is compared of them, and how alike two are."""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints.empty_titles import no_title, recurring
from mentorlit.dedupe.fingerprints.fold import fold, squeeze
from mentorlit.limits import DEFAULT
from mentorlit.tables import load, members

_BRACKETED: Final = re.compile(r"\s*\[([^\[\]]+)\]\s*[.*]*\s*\Z")
_LABEL: Final = re.compile(r"\s*([\w\s-]{3,40}?)(?::|\s[-–—]|\.)\s+(?=\S)")
_NOTE: Final = re.compile(r"[.\s]*[\[(]([^\[\]()]{3,60})[\])]")
_LOST: Final = re.compile(r"(?<=[^\W\d_])[?\ufffd](?=[^\W\d_])")
"""What stands for a letter that a conversion lost."""

_APPEARS: Final = re.compile(
    r"[.\s]*\[(?:Erratum|Errata|Corrected|Retraction|Republish|Reprint|Summary for|[Ss]ee comment|"
    r"Update|Expression of|Original report)[^\[\]]*(?:\]|\Z)"
)
"""What MEDLINE adds to a title: where an erratum, a comment or a reprint appears."""

_REFERENCES: Final = re.compile(r"\d+ ref(?:s|erences)?")
_PARTED: Final = re.compile(r"[:?!.–—-](?:\s|(?<=—))")
"""Punctuation without which a title has neither label nor subtitle: quicker to look for."""

_SUBTITLE: Final = re.compile(r"[:?!]\s|\.\s(?=\S)|\s[-–—]\s|\s?—\s?")
_THOUSANDS: Final = re.compile(
    r"(?<=\b\d) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)|(?<=\d{3}) (?=\d{3}\b)"
)
_LONE: Final = re.compile(r"([IVX])(?<=[\s(].)(?=\s?[:.,;)?!]|\s[-–—]\s|\s*\Z)")
_DIGITS: Final = re.compile(r"\d+")
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())


class Title(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A title as compared.

    ``text`` is the folded title without labels and notes that databases add, ``head`` what
    stands before the subtitle, both squeezed in ``joined`` and ``head``; ``content`` the words
    that carry it; ``numbers`` its numbers and part designations, sorted. ``note`` is the kind of
    note about another paper ("erratum") or empty; ``recurring`` 0 (a title of its own), 1 (recurs
    with a topic) or 2 (says nothing); ``translated`` that the source brackets it or names a
    language; ``language`` what its small words or its script show it to be in.
    """

    text: str = ""
    joined: str = ""
    head: str = ""
    content: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    note: str = ""
    recurring: int = 0
    translated: bool = False
    language: str = ""


_PROTOCOL: Final = re.compile(
    r"[:.–—-]\s+(?:an?\s+)?(?:(?:study|trial|review|research|updated|clinical|systematic)\s+){0,3}"
    r"protocol(?:\s+(?:for|of)\s+(?:an?|the)\b|\s*[.:,]|\s*\Z|\s+and\b)",
    re.IGNORECASE,
)
_CORRECTED: Final = re.compile(r" vol \d{1,4} (?:pg|p|page) \w{1,8} (?:19|20)\d\d\Z")
"""How Web of Science ends the title of an erratum: "(vol 36, pg 55, 2003)"."""

_PARTING: Final = frozenset(":.,;–—")
_QUOTING: Final = frozenset("\"“‘'«-–—:")
"""What stands behind the kind of a note: directly, and behind a space."""

_NO_TITLE: Final = Title(recurring=2)


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/titles")


@lru_cache(maxsize=1 << 14)
def title(stated: str, container: str = "") -> Title:
    """Return ``stated`` as compared; a title that only repeats ``container`` says nothing.

    What is no title at all (the name of a file, a running head) has no words of content.
    """
    if not stated:
        return _NO_TITLE
    stated = stated[: 2 * DEFAULT.compared]
    if "?" in stated or "\ufffd" in stated:
        stated = _LOST.sub("", stated)
    bare, translated = _stripped(stated)
    folded = fold(bare)[: DEFAULT.compared]
    whole = folded if bare == stated else fold(stated)
    if no_title(stated, whole):
        return Title(text=folded, joined=squeeze(folded), recurring=2)
    every = folded.split()
    joined = squeeze(folded)
    stopwords = members("dedupe/titles", "stopwords")
    content = tuple([word for word in every if word not in stopwords])
    return Title(
        text=folded,
        joined=joined,
        head=_head(bare),
        content=content,
        numbers=_numbers(every, joined, bare),
        note=_note(whole, stated),
        recurring=recurring(whole, content, container),
        translated=translated,
        language=_language(bare, every),
    )


def wording(stated: str) -> tuple[str, bool, bool]:
    """Return ``Title.text`` and ``Title.translated`` of a title, and nothing else of it.

    Last, whether the text is the whole title, from which nothing was stripped or cut.
    """
    bare, translated = _stripped(stated[: 2 * DEFAULT.compared])
    folded = fold(bare)
    return (
        folded[: DEFAULT.compared],
        translated,
        folded == folded[: DEFAULT.compared] and bare == stated,
    )


def _language(bare: str, words: list[str]) -> str:
    """Return the language that most small words of the title belong to, or its script, if clear."""
    if not bare.isascii() and _other_script(bare):
        return "other script"
    small = _small_words()
    return _clearest(tuple([small[word] for word in words if word in small]))


@lru_cache(maxsize=1 << 12)
def _clearest(told: tuple[str, ...]) -> str:
    """Return the language that is named most often; nothing if two are."""
    hits = Counter(" ".join(told).split())
    ranked = [*hits.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] > ranked[1][1] else ""


def _other_script(bare: str) -> bool:
    """Tell whether most letters are not Latin; letters in ASCII are not looked at one by one."""
    ascii_part = bare.encode("ascii", "ignore")
    plain = len(ascii_part.translate(None, _NO_LETTERS))
    if len(bare) - len(ascii_part) <= plain:
        return False
    foreign = [letter for letter in bare if letter > "\x7f" and letter.isalpha()]
    return len(foreign) > plain + 2 * sum(map(_is_latin, foreign))


@lru_cache(maxsize=1 << 13)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "LATIN").startswith("LATIN")


@cache
def _small_words() -> dict[str, str]:
    """Return each small word with the languages that have it, parted by spaces."""
    found: dict[str, str] = {}
    for language, words in _table()["small_words"].items():
        for word in words.split():
            found[word] = f"{found.get(word, '')} {language}".strip()
    return found


def _stripped(stated: str) -> tuple[str, bool]:
    """Return the title without what databases put around it, and whether it is a translation."""
    bare, translated = stated, False
    if "[" in stated:
        bare = _APPEARS.sub("", stated, count=5)
        match = _BRACKETED.fullmatch(bare)
        bare, translated = (match[1], True) if match else (bare, False)
    if _PARTED.search(bare):
        bare = _unlabelled(bare)
    if "(" not in bare and "[" not in bare:
        return bare, translated
    for match in reversed(list(_NOTE.finditer(bare))):
        note = fold(match[1])
        if match.start() < 3:
            continue
        if note in members("dedupe/titles", "languages"):
            bare, translated = bare[: match.start()], True
        elif note in members("dedupe/titles", "suffixes") or _REFERENCES.fullmatch(note):
            bare = bare[: match.start()] + bare[match.end() :]
    return bare, translated


def _unlabelled(bare: str) -> str:
    """Return the title without a label in front ("Original article: ...") or behind a dash."""
    match = _LABEL.match(bare)
    if match and fold(match[1]) in members("dedupe/titles", "prefixes"):
        bare = bare[match.end() :]
    body, dash, last = bare.rpartition(" - ")
    if dash and fold(last) in members("dedupe/titles", "suffixes"):
        bare = body
    return bare


def _head(bare: str) -> str:
    """Return the title before its subtitle, squeezed; empty if it has none."""
    match = _PARTED.search(bare) and _SUBTITLE.search(bare)
    return squeeze(fold(bare[: match.start()])) if match else ""


def _numbers(words: list[str], joined: str, bare: str) -> tuple[str, ...]:
    """Return the numbers in a title: digits, ordinals, Roman ones, what follows "part" or "phase".

    One capital I, V or X is a numeral where it ends the title or a part of it ("- I: results").
    """
    has_digits = not joined.isalpha() and _DIGITS.search(bare)
    if not has_digits and _numerous().isdisjoint(words) and not _LONE.search(bare):
        return ()
    numerals: dict[str, str] = _table()["numerals"]
    ordinals: dict[str, str] = _table()["ordinals"]
    parts = [numerals[letter.lower()] for letter in _LONE.findall(bare)]
    announcing = members("dedupe/titles", "designations")
    found = parts if announcing.isdisjoint(words) else []
    before = ""
    for word in _THOUSANDS.sub("", " ".join(words)).split():
        designated = before in announcing
        if word in numerals and (designated or (len(word) > 1 and not word.strip("ivx"))):
            found.append(numerals[word])
        elif word in ordinals:
            found.append(ordinals[word])
        elif designated and len(word) == 1 and word.isalpha():
            found.append(word)
        elif not word.isalpha():
            found.extend(digits.lstrip("0") or "0" for digits in _DIGITS.findall(word))
        before = word
    return tuple(sorted(found))


@cache
def _numerous() -> frozenset[str]:
    """Return the words without digits that may be numbers or announce one."""
    announcing = members("dedupe/titles", "designations")
    return announcing.union(_table()["numerals"], _table()["ordinals"])


def _note(folded: str, stated: str) -> str:
    """Return the kind of note that the title says it is.

    A phrase that ends in a colon in the table needs one in the title ("Re: ...").
    """
    starts, ends = _notes()
    first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
    if first in starts:
        padded = f"{folded} "
        for start, kind, colon in starts[first]:
            if padded.startswith(start) and (not colon or _parted(stated, len(start) - 1)):
                return kind
    if last in ends:
        padded = f" {folded}"
        for end, kind, _colon in ends[last]:
            if padded.endswith(end):
                return kind
    if "protocol" in folded and _PROTOCOL.search(stated):
        return "protocol"
    return "erratum" if last.isdecimal() and _CORRECTED.search(folded) else ""


def _parted(stated: str, length: int) -> bool:
    """Tell whether punctuation follows the first ``length`` letters, or one quotation mark."""
    after = stated.lstrip(" \"'([“‘«")[length : length + 2]
    if after[:1] == "-":
        return length > 2 and (after[1:] == "-" or after[1:].isupper())
    return after[:1] in _PARTING or (after[:1] == " " and after[1:] in _QUOTING)


_Phrases = dict[str, list[tuple[str, str, bool]]]


@cache
def _notes() -> tuple[_Phrases, _Phrases]:
    """Return the beginnings of notes by their first word, and their ends by their last word."""
    starts: _Phrases = {}
    ends: _Phrases = {}
    for kind, ways in _table()["notes"].items():
        for phrase in ways["starts"]:
            words = phrase.removesuffix(":")
            starts.setdefault(words.split()[0], []).append((f"{words} ", kind, words != phrase))
        for phrase in ways["ends"]:
            ends.setdefault(phrase.split()[-1], []).append((f" {phrase}", kind, False))
    return starts, ends

"""Titles: what is compared of them, and how alike two are."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from mentorlit.dedupe import venues
from mentorlit.dedupe.fold import fold, squeeze
from mentorlit.limits import DEFAULT
from mentorlit.tables import load

_BRACKETED: Final = re.compile(r"\s*\[([^\[\]]+)\]\s*[.*]*\s*\Z")
_LABEL: Final = re.compile(r"\s*([\w\s-]{3,40}?)(?::|\s[-–—]|\.)\s+(?=\S)")
_NOTE: Final = re.compile(r"[.\s]*[\[(]([^\[\]()]{3,60})[\])]")
_REFERENCES: Final = re.compile(r"\d+ ref(?:s|erences)?")
_SUBTITLE: Final = re.compile(r"[:?!]\s|\.\s(?=\S)|\s[-–—]\s|\s?—\s?")
_THOUSANDS: Final = re.compile(
    r"(?<=\b\d) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)|(?<=\d{3}) (?=\d{3}\b)"
)
_LONE: Final = re.compile(r"(?<=[\s(])([IVX])(?=\s?[:.,;)?!]|\s[-–—]\s|\s*\Z)")
_DIGITS: Final = re.compile(r"\d+")


class Title(msgspec.Struct, frozen=True):
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


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/titles")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_table()[name])


@lru_cache(maxsize=1 << 14)
def title(stated: str, container: str = "") -> Title:
    """Return ``stated`` as compared; a title that only repeats ``container`` says nothing."""
    stated = stated[: 2 * DEFAULT.compared]
    bare, translated = _stripped(stated)
    folded = fold(bare)[: DEFAULT.compared]
    every = folded.split()
    content = tuple(word for word in every if word not in _set("stopwords"))
    return Title(
        text=folded,
        joined=squeeze(folded),
        head=_head(bare),
        content=content,
        numbers=_numbers(every, bare),
        note=_note(fold(stated)),
        recurring=_recurring(fold(stated), content, container),
        translated=translated,
        language=_language(bare, every),
    )


def _language(bare: str, words: list[str]) -> str:
    """Return the language that most small words of the title belong to, or its script, if clear."""
    if not bare.isascii() and _other_script(bare):
        return "other script"
    hits: dict[str, int] = {}
    for word in words:
        for language in _small_words().get(word, ()):
            hits[language] = hits.get(language, 0) + 1
    ranked = sorted(hits.items(), key=lambda item: (-item[1], item[0]))
    clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if clear else ""


def _other_script(bare: str) -> bool:
    letters = [letter for letter in bare if letter.isalpha()]
    foreign = sum(not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in letters)
    return foreign * 2 > len(letters)


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Return each small word with the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _table()["small_words"].items():
        for word in words.split():
            found[word] = (*found.get(word, ()), language)
    return found


def _stripped(stated: str) -> tuple[str, bool]:
    """Return the title without what databases put around it, and whether it is a translation."""
    match = _BRACKETED.fullmatch(stated)
    translated = bool(match)
    bare = match[1] if match else stated
    match = _LABEL.match(bare)
    if match and fold(match[1]) in _set("prefixes"):
        bare = bare[match.end() :]
    body, dash, last = bare.rpartition(" - ")
    if dash and fold(last) in _set("suffixes"):
        bare = body
    for match in reversed(list(_NOTE.finditer(bare))):
        note = fold(match[1])
        if match.start() < 3:
            continue
        if note in _set("languages"):
            bare, translated = bare[: match.start()], True
        elif note in _set("suffixes") or _REFERENCES.fullmatch(note):
            bare = bare[: match.start()] + bare[match.end() :]
    return bare, translated


def _head(bare: str) -> str:
    """Return the title before its subtitle, squeezed; empty if it has none."""
    match = _SUBTITLE.search(bare)
    return squeeze(fold(bare[: match.start()])) if match else ""


def _numbers(words: list[str], bare: str) -> tuple[str, ...]:
    """Return the numbers in a title: digits, Roman numerals, and what follows "part" or "phase".

    One capital I, V or X is a numeral where it ends the title or a part of it ("- I: results").
    """
    numerals: dict[str, str] = _table()["numerals"]
    parts = [numerals[letter.lower()] for letter in _LONE.findall(bare)]
    found = [] if _set("designations") & set(words) else parts
    before = ""
    for word in _THOUSANDS.sub("", " ".join(words)).split():
        designated = before in _set("designations")
        roman = word in numerals and len(word) > 1 and set(word) <= set("ivx")
        if word in numerals and (designated or roman):
            found.append(numerals[word])
        elif designated and len(word) == 1 and word.isalpha():
            found.append(word)
        else:
            found.extend(digits.lstrip("0") or "0" for digits in _DIGITS.findall(word))
        before = word
    return tuple(sorted(found))


def _note(folded: str) -> str:
    """Return the kind of note that the title says it is."""
    padded = f" {folded} "
    first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
    for start, kind in _notes()[0].get(first, ()):
        if padded.startswith(start):
            return kind
    for end, kind in _notes()[1].get(last, ()):
        if padded.endswith(end):
            return kind
    return ""


_Phrases = dict[str, list[tuple[str, str]]]


@cache
def _notes() -> tuple[_Phrases, _Phrases]:
    """Return the beginnings of notes by their first word, and their ends by their last word."""
    starts: _Phrases = {}
    ends: _Phrases = {}
    for kind, ways in _table()["notes"].items():
        for phrase in ways["starts"]:
            starts.setdefault(phrase.split()[0], []).append((f" {phrase} ", kind))
        for phrase in ways["ends"]:
            ends.setdefault(phrase.split()[-1], []).append((f" {phrase} ", kind))
    return starts, ends


def _recurring(whole: str, content: tuple[str, ...], container: str) -> int:
    bare = " ".join(word for word in whole.split() if not word.isdigit())
    if not content or bare in _set("recurring"):
        return 2
    named = {*fold(container).split(), "volume", "paper", "issue", "number", "no", "vol"}
    serial = venues.venue(container).kind in {"journal", "conference"}
    if serial and all(word in named or word.isdigit() for word in content):
        return 2
    for start in _prefixes().get(bare.partition(" ")[0], ()):
        if f"{bare} ".startswith(f"{start} "):
            topic = [word for word in bare.removeprefix(start).split() if word in content]
            return 1 if len(topic) > 2 else 2
    return 0


@cache
def _prefixes() -> dict[str, list[str]]:
    """Return the beginnings of recurring titles by their first word."""
    found: dict[str, list[str]] = {}
    for phrase in _table()["recurring_prefixes"]:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


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
    if len(short.content) < words or len(short.joined) < 15:
        return False
    if full.joined.startswith(short.joined) or full.joined.endswith(short.joined):
        return True
    cut = full.joined[: len(short.joined)]
    longer = len(full.joined) > 1.1 * len(short.joined)
    if longer and Indel.normalized_similarity(short.joined, cut, score_cutoff=0.95) > 0:
        return True
    heads = a.head == b.joined or b.head == a.joined
    return heads and bool(short.joined)


def words_differ(a: Title, b: Title, same_word: float) -> bool:
    """Tell whether each title has a word of content that the other one has in no spelling."""
    left = [word for word in a.content if word not in b.content and not _part_of(word, b)]
    right = [word for word in b.content if word not in a.content and not _part_of(word, a)]
    if not left or not right:
        return _opposite_words(a, b)
    return any(not _near(word, right, same_word) for word in left) and any(
        not _near(word, left, same_word) for word in right
    )


def _part_of(word: str, other: Title) -> bool:
    return len(word) > 3 and word in other.joined


def _near(word: str, others: list[str], same_word: float) -> bool:
    """Tell whether one of ``others`` is ``word`` with a typing error or another ending."""
    if any(sorted(word) == sorted(other) for other in others):
        return True
    if len(word) < 4 or any(_opposite(word, other) for other in others):
        return False
    return any(
        Indel.normalized_similarity(word, other, score_cutoff=same_word) > 0 for other in others
    )


def _opposite_words(a: Title, b: Title) -> bool:
    left, right = set(a.content) - set(b.content), set(b.content) - set(a.content)
    return any(_opposite(one, other) for one in left for other in right)


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = [words.split() for words in _table()["opposites"]]
    return tuple((one, other) for one, other in pairs)


def _opposite(word: str, other: str) -> bool:
    """Tell whether the words differ by one pair of opposites alone."""
    for one, two in _opposites():
        for x, y in ((one, two), (two, one)):
            if word.startswith(x) and other.startswith(y) and word[len(x) :] == other[len(y) :]:
                return True
    return False


def numbers_conflict(a: Title, b: Title) -> bool:
    """Tell whether each title has a number that the other one lacks."""
    if a.joined == b.joined:
        return False
    return not set(a.numbers) <= set(b.numbers) and not set(b.numbers) <= set(a.numbers)

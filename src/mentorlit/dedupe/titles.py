"""Titles: what is compared of them, and how alike two are."""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from mentorlit.dedupe.empty_titles import no_title, recurring
from mentorlit.dedupe.fold import fold, squeeze
from mentorlit.limits import DEFAULT
from mentorlit.tables import load

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
_SUBTITLE: Final = re.compile(r"[:?!]\s|\.\s(?=\S)|\s[-–—]\s|\s?—\s?")
_THOUSANDS: Final = re.compile(
    r"(?<=\b\d) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)|(?<=\d{3}) (?=\d{3}\b)"
)
_LONE: Final = re.compile(r"(?<=[\s(])([IVX])(?=\s?[:.,;)?!]|\s[-–—]\s|\s*\Z)")
_DIGITS: Final = re.compile(r"\d+")


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


_WORDS: Final = 12
"""Differing words of each title that are compared one by one."""

_MOST: Final = 60
"""Words of a title that a word is looked for among."""

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


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_table()[name])


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
    stopwords = _set("stopwords")
    content = tuple([word for word in every if word not in stopwords])
    return Title(
        text=folded,
        joined=squeeze(folded),
        head=_head(bare),
        content=content,
        numbers=_numbers(every, bare),
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
    if "[" in stated:
        stated = _APPEARS.sub("", stated, count=5)
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
    """Return the numbers in a title: digits, ordinals, Roman ones, what follows "part" or "phase".

    One capital I, V or X is a numeral where it ends the title or a part of it ("- I: results").
    """
    numerals: dict[str, str] = _table()["numerals"]
    ordinals: dict[str, str] = _table()["ordinals"]
    parts = [numerals[letter.lower()] for letter in _LONE.findall(bare)]
    announcing = _set("designations")
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
    one, other = _letters(a), _letters(b)
    if one != other and _lacks(one, other) and _lacks(other, one):
        return True
    left, right = _more(a, b), _more(b, a)
    if not left or not right or _parted_otherwise(a, b):
        return False
    ours, theirs = list(a.content[:_MOST]), list(b.content[:_MOST])
    return any(not _near(word, right, theirs, same_word) for word in left) and any(
        not _near(word, left, ours, same_word) for word in right
    )


def _more(one: Title, other: Title) -> list[str]:
    """Return the words of content that ``one`` has and ``other`` has not, or has less often."""
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


def _letters(one: Title) -> tuple[str, ...]:
    """Return the words of one letter: hepatitis A is not hepatitis B."""
    return tuple([word for word in one.text.split() if len(word) == 1 and word.isalpha()])


def _part_of(word: str, other: Title) -> bool:
    return len(word) > 3 and word in other.joined


def _near(word: str, others: list[str], every: list[str], same_word: float) -> bool:
    """Tell whether a word of the other title is ``word`` with a typing error or another ending.

    ``others`` are the words that only the other title has, ``every`` all its words of content.
    """
    if any(sorted(word) == sorted(other) for other in others):
        return True
    if len(word) < 4:
        return any(_letter_lost(word, other) or _letter_lost(other, word) for other in others)
    if any(_opposite(word, other) for other in others):
        return False
    return any(
        Indel.normalized_similarity(word, other, score_cutoff=same_word) > 0 for other in every
    )


def opposed(a: Title, b: Title) -> bool:
    """Tell whether a word of one title is the opposite of a word of the other."""
    ours, theirs = Counter(a.text.split()), Counter(b.text.split())
    left, right = sorted(ours - theirs)[:_WORDS], sorted(theirs - ours)[:_WORDS]
    return any(_opposite(one, other) for one in left for other in right)


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = [words.split() for words in _table()["opposites"]]
    return tuple((one, other) for one, other in pairs)


def _letter_lost(word: str, other: str) -> bool:
    """Tell whether a short word is another one without an inner letter ("so" of "São")."""
    if len(other) != len(word) + 1 or len(word) < 2:
        return False
    return (
        other[0] == word[0] and other[-1] == word[-1] and word[1:-1] in (other[1:-2], other[2:-1])
    )


def _opposite(word: str, other: str) -> bool:
    """Tell whether the words differ by one pair of opposites alone."""
    for one, two in _opposites():
        for x, y in ((one, two), (two, one)):
            if word.startswith(x) and other.startswith(y) and word[len(x) :] == other[len(y) :]:
                return True
    return False


def numbers_conflict(a: Title, b: Title) -> bool:
    """Tell whether each title has a number that the other one lacks, or has less often."""
    if a.numbers == b.numbers or a.joined == b.joined:
        return False
    return _lacks(a.numbers, b.numbers) and _lacks(b.numbers, a.numbers)


def part_added(a: Title, b: Title) -> bool:
    """Tell whether one title is the other with nothing but the number of a part or year more."""
    short, full = sorted((a.text.split(), b.text.split()), key=len)
    more = Counter(full) - Counter(short)
    if not more or len(full) - len(short) > 3 or Counter(short) - Counter(full):
        return False
    table, announcing = _table(), _set("designations")
    return all(
        word in announcing or word in table["numerals"] or word in table["ordinals"]
        or word.isdecimal() or len(word) == 1
        for word in more
    )  # fmt: skip


def _lacks(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether one of ours is not among theirs as often."""
    return any(ours.count(one) > theirs.count(one) for one in set(ours[:_WORDS]))

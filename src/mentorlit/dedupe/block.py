"""Fingerprints to blocking keys: several independent ones, so that any damaged field is survived.

A key depends on its own record alone, never on what else is in the input; so an unrelated record
changes nothing, and keys can be made anywhere and kept.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import combinations
from typing import Any
from zlib import crc32

from mentorlit.dedupe.engines import KIND_MASK
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.fingerprints.titles import Title
from mentorlit.tables import load, members


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/keys")


def block_keys(prints: Iterable[Fingerprint]) -> Iterator[tuple[int, ...]]:
    """Yield the keys of every fingerprint as numbers: a hash, and the kind in its lowest bits.

    Two keys that share a hash by chance cost a comparison and change nothing else.
    """
    for one in prints:
        yield tuple(map(_number, keys(one)))


def finer_keys(one: Fingerprint) -> tuple[int, int, int]:
    """Return what splits a block that is too big: the first author, the year, the place."""
    first = one.persons[0].family if one.persons else ""
    place = f"{one.volume}|{one.pages.first}|{one.title.joined[:40]}"
    return crc32(first.encode()), one.years[0] if one.years else 0, crc32(place.encode())


def keys(one: Fingerprint) -> tuple[str, ...]:
    """Return the keys of one fingerprint as ``kind:value``, each once."""
    found = [*_identifier_keys(one), *_place_keys(one), *_person_keys(one)]
    for title in (one.title, *one.titles):
        found.extend(_title_keys(title))
    if len(one.abstract) >= 60:
        found.append(f"abstract:{one.abstract[:40]}")
    return tuple(dict.fromkeys(found))


def kind(key: int) -> str:
    """Return the kind of a key, given as a number."""
    return _kinds()[key & KIND_MASK]


def strong_kinds() -> frozenset[int]:
    """Return the kinds, by number, of which one key in common is enough to compare two records."""
    strong = set(_table()["strong"])
    return frozenset(number for number, name in enumerate(_kinds()) if name in strong)


def _number(key: str) -> int:
    name = key[: key.index(":")]
    whole = int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
    return whole & ~KIND_MASK | _numbers()[name]


@cache
def _kinds() -> tuple[str, ...]:
    return (*_table()["strong"], *_table()["weak"])


@cache
def _numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(_kinds())}


def _identifier_keys(one: Fingerprint) -> Iterator[str]:
    yield from (f"doi:{value}" for value in one.versions)
    yield from (f"pmid:{value}" for value in one.pmid)
    yield from (f"pmcid:{value}" for value in one.pmcid)
    yield from (f"id:{value}" for value in one.others)
    yield from (f"isbn:{value}|{one.title.joined[:8]}" for value in one.isbn)


def _place_keys(one: Fingerprint) -> Iterator[str]:
    """Yield volume and first page, with the year or the first page's end to keep blocks small."""
    page = one.pages.first
    if page and one.volume:
        yield f"place:{one.volume}|{page}|{one.pages.last[-2:]}"
        yield from (f"place:{one.volume}|{page}|{year}y" for year in one.years)
    if page and one.persons:
        yield f"page:{one.persons[0].family}|{page}"


def _person_keys(one: Fingerprint) -> Iterator[str]:
    """Yield the first two authors, in either order, with the year; and the first with a word."""
    families = sorted(person.family for person in one.persons[:2])
    words = _rare(one.title, 2)
    if len(families) == 2:
        yield from (f"authors:{'|'.join(families)}|{year}" for year in one.years)
    if one.persons:
        yield from (f"author:{one.persons[0].family}|{word}" for word in words)
    if not one.title.text and one.venues and families:
        yield f"untitled:{'|'.join(families)}|{one.venues[0].words[0]}"


def _title_keys(title: Title) -> Iterator[str]:
    """Yield the whole title, its beginning, and pairs of its longest words."""
    if not title.content:
        return
    yield f"title:{title.joined}"
    if len(title.head) >= _table()["least_key"]:
        yield f"title:{title.head}"
    words = title.content[: _table()["title_words"]]
    if len(words) >= 3 or len(title.joined) >= _table()["least_key"]:
        yield f"start:{''.join(words)}"
        yield f"end:{''.join(title.content[-len(words) :])}"
    rare = _rare(title, _table()["rare_words"])
    yield from (f"words:{one}|{other}" for one, other in combinations(sorted(rare), 2))


def _rare(title: Title, most: int) -> list[str]:
    """Return the words most likely to be rare: long ones that are not common in titles.

    Length stands for rarity because counting words would make keys depend on the rest of the
    input.
    """
    words = {
        word
        for word in title.content
        if len(word) > 3 and word not in members("dedupe/titles", "common")
    }
    return sorted(words, key=lambda word: (-len(word), word))[:most]

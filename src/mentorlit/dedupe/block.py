"""Fingerprints to blocking keys: several independent ones, so that any damaged field is survived.

A key depends on its own record alone, never on what else is in the input; so an unrelated record
changes nothing, and keys can be made anywhere and kept.
"""

from functools import cache
from itertools import combinations
from typing import Any, Final
from zlib import crc32

from mentorlit.dedupe.engines import KIND_MASK
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.fingerprints.titles import Title
from mentorlit.tables import load, members

_PRIME: Final = 543656365691809039
"""Below 59 bits, and near no power of two (the largest prime below 2e times ten to the 17th)."""

_SEVERAL: Final = 3
"""Words of content of a title that is a key however short they are."""

_YEARS: Final = 1 << 32
"""What years are taken modulo, so that those before our era are numbers without a sign."""


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/keys")


def number_keys(one: Fingerprint) -> tuple[int, ...]:
    """Return the keys of a fingerprint as numbers: a hash, and the kind in its lowest bits.

    The hash is the remainder of a key's bytes, read as one number, by a prime (Karp and Rabin
    1987): the same on every machine, as well spread as a digest, and made in a third of the time.
    Two keys that share a hash by chance cost a comparison and change nothing else.
    """
    kinds, step = _numbers(), KIND_MASK + 1
    return tuple(
        [
            int.from_bytes(key.encode(), "little") % _PRIME * step + kinds[key.partition(":")[0]]
            for key in keys(one)
        ]
    )


def finer_keys(one: Fingerprint) -> tuple[int, int, int]:
    """Return what splits a block that is too big: the first author, the year, the place."""
    first = one.persons[0].family if one.persons else ""
    place = f"{one.volume}|{one.pages.first}|{one.title.joined[:40]}"
    return crc32(first.encode()), one.years[0] % _YEARS if one.years else 0, crc32(place.encode())


def keys(one: Fingerprint) -> tuple[str, ...]:
    """Return the keys of one fingerprint as ``kind:value``, each once."""
    rare = _rare(one.title)
    found = _identifier_keys(one) + _place_keys(one) + _person_keys(one, rare)
    found += _title_keys(one.title, rare)
    for title in one.titles:
        found += _title_keys(title, _rare(title))
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


@cache
def _kinds() -> tuple[str, ...]:
    return (*_table()["strong"], *_table()["weak"])


@cache
def _numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(_kinds())}


def _identifier_keys(one: Fingerprint) -> list[str]:
    found = [f"doi:{value}" for value in one.versions]
    if one.pmid:
        found += [f"pmid:{value}" for value in one.pmid]
    if one.pmcid:
        found += [f"pmcid:{value}" for value in one.pmcid]
    if one.others:
        found += [f"id:{value}" for value in one.others]
    if one.isbn:
        found += [f"isbn:{value}|{one.title.joined[:8]}" for value in one.isbn]
    return found


def _place_keys(one: Fingerprint) -> list[str]:
    """Return volume and first page, with the year or the first page's end to keep blocks small."""
    found: list[str] = []
    page = one.pages.first
    if page and one.volume:
        found.append(f"place:{one.volume}|{page}|{one.pages.last[-2:]}")
        found += [f"place:{one.volume}|{page}|{year}y" for year in one.years]
    if page and one.persons:
        found.append(f"page:{one.persons[0].family}|{page}")
    return found


def _person_keys(one: Fingerprint, rare: list[str]) -> list[str]:
    """Return the first two authors, in either order, with the year; and the first with a word."""
    if not one.persons:
        return []
    found: list[str] = []
    first = one.persons[0].family
    families = "|".join(sorted([person.family for person in one.persons[:2]]))
    if len(one.persons) > 1:
        found += [f"authors:{families}|{year}" for year in one.years]
    found += [f"author:{first}|{word}" for word in rare[:2]]
    if not one.title.text and one.venues:
        found.append(f"untitled:{families}|{one.venues[0].words[0]}")
    return found


def _title_keys(title: Title, rare: list[str]) -> list[str]:
    """Return the whole title, its beginning, and pairs of its longest words."""
    content = title.content
    if not content:
        return []
    most, least = _table()["title_words"], _table()["least_key"]
    found = [f"title:{title.joined}"]
    if len(title.head) >= least:
        found.append(f"title:{title.head}")
    if min(len(content), most) >= _SEVERAL or len(title.joined) >= least:
        found.append(f"start:{''.join(content[:most])}")
        found.append(f"end:{''.join(content[-most:])}")
    found += [f"words:{one}|{other}" for one, other in combinations(sorted(rare), 2)]
    return found


def _rare(title: Title) -> list[str]:
    """Return the words most likely to be rare: long ones that are not common in titles.

    Length stands for rarity because counting words would make keys depend on the rest of the
    input.
    """
    common = members("dedupe/titles", "common")
    words = {word for word in title.content if len(word) > 3 and word not in common}
    return sorted(sorted(words), key=len, reverse=True)[: _table()["rare_words"]]

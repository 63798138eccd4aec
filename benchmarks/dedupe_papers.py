"""Made-up papers with titles like those of real ones, as the lines of RIS records.

Titles are put together from what clinical and computing titles are made of, so many are alike
without being one paper; that is what makes them a test. The same for the same seed.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Final

from mentorlit.model import Citation
from mentorlit.names import sort_form

Tags = dict[str, list[str]]
"""RIS tags and their values, in order."""

WORDS: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_LINES: Final = ("TY", "ID", "TI", "AU", "PY", "T2", "VL", "IS", "SP", "EP", "SN", "DO", "AN", "AB")


def papers(count: int, seed: int) -> Iterator[Tags]:
    """Yield ``count`` papers that are all different."""
    chance = Random(seed)
    known: set[str] = set()
    while len(known) < count:
        title = _title(chance)
        if title.casefold() not in known:
            known.add(title.casefold())
            yield _paper(title, len(known), chance)


def _pick(chance: Random, listed: str) -> str:
    return chance.choice(WORDS[listed])


def _title(chance: Random) -> str:
    words = [_pick(chance, "openings"), _pick(chance, "things")]
    if chance.random() < 0.7:
        words += [_pick(chance, "connecting"), _pick(chance, "targets")]
    people = _pick(chance, "people")
    return " ".join([*words, people]).strip() + _pick(chance, "kinds")


def _paper(title: str, number: int, chance: Random) -> Tags:
    year, first = chance.randint(1985, 2024), chance.randint(1, 1900)
    authors = [
        f"{_pick(chance, 'families')}, {_pick(chance, 'given')}"
        for _ in range(1 + int(chance.expovariate(1 / 4)))
    ]
    topic = [
        _pick(chance, listed)
        for listed in ("things", "targets", "people", "kinds", "things", "targets")
    ]
    abstract = (
        f"{_pick(chance, 'abstracts')} {title.lower()}. We included {chance.randint(12, 9000)} "
        f"participants {' '.join(topic)}; {chance.randint(2, 98)} per cent improved."
    )
    return {
        "TY": ["JOUR"],
        "ID": [f"p{number}"],
        "TI": [title],
        "AU": authors[:30],
        "PY": [str(year)],
        "T2": [_pick(chance, "journals")],
        "VL": [str(chance.randint(1, 120))],
        "IS": [str(chance.randint(1, 12))],
        "SP": [str(first)],
        "EP": [str(first + chance.randint(3, 19))],
        "DO": [f"10.5555/made.{year}.{number:05}"],
        "AB": [abstract],
    }


def tags_of(record: Citation, own: str) -> Tags:
    """Return a record of a set as the lines that RIS has for it."""
    first, _, last = record.page.partition("-")
    kinds = {"paper-conference": "CPAPER", "book": "BOOK", "chapter": "CHAP", "thesis": "THES"}
    stated = {
        "TY": kinds.get(record.type, "JOUR"),
        "ID": own,
        "TI": record.title,
        "PY": str(record.issued.year) if record.issued and record.issued.year else "",
        "T2": record.container_title,
        "VL": record.volume,
        "IS": record.issue,
        "SP": first or record.number,
        "EP": last,
        "DO": record.doi,
        "AN": record.pmid,
        "AB": record.abstract.replace("\n", " "),
    }
    tags = {tag: [value] for tag, value in stated.items() if value}
    return tags | {"AU": [sort_form(name) for name in record.author]}


def written(records: Iterable[Tags]) -> bytes:
    """Return RIS."""
    lines: list[str] = []
    for tags in records:
        lines += [f"{tag}  - {value}" for tag in _LINES for value in tags.get(tag, ()) if value]
        lines += ["ER  - ", ""]
    return "\n".join([*lines, ""]).encode()

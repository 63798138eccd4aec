"""Are damaged records found again, and do hard negatives stay apart?

    python benchmarks/dedupe_damage.py [--papers 300] [--seed 1] [--data SET_FOLDER] [--misses N]

Each kind of damage (damage.py) is done to a copy of every paper; originals and copies are read as
RIS and deduplicated together. Recall is the share of copies found with their originals: with all
else kept, then with ever less beside the damage (no DOI and PMID; no abstract; no place). Strangers
are papers that became one with another. Each kind of hard negative (dedupe_negatives.py) is made
of every paper.
Papers are made up (dedupe_papers.py), or the unique records of a labelled set.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from damage import DAMAGES
from dedupe_negatives import NEGATIVES
from dedupe_papers import Tags, papers, tags_of, written
from dedupe_sets import clustered, own_id, truth_of
from dedupe_sets import read as read_file

from mentorlit.model import Citation
from mentorlit.readers.ris import read as read_ris
from mentorlit.stream import Stream

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "all else kept": (),
    "no DOI": ("DO", "AN"),
    "nor abstract": ("DO", "AN", "AB"),
    "nor volume, issue, pages": ("DO", "AN", "AB", "VL", "IS", "SP", "EP"),
}
"""What the copies lack besides."""

Change = Callable[[Tags, Random], bool]


class Outcome(NamedTuple):
    """How many copies there were, were found again, and which papers were joined."""

    made: int
    found: int
    strangers: int
    misses: list[tuple[Tags, Tags]]


def records(made: Sequence[Tags]) -> list[Citation]:
    """Return the records as our reader reads them."""
    stream = Stream([written(made)], name="made.ris", source="made.ris", format="ris")
    return [one for one in read_ris(stream) if isinstance(one, Citation)]


def several(most: int) -> Change:
    """Return a change that does so many kinds of damage, chosen at random."""

    def change(tags: Tags, chance: Random) -> bool:
        done = 0
        for name in chance.sample(sorted(DAMAGES), len(DAMAGES)):
            done += DAMAGES[name](tags, chance)
            if done == most:
                break
        return done == most

    return change


def damaged(originals: Sequence[Tags], change: Change, lost: Sequence[str], seed: int) -> Outcome:
    """Do one kind of damage to copies of all papers and look for them."""
    chance = Random(seed)
    pairs: list[tuple[Tags, Tags]] = []
    for original in originals:
        copy = deepcopy(original)
        for tag in lost:
            copy.pop(tag, None)
        if change(copy, chance):
            copy["ID"] = [original["ID"][0] + "-copy"]
            pairs.append((original, copy))
    home = _homes([*originals, *(copy for _, copy in pairs)])
    misses = [(one, two) for one, two in pairs if home[one["ID"][0]] != home[two["ID"][0]]]
    papers_of: dict[int, set[str]] = {}
    for own, place in home.items():
        papers_of.setdefault(place, set()).add(own.removesuffix("-copy"))
    strangers = sum(len(found) - 1 for found in papers_of.values())
    return Outcome(len(pairs), len(pairs) - len(misses), strangers, misses)


def negative(originals: Sequence[Tags], kind: str, seed: int) -> Outcome:
    """Make one kind of hard negative of all papers; found are those that stay apart."""
    chance = Random(seed)
    pairs: list[tuple[Tags, Tags]] = []
    for original in originals:
        one, other = NEGATIVES[kind](deepcopy(original), chance)
        own = original["ID"][0]
        pairs.append((deepcopy(one) | {"ID": [own]}, deepcopy(other) | {"ID": [f"{own}-other"]}))
    home = _homes([one for pair in pairs for one in pair])
    joined = [(one, two) for one, two in pairs if home[one["ID"][0]] == home[two["ID"][0]]]
    strangers = len(home) - len(set(home.values())) - len(joined)
    return Outcome(len(pairs), len(pairs) - len(joined), strangers, joined)


def _homes(made: Sequence[Tags]) -> dict[str, int]:
    groups = clustered(records(made))
    return {own: number for number, group in enumerate(groups) for own in group}


def originals_of(folder: Path, most: int) -> list[Tags]:
    """Return one record of each paper of a labelled set, those with title and author."""
    truth = truth_of(folder)
    later = {one for paper in truth["clusters"] for one in paper[1:]}
    read = read_file(folder / f"{folder.name}.ris")
    kept = [one for one in read if own_id(one) not in later and one.title and one.author]
    return [tags_of(one, own_id(one)) for one in kept[:most]]


def rows(originals: Sequence[Tags], seed: int, misses: int) -> Iterator[str]:
    """Yield the two tables, line by line."""
    yield "| damage | copies | " + " | ".join(LEVELS) + " | strangers |"
    yield "|---" * (len(LEVELS) + 3) + "|"
    changes: dict[str, Change] = {**DAMAGES, "two at once": several(2), "three at once": several(3)}
    shown: list[str] = []
    for name, change in changes.items():
        outcomes = [damaged(originals, change, lost, seed) for lost in LEVELS.values()]
        cells = " | ".join(_share(one) for one in outcomes)
        strangers = max(one.strangers for one in outcomes)
        yield f"| {name} | {outcomes[0].made} | {cells} | {strangers} |"
        for level, one in zip(LEVELS, outcomes, strict=True):
            shown += [f"missed, {name}, {level}: {pair}" for pair in one.misses[:misses]]
    yield ""
    yield "| hard negative | pairs | kept apart | strangers |"
    yield "|---|---|---|---|"
    for name in NEGATIVES:
        outcome = negative(originals, name, seed)
        yield f"| {name} | {outcome.made} | {_share(outcome)} | {outcome.strangers} |"
        shown += [f"joined, {name}: {pair}" for pair in outcome.misses[:misses]]
    yield from shown


def _share(outcome: Outcome) -> str:
    return f"{outcome.found / outcome.made:.3f}" if outcome.made else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="folder of a labelled set")
    parser.add_argument("--misses", type=int, default=0, help="show so many of each kind")
    args = parser.parse_args()
    if args.data:
        originals = originals_of(args.data, args.papers)
    else:
        originals = list(papers(args.papers, args.seed))
    for line in rows(originals, args.seed, args.misses):
        print(line, flush=True)


if __name__ == "__main__":
    main()

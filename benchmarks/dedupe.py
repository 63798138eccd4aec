"""`mentorlit dedupe` on made-up records with truth: CPU, memory, growth, recall, precision.

    python benchmarks/dedupe.py [--sizes 1000,10000,100000] [--bib-dedupe PYTHON]
    python benchmarks/dedupe.py --data FOLDER ...        # records.ris and truth.tsv in each
    python benchmarks/dedupe.py --generator generate.py  # a program that makes such folders

Reading RIS, merging and writing count. What is compared runs in the same minutes on the same
machine. bib-dedupe gets its records as a CSV file; PYTHON is one that has it installed.
"""

import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import msgspec
from corpus import papers
from damage import DAMAGES
from dedupe_papers import Tags, written
from dedupe_sets import own_id, read

COPIES: Final = 0.3
"""Share of the records that are copies."""
SHARD: Final = 20_000
CHILD: Final = Path(__file__).with_name("dedupe_bib.py")


COLUMNS: Final = (
    "ID", "ENTRYTYPE", "title", "author", "year", "journal", "booktitle", "volume", "number",
    "pages", "doi", "abstract", "search_set",
)  # fmt: skip
"""What bib-dedupe wants."""


class Run(NamedTuple):
    """What one run took: CPU seconds, megabytes at most."""

    cpu: float
    peak: int


class Quality(NamedTuple):
    """Shares of pairs."""

    recall: float
    precision: float


class _Origin(msgspec.Struct, frozen=True):
    id: str = ""


class _Member(msgspec.Struct, frozen=True):
    origin: _Origin = _Origin()


class _Line(msgspec.Struct, frozen=True):
    origin: _Origin = _Origin()
    members: tuple[_Member, ...] = ()


def run(command: list[str], output: Path) -> Run:
    """Run a command to its end, its output into a file."""
    with output.open("wb") as file, subprocess.Popen(command, stdout=file) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10)


def records(count: int, seed: int) -> Iterator[list[Tags]]:
    """Yield made-up papers and damaged copies, shuffled within shards."""
    chance = Random(seed)
    names = sorted(DAMAGES)
    made: list[Tags] = []
    for paper in papers(math.ceil(count * (1 - COPIES)), seed):
        tags: Tags = {
            "TY": ["JOUR"],
            "ID": [str(paper["number"])],
            "TI": [paper["title"]],
            "AU": [f"{family}, {given}" for family, given in paper["authors"]],
            "PY": [str(paper["year"])],
            "T2": [paper["journal"]],
            "VL": [paper["volume"]],
            "IS": [paper["issue"]],
            "SP": [str(paper["page"][0])],
            "EP": [str(paper["page"][1])],
            "DO": [paper["doi"]] * bool(paper["doi"]),
        }
        made.append(tags)
        for number in range(int(chance.expovariate((1 - COPIES) / COPIES) + 0.5)):
            copy = deepcopy(tags) | {"ID": [f"{paper['number']}-{number}"]}
            for name in chance.choices(names, k=chance.choice((0, 1, 1, 2))):
                DAMAGES[name](copy, chance)
            made.append(copy)
        if len(made) >= SHARD:
            chance.shuffle(made)
            yield made
            made = []
    chance.shuffle(made)
    yield made


def make(folder: Path, count: int, seed: int) -> None:
    """Write records.ris and truth.tsv."""
    folder.mkdir()
    with (
        (folder / "records.ris").open("wb") as ris,
        (folder / "truth.tsv").open("w", encoding="utf-8") as truth,
    ):
        truth.write("id\tcluster\n")
        for shard in records(count, seed):
            ris.write(written(shard))
            own = (tags["ID"][0] for tags in shard)
            truth.writelines(f"{one}\t{one.partition('-')[0]}\n" for one in own)


def truth_of(folder: Path) -> dict[str, str]:
    """Return the paper of each record; ids may lack the letter that the records have."""
    with (folder / "truth.tsv").open(encoding="utf-8") as file:
        next(file)
        return {own: paper for own, paper, *_ in (line.rstrip("\n").split("\t") for line in file)}


def quality(clusters: Iterable[list[str]], truth: dict[str, str]) -> Quality:
    """Return recall and precision of pairs."""
    right = said = 0
    for cluster in clusters:
        known = [truth.get(own) or truth[own.removeprefix("r")] for own in cluster]
        said += math.comb(len(cluster), 2)
        right += sum(math.comb(many, 2) for many in Counter(known).values())
    there = sum(math.comb(many, 2) for many in Counter(truth.values()).values())
    return Quality(right / max(there, 1), right / max(said, 1))


def clusters_in(output: Path) -> Iterator[list[str]]:
    """Yield the ids of the members of each merged record."""
    decoder = msgspec.json.Decoder(_Line)
    with output.open("rb") as file:
        for line in map(decoder.decode, file):
            yield [member.origin.id for member in line.members or (_Member(line.origin),)]


def ours(folder: Path, work: Path) -> tuple[Run, Quality]:
    output = work / "ours.ndjson"
    command = [sys.executable, "-m", "mentorlit", "dedupe", "--quiet", "-o", str(output)]
    spent = run([*command, str(folder / "records.ris")], work / "nothing")
    return spent, quality(clusters_in(output), truth_of(folder))


class _Theirs(msgspec.Struct):
    cpu: float
    clusters: list[list[str]]


def theirs(folder: Path, work: Path, python: str) -> tuple[Run, Quality, float]:
    """Run bib-dedupe; also return its CPU seconds without imports."""
    table, output = work / "records.csv", work / "theirs.json"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for one in read(folder / "records.ris"):
            kind = "inproceedings" if one.type == "paper-conference" else "article"
            names = (f"{n.family or n.literal}, {n.given}".rstrip(", ") for n in one.author)
            year = str(one.issued.year) if one.issued and one.issued.year else ""
            place = [one.container_title, "", one.volume, one.issue, one.page or one.number]
            whole = [own_id(one), kind, one.title, " and ".join(names), year, *place, one.doi]
            rows.writerow([*whole, one.abstract.replace("\n", " "), ""])
    spent = run([python, str(CHILD), str(table)], output)
    found = msgspec.json.decode(output.read_bytes().splitlines()[-1], type=_Theirs)
    return spent, quality(found.clusters, truth_of(folder)), found.cpu


def compare(folders: Iterable[Path], python: str) -> None:
    """Print a line for each folder."""
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for folder in folders:
            count = len(truth_of(folder))
            spent, good = ours(folder, work)
            print(f"{count:9,} records: {_shown(spent, good, count)}", flush=True)
            if before:
                power = math.log(spent.cpu / before[1]) / math.log(count / before[0])
                print(f"{'':9} growth: n to the power {power:.2f}", flush=True)
            before = count, spent.cpu
            if python and count <= 20_000:
                took, found, bare = theirs(folder, work, python)
                print(
                    f"{'':9} bib-dedupe: {_shown(took, found, count)}; {bare:.1f} s net of imports"
                )
                print(f"{'':9} {took.cpu / spent.cpu:.0f} times ours ({bare / spent.cpu:.0f} net)")


def _shown(spent: Run, good: Quality, count: int) -> str:
    per = spent.cpu / count * 1e6
    return (
        f"{spent.cpu:.2f} CPU s ({per:.0f} us a record), {spent.peak} MB; "
        f"recall {good.recall:.4f}, precision {good.precision:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--generator", type=Path)
    parser.add_argument("--bib-dedupe", default="", metavar="PYTHON")
    args = parser.parse_args()
    if args.data:
        compare(args.data, args.bib_dedupe)
        return
    with tempfile.TemporaryDirectory() as name:
        folders = []
        for size in map(int, args.sizes.split(",")):
            folder = Path(name) / str(size)
            folders.append(folder)
            if args.generator:
                command = [sys.executable, str(args.generator), "--n", str(size)]
                subprocess.run(
                    [*command, "--out", str(folder), "--formats", "ris", "--seed", str(args.seed)],
                    check=True,
                    stderr=subprocess.DEVNULL,
                )
            else:
                # In a process of its own: what this one holds would count as its children's peak.
                maker = get_context("spawn").Process(target=make, args=(folder, size, args.seed))
                maker.start()
                maker.join()
        compare(folders, args.bib_dedupe)


if __name__ == "__main__":
    main()

"""Labelled sets: formats, orders of input, doubled files, and what each field brings.

    python benchmarks/dedupe_sets.py --data FOLDER [SET ...] [--what formats,written,orders,fields]

FOLDER holds a folder a set: SET/SET.ris, .csv, .jsonl, .enl.xml (those that there are) and
SET/SET.truth.json with "ids", and "clusters" (lists of ids) or, for a set that labels pairs alone,
"match_pairs" and "nonmatch_pairs". No set is shipped.

Counted as deduplicators are: of each paper one record may stay; removed are the others that are
gone, lost are papers of which no record is left, left are surplus records that stay. In a set of
pairs: pairs found, strangers joined, pairs missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.dedupe import dedupe
from mentorlit.model import Citation
from mentorlit.readers.ndjson import read as read_lines
from mentorlit.stream import Stream

FORMATS: Final = ("ris", "csv", "jsonl", "enl.xml")
WRITTEN: Final = {
    "ris": "ris", "csv": "csv", "tsv": "tsv", "json": "json", "csl-yaml": "yaml", "bibtex": "bib",
    "biblatex": "bib", "nbib": "nbib", "endnote-xml": "xml", "mods": "xml",
}  # fmt: skip
"""Formats that hold what is compared, and suffixes of files."""
SEEDS: Final = (1, 2, 3)
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "DOI": {"doi": ""},
    "PMID": {"pmid": "", "pmcid": ""},
    "year": {"issued": None, "dates": {}},
    "pages": {"page": "", "number": ""},
    "volume": {"volume": ""},
    "issue": {"issue": ""},
    "abstract": {"abstract": "", "abstract_sections": ()},
    "authors": {"author": (), "editor": ()},
    "journal": {"container_title": "", "container_title_short": "", "issn": ()},
}
"""What is emptied to drop a field."""

Groups = list[list[str]]


class Counts(NamedTuple):
    """How a set came out."""

    removed: int
    lost: int
    left: int


def own_id(record: Citation) -> str:
    """Return the id that the file of a record gave it."""
    return record.origin.label if record.origin else ""


def read(path: Path) -> list[Citation]:
    """Return the records that ``mentorlit parse`` makes of a file."""
    command = [sys.executable, "-m", "mentorlit", "parse", str(path)]
    made = subprocess.run(command, capture_output=True, check=False).stdout
    lines = read_lines(Stream([made], name=path.name, source=path.name, format="ndjson"))
    return [one for one in lines if isinstance(one, Citation)]


def clustered(records: Sequence[Citation]) -> Groups:
    """Return the clusters as sorted lists of ids; records alone included."""
    with dedupe(records) as result:
        own = [own_id(record) for record in result.records]
        return sorted(sorted(own[member] for member in one.members) for one in result.clusters)


def truth_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{folder.name}.truth.json").read_bytes())
    return found


def counted(groups: Iterable[Sequence[str]], truth: dict[str, Any]) -> Counts:
    """Return the counts of clusters of ids, by the truth of the set."""
    home = {one: number for number, group in enumerate(groups) for one in group}
    if "match_pairs" in truth:
        return _pairs(home, truth)
    place = {one: number for number, one in enumerate(truth["ids"])}
    first: dict[int, str] = {}
    for one in sorted(home, key=lambda one: place[one]):
        first.setdefault(home[one], one)
    kept = set(first.values())
    papers = truth.get("clusters_adjudicated") or truth["clusters"]
    told = {one for paper in papers for one in paper}
    removed = lost = left = 0
    for paper in [*papers, *([one] for one in truth["ids"] if one not in told)]:
        staying = sum(1 for one in paper if one in kept)
        removed += len(paper) - max(staying, 1)
        lost += not staying
        left += max(staying - 1, 0)
    return Counts(removed, lost, left)


def _pairs(home: dict[str, int], truth: dict[str, Any]) -> Counts:
    def joined(pair: Sequence[str]) -> bool:
        return home.get(pair[0], pair[0]) == home.get(pair[1], pair[1])

    found = sum(map(joined, truth["match_pairs"]))
    strangers = sum(map(joined, truth["nonmatch_pairs"]))
    return Counts(found, strangers, len(truth["match_pairs"]) - found)


def together(groups: Groups) -> set[tuple[str, ...]]:
    return {tuple(group) for group in groups if len(group) > 1}


def formats(folder: Path) -> Iterator[str]:
    """Compare the formats of a set, then two of them as one input, where every record is there."""
    made = {
        name: read(path) for name in FORMATS if (path := folder / f"{folder.name}.{name}").exists()
    }
    first, *others = made
    base = together(clustered(made[first]))
    for name in others:
        found = together(clustered(made[name]))
        yield _differing(f"{first} and {name}", base, found)
        both = clustered([*_moved(made[first], first), *_moved(made[name], name)])
        apart = sorted(one for group in both for one in set(group) if group.count(one) == 1)
        yield f"{first} beside {name}: {len(apart)} records do not meet {apart[:9] or ''}"


def _moved(records: Iterable[Citation], file: str) -> Iterator[Citation]:
    """Put the records into another file; they keep their ids."""
    for record in records:
        if record.origin:
            origin = msgspec.structs.replace(record.origin, file=file, source=file)
            yield msgspec.structs.replace(record, origin=origin)


def _differing(what: str, base: set[tuple[str, ...]], found: set[tuple[str, ...]]) -> str:
    if base == found:
        return f"{what}: equal ({len(base)} clusters)"
    return f"{what}: DIFFERENT, {sorted(base - found)[:9]} against {sorted(found - base)[:9]}"


def written(folder: Path) -> Iterator[str]:
    """Compare a set with itself, written in our formats and read again."""
    records = read(folder / f"{folder.name}.ris")
    base = _places(records)
    command = [sys.executable, "-m", "mentorlit"]
    source = [*command, "parse", "--quiet", str(folder / f"{folder.name}.ris")]
    lines = subprocess.run(source, capture_output=True, check=False).stdout
    with tempfile.TemporaryDirectory() as name:
        for format_name, suffix in WRITTEN.items():
            path = Path(name) / f"{format_name}.{suffix}"
            export = [*command, "export", "--quiet", f"--{format_name}", "-o", str(path)]
            subprocess.run(export, input=lines, capture_output=True, check=True)
            back = read(path)
            if len(back) == len(records):
                yield _differing(f"ris and {format_name}", base, _places(back))
            else:
                yield f"ris and {format_name}: {len(back)} of {len(records)} records"


def _places(records: Sequence[Citation]) -> set[tuple[str, ...]]:
    """Return the clusters as places in the input."""
    with dedupe(records) as result:
        return together([[f"{n:06}" for n in sorted(one.members)] for one in result.clusters])


def orders(folder: Path) -> Iterator[str]:
    """Compare a set shuffled, cut into files, doubled, and record by record as it came."""
    records = read(folder / f"{folder.name}.ris")
    base = clustered(records)
    for seed in SEEDS:
        shuffled = list(records)
        Random(seed).shuffle(shuffled)
        yield _differing(f"shuffled ({seed})", together(base), together(clustered(shuffled)))
    parted = [
        msgspec.structs.replace(one, origin=msgspec.structs.replace(one.origin, file=f"f{n % 7}"))
        for n, one in enumerate(records)
        if one.origin
    ]
    parted.sort(key=lambda one: one.origin.file if one.origin else "")
    yield _differing("cut into seven files", together(base), together(clustered(parted)))
    doubled = clustered([*_moved(records, "one"), *_moved(records, "two")])
    alone = sum(1 for group in doubled for one in set(group) if group.count(one) == 1)
    yield f"twice: {len(base)} papers, {len(doubled)} when doubled, {alone} without their copies"
    halves = {tuple(sorted(set(group))) for group in doubled}
    yield _differing("twice", {tuple(group) for group in base}, halves)


def fields(folder: Path) -> Iterator[str]:
    """Yield a row of a table: counts with all fields, then without each of them."""
    records = read(folder / f"{folder.name}.ris")
    truth = truth_of(folder)
    cells = [_shown(counted(clustered(records), truth))]
    for emptied in FIELDS.values():
        without = [msgspec.structs.replace(one, **emptied) for one in records]
        if "doi" in emptied:
            without = [_undoied(one) for one in without]
        cells.append(_shown(counted(clustered(without), truth)))
    yield f"| {folder.name} | " + " | ".join(cells) + " |"


def _undoied(record: Citation) -> Citation:
    others = {scheme: found for scheme, found in record.identifiers.items() if scheme != "DOI"}
    return msgspec.structs.replace(record, identifiers=others)


def _shown(counts: Counts) -> str:
    return " / ".join(map(str, counts))


def errors(groups: Groups, truth: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs that are wrongly joined or missed, for a look at them."""
    home = {one: number for number, group in enumerate(groups) for one in group}
    papers = truth.get("clusters_adjudicated") or truth.get("clusters", ())
    paper = {one: number for number, group in enumerate(papers) for one in group}
    for group in groups:
        for a, b in combinations(group, 2):
            if paper.get(a, a) != paper.get(b, b):
                yield "joined", a, b
    for group in papers:
        for a, b in combinations(group, 2):
            if home.get(a) != home.get(b):
                yield "missed", a, b


WAYS: Final = {"formats": formats, "written": written, "orders": orders, "fields": fields}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="*", help="names of sets; all of them by default")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--what", default="formats,written,orders,fields")
    args = parser.parse_args()
    folders = [path.parent for path in sorted(args.data.glob("*/*.truth.json"))]
    folders = [folder for folder in folders if not args.sets or folder.name in args.sets]
    for what in args.what.split(","):
        if what == "fields":
            print("| set | all fields | no " + " | no ".join(FIELDS) + " |")
            print("|---" * (len(FIELDS) + 2) + "|")
        for folder in folders:
            for line in WAYS[what](folder):
                print(line if what == "fields" else f"{folder.name}: {line}", flush=True)


if __name__ == "__main__":
    main()

"""What reading costs beside a reference for each format, in one run; only ratios are printed.

Both sides run as programs of their own, in turn, on the same made-up file (corpus.py), and their
processor time is compared: ours is `mentorlit parse FILE > /dev/null`, with all normalisation
and its output; theirs only reads, as said beside each. More than one is better than the reference
for "times as fast", less is better for "times the cost".

    python benchmarks/readers.py                    # all formats, 12,000 records, 5 rounds
    python benchmarks/readers.py --records 40000 --jobs ris pubmed-xml
    python benchmarks/readers.py --memory ris       # a stream of 1 GB through a pipe
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

from corpus import FORMATS, corpus

PARSE: Final = [str(Path(sys.executable).with_name("mentorlit")), "parse", "--quiet"]
GIGABYTE: Final = 1 << 30


class Reference(NamedTuple):
    """What a format is compared with: a program text that reads ``sys.argv[1]``.

    ``faster`` tells whether the figure is how many times as fast ours is, or else how many times
    the cost; ``goal`` is what a prototype that did less reached.
    """

    what: str
    needs: str
    program: str
    faster: bool
    goal: float


REFERENCES: Final = {
    "ris": Reference(
        "rispy (tokenises)", "rispy",
        "import sys, rispy; rispy.load(open(sys.argv[1], encoding='utf-8'))", True, 1.8,
    ),
    "bibtex": Reference(
        "bibtexparser 2", "bibtexparser",
        "import sys, bibtexparser; bibtexparser.parse_file(sys.argv[1])", True, 6.4,
    ),
    "nbib": Reference(
        "nbib", "nbib",
        "import sys, nbib; nbib.read_file(sys.argv[1])", True, 7.8,
    ),
    "pubmed-xml": Reference(
        "lxml.etree.iterparse, clearing", "lxml",
        "import sys; from lxml import etree\n"
        "for _, e in etree.iterparse(sys.argv[1], tag='PubmedArticle'):\n"
        "    e.clear()\n"
        "    while e.getprevious() is not None: del e.getparent()[0]", False, 1.44,
    ),
    "marc21": Reference(
        "pymarc", "pymarc",
        "import sys, pymarc\n"
        "for r in pymarc.MARCReader(open(sys.argv[1], 'rb')): r", True, 2.7,
    ),
    "marcxml": Reference(
        "pymarc (XML)", "pymarc",
        "import sys, pymarc; pymarc.map_xml(lambda r: None, sys.argv[1])", True, 3.9,
    ),
    "crossref-json": Reference(
        "msgspec, typed decoding", "msgspec",
        "import sys, msgspec\n"
        "D = msgspec.defstruct('D', [('date_parts', list[list[int | None]], [])], rename='kebab')\n"
        "A = msgspec.defstruct('A', [('given', str, ''), ('family', str, ''), ('name', str, '')])\n"
        "W = msgspec.defstruct('W', [('DOI', str, ''), ('type', str, ''), ('title', list[str], []),"
        " ('author', list[A], []), ('container_title', list[str], []), ('issued', D | None, None),"
        " ('published', D | None, None), ('volume', str, ''), ('issue', str, ''),"
        " ('page', str, ''), ('publisher', str, ''), ('ISSN', list[str], []),"
        " ('abstract', str, '')], rename='kebab')\n"
        "d = msgspec.json.Decoder(W)\n"
        "for line in open(sys.argv[1], 'rb'): d.decode(line)", False, 1.44,
    ),
    "vufind-staffview": Reference(
        "a loop over the lines", "",
        "import sys\nfor line in open(sys.argv[1], encoding='utf-8'): line", False, 3.3,
    ),
}  # fmt: skip


def processor_time(command: list[str]) -> float:
    """Run a command and return the processor time that it and its children took."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def wall_time(command: list[str]) -> float:
    """Run a command and return how long that took."""
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def compare(format_name: str, path: Path, rounds: int) -> None:
    """Print how reading ``path`` compares with the format's reference."""
    reference = REFERENCES[format_name]
    if reference.needs and not importlib.util.find_spec(reference.needs):
        print(f"{format_name:17} not compared: {reference.needs} is not installed")
        return
    theirs = [sys.executable, "-W", "ignore", "-c", reference.program, str(path)]
    ours = [*PARSE, str(path)]
    ratios = []
    for number in range(rounds + 1):
        first, second = (theirs, ours) if number % 2 else (ours, theirs)
        times = {id(first): processor_time(first), id(second): processor_time(second)}
        ratios.append(times[id(theirs)] / times[id(ours)])
    middle = median(ratios[1:])  # the first round warms caches
    figure, unit = (middle, "times as fast as") if reference.faster else (1 / middle, "times")
    said = f"{figure:5.2f} {unit} {reference.what}"
    print(f"{format_name:17} {said:52} (a prototype: {reference.goal})", flush=True)


def jobs(format_name: str, path: Path, rounds: int) -> None:
    """Print how much faster two processes are than one, by the clock."""
    one, two = [*PARSE, str(path)], [*PARSE, "--jobs", "2", str(path)]
    ratio = median(wall_time(one) / wall_time(two) for _ in range(rounds))
    print(f"{format_name:17} {ratio:5.2f} times as fast with --jobs 2", flush=True)


def memory(format_name: str, records: int) -> None:
    """Print the most memory that a stream of a gigabyte takes."""
    body = list(corpus(format_name, records))
    head, pieces, tail = body[0], body[1:-1], body[-1]
    size = sum(map(len, pieces))
    stream: Iterator[bytes] = chain.from_iterable(repeat(pieces, GIGABYTE // size + 1))
    with subprocess.Popen(
        [*PARSE, "--from", format_name],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as process:
        assert process.stdin
        for piece in chain((head,), stream, (tail,)):
            process.stdin.write(piece)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss >> 10
    print(f"{format_name:17} {peak:5} MB at most for a stream of 1 GB", flush=True)


def main() -> None:
    """Compare the formats that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--records", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", action="store_true", help="also compare two processes with one")
    parser.add_argument("--memory", action="store_true", help="only measure memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for format_name in given.formats or FORMATS:
            if given.memory:
                memory(format_name, given.records)
                continue
            path = Path(folder) / format_name
            with path.open("wb") as file:
                file.writelines(corpus(format_name, given.records))
            compare(format_name, path, given.rounds)
            if given.jobs:
                jobs(format_name, path, given.rounds)
            path.unlink()


if __name__ == "__main__":
    main()

"""The engines of ``mentorlit dedupe`` beside each other: the same bytes, and what each takes.

    python benchmarks/engines.py RECORDS... [--engines memory,duckdb] [--jobs 1,0] [--shuffled]

Each run is a process of its own; its CPU seconds, its time, and the most memory that it and its
processes hold at a time (their proportional set sizes, looked at every half second).
``--shuffled`` also runs on the records in random order, cut into seven files: then the lines have
to be the same, not their order. Prints a ratio beside the first run of each file.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    cpu: float
    seconds: float
    peak: int
    hash: str


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("records", nargs="+", type=Path)
    options.add_argument("--engines", default="memory,duckdb")
    options.add_argument("--jobs", default="1,0")
    options.add_argument("--shuffled", action="store_true")
    given = options.parse_args()
    ways = list(product(given.engines.split(","), given.jobs.split(",")))
    print(f"{'records':24} {'engine':8} {'jobs':>4} {'CPU s':>8} {'s':>8} {'MB':>6}  ratio  same")
    for path in given.records:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            beside(path, Path(folder), ways, shuffled=given.shuffled)


def beside(path: Path, folder: Path, ways: Sequence[tuple[str, str]], *, shuffled: bool) -> None:
    """Run every way on one file."""
    first: Run | None = None
    for engine, jobs in ways:
        made = run([path], folder, engine, jobs)
        first = first or made
        ratio, same = made.cpu / first.cpu, made.hash == first.hash
        print(
            f"{path.name:24} {engine:8} {jobs:>4} {made.cpu:8.1f} {made.seconds:8.1f} "
            f"{made.peak:6} {ratio:6.2f}  {same}",
            flush=True,
        )
        assert same
    if shuffled:
        wanted = lines(folder / "out")
        for engine, jobs in ways:
            run(cut(path, folder), folder, engine, jobs)
            same = lines(folder / "out") == wanted
            print(f"{path.name:24} {engine:8} {jobs:>4} in any order: {same}")
            assert same


def cut(path: Path, folder: Path) -> list[Path]:
    """Return the lines of a file in random order, in seven files."""
    records = path.read_bytes().splitlines(keepends=True)
    random.Random(len(records)).shuffle(records)
    made = [folder / f"part{at}.ndjson" for at in range(7)]
    for at, part in enumerate(made):
        part.write_bytes(b"".join(records[at::7]))
    return made


def lines(path: Path) -> int:
    """Return what is equal for the same lines in any order."""
    with path.open("rb") as file:
        return sum(int.from_bytes(blake2b(line, digest_size=16).digest()) for line in file)


def run(records: Sequence[Path], folder: Path, engine: str, jobs: str) -> Run:
    output = folder / "out"
    command = [sys.executable, "-m", "mentorlit", "dedupe", "-q", *map(str, records)]
    command += ["--engine", engine, "--jobs", jobs, "--tmpdir", str(folder), "-o", str(output)]
    start = time.monotonic()
    process = subprocess.Popen(command)
    peak = 0
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        peak = max(peak, held(process.pid))
        time.sleep(0.5)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    peak = max(peak, usage.ru_maxrss)
    took = time.monotonic() - start
    with output.open("rb") as file:
        whole = blake2b(digest_size=16)
        while block := file.read(1 << 20):
            whole.update(block)
    return Run(usage.ru_utime + usage.ru_stime, took, peak >> 10, whole.hexdigest())


def held(pid: int) -> int:
    """Return how many kilobytes a process and those that it started hold, shared ones once."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return total
    return total + sum(held(int(child)) for child in children)


if __name__ == "__main__":
    main()

"""Kill a run of ``mentorlit dedupe --resume`` in each of its stages; the result must be the same.

    python benchmarks/resume.py RECORDS [--engine duckdb] [--delay 0.5]

For each stage the run is killed (SIGKILL, with its processes) some time after the manifest names
the stage before, and then run again to its end. Prints which stages the second run had no need to
make, and how long it took beside the whole run.
"""

import argparse
import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STAGES = ("", "told", "records", "units", "pairs", "judged", "clusters")
"""What the manifest names before the kill: nothing yet, then each stage."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("records")
    options.add_argument("--engine", default="auto")
    options.add_argument("--delay", type=float, default=0.3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.ndjson")
        start = time.monotonic()
        run(given, whole).wait()
        print(f"without --resume: {time.monotonic() - start:.1f} s")
        for stage in STAGES:
            once(given, whole, Path(folder, "stages"), stage)


def once(given: argparse.Namespace, whole: Path, kept: Path, stage: str) -> None:
    """Kill a run after a stage, and resume it."""
    again = kept.with_suffix(".ndjson")
    process = run(given, again, kept)
    while process.poll() is None and stage not in stages(kept):
        time.sleep(0.005)
    time.sleep(given.delay)
    killed = process.poll() is None
    if killed:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    had = [name for name in stages(kept) if name]
    start = time.monotonic()
    status = run(given, again, kept).wait()
    same = status == 0 and filecmp.cmp(whole, again, shallow=False)
    took = f"{time.monotonic() - start:.1f} s"
    print(f"killed after {stage or 'start'}: {killed}; had {had}; resumed in {took}; same: {same}")
    assert same
    shutil.rmtree(kept)
    again.unlink()


def run(
    given: argparse.Namespace, output: Path, kept: Path | None = None
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mentorlit", "dedupe", "-q", given.records, "-o", str(output)]
    command += ["--engine", given.engine, *(["--resume", str(kept)] if kept else [])]
    return subprocess.Popen(command, start_new_session=True)


def stages(kept: Path) -> list[str]:
    """Return the stages that are whole, after ``""`` for none."""
    try:
        manifest = json.loads((kept / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return []
    return ["", *manifest["stages"]]


if __name__ == "__main__":
    main()

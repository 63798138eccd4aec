"""Every reader's fixtures, through the library, a file, standard input and gzip, twice each.

Nobody writes a test function to add a case; see :mod:`cases`.
"""

import gzip
import shutil
from pathlib import Path

import pytest

from cases import Case, found
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.problems import ExitStatus, reject_line
from mentorlit.reading import Reading
from running import run_inside

SURFACES = ("library", "file", "stdin", "gzip")


class Outcome:
    """What one run makes of a case: records, rejects and, from a command, the exit status."""

    def __init__(self, records: bytes, rejects: bytes, status: int | None = None) -> None:
        self.records = records
        self.rejects = rejects
        self.status = status

    @property
    def fitting_status(self) -> ExitStatus:
        if not self.rejects:
            return ExitStatus.DONE
        return ExitStatus.SOME_REJECTED if self.records else ExitStatus.NOTHING_READ


def through_library(case: Case) -> Outcome:
    """Read the case as a Python program would."""
    reading = Reading(
        [case.input.name],
        format_name=case.option("--from"),
        encoding=case.option("--encoding"),
        source=case.option("--source"),
    )
    records, rejects = b"", b""
    for record in reading.records():
        if isinstance(record, Citation):
            records += encode(record) + b"\n"
        else:
            rejects += encode(reject_line(record)) + b"\n"
    counts = reading.counts
    assert counts.read == counts.accepted + counts.rejected
    assert (counts.accepted, counts.rejected + counts.unread) == (
        records.count(b"\n"),
        rejects.count(b"\n"),
    )
    return Outcome(records, rejects)


def through_command(case: Case, name: str, folder: Path, stdin: bytes = b"") -> Outcome:
    """Read the case by ``mentorlit parse``; what it says of ``name`` becomes the case's name."""
    rejects = folder / "rejects"
    args = ["parse", *case.args, "--rejects", str(rejects), name]
    result = run_inside(args, stdin=stdin, cwd=folder)
    shown = "<stdin>" if name == "-" else name
    refused = rejects.read_bytes() if rejects.exists() else b""
    return Outcome(named(result.stdout, shown, case), named(refused, shown, case), result.status)


def named(lines: bytes, shown: str, case: Case) -> bytes:
    """Put the case's file name where a record says that it was read from ``shown``."""
    name = case.input.name
    for key in (b'"file":', b'"source":'):
        lines = lines.replace(key + encode(shown), key + encode(name))
    return lines


def through(surface: str, case: Case, folder: Path) -> Outcome:
    data = case.input.read_bytes()
    if surface == "stdin":
        return through_command(case, "-", folder, data)
    if surface == "gzip":
        name = case.input.name + ".gz"
        (folder / name).write_bytes(gzip.compress(data, mtime=0))
        return through_command(case, name, folder)
    shutil.copy(case.input, folder)
    if surface == "library":
        return through_library(case)
    return through_command(case, case.input.name, folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, so that files are named as a user in their folder names them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("case", found("readers"), ids=lambda case: case.id)
def test_case(case: Case, surface: str, folder: Path, accept: bool) -> None:
    outcome = through(surface, case, folder)
    again = through(surface, case, folder)
    assert (outcome.records, outcome.rejects) == (again.records, again.rejects)
    if accept and surface == "file":
        case.expected.write_bytes(outcome.records)
        case.rejects.unlink(missing_ok=True)
        if outcome.rejects:
            case.rejects.write_bytes(outcome.rejects)
    assert outcome.records.decode() == case.expected.read_text(encoding="utf-8")
    rejects = case.rejects.read_text(encoding="utf-8") if case.rejects.exists() else ""
    assert outcome.rejects.decode() == rejects
    if outcome.status is not None:
        assert outcome.status == outcome.fitting_status

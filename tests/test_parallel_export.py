"""However many processes write, the document is the same, and the same is told."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from cases import found
from mentorlit import planning
from mentorlit.exporting import PLAIN, Plan, export_bytes
from mentorlit.limits import Limits
from mentorlit.losses import Losses
from mentorlit.model import Citation
from mentorlit.parallel import ParallelReading
from mentorlit.parallel.exporting import ParallelExport
from mentorlit.problems import LossyError
from mentorlit.reading import Listener, Reading
from mentorlit.writers import BY_NAME, WRITERS, Writer
from running import run_installed

LIMITS = Limits(head=2000, block=500, spool=20_000)
INPUTS = [str(case.input) for case in found("readers")[::7]]
RIVALS = [str(case.input) for case in found("readers") if case.format in ("ris", "ndjson")] * 2


class InParts(ParallelReading):
    part = 3000


class Done(NamedTuple):
    """All that comes of an export."""

    document: bytes
    heard: list[object]
    lost: list[object]
    keys: list[tuple[str, str]]
    summary: str
    written: int


class Export:
    """One export, by one process or by several."""

    def __init__(self, writer: Writer, names: list[str], plan: Plan = PLAIN) -> None:
        self.heard = Heard()
        self.lost: list[object] = []
        self.keys: list[tuple[str, str]] = []
        self.written = 0
        self.writer = writer
        self.names = names
        self.losses = Losses(
            "X", writer.load_lost(), lambda one, names: self.lost.append((one.origin, names))
        )
        self.plan = plan._replace(losses=self.losses)

    def mapping_keys(self) -> "Export":
        self.plan = self.plan._replace(key_map=lambda old, new: self.keys.append((old, new)))
        return self

    def by_one(self) -> Done:
        reading = Reading(self.names, listener=self.heard, limits=LIMITS)
        document = export_bytes(self._counted(reading), self.writer, LIMITS, self.plan)
        return self._done(b"".join(document))

    def by_many(self, jobs: int) -> Done:
        reading = InParts(self.names, listener=self.heard, limits=LIMITS)
        making = ParallelExport(self.writer, self.plan, jobs, self._wrote, LIMITS)
        return self._done(b"".join(making.document(partial(reading.made, jobs))))

    def _counted(self, reading: Reading) -> Iterator[Citation]:
        for citation in reading:
            self._wrote(1)
            yield citation

    def _wrote(self, records: int) -> None:
        self.written += records

    def _done(self, document: bytes) -> Done:
        summary = self.losses.summary()
        return Done(document, self.heard.said, self.lost, self.keys, summary, self.written)


class Heard(Listener):
    def __init__(self) -> None:
        self.said: list[object] = []

    def opened(self, name: str, format_name: str) -> None:
        self.said.append((name, format_name))

    def rejected(self, reject: object) -> None:
        self.said.append(reject)


def compared(writer: Writer, names: list[str], plan: Plan = PLAIN) -> Done:
    if writer.binary:
        pytest.importorskip("pyarrow")
    expected = Export(writer, names, plan).by_one()
    assert Export(writer, names, plan).by_many(2) == expected
    return expected


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_a_document_is_the_same(writer: Writer) -> None:
    expected = compared(writer, INPUTS)
    assert expected.written > 100
    assert any(not isinstance(said, tuple) for said in expected.heard), "no reject is compared"


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_a_document_of_nothing_is_the_same(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "empty.ris").write_bytes(b"")
    compared(writer, [str(tmp_path / "empty.ris")])


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csv"])
@pytest.mark.parametrize("jobs", [2, 3])
def test_keys_are_the_same(name: str, jobs: int) -> None:
    plan = planning.plan(keys="{author}{year}", sort="-year,key", omit="abstract")
    writer = BY_NAME[name]
    expected = Export(writer, RIVALS, plan).mapping_keys().by_one()
    assert Export(writer, RIVALS, plan).mapping_keys().by_many(jobs) == expected
    assert len(expected.keys) > 10


@pytest.mark.parametrize("sort", ["author,-title", "key", "-date,type"])
def test_the_order_is_the_same(sort: str) -> None:
    compared(BY_NAME["ndjson"], RIVALS, planning.plan(sort=sort))


def test_nothing_is_written_if_something_would_be_lost() -> None:
    plan = PLAIN._replace(lossless=True)
    told = []
    for make in (Export.by_one, partial(Export.by_many, jobs=2)):
        export = Export(BY_NAME["ris"], INPUTS, plan)
        with pytest.raises(LossyError) as error:
            make(export)
        told.append((str(error.value), export.lost))
    assert told[0] == told[1]
    compared(BY_NAME["ndjson"], INPUTS, plan)


def test_the_command_takes_jobs() -> None:
    for options in (["--json", "-v"], ["--csv"], ["--bibtex", "--lossy", "error"]):
        one = run_installed(["export", *options, *INPUTS[:12]])
        assert run_installed(["export", "-j", "2", *options, *INPUTS[:12]]) == one


def test_losses_of_what_is_written_at_once_are_told_in_order() -> None:
    """Between warnings of the reading they may stand elsewhere, as a process has many records."""
    one = run_installed(["export", "-v", "--csv", *INPUTS[:12]])
    two = run_installed(["export", "-v", "--csv", "-j", "2", *INPUTS[:12]])
    assert two._replace(stderr=b"") == one._replace(stderr=b"")
    for is_of_losses in (True, False):
        told = [
            [line for line in result.stderr.splitlines() if (b": lossy: " in line) is is_of_losses]
            for result in (one, two)
        ]
        assert told[0] == told[1]
        assert told[0]

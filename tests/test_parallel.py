"""However many processes read, the same comes out, in the same order, and the same is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import Case, found
from mentorlit.jsontext import encode
from mentorlit.limits import Limits
from mentorlit.model import Citation
from mentorlit.parallel import ParallelReading
from mentorlit.parallel.crew import Account, Crew, WorkerError
from mentorlit.parallel.parts import parts
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME, READERS, Reader
from mentorlit.reading import Listener, Reading
from mentorlit.stream import Stream
from running import run_installed

PARTED = [row for row in READERS if row.boundary]
CASES = [case for case in found("readers") if BY_NAME[case.format].boundary]
SMALL = Limits(head=2000, block=500)


class InParts(ParallelReading):
    part = 300


class Heard(Listener):
    """Notes all it hears."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def opened(self, name: str, format_name: str) -> None:
        self.said.append(("opened", name, format_name))

    def empty(self, name: str, format_name: str) -> None:
        self.said.append(("empty", name, format_name))

    def rejected(self, reject: Reject) -> None:
        self.said.append(reject)

    def doubted(self, citation: Citation) -> None:
        self.said.append((citation.origin, citation.problems))


def by_one(names: list[str], limits: Limits = SMALL) -> tuple[bytes, object, object]:
    heard = Heard()
    reading = Reading(names, listener=heard, limits=limits)
    lines = b"".join(encode(citation) + b"\n" for citation in reading)
    return lines, heard.said, reading.counts


def by_many(
    names: list[str], jobs: int = 2, limits: Limits = SMALL
) -> tuple[bytes, object, object]:
    heard = Heard()
    reading = InParts(names, listener=heard, limits=limits)
    lines = b"".join(reading.lines(jobs))
    return lines, heard.said, reading.counts


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_input_in_parts_is_the_same_input(case: Case) -> None:
    names = [str(case.input)]
    assert by_many(names) == by_one(names)


def test_many_inputs_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "empty.ris").write_bytes(b"")
    (tmp_path / "odd.bin").write_bytes(b"\0" * 100)
    names = [str(case.input) for case in found("readers")[::9]]
    names[2:2] = [str(tmp_path / "empty.ris"), str(tmp_path / "missing"), str(tmp_path / "odd.bin")]
    assert by_many(names, 3) == by_one(names)


@pytest.mark.parametrize("row", PARTED, ids=lambda row: row.name)
def test_parts_are_the_whole(row: Reader) -> None:
    """Some fixture of every such format can be parted, and nothing is lost or doubled by it."""
    counts = []
    for data in (case.input.read_bytes() for case in CASES if case.format == row.name):
        blocks = (data[start : start + 100] for start in range(0, len(data), 100))
        stream = Stream(blocks, name="x", source="x", format=row.name)
        cut = [part.data for part, _ in parts(stream, row.boundary, 100)]
        assert b"".join(cut) == data
        counts.append(len(cut))
    assert max(counts) > 1


def test_without_a_place_to_part_one_reads_on() -> None:
    blocks: Iterator[bytes] = iter([b"x" * (1 << 20)] * 40)
    stream = Stream(blocks, name="x", source="x", format="ris")
    (part, rest), *others = parts(stream, rb"y", 100)
    assert not others or rest is not None
    assert len(part.data) < 40 << 20
    assert rest is not None


def test_a_process_that_dies_is_an_error() -> None:
    stream = Stream([b"TY  - JOUR\nER  - \n"], name="x", source="x", format="no such format")
    with Crew(2, "") as crew:
        (part, _) = next(parts(stream, b"", 1))
        task = crew.give(part, Account())
        with pytest.raises(WorkerError):
            crew.take(task)


def test_the_command_takes_jobs() -> None:
    names = [str(case.input) for case in CASES[:4]]
    assert run_installed(["parse", "-j", "2", *names]) == run_installed(["parse", *names])
    assert run_installed(["parse", "-j", "0", *names]).status == 2

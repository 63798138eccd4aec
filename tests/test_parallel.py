"""However many processes read, the same comes out, in the same order, and the same is told."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import Case, found
from mentorlit.jsontext import encode
from mentorlit.limits import Limits
from mentorlit.model import Citation, Origin
from mentorlit.parallel import ParallelReading, encoded
from mentorlit.parallel.crew import Account, Crew, Maker
from mentorlit.parallel.parts import parts
from mentorlit.parallel.processes import WorkerError
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

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        self.said.append(("left out", folder, what, names))

    def rejected(self, reject: Reject) -> None:
        self.said.append(reject)

    def doubted(self, citation: Citation) -> None:
        self.said.append((citation.origin, citation.problems))


def by_one(names: list[str], limits: Limits = SMALL) -> tuple[bytes, object, object]:
    heard = Heard()
    reading = Reading(names, listener=heard, limits=limits)
    lines = b"".join(encode(citation) + b"\n" for citation in reading)
    return lines, [*heard.said, reading.rejects, reading.failed], reading.counts


def by_many(
    names: list[str],
    jobs: int = 2,
    limits: Limits = SMALL,
    kind: type[ParallelReading] = InParts,
) -> tuple[bytes, object, object]:
    heard = Heard()
    reading = kind(names, listener=heard, limits=limits)
    lines = b"".join(reading.lines(jobs))
    return lines, [*heard.said, reading.rejects, reading.failed], reading.counts


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


def test_small_files_are_read_some_at_a_time(tmp_path: Path) -> None:
    """What is heard of folders between them keeps its place as well."""
    names = [case.input for case in found("readers")[::5]]
    for number, name in enumerate(names):
        folder = tmp_path / str(number // 9)
        (folder / ".hidden").mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03}-{name.name}").write_bytes(name.read_bytes())
    (tmp_path / "4" / "blank.txt").write_bytes(b"\n")
    (tmp_path / "3" / "packed.ris.gz").write_bytes(gzip.compress(b"TY  - JOUR\nER  - \n" * 9))
    (tmp_path / "5" / "gone").symlink_to("nowhere")
    expected = by_one([str(tmp_path)], Limits())
    assert by_many([str(tmp_path)], 3, Limits(), ParallelReading) == expected
    assert expected[2].unread  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [2, 3])
def test_records_keep_the_origins_they_bring(jobs: int, tmp_path: Path) -> None:
    """Also those that say of themselves to be from this very file, in its very format."""
    own = Origin(source="x", file=str(tmp_path / "x.ndjson"), format="ndjson", ordinal=7, line=7,
                 offset=7)  # fmt: skip
    lines = [
        encode(Citation(title=f"Record {number}", origin=own if number % 3 else None)) + b"\n"
        for number in range(60)
    ]
    lines[20:20] = [b"\n", b"{broken\n"]
    (tmp_path / "x.ndjson").write_bytes(b"".join(lines))
    assert by_many([str(tmp_path / "x.ndjson")], jobs) == by_one([str(tmp_path / "x.ndjson")])


def test_a_process_that_dies_is_an_error() -> None:
    stream = Stream([b"TY  - JOUR\nER  - \n"], name="x", source="x", format="no such format")
    with Crew(2, Maker(encoded, "", lambda listener: Reading((), listener=listener))) as crew:
        (part, _) = next(parts(stream, b"", 1))
        task = crew.give(part, Account())
        with pytest.raises(WorkerError):
            crew.take(task)


def test_the_command_takes_jobs() -> None:
    names = [str(case.input) for case in CASES[:4]]
    assert run_installed(["parse", "-j", "2", *names]) == run_installed(["parse", *names])
    assert run_installed(["parse", "-j", "0", *names]).status == 2

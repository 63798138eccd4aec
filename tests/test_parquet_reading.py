"""Parquet as input: rows are records, those that mentorlit wrote come back whole."""

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from cases import found
from citations import whole
from mentorlit.exporting import export_bytes
from mentorlit.limits import Limits
from mentorlit.model import Citation, Origin
from mentorlit.opening import open_input
from mentorlit.parallel import ParallelReading, encoded
from mentorlit.parquetlines import lines
from mentorlit.problems import Reject
from mentorlit.readers.ndjson import read
from mentorlit.reading import Reading
from mentorlit.stream import Stream
from mentorlit.writers import BY_NAME
from mentorlit.writers import parquet as writer
from running import run_installed

arrow = pytest.importorskip("pyarrow")
tables = pytest.importorskip("pyarrow.parquet")

LIMITS = Limits(head=1)


class InParts(ParallelReading):
    part = 100


def records(path: Path) -> list[Citation | Reject]:
    return list(Reading([str(path)], limits=LIMITS).records())


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of several row groups, with the records of fixtures."""
    monkeypatch.setattr(writer, "ROWS", 25)
    citations = Reading([str(case.input) for case in found("readers")[::5]])
    path = tmp_path / "library.parquet"
    path.write_bytes(b"".join(export_bytes(citations, BY_NAME["parquet"])))
    assert tables.ParquetFile(path).metadata.num_row_groups > 3
    return path


def foreign(path: Path, columns: dict[str, list[Any]]) -> Path:
    tables.write_table(arrow.table(columns), path, row_group_size=2)
    return path


@settings(max_examples=25)
@given(whole())
def test_a_record_comes_back_whole(citation: Citation) -> None:
    citation = msgspec.structs.replace(
        citation, members=(Citation(title="member"),), origin=Origin("a", "b", "ris", 1, 2, 3)
    )
    data = b"".join(export_bytes([citation], BY_NAME["parquet"]))
    stream = Stream(lines(io.BytesIO(data), LIMITS), name="x", source="x", format="ndjson")
    assert list(read(stream)) == [citation]


def by_many(path: Path, jobs: int) -> tuple[bytes, object, object]:
    reading = InParts([str(path)], limits=LIMITS)
    return b"".join(reading.lines(jobs)), reading.counts, reading.failed


def by_one(path: Path) -> tuple[bytes, object, object]:
    reading = Reading([str(path)], limits=LIMITS)
    return encoded(list(reading)), reading.counts, reading.failed


@pytest.mark.parametrize("jobs", [2, 3])
def test_row_groups_in_parts_are_the_same_file(library: Path, jobs: int) -> None:
    assert by_many(library, jobs) == by_one(library)
    assert by_one(library)[0].count(b"\n") > 100


def test_what_follows_damage_is_not_read(library: Path) -> None:
    group = tables.ParquetFile(library).metadata.row_group(2)
    data = bytearray(library.read_bytes())
    for at in range(group.num_columns):
        start = group.column(at).data_page_offset
        data[start : start + 20] = b"\xff" * 20
    library.write_bytes(data)
    expected = by_one(library)
    assert by_many(library, 2) == expected
    assert expected[0].count(b"\n") == 50
    assert "read as far as possible: the Parquet data are damaged (" in str(expected[2])


def test_a_foreign_table_says_what_it_can(tmp_path: Path) -> None:
    path = foreign(
        tmp_path / "works.parquet",
        {
            "title": ["One", "Two", None],
            "volume": [1, None, 3],
            "seen": [date(2020, 1, 2)] * 3,
            "DOI": [None, "10.1/x", None],
        },
    )
    one, two, three = records(path)
    assert isinstance(one, Citation)
    assert isinstance(two, Citation)
    assert (one.title, one.volume, one.extra) == (
        "One",
        "1",
        {"ndjson": {"seen": "2020-01-02"}},
    )
    assert two.doi == "10.1/x"
    assert two.origin == Origin("works.parquet", str(path), "ndjson", 2, 0, 0)
    assert three.origin == Origin("works.parquet", str(path), "ndjson", 3, 0, 0)
    assert by_many(path, 2) == by_one(path)


def test_an_empty_table_is_blank(tmp_path: Path) -> None:
    path = foreign(tmp_path / "empty.parquet", {"title": arrow.array([], arrow.string())})
    assert records(path) == []
    assert by_many(path, 2) == by_one(path)


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"\0" * 100, b"PAR1\xff\xff\xff\x7fPAR1"])
def test_what_only_begins_as_parquet_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(data)
    (reject,) = records(tmp_path / "x.parquet")
    assert isinstance(reject, Reject)
    assert reject.message.startswith("the Parquet data are damaged")


def test_a_table_that_expands_too_much_is_not_read(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.parquet", {"title": ["x" * 1000] * 100})
    (opened,) = open_input(str(path), Limits(ratio=1, ratio_free=10))
    assert opened.damage == "the Parquet data expand beyond all measure"


def test_a_missing_library_is_told(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (reject,) = records(library)
    assert isinstance(reject, Reject)
    assert reject.message == "Parquet needs pyarrow: pip install 'mentorlit[parquet]'"


def test_the_commands_read_it_from_a_file_and_a_pipe(library: Path) -> None:
    parsed = run_installed(["parse", str(library)])
    assert parsed.status == 0
    assert run_installed(["parse", "-j", "2", str(library)]) == parsed
    assert run_installed(["parse"], stdin=library.read_bytes()).stdout == parsed.stdout
    exported = run_installed(["export", "--parquet", "-q", str(library)])
    assert run_installed(["export", "--parquet", "-q", "-j", "2", str(library)]) == exported
    assert exported.stdout != b""

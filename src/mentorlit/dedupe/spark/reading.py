"""The input: which files there are, where their blocks begin, and the records in them."""

from collections.abc import Iterable
from functools import partial
from itertools import accumulate, groupby
from typing import Any, Final

from mentorlit.dedupe.spark.batches import COUNTED, RECORDS
from mentorlit.dedupe.spark.filesystem import Files, Found, literal
from mentorlit.dedupe.spark.frames import Frames
from mentorlit.dedupe.spark.kernels import records
from mentorlit.dedupe.spark.kernels.records import File, Input, Start, address
from mentorlit.problems import InputError, UsageError

NDJSON: Final = "ndjson"
PARQUET: Final = "parquet"
FORMATS: Final = (NDJSON, PARQUET)
"""What is read here; everything else goes through ``mentorlit parse`` first."""


def listed(files: Files, names: Iterable[str]) -> list[Found]:
    """Return all files of the input in order.

    Raises:
        UsageError: one of them is given twice.
        InputError: a name is of no file.

    """
    found = [one for name in names for one in files.found(name)]
    known: set[str] = set()
    for one in found:
        if one.address in known:
            raise UsageError(f"{one.name}: given twice")
        known.add(one.address)
    return found


def table(frames: Frames, given: list[Found], format_name: str, source: str) -> Any:
    """Return the records of the input; the columns are those of ``RECORDS``.

    Raises:
        InputError: Spark does not read one of the files.

    """
    kinds = {one.address: format_name or _format(one.name) for one in given}
    lines = [one for one in given if kinds[one.address] == NDJSON]
    rows = [one for one in given if kinds[one.address] == PARQUET]
    starts = _starts(frames, lines) if lines else {}
    counts = _counts(starts) | (_rows(frames, rows) if rows else {})
    for one in given:
        if one.size and one.address not in counts:
            raise InputError(f"{one.name}: Spark reads nothing of it")
    sizes = [counts.get(one.address, 0) for one in given]
    before = accumulate(sizes, initial=0)
    named = {one.address: File(one.name, at) for one, at in zip(given, before, strict=False)}
    known = Input(named, {key: start for key, (start, _) in starts.items()}, source)
    parts = []
    if lines:
        kernel = partial(records.from_lines, given=known)
        parts.append(frames.mapped(_lines(frames, lines), kernel, RECORDS))
    if rows:
        kernel = partial(records.from_rows, given=known)
        parts.append(frames.mapped(_parquet(frames, rows), kernel, RECORDS))
    return parts[0] if len(parts) == 1 else parts[0].unionByName(parts[1])


def _format(name: str) -> str:
    return PARQUET if name.endswith(".parquet") else NDJSON


def _lines(frames: Frames, given: list[Found]) -> Any:
    # With LF as the end of lines, what is left of a row is all that is in the file.
    reader = frames.spark.read.option("lineSep", "\n")
    text = reader.text([literal(one.path) for one in given])
    return text.selectExpr(
        "input_file_name() AS file",
        "input_file_block_start() AS block",
        "CAST(value AS BINARY) AS value",
    )


def _parquet(frames: Frames, given: list[Found]) -> Any:
    reader = frames.spark.read.option("mergeSchema", "true")
    table = reader.parquet(*(literal(one.path) for one in given))
    return table.selectExpr("*", "_metadata.file_path AS __file", "_metadata.row_index AS __row")


def _starts(frames: Frames, given: list[Found]) -> dict[tuple[str, int], tuple[Start, Start]]:
    """Return where each block begins, and what is in it; blocks are few."""
    found = frames.mapped(_lines(frames, given), records.counted, COUNTED)
    frames.view("counted", found)
    rows = frames.sql(
        "SELECT file, block, sum(lines) AS lines, sum(records) AS records, sum(size) AS size "
        "FROM counted GROUP BY file, block ORDER BY file, block"
    ).collect()
    starts: dict[tuple[str, int], tuple[Start, Start]] = {}
    for file, blocks in groupby(rows, key=lambda row: row.file):
        at = Start()
        for row in blocks:
            held = Start(row.lines, row.records, row.size)
            starts[file, row.block] = at, held
            at = Start(*(one + other for one, other in zip(at, held, strict=True)))
    return starts


def _counts(starts: dict[tuple[str, int], tuple[Start, Start]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (file, _), (_, held) in starts.items():
        counts[file] = counts.get(file, 0) + held.records
    return counts


def _rows(frames: Frames, given: list[Found]) -> dict[str, int]:
    """Return how many rows each file of Parquet has."""
    rows = _parquet(frames, given).groupBy("__file").count().collect()
    return {address(row[0]): row[1] for row in rows}

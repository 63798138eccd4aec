"""Writer of Apache Parquet: one row for each citation, columns and types as in the model.

It needs pyarrow (the extra ``parquet``). Columns have the JSON names of the fields; names,
keywords and the like are lists of structs. What has no fixed form (``extra``, ``evidence``,
``provenance``, ``members``) is a column of JSON. Nothing is lost; docs/formats/parquet.md has the
schema. The same citations give the same bytes with the same version of pyarrow.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from mentorlit.layout import BinaryLayout
from mentorlit.model import JSON_NAME, Citation, PartialDate
from mentorlit.problems import UsageError

ROWS: Final = 10_000
"""Rows of one row group, if they are not too large before."""

SIZE: Final = 16 << 20
"""Bytes of JSON from which a row group is full: what bounds the memory."""

_JSON: Final = ("extra", "evidence", "provenance", "members")
"""Fields that are columns of JSON, as their form depends on the source."""
_MAPS: Final = {"identifiers": ("scheme", "values"), "dates": ("event", "date")}
"""Fields that are lists of structs with these members: dictionaries in the model."""
_LARGEST: Final = (1 << 63) - 1
_ENCODER: Final = msgspec.json.Encoder()


def _line(citation: Citation) -> bytes:
    """Return a row as a line of JSON with the file's columns."""
    return _ENCODER.encode(_row(citation))


def _file(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of one Parquet file with these rows.

    Raises:
        UsageError: pyarrow is not installed.

    """
    try:
        from pyarrow import PythonFile  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "Parquet needs pyarrow: pip install 'mentorlit[parquet]'"
        raise UsageError(message) from error
    sink = _Sink()
    with ParquetWriter(PythonFile(sink, mode="w"), schema(), compression="zstd") as writer:
        for lines in _groups(rows):
            writer.write_table(_table(lines), row_group_size=ROWS)
            yield sink.taken()
    yield sink.taken()


write: Final = BinaryLayout(_line, _file)
"""Yields the bytes of one Parquet file with a row for each citation.

Raises :class:`~mentorlit.problems.UsageError` if pyarrow is not installed.
"""


def table(citations: Iterable[Citation]) -> Any:
    """Return citations as an Arrow table with that schema."""
    return _table(list(map(_line, citations)))


def schema() -> Any:
    """Return the Arrow schema of the file."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    hints = get_type_hints(Citation)
    return pa.schema(
        [
            pa.field(name, pa.string() if field in _JSON else _arrow(hints[field], field))
            for field, name in JSON_NAME.items()
        ]
    )


class _Sink:
    """Where pyarrow writes: bytes that are taken away piece by piece."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Do nothing: what was written can be taken."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _groups(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines of JSON of each row group."""
    lines: list[bytes] = []
    size = 0
    for line in rows:
        lines.append(line)
        size += len(line)
        if len(lines) == ROWS or size > SIZE:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


def _table(lines: list[bytes]) -> Any:
    # pyarrow.array would import pandas, where that is installed; its reader of JSON does not.
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import json  # noqa: PLC0415 - an extra

    data = b"\n".join(lines)
    reading = json.ReadOptions(use_threads=False, block_size=len(data) + 1)
    parsing = json.ParseOptions(explicit_schema=schema(), unexpected_field_behavior="error")
    return json.read_json(pa.BufferReader(data), reading, parsing)


def _row(citation: Citation) -> dict[str, Any]:
    """Return a citation as the row's columns; empty fields are left out, and come as null."""
    row: dict[str, Any] = msgspec.to_builtins(citation)
    del row["schema"]
    for name, members in _MAPS.items():
        if name in row:
            row[name] = [dict(zip(members, item, strict=True)) for item in row[name].items()]
    for name in _JSON:
        if name in row:
            row[name] = _ENCODER.encode(row[name]).decode()
    for name in _date_fields():
        if name in row:
            row[name] = _bounded(row[name])
    for item in row.get("dates", ()):
        item["date"] = _bounded(item["date"])
    return row


@cache
def _date_fields() -> tuple[str, ...]:
    hints = get_type_hints(Citation)
    wanted = PartialDate | None
    return tuple(name for field, name in JSON_NAME.items() if hints[field] == wanted)


def _bounded(date: dict[str, Any]) -> dict[str, Any]:
    """Return a date whose numbers the columns can hold: one that has others becomes a text."""
    numbers = [number for number in date.values() if isinstance(number, int)]
    if any(abs(number) > _LARGEST for number in numbers):
        return {"literal": "-".join(map(str, numbers))}
    return {**date, "end": _bounded(date["end"])} if "end" in date else date


def _arrow(hint: Any, field: str = "") -> Any:
    """Return the Arrow type for a type of the model."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    if field in _MAPS:
        key, value = _MAPS[field]
        inner = _arrow(get_args(hint)[1])
        return pa.list_(pa.struct([pa.field(key, pa.string()), pa.field(value, inner)]))
    if isinstance(hint, UnionType):
        return _arrow(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return pa.list_(_arrow(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct(hint)
    return {str: pa.string(), int: pa.int64(), bool: pa.bool_()}[hint]


def _struct(hint: type[msgspec.Struct], depth: int = 0) -> Any:
    """Return the Arrow type of a struct; the end of a range has no end of its own."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    hints = get_type_hints(hint)
    names = zip(hint.__struct_fields__, hint.__struct_encode_fields__, strict=True)
    members = []
    for field, name in names:
        if hint in get_args(hints[field]):
            if depth == 0:
                members.append(pa.field(name, _struct(hint, 1)))
        else:
            members.append(pa.field(name, _arrow(hints[field])))
    return pa.struct(members)

"""Parquet as lines of JSON, for the reader of mentorlit's own lines: one for each row.

It is the way back from :mod:`mentorlit.writers.parquet`: what is null is not stated, lists of
structs are objects again, and columns of JSON are what they hold. Columns that the model does not
know stay, for the reader of lines to keep. It needs pyarrow (the extra ``parquet``).
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

import msgspec

from mentorlit.limits import Limits
from mentorlit.model import SCHEMA
from mentorlit.problems import InputError

MAGIC: Final = b"PAR1"
"""What every Parquet file begins with."""

_ROWS: Final = 200
_JSON: Final = ("extra", "evidence", "provenance", "members")
_MAPS: Final = {"identifiers": ("scheme", "values"), "dates": ("event", "date")}
_ENCODER: Final = msgspec.json.Encoder()


def lines(file: BinaryIO | str, limits: Limits, group: int | None = None) -> Iterator[bytes]:
    """Yield the lines of all rows of a file, or of those in one row group, many at a time.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.

    """
    table = _opened(file)
    chosen = range(table.metadata.num_row_groups) if group is None else [group]
    try:
        for number in chosen:
            _check(table.metadata.row_group(number), limits)
            for batch in table.iter_batches(_ROWS, row_groups=[number], use_threads=False):
                yield b"".join([line_of(row) + b"\n" for row in batch.to_pylist()])
    except InputError:
        raise
    except Exception as error:  # each layer below has error classes of its own
        raise _damaged(error) from error


def row_groups(file: str) -> int:
    """Return how many row groups a file has.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.

    """
    return int(_opened(file).metadata.num_row_groups)


def line_of(row: Mapping[str, Any]) -> bytes:
    """Return the line of a row; what is in it is checked by whoever reads the line."""
    stated = {name: _stated(value) for name, value in row.items() if value is not None}
    for name, (key, inner) in _MAPS.items():
        if isinstance(stated.get(name), list):
            stated[name] = {str(one.get(key)): one.get(inner) for one in stated[name]}
    for name in _JSON:
        if isinstance(stated.get(name), str):
            stated[name] = _decoded(stated[name])
    return _ENCODER.encode({"schema": SCHEMA, **stated})


def _opened(file: BinaryIO | str) -> Any:
    try:
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'mentorlit[parquet]'") from error
    try:
        return ParquetFile(file, pre_buffer=False)
    except Exception as error:  # each layer below has error classes of its own
        raise _damaged(error) from error


def _damaged(error: Exception) -> InputError:
    return InputError(f"the Parquet data are damaged ({' '.join(str(error).split())})")


def _check(group: Any, limits: Limits) -> None:
    """Make sure that a row group is not much larger than what it is packed in."""
    packed = sum(group.column(at).total_compressed_size for at in range(group.num_columns))
    if group.total_byte_size > max(limits.ratio_free, packed * limits.ratio):
        raise InputError("the Parquet data expand beyond all measure")


def _stated(value: Any) -> Any:
    """Return a value without what is null in it."""
    if isinstance(value, dict):
        return {name: _stated(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_stated(one) for one in value]
    return value


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return text

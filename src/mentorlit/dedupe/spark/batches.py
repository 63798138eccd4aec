"""Rows of Arrow batches: their columns by stage, and how lists of values become batches."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

ROOM: Final = 8 << 20
"""Bytes of text in one batch from which it is passed on."""

_NUMBER: Final = pa.int64()
_TEXT: Final = pa.string()
_BYTES: Final = pa.binary()


def _schema(**columns: Any) -> Any:
    return pa.schema(list(columns.items()))


COUNTED: Final = _schema(file=_TEXT, block=_NUMBER, lines=_NUMBER, records=_NUMBER, size=_NUMBER)
"""How many lines, records and bytes a block of a file has."""

RECORDS: Final = _schema(
    kind=pa.int8(),
    top=pa.bool_(),
    place=_NUMBER,
    canon=_BYTES,
    whole=_BYTES,
    same=_BYTES,
    own=_BYTES,
    file=_BYTES,
    line=_BYTES,
    origin=_BYTES,
    print=_BYTES,
    keys=_BYTES,
    first=_NUMBER,
    second=_NUMBER,
    third=_NUMBER,
    wholes=pa.list_(_BYTES),
)
"""What was read: see :mod:`mentorlit.dedupe.spark.kernels.records`."""

KEYED: Final = _schema(key=_NUMBER, unit=_NUMBER)
MET: Final = _schema(
    a=_NUMBER, b=_NUMBER, strong=pa.bool_(), key=_NUMBER, size=_NUMBER, marked=pa.bool_()
)
SPLIT: Final = _schema(a=_NUMBER, b=_NUMBER, strong=pa.bool_())
JUDGED: Final = _schema(
    a=_NUMBER,
    b=_NUMBER,
    decision=_TEXT,
    score=pa.float64(),
    reason=_TEXT,
    relation=_TEXT,
    inverse=pa.bool_(),
)
CLUSTERED: Final = _schema(
    kind=pa.int8(),
    a=_NUMBER,
    b=_NUMBER,
    decision=_TEXT,
    score=pa.float64(),
    reason=_TEXT,
    by=_TEXT,
)
NAMED: Final = _schema(cluster=_NUMBER, named=_BYTES)
LINES: Final = _schema(place=_NUMBER, line=_BYTES)


def batch(rows: Iterable[Sequence[Any]], schema: Any) -> Any:
    """Return a batch of rows, which have their values in the order of the columns."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(list(values), kind) for values, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def rows_of(batches: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of batches as tuples of Python values."""
    for one in batches:
        yield from zip(*(column.to_pylist() for column in one.columns), strict=True)


class Filling:
    """Rows that become batches of bounded size."""

    def __init__(self, schema: Any, most: int = 20_000) -> None:
        self._schema = schema
        self._most = most
        self._rows: list[Sequence[Any]] = []
        self._size = 0

    def add(self, row: Sequence[Any], size: int = 0) -> bool:
        """Add a row that has about ``size`` bytes; tell whether there is enough for a batch."""
        self._rows.append(row)
        self._size += size
        return self._size > ROOM or len(self._rows) >= self._most

    def taken(self) -> Any:
        """Return a batch of the rows so far, and begin anew."""
        made = batch(self._rows, self._schema)
        self._rows, self._size = [], 0
        return made

    def rest(self) -> Iterator[Any]:
        """Yield the last batch, if any rows are left."""
        if self._rows:
            yield self.taken()

"""A DuckDB database in a temporary folder: SQL in, packed columns in and out, errors told plainly.

Columns come in and go out as Arrow batches made of their buffers: nothing is copied into lists,
and neither NumPy nor pandas is needed.
"""

import os
import shutil
from array import array
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, Self, TypeVar

from mentorlit.dedupe.engines import Room
from mentorlit.problems import MentorlitError, OutputError, UsageError

_Made = TypeVar("_Made")

_MEBIBYTE: Final = 1 << 20

_LEAST: Final = 64 * _MEBIBYTE
"""Of DuckDB's own memory: below, some of its operators give up."""

_BESIDE: Final = 160 * _MEBIBYTE
"""Of the process beside DuckDB's buffers: the interpreter, the two libraries, batches."""

_THREAD: Final = 128 * _MEBIBYTE
"""Of DuckDB's memory for each thread: every one holds blocks of its own."""

_FREED: Final = "16MiB"
"""Freed memory that goes back to the system; DuckDB would keep some 500 MB."""

_ROWS: Final = 1 << 17
"""Rows of a batch that goes out."""


def columns(**packed: "bytes | array[int]") -> Any:
    """Return an Arrow table of columns of unsigned numbers.

    Bytes are numbers of 64 bits, little endian; arrays are of 32 bits or, ``Q``, of 64.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra

    arrays = []
    for column in packed.values():
        is_short = isinstance(column, array) and column.typecode != "Q"
        kind, size = (pa.uint32(), 4) if is_short else (pa.uint64(), 8)
        data = pa.py_buffer(column)
        arrays.append(pa.Array.from_buffers(kind, data.size // size, [None, data]))
    return pa.Table.from_arrays(arrays, names=list(packed))


class Store:
    """A database that is gone when its context is left, whatever happened.

    ``known`` has names that statements may use at any time.

    Raises:
        UsageError: duckdb or pyarrow is not installed, or the room's memory is too small.
        OutputError: the folder cannot be written, or is full.

    """

    def __init__(self, room: Room, known: Mapping[str, object]) -> None:
        self._duckdb, self._arrow = _libraries()
        self._known = known
        self._place = f"temporary file in {room.folder}" if room.folder else "temporary file"
        self.memory = max(_LEAST, (room.memory - _BESIDE) * 3 // 4)
        try:
            self._folder = Path(mkdtemp(prefix="mentorlit-", dir=room.folder or None))
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error
        self._apart = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        config = {
            "memory_limit": f"{self.memory // _MEBIBYTE}MiB",
            "threads": max(1, min(_processors(), self.memory // _THREAD)),
            "temp_directory": str(self._folder / "spilled"),
            "preserve_insertion_order": "false",
            "fsync_mode": "NONE",
            "allocator_flush_threshold": _FREED,
            "allocator_bulk_deallocation_flush_threshold": _FREED,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        try:
            path = str(self._folder / "pairs.duckdb")
            self._connection = self._told(lambda: self._duckdb.connect(path, config=config))
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._connection.close()
        except self._duckdb.Error:
            # It failed before, which was told; what could not be written is thrown away now.
            pass
        finally:
            self._remove()

    def run(self, statement: str, batch: Any = None, **names: object) -> None:
        """Carry out a statement, with its names filled in; it can read ``batch``."""
        filled = statement.format(**self._known, **names)
        if batch is not None:
            self._connection.register("batch", batch)
        self._told(lambda: self._connection.execute(filled))
        if batch is not None:
            self._connection.unregister("batch")

    def rows(self, query: str, **names: object) -> list[tuple[int, ...]]:
        """Return the rows of a query with a small result."""
        filled = query.format(**self._known, **names)
        found: list[tuple[int, ...]] = self._told(lambda: self._connection.sql(filled).fetchall())
        return found

    def number(self, query: str, **names: object) -> int:
        """Return the one number that a query gives."""
        return self.rows(query, **names)[0][0]

    def arrays(self, typecode: str, query: str, **names: object) -> Iterator["array[int]"]:
        """Yield the one column of a query in batches; ``typecode`` is ``I`` or ``Q``.

        No other statement can be carried out before the last batch.
        """
        filled = query.format(**self._known, **names)
        reader = self._told(lambda: self._connection.sql(filled).to_arrow_reader(_ROWS))
        while batch := self._told(lambda: next(reader, None)):
            column = batch.column(0)
            batched = array(typecode)
            first = column.offset * batched.itemsize
            size = len(column) * batched.itemsize
            batched.frombytes(memoryview(column.buffers()[1])[first : first + size])
            yield batched

    def _told(self, call: Callable[[], _Made]) -> _Made:
        """Return what a call gives; its failures become those of the run.

        It runs in a thread of its own: in the main thread DuckDB asks for signals and drops what
        their handlers raise, so that nobody would learn which signal it was.
        """
        waiting = self._apart.submit(call)
        try:
            return waiting.result()
        except self._duckdb.Error as error:
            raise self._failed(error) from error
        except (OSError, self._arrow.ArrowException) as error:
            raise self._unwritable(_first_line(error)) from error
        except BaseException:
            self._interrupt()
            raise

    def _interrupt(self) -> None:
        if hasattr(self, "_connection"):
            self._connection.interrupt()
        self._apart.shutdown()

    def _failed(self, error: Exception) -> Exception:
        """Return how the run failed; what is no fault of the machine's is told as it is."""
        library, message = self._duckdb, _first_line(error)
        if isinstance(error, library.OutOfMemoryException):
            if "offload" not in message:
                return UsageError(f"duckdb: not enough memory: {message}")
            return self._unwritable("No space left on device")
        at_writing = library.IOException | library.TransactionException | library.FatalException
        return self._unwritable(message) if isinstance(error, at_writing) else error

    def _unwritable(self, message: str) -> MentorlitError:
        """Return the error with the reason alone: which of the files it was says nothing."""
        return OutputError(f"{self._place}: cannot be written: {message.rpartition(': ')[2]}")

    def _remove(self) -> None:
        self._apart.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)


def _libraries() -> tuple[Any, Any]:
    try:
        import duckdb  # noqa: PLC0415 - an extra
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "the engine duckdb needs duckdb and pyarrow: pip install 'mentorlit[duckdb]'"
        raise UsageError(message) from error
    return duckdb, pa


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]

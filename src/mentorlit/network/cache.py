"""Answers kept on disk, so that nothing is asked twice; the extra ``cache``.

The storage is requests-cache's, the contents are plain data: no file in the folder can run code.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from mentorlit.network.asking import Answer, Query
from mentorlit.network.clock import Clock, SystemClock
from mentorlit.network.statuses import is_answer
from mentorlit.problems import OutputError, UsageError

NAME: Final = "answers.sqlite"
"""The file of answers in the folder."""

_TABLE: Final = "answers"
_BUSY: Final = 10.0
"""Seconds that another process may take to write one answer."""

_HELD: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""What sqlite says when another process has the file."""

_HEADERS: Final = ("content-type", "content-language", "date", "last-modified", "link")
"""What is kept of an answer's head: what it says of the body."""


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """One answer as it is stored; ``body`` is packed by zlib, ``size`` its size unpacked."""

    asked: str
    at: float
    url: str
    status: int
    headers: dict[str, str]
    size: int
    body: bytes


class Cache:
    """Answers in a folder, for any number of processes at once.

    They are found by the address without its private parameters, and by what kind of answer was
    wanted. Kept are successes and that a thing is not known (404, 410).

    Args:
        folder: where they are; made if need be, for this user alone.
        refresh: find nothing, so that everything is asked and kept anew.

    Raises:
        UsageError: requests-cache is not installed.
        OutputError: the folder cannot be written, or its file is something else.

    """

    def __init__(self, folder: Path, *, refresh: bool = False, clock: Clock | None = None) -> None:
        self._path = folder.absolute() / NAME
        self._refresh = refresh
        self._clock = clock or SystemClock()
        self._fresh: set[str] = set()
        self._storage = self._opened()

    def get(self, query: Query, within: float | None = None) -> Answer | None:
        """Return what was answered before, at most ``within`` seconds ago, or None.

        Raises:
            OutputError: the file is damaged.

        """
        key = _key(query)
        if self._refresh and key not in self._fresh:
            return None
        try:
            found = _unpacked(self._storage[key], query)
        except KeyError:
            return None
        except sqlite3.Error as error:
            raise self._broken(error) from error
        if found is None:
            return None
        at, answer = found
        recent = within is None or 0 <= self._clock.wall() - at <= within
        return answer if recent else None

    def put(self, query: Query, answer: Answer) -> None:
        """Keep an answer, unless it is neither a success nor says that a thing is not known.

        Raises:
            OutputError: it cannot be written.

        """
        self.put_all([(query, answer)])

    def put_all(self, answered: Iterable[tuple[Query, Answer]]) -> None:
        """Keep several answers together, which takes the time of one; see :meth:`put`."""
        now = self._clock.wall()
        rows = [
            (_key(query), _packed(query, answer, now))
            for query, answer in answered
            if is_answer(answer.status)
        ]
        statement = f"INSERT OR REPLACE INTO {_TABLE} (key, value) VALUES (?, ?)"  # noqa: S608
        self._execute(statement, rows)
        self._fresh.update(key for key, _ in rows)

    def forget(self, query: Query) -> None:
        """Keep an answer no longer.

        Raises:
            OutputError: the file cannot be written.

        """
        self._execute(f"DELETE FROM {_TABLE} WHERE key = ?", [(_key(query),)])  # noqa: S608

    def close(self) -> None:
        """Close the file."""
        self._storage.close()

    def _execute(self, statement: str, rows: Sequence[tuple[str | bytes, ...]]) -> None:
        """Change the file; in place of the storage's own way, which waits for ever if it cannot."""
        try:
            with self._storage.connection() as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    connection.executemany(statement, rows)
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _opened(self) -> Any:
        try:
            from requests_cache.backends.sqlite import SQLiteDict  # noqa: PLC0415 - an extra
        except ImportError as error:
            message = "--cache needs requests-cache: pip install 'mentorlit[cache]'"
            raise UsageError(message) from error
        try:
            self._prepare()
            return SQLiteDict(self._path, _TABLE, serializer=None, timeout=_BUSY)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(f"{self._path}: cannot be written: {reason}") from error
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _prepare(self) -> None:
        """Make the file, and make sure that it is a cache that can be written."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA trusted_schema = OFF")
            if not _is_cache(connection):
                raise OutputError(
                    f"{self._path}: this is no cache of mentorlit; name another folder"
                )
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _broken(self, error: sqlite3.Error) -> OutputError:
        # An extended code has what it is about above its lowest byte.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _HELD:
            return OutputError(f"{self._path}: another process uses the cache; try again")
        reason = " ".join(str(error).split())
        message = f"{self._path}: cannot be used as a cache ({reason}); "
        return OutputError(message + "remove it or name another folder")


def _is_cache(connection: sqlite3.Connection) -> bool:
    """Tell whether a database has nothing but answers, and nothing that runs by itself.

    Triggers, views, checks and what is computed would run whenever an answer is kept. What
    computes has parentheses beside the pair around the columns.
    """
    schema = "SELECT type, tbl_name, coalesce(sql, '') FROM sqlite_master"
    return all(
        table == _TABLE
        and (kind == "index" or (kind == "table" and definition.startswith("CREATE TABLE")))
        and definition.count("(") <= 1
        for kind, table, definition in connection.execute(schema)
    )


def _key(query: Query) -> str:
    return sha256(_asked(query).encode("utf-8", "surrogatepass")).hexdigest()


def _asked(query: Query) -> str:
    return f"{query.accept}\n{query.url.partition('#')[0]}"


def _packed(query: Query, answer: Answer, now: float) -> bytes:
    kept = _Kept(
        asked=_asked(query),
        at=now,
        url=answer.url,
        status=answer.status,
        headers={name: answer.headers[name] for name in _HEADERS if name in answer.headers},
        size=len(answer.body),
        body=zlib.compress(answer.body, 6),
    )
    return msgspec.msgpack.encode(kept)


def _unpacked(data: object, query: Query) -> tuple[float, Answer] | None:
    """Return when an answer came and the answer; None if the data are not as they are written."""
    if not isinstance(data, bytes):
        return None
    try:
        kept = msgspec.msgpack.decode(data, type=_Kept)
        if not (kept.asked == _asked(query) and 0 <= kept.size <= query.limit):
            return None
        body = zlib.decompressobj().decompress(kept.body, kept.size + 1)
    except (msgspec.DecodeError, UnicodeDecodeError, zlib.error):
        return None
    if len(body) != kept.size or not is_answer(kept.status):
        return None
    answer = Answer(url=kept.url, status=kept.status, headers=kept.headers, body=body, kept=True)
    return kept.at, answer

"""Answers kept on disk."""

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from loopback.clock import FakeClock
from mentorlit.network.asking import Answer, Query
from mentorlit.network.cache import NAME, Cache
from mentorlit.problems import OutputError, UsageError

SECRET = "s3cret"  # noqa: S105 - looked for where it must not be
QUERY = Query(
    "https://service.example/works?ids=1,2", accept="application/json", private=(("key", SECRET),)
)
ANSWER = Answer(
    url="https://service.example/v2/works?ids=1,2",
    status=200,
    headers={"content-type": "application/json", "x-rate-limit-limit": "50", "set-cookie": "a=b"},
    body=b'{"title": "\xc3\xa4"}\x00\xff',
)


@contextmanager
def opened(folder: Path, **options: Any) -> Iterator[Cache]:
    with closing(Cache(folder, **options)) as cache:
        yield cache


def test_an_answer_is_found_again(tmp_path: Path) -> None:
    with opened(tmp_path / "new" / "cache") as cache:
        assert cache.get(QUERY) is None
        cache.put(QUERY, ANSWER)
    with opened(tmp_path / "new" / "cache") as cache:
        found = cache.get(QUERY)
    headers = {"content-type": "application/json"}
    assert found == msgspec.structs.replace(ANSWER, headers=headers, kept=True)


def test_what_is_private_neither_counts_nor_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
        assert cache.get(QUERY._replace(private=(("key", "other"),), service="x"))
        assert cache.get(QUERY._replace(url=QUERY.url + "#part"))
    for path in tmp_path.iterdir():
        assert SECRET.encode() not in path.read_bytes()


def test_other_questions_have_other_answers(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
        assert cache.get(QUERY._replace(accept="text/html")) is None
        assert cache.get(QUERY._replace(url=QUERY.url + "0")) is None
        assert cache.get(Query("https://service.example/'; DROP TABLE answers; --")) is None
        assert cache.get(QUERY)


@pytest.mark.parametrize("status", [200, 204, 299, 404, 410])
def test_successes_and_unknown_things_are_kept(tmp_path: Path, status: int) -> None:
    with opened(tmp_path) as cache:
        answer = msgspec.structs.replace(ANSWER, status=status, body=b"")
        cache.put(QUERY, answer)
        found = cache.get(QUERY)
        assert found is not None
        assert (found.status, found.body) == (status, b"")


@pytest.mark.parametrize("status", [0, 199, 301, 400, 401, 403, 429, 500, 503])
def test_nothing_else_is_kept(tmp_path: Path, status: int) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, msgspec.structs.replace(ANSWER, status=status))
        assert cache.get(QUERY) is None


def test_refreshing_asks_anew_once(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(ANSWER, body=b"newer")
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
    with opened(tmp_path, refresh=True) as cache:
        assert cache.get(QUERY) is None
        cache.put(QUERY, newer)
        assert cache.get(QUERY) is not None
    with opened(tmp_path) as cache:
        found = cache.get(QUERY)
        assert found is not None
        assert found.body == b"newer"


def test_an_answer_that_was_none_is_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
        cache.forget(QUERY)
        cache.forget(QUERY)
        assert cache.get(QUERY) is None


def test_an_answer_may_be_too_old(tmp_path: Path) -> None:
    clock = FakeClock()
    with opened(tmp_path, clock=clock) as cache:
        cache.put(QUERY, ANSWER)
        clock.sleep(100.0)
        assert cache.get(QUERY, within=100.0)
        assert cache.get(QUERY, within=99.0) is None
        assert cache.get(QUERY)


def test_a_larger_answer_than_wanted_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
        assert cache.get(QUERY._replace(limit=len(ANSWER.body)))
        assert cache.get(QUERY._replace(limit=len(ANSWER.body) - 1)) is None


def test_answers_take_little_room(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, msgspec.structs.replace(ANSWER, body=b'{"title": "a title"}' * 100_000))
    assert (tmp_path / NAME).stat().st_size < 100_000


def test_only_the_user_can_read_them(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with opened(tmp_path / "cache") as cache:
            cache.put(QUERY, ANSWER)
            modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "cache").iterdir()]
    finally:
        os.umask(before)
    assert set(modes) == {0o600}
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_runs_at_once_share_them(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as other:
        for number in range(20):
            query = QUERY._replace(url=f"https://service.example/{number}")
            (one, other)[number % 2].put(query, ANSWER)
            assert (other, one)[number % 2].get(query)


WRITER = """
import sys
from pathlib import Path
from mentorlit.network.asking import Answer, Query
from mentorlit.network.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(50):
    query = Query(f"https://service.example/{sys.argv[2]}/{number}")
    cache.put(query, Answer(url=query.url, status=200, headers={}, body=b"x" * 10_000))
cache.close()
"""


def test_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "cache")]
    writers = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with opened(tmp_path / "cache") as cache:
        for name in "abc":
            for number in range(50):
                assert cache.get(Query(f"https://service.example/{name}/{number}"))


class Ran:
    """What would run code if anybody unpickled it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, ("ran",))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        7,
        b"",
        b"garbage",
        pickle.dumps(Ran()),
        msgspec.msgpack.encode([]),
        msgspec.msgpack.encode({"url": "x"}),
        msgspec.msgpack.encode(["", 0.0, "", 200, {}, -1, b""]),
        msgspec.msgpack.encode(
            [f"{QUERY.accept}\n{QUERY.url}", 0.0, "", 200, {}, -1, b"x\x9c\x03\x00\x00\x00\x00\x01"]
        ),
        msgspec.msgpack.encode([f"{QUERY.accept}\n{QUERY.url}", 0.0, "", 200, {}, 5, b"no zlib"]),
    ],
)
def test_a_damaged_answer_is_asked_for_anew(
    tmp_path: Path,
    value: object,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("UPDATE answers SET value = ?", (value,))
        connection.commit()
    with opened(tmp_path) as cache:
        assert cache.get(QUERY) is None
        cache.put(QUERY, ANSWER)
        assert cache.get(QUERY)
    assert not (tmp_path / "ran").exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("content", [b"garbage" * 1_000, b"SQLite format 3\x00" + b"\xff" * 9_000])
def test_a_file_that_is_something_else_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(OutputError) as caught:
        Cache(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / NAME}: cannot be used as a cache (")
    assert "\n" not in str(caught.value)
    assert (tmp_path / NAME).read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE responses (key, value)")
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(OutputError, match="this is no cache of mentorlit"):
        Cache(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM answers; END",
        "CREATE VIEW others AS SELECT * FROM answers",
        "CREATE INDEX i ON answers(hex(zeroblob(9)))",
        "CREATE TABLE others (key)",
        "DROP TABLE answers; CREATE VIEW answers AS SELECT 'k' AS key, x'00' AS value",
        "DROP TABLE answers; CREATE TABLE answers (key, value CHECK (length(value) > 9))",
        "DROP TABLE answers; CREATE TABLE answers (key, value AS (zeroblob(9)))",
    ],
)
def test_a_file_in_which_something_runs_by_itself_is_left_alone(
    tmp_path: Path, planted: str
) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.executescript(planted)
    with pytest.raises(OutputError, match="this is no cache of mentorlit"):
        Cache(tmp_path)


def test_a_cache_that_another_process_holds_is_not_to_be_removed(tmp_path: Path) -> None:
    with opened(tmp_path) as cache, closing(sqlite3.connect(tmp_path / NAME)) as other:
        with cache._storage.connection() as connection:  # noqa: SLF001 - nothing is waited for
            connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN EXCLUSIVE")
        for use in (cache.get, cache.forget):
            with pytest.raises(OutputError, match=r"another process uses the cache; try again$"):
                use(QUERY)


def test_a_table_of_another_shape_is_told_in_one_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE answers (question)")
    with opened(tmp_path) as cache, pytest.raises(OutputError, match="cannot be used as a cache"):
        cache.put(QUERY, ANSWER)


def test_damage_that_shows_later_is_told_in_one_line(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        for number in range(50):
            body = os.urandom(5_000)
            query = QUERY._replace(url=f"https://service.example/{number}")
            cache.put(query, msgspec.structs.replace(ANSWER, body=body))
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[:8_192] + b"\xff" * (len(whole) - 8_192))
    with pytest.raises(OutputError, match="cannot be used as a cache"):
        look_up_all(tmp_path)


def look_up_all(folder: Path) -> None:
    with opened(folder) as cache:
        for number in range(50):
            cache.get(QUERY._replace(url=f"https://service.example/{number}"))


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put(QUERY, ANSWER)
        with cache._storage.connection() as connection:  # noqa: SLF001 - no disk is filled for this
            connection.execute("PRAGMA max_page_count = 1")
        large = msgspec.structs.replace(ANSWER, body=os.urandom(100_000))
        with pytest.raises(OutputError, match=r"cannot be used as a cache .*full"):
            cache.put(QUERY, large)
        assert cache.get(QUERY), "and what was kept stays"


@pytest.mark.parametrize("folder", ["file", "file/cache", "taken"])
def test_a_folder_that_cannot_be_is_told_in_one_line(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken" / NAME).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written") as caught:
        Cache(tmp_path / folder)
    assert "\n" not in str(caught.value)


def test_without_the_extra_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "requests_cache.backends.sqlite", None)
    with pytest.raises(UsageError, match=r"pip install 'mentorlit\[cache\]'"):
        Cache(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()

"""Servers that misbehave in every way known: each ends soon, with the right code, asked no more."""

import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
Door: Any = None

from loopback.behaviours import BEHAVIOURS, BY_NAME, robots
from loopback.behaviours.saying import PAGE, answer
from loopback.clock import FakeClock
from loopback.hostile import Act, Behaviour, Hostile, Line
from loopback.serving import Asked
from mentorlit.limits import MEBIBYTE
from mentorlit.network.asking import NetworkError, Query
from mentorlit.network.exchange import Exchange
from mentorlit.network.pacing import Paces
from mentorlit.network.policy import Policy

LIMIT = MEBIBYTE
IN_FLIGHT = 16 * MEBIBYTE
"""Bytes that the system's buffers of one connection may take before the client's end is known."""

SECRET = "s3cret"  # noqa: S105 - looked for where it must not be
PRIVATE = (("api_key", SECRET),)


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"a connection to {address} was tried"
        connect(self, address)

    def looked_up(*names: object, **_: object) -> None:
        raise AssertionError(f"{names} was looked up")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)


def served(row: Behaviour) -> Hostile:
    return Hostile({"good": answer(), row.name: row.act})


def policy_for(row: Behaviour) -> Policy:
    return Policy(allowed_hosts=(f"{row.name}.test", "good.test"), read=row.read, total=row.total)


@contextmanager
def exchange_for(server: Hostile, row: Behaviour, clock: FakeClock) -> Iterator[Exchange]:
    exchange = Exchange(policy_for(row), clock, server.resolve)
    try:
        yield exchange
    finally:
        exchange.close()


@contextmanager
def door_for(server: Hostile, row: Behaviour, folder: Path, clock: FakeClock) -> Iterator[Door]:
    with exchange_for(server, row, clock) as exchange:
        paces = Paces(folder, lambda _: 1.0, clock)
        door = Door(policy_for(row), paces=paces, clock=clock, exchange=exchange)
        try:
            yield door
        finally:
            door.close()


def outcome(ask: Callable[[Query], Any], query: Query, told: list[str] | None = None) -> str:
    """Return the status or the code of an answer; what a person would be told goes to ``told``."""
    said = [] if told is None else told
    try:
        answered = ask(query)
    except NetworkError as failure:
        said.append(str(failure))
        return failure.code
    said.append(answered.url)
    return str(answered.status)


def assert_nothing_given_away(server: Hostile, row: Behaviour, told: list[str]) -> None:
    assert SECRET not in " ".join(told)
    for asked in server.log:
        assert not {"cookie", "authorization", "referer"} & asked.headers.keys()
        assert asked.headers["host"].startswith(row.name) or SECRET not in asked.target


def names(rows: tuple[Behaviour, ...]) -> dict[str, Any]:
    return {"argvalues": rows, "ids": [row.name for row in rows]}


@pytest.mark.parametrize("row", **names(BEHAVIOURS))
def test_one_try_ends_with_the_right_code(row: Behaviour) -> None:
    told: list[str] = []
    hops: list[str] = []
    clock = FakeClock(row.step)
    with served(row) as server, exchange_for(server, row, clock) as exchange:
        query = Query(server.url(row.name), private=PRIVATE, limit=LIMIT)
        found = outcome(partial(exchange.get, hop=hops.append), query, told)
        assert found in row.tried.split("|"), told
        assert len(server.log) == len(hops) <= row.requests
        assert_nothing_given_away(server, row, told)
    assert sum(server.sent.values()) < LIMIT + IN_FLIGHT


@pytest.mark.parametrize("row", **names(BEHAVIOURS))
def test_the_door_ends_with_the_right_code(row: Behaviour, tmp_path: Path) -> None:
    told: list[str] = []
    clock = FakeClock(row.step)
    with served(row) as server, door_for(server, row, tmp_path, clock) as door:
        query = Query(server.url(row.name), private=PRIVATE, limit=LIMIT)
        found = outcome(door.ask, query, told)
        assert found in (row.told or row.tried).split("|"), told
        assert len(server.log) <= row.requests * row.tries
        assert_nothing_given_away(server, row, told)
    assert sum(clock.slept) <= Policy().patience * row.tries


@pytest.mark.parametrize("row", **names(BEHAVIOURS))
def test_one_bad_host_among_twenty_questions_harms_no_other(row: Behaviour, tmp_path: Path) -> None:
    clock = FakeClock(row.step)
    place = BEHAVIOURS.index(row) % 20
    with served(row) as server, door_for(server, row, tmp_path, clock) as door:
        hosts = ["good"] * 20
        hosts[place] = row.name
        found = [
            outcome(door.ask, Query(server.url(host, f"/{number}"), limit=LIMIT))
            for number, host in enumerate(hosts)
        ]
        assert found.pop(place) in (row.told or row.tried).split("|")
        assert found == ["200"] * 19
        assert len(server.log) <= 19 + row.requests * row.tries


BIG = ("100-MB", "endless", "endless-refusal", "gzip-bomb", "gzip-bomb-in-a-bomb", "10000-headers")
BIGGER = ("chunks-for-ever", "header-of-1-MB", "endless-status", "endless-headers", "length-huge")


@pytest.mark.parametrize("name", BIG + BIGGER)
def test_memory_is_bounded(name: str) -> None:
    row = BY_NAME[name]
    with served(row) as server, exchange_for(server, row, FakeClock(row.step)) as exchange:
        outcome(exchange.get, Query(server.url("good")))
        tracemalloc.start()
        try:
            outcome(exchange.get, Query(server.url(name), limit=LIMIT))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 6 * LIMIT


@pytest.mark.parametrize("row", robots.ROWS, ids=[row.name for row in robots.ROWS])
def test_robots_txt_is_asked_once_and_respected(row: robots.Robots, tmp_path: Path) -> None:
    host = Behaviour(row.name, answer(), row.told, read=row.read)
    clock = FakeClock(0.0001)
    rules = {row.name: row.act, **robots.ELSEWHERE}
    server = Hostile({row.name: answer()}, rules)
    with server, door_for(server, host, tmp_path, clock) as door:
        found = [
            outcome(door.ask, Query(server.url(row.name, path), page=True))
            for path in ("/page", "/page?again=1", "/page/3")
        ]
        assert found[0] in row.told.split("|")
        pages = server.asked(row.name, "/page")
        assert found[0] == found[1]
        assert len(pages) == found.count("200")
        assert len(server.asked(row.name, "/robots.txt")) <= row.requests


def test_robots_txt_is_not_asked_for_services(tmp_path: Path) -> None:
    row = Behaviour("closed", answer(), "200")
    server = Hostile({"closed": answer()}, {"closed": robots.ROWS[0].act})
    with server, door_for(server, row, tmp_path, FakeClock()) as door:
        assert outcome(door.ask, Query(server.url("closed"))) == "200"
        assert not server.asked("closed", "/robots.txt")


def test_robots_txt_of_the_host_that_a_redirect_names_is_respected(tmp_path: Path) -> None:
    row = BY_NAME["to-another-host"]
    server = Hostile({"good": answer(), row.name: row.act}, {"good": robots.ROWS[0].act})
    with server, door_for(server, row, tmp_path, FakeClock()) as door:
        assert outcome(door.ask, Query(server.url(row.name), page=True)) == "robots"
        assert not server.asked("good", "/page")


def test_a_port_that_nobody_listens_at_is_unreachable(tmp_path: Path) -> None:
    row = Behaviour("refused", b"", "unreachable")
    with Hostile({}) as server:
        pass
    with door_for(server, row, tmp_path, FakeClock()) as door:
        assert outcome(door.ask, Query(server.url("refused"))) == "unreachable"
    assert not server.log


def test_a_port_that_was_not_allowed_is_not_asked() -> None:
    with Hostile({"good": answer()}) as server, Hostile({"good": answer()}) as other:
        policy = Policy(allowed_hosts=(f"good.test:{server.port}",))
        exchange = Exchange(policy, FakeClock(), server.resolve)
        assert outcome(exchange.get, Query(server.url("good"))) == "200"
        found = outcome(exchange.get, Query(other.url("good")))
        exchange.close()
        assert found in {"private-address", "bad-address"}
        assert not other.connections


def test_a_name_that_resolves_to_a_private_address_later_is_not_asked_again() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]])
    with Hostile({"good": answer()}) as server:
        exchange = Exchange(Policy(), FakeClock(), lambda *_: next(answers))
        for _ in range(3):
            assert outcome(exchange.get, Query(server.url("good"))) != "200"
        exchange.close()
        assert not server.connections


def poisoner(line: Line, asked: Asked) -> None:
    """Say more than was asked for, and keep the connection open for the next question."""
    line.send(answer(b"right") if asked.path == "/second" else answer() + answer(b"poison"))
    line.hold()


def leaver(line: Line, _: Asked) -> None:
    """Promise to keep the connection, and close it."""
    line.send(
        answer(PAGE, "200 OK", "text/html", "Connection: keep-alive", "Keep-Alive: timeout=9")
    )


@pytest.mark.parametrize(("act", "body"), [(poisoner, b"right"), (leaver, PAGE)])
def test_the_next_question_on_a_kept_connection_gets_its_own_answer(act: Act, body: bytes) -> None:
    row = Behaviour("kept", act, "200")
    with served(row) as server, exchange_for(server, row, FakeClock()) as exchange:
        assert exchange.get(Query(server.url("kept", "/first"))).body == PAGE
        assert exchange.get(Query(server.url("kept", "/second"))).body == body
        assert len(server.log) == 2


@pytest.mark.parametrize("name", ["429-1-then-200", "429-date-then-200", "503-1-then-200"])
def test_retry_after_is_waited_for(name: str, tmp_path: Path) -> None:
    row, clock = BY_NAME[name], FakeClock()
    with served(row) as server, door_for(server, row, tmp_path, clock) as door:
        assert outcome(door.ask, Query(server.url(name))) == "200"
    assert sum(clock.slept) >= (29 if "date" in name else 1)


def test_the_environment_gives_no_proxy_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = BY_NAME["good"]
    (tmp_path / ".netrc").write_text("machine good.test login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with Hostile({"good": answer()}) as server, Hostile({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with door_for(server, row, tmp_path, FakeClock()) as door:
            assert outcome(door.ask, Query(server.url("good"))) == "200"
        assert not proxy.connections
        assert "authorization" not in server.log[0].headers


def test_offline_asks_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    with Hostile({"good": answer()}) as server:
        policy = Policy(offline=True, allowed_hosts=("good.test",))
        exchange = Exchange(policy, clock, server.resolve)
        paces = Paces(tmp_path, lambda _: 1.0, clock)
        door = Door(policy, paces=paces, clock=clock, exchange=exchange)
        for page in (False, True):
            assert outcome(door.ask, Query(server.url("good"), page=page)) == "offline"
        door.close()
        exchange.close()
        assert not server.connections

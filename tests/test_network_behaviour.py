"""Servers that misbehave in every way known: each ends soon, with the right code, asked no more."""

import socket
import tracemalloc
from functools import partial
from itertools import groupby, zip_longest
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.behaviours import BEHAVIOURS, BY_NAME, robots
from loopback.behaviours.saying import PAGE, answer
from loopback.clock import FakeClock
from loopback.hostile import Behaviour, Hostile, Line
from loopback.serving import Asked
from loopback.world import World, outcome
from mentorlit.limits import MEBIBYTE
from mentorlit.network.asking import Query
from mentorlit.network.door import Door
from mentorlit.network.exchange import Exchange
from mentorlit.network.pacing import Paces
from mentorlit.network.policy import Policy

LIMIT = MEBIBYTE
IN_FLIGHT = 16 * MEBIBYTE
"""Bytes that the system's buffers of one connection may take before the client's end is known."""

SECRET = "s3cret"  # noqa: S105 - looked for where it must not be
ASKED = Query(
    "", private=(("api_key", SECRET),), private_headers=(("X-Token", SECRET),), limit=LIMIT
)


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


def served(*rows: Behaviour) -> Hostile:
    return Hostile({"good": answer(), **{row.name: row.act for row in rows}})


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def assert_nothing_given_away(server: Hostile, row: Behaviour, told: list[str]) -> None:
    assert SECRET not in " ".join(told)
    for asked in server.log:
        assert not {"cookie", "authorization", "referer"} & asked.headers.keys()
        told_there = f"{asked.target} {asked.headers}"
        assert asked.headers["host"].startswith(row.name) or SECRET not in told_there


def names(rows: tuple[Behaviour, ...]) -> dict[str, Any]:
    return {"argvalues": rows, "ids": [row.name for row in rows]}


@pytest.mark.parametrize("row", **names(BEHAVIOURS))
def test_one_try_ends_with_the_right_code(row: Behaviour, world: World) -> None:
    told: list[str] = []
    hops: list[str] = []
    clock = FakeClock(row.step)
    with served(row) as server, world.exchange(server, clock, row) as exchange:
        query = ASKED._replace(url=server.url(row.name))
        found = outcome(partial(exchange.get, hop=hops.append), query, told)
        assert found in row.tried.split("|"), told
        assert len(server.log) <= row.requests
        assert len(server.log) <= len(hops) <= len(server.log) + 1
        assert_nothing_given_away(server, row, told)
    assert sum(server.sent.values()) < LIMIT + IN_FLIGHT


@pytest.mark.parametrize("row", **names(BEHAVIOURS))
def test_the_door_ends_with_the_right_code(row: Behaviour, world: World) -> None:
    told: list[str] = []
    clock = FakeClock(row.step)
    with served(row) as server, world.door(server, clock, row) as door:
        query = ASKED._replace(url=server.url(row.name))
        found = outcome(door.ask, query, told)
        assert found in (row.told or row.tried).split("|"), told
        assert len(server.log) <= row.requests * row.tries
        assert_nothing_given_away(server, row, told)
    assert sum(clock.slept) <= Policy().patience * row.tries


def alike() -> list[tuple[Behaviour, ...]]:
    """Return the rows by tens; those of one list bear the same clock and timeout."""
    rows = sorted(BEHAVIOURS, key=lambda row: (row.step, row.read))
    return [
        some[k : k + 10]
        for _, group in groupby(rows, key=lambda row: (row.step, row.read))
        for some in [tuple(group)]
        for k in range(0, len(some), 10)
    ]


@pytest.mark.parametrize("rows", alike(), ids=[rows[0].name for rows in alike()])
def test_bad_hosts_among_twenty_questions_harm_no_others(
    rows: tuple[Behaviour, ...], world: World
) -> None:
    with served(*rows) as server, world.door(server, FakeClock(rows[0].step), *rows) as door:
        good = [f"good-{number}" for number in range(20 - len(rows))]
        turns = zip_longest((row.name for row in rows), good)
        hosts = [host for turn in turns for host in turn if host]
        urls = {host: server.url("good" if host in good else host, f"/{host}") for host in hosts}
        found = {host: outcome(door.ask, Query(urls[host], limit=LIMIT)) for host in hosts}
        assert {host: found.pop(host) for host in good} == dict.fromkeys(good, "200")
        for row in rows:
            assert found[row.name] in (row.told or row.tried).split("|"), row.name
            assert len(server.asked(row.name)) <= row.requests * row.tries, row.name


BIG = ("100-mb", "endless", "endless-refusal", "gzip-bomb", "gzip-bomb-in-a-bomb", "10000-headers")
BIGGER = (
    "trailer-for-ever",
    "chunk-size-for-ever",
    "chunk-extension-for-ever",
    "chunks-for-ever",
    "header-of-1-mb",
    "endless-status",
    "endless-headers",
    "length-huge",
)


@pytest.mark.parametrize("name", BIG + BIGGER)
def test_memory_is_bounded(name: str, world: World) -> None:
    row = BY_NAME[name]
    with served(row) as server, world.exchange(server, FakeClock(row.step), row) as exchange:
        outcome(exchange.get, Query(server.url("good")))
        tracemalloc.start()
        try:
            outcome(exchange.get, Query(server.url(name), limit=LIMIT))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 6 * LIMIT


@pytest.mark.parametrize("row", robots.ROWS, ids=[row.name for row in robots.ROWS])
def test_robots_txt_is_asked_once_and_respected(row: robots.Robots, world: World) -> None:
    host = Behaviour(row.name, answer(), row.told, read=row.read)
    clock = FakeClock(0.0001)
    rules = {row.name: row.act, **robots.ELSEWHERE}
    server = Hostile({row.name: answer()}, rules)
    with server, world.door(server, clock, host) as door:
        found = [
            outcome(door.ask, Query(server.url(row.name, path), page=True))
            for path in ("/page", "/page?again=1", "/page/3")
        ]
        assert found[0] in row.told.split("|")
        pages = server.asked(row.name, "/page")
        assert found[0] == found[1]
        assert len(pages) == found.count("200")
        assert len(server.asked(row.name, "/robots.txt")) <= row.requests


def test_robots_txt_is_not_asked_for_services(world: World) -> None:
    row = Behaviour("closed", answer(), "200")
    server = Hostile({"closed": answer()}, {"closed": robots.ROWS[0].act})
    with server, world.door(server, FakeClock(), row) as door:
        assert outcome(door.ask, Query(server.url("closed"))) == "200"
        assert not server.asked("closed", "/robots.txt")


def test_robots_txt_of_the_host_that_a_redirect_names_is_respected(world: World) -> None:
    row = BY_NAME["to-another-host"]
    server = Hostile({"good": answer(), row.name: row.act}, {"good": robots.ROWS[0].act})
    with server, world.door(server, FakeClock(), row) as door:
        assert outcome(door.ask, Query(server.url(row.name), page=True)) == "robots"
        assert not server.asked("good", "/page")


def test_a_port_that_nobody_listens_at_is_unreachable(world: World) -> None:
    row = Behaviour("refused", b"", "unreachable")
    with Hostile({}) as server:
        pass
    with world.door(server, FakeClock(), row) as door:
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


def test_a_port_that_is_not_the_webs_is_not_asked_at_public_hosts_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tried(_: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket.socket, "connect", tried)
    policy = Policy(certificates=world.certificates)
    exchange = Exchange(policy, FakeClock(), lambda *_: ["93.184.216.34"])
    for url in ("http://public.test:8080/", "https://public.test:22/"):
        assert outcome(exchange.get, Query(url)) == "private-address"
    exchange.close()


def test_a_name_is_looked_up_once_for_a_connection_and_again_for_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer is private, as a host that attacks its visitor's network gives it."""
    answers = iter([["93.184.216.34"], ["10.0.0.7"], ["93.184.216.34", "10.0.0.7"], ["::1"]])
    connections: list[object] = []

    def refused(_: socket.socket, address: object) -> None:
        connections.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refused)
    policy = Policy(certificates=world.certificates)
    exchange = Exchange(policy, FakeClock(), lambda *_: next(answers))
    found = [outcome(exchange.get, Query("http://rebound.test/")) for _ in range(4)]
    exchange.close()
    assert found == ["unreachable", "private-address", "private-address", "private-address"]
    assert connections == [("93.184.216.34", 80)]


def test_a_look_up_that_never_ends_is_not_waited_for(world: World) -> None:
    ended = Event()

    def looks_long(*_: object) -> list[str]:
        ended.wait()
        return []

    exchange = Exchange(Policy(connect=0.05, certificates=world.certificates), None, looks_long)
    assert outcome(exchange.get, Query("http://slow.test/")) == "timed-out"
    ended.set()
    exchange.close()


@pytest.mark.parametrize("name", ["drips-status", "drips-header", "drips-headers", "drips-body"])
def test_a_drip_ends_by_the_real_clock_too(name: str, world: World) -> None:
    row = BY_NAME[name]
    with served(row) as server:
        policy = msgspec.structs.replace(world.policy(row), total=0.1, read=0.1)
        exchange = Exchange(policy, resolve=server.resolve)
        assert outcome(exchange.get, Query(server.url(name))) == "timed-out"
        exchange.close()


TOKENS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b":",
    b" ",
    b"\r\n\r\n",
    b"9" * 30,
    b"-1",
    b"\xff",
    b"HTTP/1.1 ",
)
LINES = (b"Content-Length: 5", b"Transfer-Encoding: chunked", b"Content-Encoding: gzip")
SAID = tuple(
    row.act for row in BEHAVIOURS if isinstance(row.act, bytes) and 0 < len(row.act) < 2000
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw an answer of one of the hosts with a few things inserted, overwritten or cut away."""
    said = draw(st.sampled_from(SAID))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(said)))
        added = draw(
            st.sampled_from(TOKENS)
            | st.sampled_from(LINES).map(lambda line: b"\r\n" + line + b"\r\n")
            | st.binary(max_size=3)
        )
        said = said[:place] + added + said[place + draw(st.integers(0, 8)) :]
    return said


def test_damaged_answers_are_answers_or_failures_that_are_told(world: World) -> None:
    said = [b""]
    row = Behaviour("damaged", lambda line, _: line.send(said[0]), "", read=0.2)
    with served(row) as server, world.exchange(server, FakeClock(), row) as exchange:

        @given(damaged())
        def check(drawn: bytes) -> None:
            said[0], before = drawn, len(server.log)
            outcome(exchange.get, Query(server.url("damaged"), limit=LIMIT))
            assert len(server.log) <= before + 6

        check()


def poisoner(line: Line, asked: Asked) -> None:
    """Say more than was asked for, and keep the connection open for the next question."""
    first = answer(PAGE, "200 OK", "a/b", "Connection: keep-alive") + answer(b"poison")
    line.send(answer(b"right") if asked.path == "/second" else first)
    line.keep = asked.path == "/first"


def test_what_nobody_asked_for_is_no_answer_to_the_next_question(world: World) -> None:
    row = Behaviour("poison", poisoner, "200")
    with served(row) as server, world.exchange(server, FakeClock(), row) as exchange:
        assert exchange.get(Query(server.url("poison", "/first"))).body == PAGE
        assert exchange.get(Query(server.url("poison", "/second"))).body == b"right"


def test_a_connection_that_was_closed_meanwhile_is_opened_again(world: World) -> None:
    row = Behaviour("leaver", answer(PAGE, "200 OK", "a/b", "Connection: keep-alive"), "200")
    with served(row) as server, world.exchange(server, FakeClock(), row) as exchange:
        for times in (1, 2):
            assert exchange.get(Query(server.url("leaver"))).body == PAGE
            server.settle()
            assert server.connections == times


@pytest.mark.parametrize("name", ["429-1-then-200", "429-date-then-200", "503-1-then-200"])
def test_retry_after_is_waited_for(name: str, world: World) -> None:
    row, clock = BY_NAME[name], FakeClock()
    with served(row) as server, world.door(server, clock, row) as door:
        assert outcome(door.ask, Query(server.url(name))) == "200"
    assert sum(clock.slept) >= (29 if "date" in name else 1)


def test_the_environment_gives_no_proxy_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    row = BY_NAME["plain"]
    (tmp_path / ".netrc").write_text("machine good.test login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with Hostile({"good": answer()}) as server, Hostile({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with world.door(server, FakeClock(), row) as door:
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

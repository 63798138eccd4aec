"""How fast hosts are asked: by one process and by several, whatever becomes of files and clocks."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from loopback.clock import FakeClock
from mentorlit.locking import locked
from mentorlit.network.asking import NetworkError
from mentorlit.network.listening import Nobody
from mentorlit.network.pacing import Paces, floors, granted, host_of
from mentorlit.network.turns import Turn

HOST = "service.example"


class Warned(Nobody):
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.waits: list[tuple[str, float, str]] = []

    def warned(self, text: str) -> None:
        self.texts.append(text)

    def waiting(self, host: str, seconds: float, why: str) -> None:
        self.waits.append((host, seconds, why))


def paces(folder: Path | None, clock: FakeClock, interval: float = 1.0) -> Paces:
    return Paces(folder, lambda _: interval, clock)


def asked(who: Paces, host: str = HOST, service: str = "", takes: float = 0.0) -> float:
    """Ask a host; return when."""
    turn = who.turn(host, service)
    at = who.clock.wall()
    who.clock.sleep(takes)
    turn.close()
    return at


def most_within(times: list[float], seconds: float) -> int:
    """Return how many questions fell into any window of that length, at most."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)


def the_file(folder: Path) -> Path:
    return min(folder.iterdir())  # the other one is its queue


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize(("interval", "many", "window"), [(0.34, 3, 1.0), (3.0, 1, 3.0)])
@pytest.mark.parametrize("takes", [0.0, 0.3, 5.0])
def test_200_questions_never_exceed_the_rate(
    tmp_path: Path, processes: int, interval: float, many: int, window: float, takes: float
) -> None:
    clock = FakeClock()
    everyone = [paces(tmp_path, clock, interval) for _ in range(processes)]
    times = [asked(everyone[number % processes], takes=takes) for number in range(200)]
    assert most_within(times, window) <= many
    assert times[-1] - times[0] <= 199 * max(interval, takes) + 0.2, "and no slower than need be"


def test_questions_of_processes_that_take_turns_by_chance_keep_the_rate(tmp_path: Path) -> None:
    clock = FakeClock()
    one, other = paces(tmp_path, clock, 0.34), paces(tmp_path, clock, 0.34)
    times = []
    for number in range(200):
        times.append(asked(one if number * number % 7 < 3 else other))
        clock.sleep((0.0, 0.05, 0.5, 0.2)[number % 4])
    assert most_within(times, 1.0) <= 3


@pytest.mark.parametrize("link", ["symlink", "hard link", "pipe"])
def test_no_file_of_somebody_else_is_written(tmp_path: Path, link: str) -> None:
    folder, victim = tmp_path / "hosts", tmp_path / "victim"
    asked(paces(folder, FakeClock()))
    victim.write_text("precious")
    for path in list(folder.iterdir()):
        path.unlink()
        {"symlink": path.symlink_to, "hard link": path.hardlink_to, "pipe": piped(path)}[link](
            victim
        )
    who, listener = paces(folder, FakeClock()), Warned()
    who.turn(HOST, "", listener).close()
    assert victim.read_text() == "precious"
    assert len(listener.texts) == 1
    assert "cannot be used" in listener.texts[0]


def piped(path: Path) -> Callable[[Path], None]:
    return lambda _: os.mkfifo(path)


def test_a_question_that_goes_out_late_counts_from_then(tmp_path: Path) -> None:
    clock = FakeClock()
    who, other = paces(tmp_path, clock), paces(tmp_path, clock)
    turn = who.turn(HOST)
    clock.sleep(0.7)
    turn.begin()
    turn.close()
    asked(other)
    assert clock.slept[:2] == [0.7, 1.0]


def test_hosts_do_not_wait_for_each_other(tmp_path: Path) -> None:
    who = paces(tmp_path, FakeClock())
    assert asked(who, "a.example") == asked(who, "b.example")


def test_the_slower_of_two_neighbours_counts(tmp_path: Path) -> None:
    """One asks with a key and one without, or a service and a page of the same host."""
    clock = FakeClock()
    fast, slow = paces(tmp_path, clock, 0.1), paces(tmp_path, clock, 2.0)
    times = [asked(who) for who in (fast, slow, fast, fast)]
    assert [round(after - before, 6) for before, after in pairwise(times)] == [2.0, 2.0, 0.1]


def test_one_host_has_one_pace_for_all_its_services(tmp_path: Path) -> None:
    rows = [("https://a.example/x", 0.1), ("https://a.example/y", 3.0), ("", 9.0)]
    who = Paces(tmp_path, lambda _: 0.1, FakeClock(), floors(rows))
    assert who.interval("a.example", "x") == 3.0
    assert who.interval("b.example", "x") == 0.1


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Turn]:
    turn = paces(tmp_path, FakeClock()).turn(HOST)
    yield turn
    turn.close()


def test_a_host_has_one_question_at_a_time(tmp_path: Path, held: Turn) -> None:
    class Later(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 50:
                held.close()

    clock, listener = Later(), Warned()
    paces(tmp_path, clock).turn(HOST, "", listener).close()
    assert len(clock.slept) == 50, "it begins as soon as the other ends"
    assert listener.waits == [(HOST, 0.0, "another run asks it")]


def test_a_suspended_process_is_not_waited_for_for_ever(tmp_path: Path, held: Turn) -> None:
    clock = FakeClock()
    who = paces(tmp_path, clock)
    times = [asked(who) for _ in range(3)]
    assert 150 <= times[0] - FakeClock().wall() < 160
    apart = [round(after - before, 6) for before, after in pairwise(times)]
    assert apart == [1.0, 1.0], "it is waited for once, and the pace holds all the same"
    assert held.host == HOST


def test_who_has_just_asked_cannot_overtake_who_waits(tmp_path: Path, held: Turn) -> None:
    seen = []

    class Waiting(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            held.close()
            if seconds < 0.5:  # it does not wait for its pace
                seen.append(free(".queue"))

    def free(suffix: str) -> bool:
        path = the_file(tmp_path)
        with path.with_name(path.name + suffix).open("a+b") as file:
            return locked(file)

    turn = paces(tmp_path, Waiting()).turn(HOST)
    assert seen == [False], "while one waits, no other gets in"
    assert (free(""), free(".queue")) == (False, True), "then the next one may wait"
    turn.close()


def test_a_process_that_asks_on_is_waited_for(tmp_path: Path, held: Turn) -> None:
    class Busy(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) % 100 == 0:
                held.keep(last=self.wall())
            if len(self.slept) == 5_000:
                held.close()

    clock = Busy()
    paces(tmp_path, clock).turn(HOST).close()
    assert len(clock.slept) > 5_000


def test_an_interrupted_wait_leaves_nothing_locked(tmp_path: Path, held: Turn) -> None:
    class Interrupted(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paces(tmp_path, Interrupted()).turn(HOST)
    held.close()
    clock = FakeClock()
    paces(tmp_path, clock).turn(HOST).close()
    assert sum(clock.slept) <= 1.0


HOLDER = """
import sys
from mentorlit.network.pacing import Paces
turn = Paces(sys.argv[1], lambda _: 1.0).turn(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_leaves_nothing_locked(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path), HOST]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with the_file(tmp_path).open("a+b") as file:
            assert not locked(file), "another process has it"
        holder.kill()
        holder.wait()
    with the_file(tmp_path).open("a+b") as file:
        assert locked(file)


def test_what_a_server_wants_to_have_waited_holds_for_all_processes(tmp_path: Path) -> None:
    clock = FakeClock()
    one, other = paces(tmp_path, clock), paces(tmp_path, clock)
    turn = one.turn(HOST)
    began = clock.wall()
    turn.postpone(30.0)
    turn.close()
    assert asked(other) - began == pytest.approx(30.0)
    assert asked(one) - began == pytest.approx(31.0)


def test_no_server_makes_other_processes_wait_long(tmp_path: Path) -> None:
    clock = FakeClock()
    turn = paces(tmp_path, clock).turn(HOST)
    turn.postpone(1e9)
    turn.close()
    for later in (0.0, 3_600.0, 82_600.0):
        clock.sleep(later)
        began = clock.wall()
        with pytest.raises(NetworkError, match="come back at 2027-01-16 08:00 UTC"):
            asked(paces(tmp_path, clock))
        assert clock.wall() == began
    clock.sleep(150.0)
    assert asked(paces(tmp_path, clock)) - began <= 201.0, "a day is the most that is believed"


FUTURE = 4_000_000_000.0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        b'{"last": 18000',
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"last": null}',
        b'{"last": "soon"}',
        b'{"last": 1e400}',
        b'{"last": -1e300, "interval": -1e300, "until": -1e300, "told": -1e300}',
        b"x" * 5_000,
        json.dumps({"last": FUTURE, "interval": 1e300}).encode(),
        json.dumps({"last": FUTURE, "until": FUTURE, "told": FUTURE}).encode(),
        json.dumps({"last": 1.0, "until": FUTURE, "told": 1.0}).encode(),
        json.dumps({"until": FUTURE, "told": FUTURE + 1}).encode(),
        json.dumps({"more": 1}).encode(),
    ],
)
def test_no_file_makes_anybody_wait_long(tmp_path: Path, content: bytes) -> None:
    asked(paces(tmp_path, FakeClock()))
    the_file(tmp_path).write_bytes(content)
    clock = FakeClock()
    times = [asked(paces(tmp_path, clock)) for _ in range(4)]
    assert times[0] - FakeClock().wall() <= 60.0
    assert [round(after - before, 6) for before, after in pairwise(times)][1:] == [1.0, 1.0]


def test_a_clock_that_is_set_back_or_forth_costs_an_interval_at_most(tmp_path: Path) -> None:
    clock = FakeClock()
    who = paces(tmp_path, clock, 3.0)
    asked(who)
    for jump in (-86_400.0, 86_400.0, -1.0, 1.0):
        clock._passed += jump  # noqa: SLF001 - nothing else sets a clock back
        before = clock.wall()
        assert asked(who) - before <= 6.0


@pytest.mark.parametrize("folder", ["a file", "a file/hosts"])
def test_without_a_folder_a_process_keeps_its_own_pace(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").touch()
    clock, listener = FakeClock(), Warned()
    who = paces(tmp_path / folder, clock)
    times = []
    for _ in range(5):
        turn = who.turn(HOST, "", listener)
        times.append(clock.wall())
        turn.close()
    assert most_within(times, 1.0) == 1
    (text,) = listener.texts
    assert "cannot be used" in text


def test_nobody_needs_a_folder() -> None:
    assert most_within([asked(who) for who in [paces(None, FakeClock())] * 5], 1.0) == 1


def test_a_file_system_without_locks_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, listener = FakeClock(), Warned()
    who = paces(tmp_path, clock)
    monkeypatch.setattr("mentorlit.network.turns.locked", no_locks)
    times = []
    for _ in range(3):
        who.turn(HOST, "", listener).close()
        times.append(clock.wall())
    assert most_within(times, 1.0) == 1
    assert len(listener.texts) == 1


def no_locks(_: object) -> bool:
    raise OSError(37, "No locks available")


def test_only_the_user_can_look_into_the_folder(tmp_path: Path) -> None:
    asked(paces(tmp_path / "state" / "hosts", FakeClock()))
    assert stat.S_IMODE((tmp_path / "state" / "hosts").stat().st_mode) == 0o700


@pytest.mark.parametrize("host", ["a" * 253, "[::1]:8080", "con", "../../x", "bücher.example"])
def test_every_host_has_a_file_that_can_be(tmp_path: Path, host: str) -> None:
    asked(paces(tmp_path, FakeClock()), host)
    for path in tmp_path.iterdir():
        assert path.name.isascii()
        assert len(path.name) < 100


@pytest.mark.parametrize(
    ("limit", "period", "interval"),
    [
        ("50", "1s", 0.0204),
        ("3", "1s", 0.34),
        ("1", "1s", 1.02),
        (" 5 ", "10", 2.04),
        ("30", "1m", 2.04),
        ("999999", "1s", 0.02),
        ("1", "24h", 60.0),
        ("1", "999999h", 60.0),
        ("0", "1s", None),
        ("5", "0s", None),
        ("5", "", None),
        ("", "1s", None),
        ("-5", "1s", None),
        ("5.5", "1s", None),
        ("5, 5", "1s", None),
        ("٣", "1s", None),
        ("5", "1 fortnight", None),
        ("9" * 5_000, "1s", None),
    ],
)
def test_a_server_grants_a_rate(limit: str, period: str, interval: float | None) -> None:
    headers = {"x-rate-limit-limit": limit, "x-rate-limit-interval": period}
    assert granted(headers) == (None if interval is None else pytest.approx(interval))


def test_a_granted_rate_is_in_force_from_then_on(tmp_path: Path) -> None:
    who = paces(tmp_path, FakeClock(), 1.0)
    who.grant(HOST, {"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s"})
    assert who.interval(HOST, "crossref") == pytest.approx(0.102)
    assert who.interval(HOST) == 1.0, "a rate is granted to a service"
    who.grant(HOST, {"x-rate-limit-limit": "garbage", "x-rate-limit-interval": "1s"})
    assert who.interval(HOST, "crossref") == pytest.approx(0.102)
    who.grant(HOST, {"x-rate-limit-limit": "1", "x-rate-limit-interval": "5s"})
    times = [asked(who, service="crossref") for _ in range(20)]
    assert most_within(times, 5.0) == 1


def test_a_site_may_want_to_be_read_slowly(tmp_path: Path) -> None:
    who = paces(tmp_path, FakeClock(), 1.0)
    who.slow(HOST, 10.0)
    assert who.interval(HOST) == 10.0
    who.slow(HOST, 1e9)
    assert who.interval(HOST) == 60.0


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://API.Example.org/works?x=y", "api.example.org"),
        ("http://api.example.org:80/", "api.example.org"),
        ("https://api.example.org:8443/", "api.example.org:8443"),
        ("ftp://api.example.org/", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host

"""The order of things at the door: kept answers, robots.txt, paces, tries."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from loopback.clock import BEGINNING, FakeClock
from loopback.serving import Asked, Handler, Loopback
from loopback.serving import Reply as Served
from mentorlit.network.asking import Answer, NetworkError, Query
from mentorlit.network.cache import Cache
from mentorlit.network.door import Door
from mentorlit.network.exchange import Exchange, Reply
from mentorlit.network.pacing import Paces
from mentorlit.network.policy import Policy

BASE = "https://service.example/works"
SECRET = "s3cret"  # noqa: S105 - looked for where it must not be
QUERY = Query(BASE, private=(("key", SECRET),), service="crossref")
PAGE = Query("https://site.example/articles/7", page=True)

Scripted = Reply | NetworkError | Sequence[str]
"""What a try ends with: a reply, a failure, or further addresses before the next thing."""


class Script:
    """An exchange that gives what it is told, the last thing for ever; nothing is opened."""

    def __init__(self, clock: FakeClock, outcomes: dict[str, list[Scripted]]) -> None:
        self.outcomes = outcomes
        self.times: list[tuple[str, float]] = []
        self.closed = False
        self._clock = clock

    def get(
        self,
        query: Query,
        *,
        hop: Callable[[str], None] | None = None,
        sent: Callable[[], None] | None = None,
    ) -> Reply:
        assert hop
        assert sent
        return self._asked(query.url, hop)

    def _asked(self, url: str, hop: Callable[[str], None]) -> Reply:
        hop(url)
        self.times.append((url, self._clock.wall() - BEGINNING))
        if not (outcomes := self.outcomes.get(url)):
            return Reply(url, 404, {}, b"")
        outcome = outcomes.pop(0) if len(outcomes) > 1 else outcomes[0]
        if isinstance(outcome, NetworkError):
            raise outcome
        return outcome if isinstance(outcome, Reply) else self._asked(outcome[0], hop)

    def close(self) -> None:
        self.closed = True

    def count(self, url: str = "") -> int:
        return sum(asked.startswith(url) for asked, _ in self.times)


class Log:
    """A listener that writes everything down."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def asked(self, host: str, url: str) -> None:
        self.lines.append(f"ask {host} {url}")

    def waiting(self, host: str, seconds: float, why: str) -> None:
        self.lines.append(f"wait {host} {seconds:g} {why}")

    def answered(self, url: str, status: int, size: int, *, kept: bool) -> None:
        self.lines.append(f"{status} {size} {url}{' kept' if kept else ''}")

    def warned(self, text: str) -> None:
        self.lines.append(text)


class House:
    """A door with everything around it that a test may want to look at."""

    def __init__(self, folder: Path, outcomes: dict[str, list[Scripted]] | None = None) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.script = Script(self.clock, outcomes or {})
        self.log = Log()
        self.cache: Cache | None = None
        self.policy = Policy()

    def door(self) -> Door:
        return Door(
            self.policy,
            paces=Paces(self.folder / "hosts", lambda _: 1.0, self.clock),
            cache=self.cache,
            clock=self.clock,
            exchange=self.script,
            listener=self.log,
            stops=lambda service: (429,) if service == "openalex" else (),
        )


def code(ask: Callable[[Query], Answer], query: Query) -> str:
    try:
        return str(ask(query).status)
    except NetworkError as error:
        return "a secret is told" if SECRET in str(error) else error.code


def reply(status: int = 200, body: bytes = b"body", url: str = BASE, **headers: str) -> Reply:
    return Reply(
        url, status, {name.replace("_", "-"): said for name, said in headers.items()}, body
    )


@pytest.mark.parametrize("status", [200, 201, 203, 204, 404, 410])
def test_successes_and_unknown_things_are_answers(tmp_path: Path, status: int) -> None:
    house = House(tmp_path, {BASE: [reply(status, b"")]})
    answer = house.door().ask(QUERY)
    assert (answer.status, answer.body, answer.kept) == (status, b"", False)
    assert answer.known == (status < 300)
    assert house.script.count() == 1


REFUSALS = (300, 304, 400, 401, 402, 403, 405, 407, 413, 414, 418, 431, 451, 501, 505, 599)


@pytest.mark.parametrize("status", REFUSALS)
def test_refusals_are_final_and_told_by_their_status(tmp_path: Path, status: int) -> None:
    house = House(tmp_path, {BASE: [reply(status)]})
    with pytest.raises(NetworkError) as caught:
        house.door().ask(QUERY)
    assert (caught.value.code, caught.value.reached) == (f"http-{status}", True)
    assert str(status) in caught.value.message
    assert house.script.count() == 1


def test_a_promise_is_no_answer_and_not_kept(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply(202, b""), reply()]})
    with closing(Cache(tmp_path / "cache", clock=house.clock)) as house.cache:
        with pytest.raises(NetworkError, match=r"202 Accepted.*try again later") as caught:
            house.door().ask(QUERY)
        assert (caught.value.code, house.script.count()) == ("http-202", 1)
        assert code(house.door().ask, QUERY) == "200"


@pytest.mark.parametrize("status", [400, 401, 403, 422, 429])
def test_a_refusal_is_told_in_the_services_own_words(tmp_path: Path, status: int) -> None:
    body = f'{{"error": "API key invalid", "api-key": "{SECRET}"}}'.encode()
    house = House(tmp_path, {BASE: [reply(status, body, content_type="application/json")]})
    with pytest.raises(NetworkError, match=r'\): "API key invalid"; ') as caught:
        house.door().ask(QUERY)
    key, later = "check the key (environment or configuration)", "try again later"
    assert caught.value.advice == (later if status == 429 else key)


def test_words_without_a_key_leave_the_advice(tmp_path: Path) -> None:
    body = f"<E><ERROR>Cannot process {SECRET.upper()}, keyword &lt;a&gt;</ERROR></E>".encode()
    house = House(tmp_path, {BASE: [reply(400, body, content_type="text/xml")]})
    with pytest.raises(NetworkError, match=r'"Cannot process \*\*\*, keyword <a>"; ') as caught:
        house.door().ask(QUERY)
    assert caught.value.advice == "check the identifier"


def test_the_users_address_is_not_repeated(tmp_path: Path) -> None:
    body = b"mentorlit/1 (mailto:Me@Library.example) is blocked"
    house = House(tmp_path, {BASE: [reply(403, body, content_type="text/plain; charset=utf-8")]})
    house.policy = Policy(mailto="me@library.example")
    with pytest.raises(NetworkError, match=r"mentorlit/1 \(mailto:\*\*\*\) is blocked"):
        house.door().ask(QUERY)


@pytest.mark.parametrize("status", [404, 500, 503])
def test_other_bodies_are_not_quoted(tmp_path: Path, status: int) -> None:
    house = House(tmp_path, {BASE: [reply(status, b"words", content_type="text/plain")]})
    assert "words" not in told(house.door(), QUERY)


def test_pages_are_not_quoted(tmp_path: Path) -> None:
    house = House(tmp_path, {PAGE.url: [reply(403, b"words", content_type="text/plain")]})
    assert "403" in (said := told(house.door(), PAGE))
    assert "words" not in said


def told(door: Door, query: Query) -> str:
    try:
        return str(door.ask(query).status)
    except NetworkError as error:
        return str(error)


def test_patience_ends_with_the_services_own_words(tmp_path: Path) -> None:
    body = b'{"message": "Daily limit reached"}'
    limit = reply(429, body, retry_after="9999", content_type="application/json")
    house = House(tmp_path, {BASE: [limit]})
    with pytest.raises(NetworkError, match=r"Daily limit reached.*come back at"):
        house.door().ask(QUERY)


def test_all_tries_together_end(tmp_path: Path) -> None:
    """A site that lets everything wait as long as it may: robots.txt, redirects, pages."""
    slow = reply(503, retry_after="119")
    chain = [f"https://site{number}.example/7" for number in range(6)]
    scripted: dict[str, list[Scripted]] = {
        f"https://site{number}.example/robots.txt": [slow, slow, reply(body=b"")]
        for number in range(6)
    }
    scripted |= {url: [[there]] for url, there in pairwise(chain)}
    house = House(tmp_path, scripted)
    assert code(house.door().ask, PAGE._replace(url=chain[0])) in {"robots", "timed-out"}
    assert sum(house.clock.slept) <= 600


@pytest.mark.parametrize(("status", "told"), [(429, "rate-limited"), (500, "http-500")])
def test_a_server_in_trouble_is_asked_five_times(tmp_path: Path, status: int, told: str) -> None:
    house = House(tmp_path, {BASE: [reply(status)]})
    door = house.door()
    assert code(door.ask, QUERY) == told
    assert house.script.count() == door.sent == 5
    assert [at for _, at in house.script.times] == [0.0, 1.0, 2.0, 4.0, 8.0], "pace and backoff"


@pytest.mark.parametrize("code_", ["unreachable", "timed-out", "cut-off"])
def test_a_question_may_succeed_later(tmp_path: Path, code_: str) -> None:
    failed = NetworkError(code_, "no answer")
    house = House(tmp_path, {BASE: [failed, reply(503), failed, reply(502), reply()]})
    assert house.door().ask(QUERY).body == b"body"


@pytest.mark.parametrize("form", ["7", "date", "7, 3"])
def test_the_server_says_when_to_ask_again(tmp_path: Path, form: str) -> None:
    value = FakeClock.date(7) if form == "date" else form
    house = House(tmp_path, {BASE: [reply(503, retry_after=value), reply()]})
    house.door().ask(QUERY)
    assert [at for _, at in house.script.times] == [0.0, 7.0]


def test_the_next_run_knows_when_to_come_back(tmp_path: Path) -> None:
    house, other = House(tmp_path, {BASE: [reply(429, retry_after="3600")]}), House(tmp_path)
    other.clock = other.script._clock = house.clock  # noqa: SLF001 - one time for both
    assert "come back at 2027-01-15 09:00 UTC" in told(house.door(), QUERY)
    house.clock.sleep(60)
    assert "come back at 2027-01-15 09:00 UTC" in told(other.door(), QUERY)
    assert (other.script.count(), house.clock.slept) == (0, [60])
    house.clock.sleep(3_540)
    assert told(other.door(), QUERY) == "404"


@pytest.mark.parametrize("value", ["-5", "0", "garbage", "", "9" * 5_000])
def test_a_time_without_sense_is_a_wait_like_any_other(tmp_path: Path, value: str) -> None:
    house = House(tmp_path, {BASE: [reply(429, retry_after=value), reply()]})
    house.door().ask(QUERY)
    assert [at for _, at in house.script.times] == [0.0, 1.0]


def test_other_runs_wait_as_long_as_the_server_wants(tmp_path: Path) -> None:
    house, other = House(tmp_path, {BASE: [reply(503, retry_after="50")]}), House(tmp_path)
    other.clock = other.script._clock = house.clock  # noqa: SLF001 - one time for both
    house.policy = Policy(retries=0)
    code(house.door().ask, QUERY)
    other.door().ask(QUERY)
    assert [at for _, at in other.script.times] == [50.0]


def test_beyond_all_patience_the_user_hears_when_to_come_back(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply(429, retry_after="9999999"), reply()]})
    door = house.door()
    with pytest.raises(NetworkError, match="come back at 2027-05-11 01:47 UTC") as caught:
        door.ask(QUERY)
    assert caught.value.code == "rate-limited"
    assert code(door.ask, QUERY) == "rate-limited"
    assert house.script.count() == 1, "and nothing is asked before"
    house.clock.sleep(9_999_999.0)
    assert code(door.ask, QUERY) == "200"


def test_a_thousand_questions_to_a_dead_host_end_soon(tmp_path: Path) -> None:
    dead = NetworkError("unreachable", "refused")
    house = House(tmp_path, {f"{BASE}/{number}": [dead] for number in range(1_000)})
    door = house.door()
    found = [code(door.ask, Query(f"{BASE}/{number}")) for number in range(1_000)]
    assert found == ["unreachable"] * 2 + ["exhausted"] * 998
    assert house.script.count() == 10
    assert code(door.ask, Query("https://other.example/")) == "404"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_thousand_questions_to_a_server_in_trouble_end_soon(tmp_path: Path, status: int) -> None:
    house = House(tmp_path, {f"{BASE}/{number}": [reply(status)] for number in range(1_000)})
    door = house.door()
    found = [code(door.ask, Query(f"{BASE}/{number}")) for number in range(1_000)]
    assert found == [f"http-{status}"] * 2 + ["exhausted"] * 998
    assert house.script.count() == 10


def test_a_host_that_answers_now_and_then_is_not_given_up(tmp_path: Path) -> None:
    dead: list[Scripted] = [NetworkError("no-such-host", "unknown")]
    house = House(tmp_path, {f"{BASE}/{number}": list(dead) for number in (0, 2, 4, 6)})
    door = house.door()
    found = [code(door.ask, Query(f"{BASE}/{number}")) for number in range(8)]
    assert found == ["no-such-host", "404"] * 4


def test_a_service_whose_budget_is_spent_is_not_asked_again(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply(429, retry_after="3600")]})
    door = house.door()
    budget = Query(BASE, service="openalex")
    with pytest.raises(NetworkError, match="come back at"):
        door.ask(budget)
    assert code(door.ask, budget._replace(url=BASE + "/2")) == "exhausted"
    assert house.script.count() == 1
    assert code(door.ask, Query(BASE + "/3")) == "404", "another service on this host may be asked"


@pytest.mark.parametrize("page", [False, True])
def test_offline_nothing_is_opened(tmp_path: Path, page: bool) -> None:
    house = House(tmp_path)
    house.policy = Policy(offline=True)
    assert code(house.door().ask, QUERY._replace(page=page)) == "offline"
    assert not house.script.times
    assert not (tmp_path / "hosts").exists()


def test_kept_answers_come_first_and_offline_too(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply()]})
    with closing(Cache(tmp_path / "cache", clock=house.clock)) as house.cache:
        first = house.door().ask(QUERY)
        house.policy = Policy(offline=True)
        second = house.door().ask(QUERY)
        assert (first.kept, second.kept, second.body) == (False, True, first.body)
        assert house.script.count() == 1
        assert house.log.lines[-1] == f"200 4 {BASE} kept"
        house.door().forget(QUERY)
        assert code(house.door().ask, QUERY) == "offline"


def test_refusals_are_not_kept(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply(403), reply()]})
    with closing(Cache(tmp_path / "cache", clock=house.clock)) as house.cache:
        assert code(house.door().ask, QUERY) == "http-403"
        assert code(house.door().ask, QUERY) == "200"


ROBOTS = "https://site.example/robots.txt"


def test_pages_are_read_only_where_programs_may(tmp_path: Path) -> None:
    rules = reply(body=b"User-agent: *\nDisallow: /private\nCrawl-delay: 5\n")
    house = House(tmp_path, {ROBOTS: [rules]})
    door = house.door()
    assert code(door.ask, PAGE) == "404"
    assert code(door.ask, PAGE._replace(url="https://site.example/private/8")) == "robots"
    assert code(door.ask, PAGE._replace(url="https://site.example/private/8", page=False)) == "404"
    assert [(url.rpartition("/")[2], at) for url, at in house.script.times] == [
        ("robots.txt", 0.0),
        ("7", 5.0),
        ("8", 10.0),
    ]


def test_redirects_of_pages_are_checked_too(tmp_path: Path) -> None:
    there = "https://there.example/robots.txt"
    rules = reply(body=b"User-agent: *\nDisallow: /\n")
    house = House(tmp_path, {PAGE.url: [["https://there.example/7"]], there: [rules]})
    assert code(house.door().ask, PAGE) == "robots"
    assert [url for url, _ in house.script.times] == [ROBOTS, PAGE.url, there]


def test_a_robots_txt_that_cannot_be_read_forbids(tmp_path: Path) -> None:
    house = House(tmp_path, {ROBOTS: [reply(500)]})
    assert code(house.door().ask, PAGE) == "robots"
    assert house.script.count() == house.script.count(ROBOTS) == 5


def test_a_kept_robots_txt_counts_for_a_day(tmp_path: Path) -> None:
    house = House(tmp_path, {ROBOTS: [reply(body=b"")]})
    with closing(Cache(tmp_path / "cache", clock=house.clock)) as house.cache:
        for number in range(3):
            house.door().ask(PAGE._replace(url=f"{PAGE.url}{number}"))
        assert house.script.count(ROBOTS) == 1
        house.clock.sleep(90_000.0)
        house.door().ask(PAGE)
        assert house.script.count(ROBOTS) == 2


def test_a_redirect_takes_its_turn_at_the_other_host(tmp_path: Path) -> None:
    other = "https://other.example/7"
    house = House(tmp_path, {BASE: [[other]], other: [reply(url=other)]})
    door = house.door()
    for _ in range(3):
        assert door.ask(QUERY).url == other
    assert door.sent == 6
    times = [at for url, at in house.script.times if url == other]
    assert times == [0.0, 1.0, 2.0]


def test_a_turn_is_given_back_whatever_happens(tmp_path: Path) -> None:
    class Broken(Script):
        def get(self, query: Query, **options: Any) -> Reply:
            super().get(query, **options)
            raise KeyboardInterrupt

    house = House(tmp_path)
    house.script = Broken(house.clock, {})
    with pytest.raises(KeyboardInterrupt):
        house.door().ask(QUERY)
    other = House(tmp_path)
    other.door().ask(QUERY)
    assert sum(other.clock.slept) <= 1.0


def test_a_server_grants_its_rate(tmp_path: Path) -> None:
    slow = reply(x_rate_limit_limit="1", x_rate_limit_interval="10s")
    house = House(tmp_path, {BASE: [slow]})
    door = house.door()
    for _ in range(3):
        door.ask(QUERY)
    assert [round(at, 6) for _, at in house.script.times] == [0.0, 10.2, 20.4]


def test_a_page_grants_nothing(tmp_path: Path) -> None:
    fast = reply(x_rate_limit_limit="50", x_rate_limit_interval="1s")
    house = House(tmp_path, {PAGE.url: [fast]})
    door = house.door()
    for _ in range(2):
        door.ask(PAGE._replace(service="page"))
    assert [at for _, at in house.script.times] == [0.0, 1.0, 2.0]


def test_a_listener_hears_everything_but_secrets(tmp_path: Path) -> None:
    house = House(tmp_path, {BASE: [reply(503, b"no", retry_after="7"), reply()]})
    house.door().ask(QUERY)
    assert house.log.lines == [
        f"ask service.example {BASE}",
        f"503 2 {BASE}",
        "wait service.example 7 the server is in trouble (503 Service Unavailable)",
        f"ask service.example {BASE}",
        f"200 4 {BASE}",
    ]


def test_closing_closes_everything(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.cache = Cache(tmp_path / "cache")
    house.door().close()
    assert house.script.closed


# Through the real exchange, to a real server.


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def real(server: Loopback, folder: Path, clock: FakeClock, **policy: float) -> Door:
    allowed = Policy(allowed_hosts=(f"127.0.0.1:{server.port}",), **policy)  # type: ignore[arg-type]
    paces = Paces(folder, lambda _: 1.0, clock)
    return Door(allowed, paces=paces, clock=clock, exchange=Exchange(allowed, clock))


def in_turn(*replies: Served) -> Handler:
    """Return a handler that gives one reply after the other, the last one for ever."""
    left: Iterator[Served] = iter(replies)
    return lambda _: next(left, replies[-1])


def echoed(asked: Asked) -> Served:
    return Served(200, asked.target.encode(), {"Content-Type": "text/plain"})


def test_what_is_private_is_sent_and_not_told(tmp_path: Path, clock: FakeClock) -> None:
    with Loopback({"/": echoed}) as server, closing(real(server, tmp_path, clock)) as door:
        answer = door.ask(Query(f"{server.address}/works", private=(("key", SECRET),)))
        assert answer.body.decode().endswith(f"/works?key={SECRET}")
        assert SECRET not in answer.url
        assert "python" not in server.log[0].headers["user-agent"].lower()


def test_a_real_server_in_trouble(tmp_path: Path, clock: FakeClock) -> None:
    busy = Served(503, headers={"Retry-After": "110"})
    mounts = {"/": in_turn(busy, Served(429, headers={"Retry-After": clock.date(150)}), Served())}
    with Loopback(mounts) as server, closing(real(server, tmp_path, clock)) as door:
        assert door.ask(Query(f"{server.address}/works")).status == 200
        assert server.count() == door.sent == 3
    assert clock.slept == [110.0, 40.0], "waiting is not counted as the time of a try"


def test_real_redirects_keep_the_pace(tmp_path: Path, clock: FakeClock) -> None:
    mounts: dict[str, Handler] = {
        "/a": lambda _: Served(301, headers={"Location": "/b"}),
        "/b": lambda _: Served(302, headers={"Location": "/c"}),
        "/c": echoed,
    }
    with Loopback(mounts) as server, closing(real(server, tmp_path, clock, total=1.5)) as door:
        for _ in range(2):
            assert door.ask(Query(f"{server.address}/a")).url == f"{server.address}/c"
        assert server.count() == door.sent == 6
    assert sum(clock.slept) == pytest.approx(5.0)


def test_the_pace_counts_from_when_a_question_has_gone_out(
    tmp_path: Path, clock: FakeClock
) -> None:
    times: list[float] = []

    def looked_up(*_: object) -> list[str]:
        clock.sleep(0.7)  # and the connection is kept: the next question needs none of this
        return ["127.0.0.1"]

    def noted(asked: Asked) -> Served:
        times.append(clock.wall())
        return echoed(asked)

    allowed = Policy(allowed_hosts=("service.test",))
    with Loopback({"/": noted}) as server:
        exchange = Exchange(allowed, clock, looked_up)
        paces = Paces(tmp_path, lambda _: 1.0, clock)
        with closing(Door(allowed, paces=paces, clock=clock, exchange=exchange)) as door:
            for number in range(3):
                door.ask(Query(f"http://service.test:{server.port}/{number}"))
    assert [round(after - before, 6) for before, after in pairwise(times)] == [1.0, 1.0]


def test_a_host_that_is_named_like_a_parameter_keeps_its_name_and_pace(
    tmp_path: Path, clock: FakeClock
) -> None:
    log = Log()
    allowed = Policy(allowed_hosts=("mentorlit.test",))
    with Loopback({"/": echoed}) as server:
        exchange = Exchange(allowed, clock, lambda *_: ["127.0.0.1"])
        paces = Paces(tmp_path, lambda _: 1.0, clock)
        with closing(
            Door(allowed, paces=paces, clock=clock, exchange=exchange, listener=log)
        ) as door:
            place = f"mentorlit.test:{server.port}"
            query = Query(f"http://{place}/eutils", private=(("tool", "mentorlit"),))
            assert door.ask(query).url == query.url
    assert log.lines[0] == f"ask {place} {query.url}"


def test_a_real_robots_txt(tmp_path: Path, clock: FakeClock) -> None:
    rules = Served(200, b"User-agent: *\nDisallow: /private\n", {"Content-Type": "text/plain"})
    mounts: dict[str, Handler] = {
        "/robots.txt": lambda _: rules,
        "/articles": echoed,
        "/lost": lambda _: Served(302, headers={"Location": "/private/7"}),
    }
    with Loopback(mounts) as server, closing(real(server, tmp_path, clock)) as door:
        page = Query(f"{server.address}/articles/7", page=True)
        assert code(door.ask, page) == "200"
        assert code(door.ask, page._replace(url=f"{server.address}/private/7")) == "robots"
        assert code(door.ask, page._replace(url=f"{server.address}/lost")) == "robots"
        assert server.count("/robots.txt") == 1
        assert server.count("/private") == 0

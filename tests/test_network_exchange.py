"""One try of a question: what is sent, what is followed, what is read, and what is never shown."""

import gzip
import socket
import ssl
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException, IncompleteRead
from io import BufferedReader, BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from loopback.behaviours.saying import answer
from loopback.clock import FakeClock
from loopback.hostile import Hostile
from loopback.serving import Asked, Handler, Loopback, Reply
from mentorlit import __version__
from mentorlit.limits import MEBIBYTE
from mentorlit.network import privacy, resolving, sockets
from mentorlit.network.asking import NetworkError, Query
from mentorlit.network.bodies import Body, coding, read
from mentorlit.network.chunks import Chunks
from mentorlit.network.exchange import Exchange
from mentorlit.network.gate import Gate, check_proxy
from mentorlit.network.policy import Policy
from mentorlit.network.resolving import Resolve

KEY = "0123456789abcdef-key"
MAIL = "someone@library.example"
PRIVATE = (("mailto", MAIL), ("api_key", KEY))
ALLOWED = ("127.0.0.1", "one.test", "two.test")


def here(*_: object) -> list[str]:
    return ["127.0.0.1"]


@contextmanager
def exchanging(clock: FakeClock | None = None, **rules: Any) -> Iterator[Exchange]:
    policy = Policy(**{"allowed_hosts": ALLOWED, **rules})
    exchange = Exchange(policy, clock or FakeClock(), here)
    try:
        yield exchange
    finally:
        exchange.close()


def hello(_: Asked) -> Reply:
    return Reply(200, b"hello", {"Content-Type": "text/plain"})


def to(location: str, status: int = 302) -> Handler:
    return lambda _: Reply(status, b"elsewhere", {"Location": location})


def failure(exchange: Exchange, query: Query) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        exchange.get(query)
    return caught.value


def test_a_plain_question_is_answered() -> None:
    with Loopback({"": hello}) as server, exchanging() as exchange:
        reply = exchange.get(Query(f"{server.address}/works?rows=2", accept="application/json"))
        assert (reply.status, reply.body) == (200, b"hello")
        assert reply.url == f"{server.address}/works?rows=2"
        assert reply.headers["content-type"] == "text/plain"
        asked = server.log[0]
    assert asked.method == "GET"
    assert asked.target == "/works?rows=2"
    assert asked.headers == {
        "host": server.address.removeprefix("http://"),
        "user-agent": f"mentorlit/{__version__}",
        "accept-encoding": "gzip",
        "accept": "application/json",
    }


@pytest.mark.parametrize(
    ("mailto", "shown"),
    [(MAIL, f" (mailto:{MAIL})"), ("", ""), ("a\r\nX: b@c", ""), ("a)@b", ""), ("ü@b.example", "")],
)
def test_the_program_names_itself(mailto: str, shown: str) -> None:
    with Loopback({"": hello}) as server, exchanging(mailto=mailto) as exchange:
        exchange.get(Query(server.address, service="crossref"))
        exchange.get(Query(server.address))
        exchange.get(Query(server.address, service="doi", page=True))
        named, *others = [asked.headers["user-agent"] for asked in server.log]
        assert named == f"mentorlit/{__version__}{shown}"
        assert others == [f"mentorlit/{__version__}"] * 2


def test_private_headers_go_to_their_host_alone() -> None:
    token = ("X-Token", "Bearer a-long-secret-of-mine")
    with Loopback({"": hello}) as other:
        elsewhere = f"{other.address}/end"
        mounts = {"/echo": echoing, "/away": to(elsewhere)}
        with Loopback(mounts) as server, exchanging() as exchange:
            query = Query(f"{server.address}/echo", private_headers=(token,))
            reply = exchange.get(query)
            assert server.log[0].headers["x-token"] == token[1]
            assert "a-long-secret-of-mine" not in f"{reply}"
            exchange.get(query._replace(url=f"{server.address}/away"))
            assert "x-token" not in other.log[0].headers


def echoing(asked: Asked) -> Reply:
    return Reply(403, asked.headers["x-token"].encode(), {"X-Echo": asked.headers["x-token"]})


def test_nothing_is_sent_offline() -> None:
    with Loopback({"": hello}) as server, exchanging(offline=True) as exchange:
        assert failure(exchange, Query(server.address)).code == "offline"
        assert not server.log


def test_a_connection_is_kept_and_cookies_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    connect_to = sockets.connect_to

    def counted(address: str, port: int, gate: Gate) -> socket.socket:
        made.append(address)
        return connect_to(address, port, gate)

    monkeypatch.setattr(sockets, "connect_to", counted)
    cookie = {"Set-Cookie": "a=b; Path=/"}
    with Loopback({"": lambda _: Reply(200, b"hi", cookie)}) as server, exchanging() as exchange:
        for _ in range(3):
            reply = exchange.get(Query(server.address))
            assert reply.body == b"hi"
            assert "set-cookie" not in reply.headers
        assert made == ["127.0.0.1"]
        assert not any("cookie" in asked.headers for asked in server.log)


def test_libraries_are_loaded_with_the_first_question() -> None:
    code = (
        "import sys, mentorlit.network.exchange as e; from mentorlit.network.policy import Policy\n"
    )
    code += "e.Exchange(Policy()); print({'requests', 'urllib3', 'ssl', 'idna'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


# Private parameters


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("", "/?mailto={mail}&api_key={key}"),
        ("/works", "/works?mailto={mail}&api_key={key}"),
        ("/works?", "/works?mailto={mail}&api_key={key}"),
        ("/works?a=b", "/works?a=b&mailto={mail}&api_key={key}"),
        ("/works?a=b&", "/works?a=b&mailto={mail}&api_key={key}"),
        ("/works?a=b#part", "/works?a=b&mailto={mail}&api_key={key}"),
        ("/works#part?x", "/works?mailto={mail}&api_key={key}"),
    ],
)
def test_private_parameters_are_sent_and_not_shown(target: str, sent: str) -> None:
    hops: list[str] = []
    with Loopback({"": hello}) as server, exchanging() as exchange:
        reply = exchange.get(Query(server.address + target, private=PRIVATE), hop=hops.append)
        mail = MAIL.replace("@", "%40")
        assert server.log[0].target == sent.format(mail=mail, key=KEY)
        assert reply.url == server.address + target
        assert KEY not in hops[0]
        assert MAIL not in hops[0]


def test_private_parameters_stay_with_their_host_scheme_and_port() -> None:
    with Loopback({"": hello}) as other, exchanging() as exchange:
        handlers = {
            "/same": to("/end?a=b"),
            "/repeated": to(f"/end?api_key={KEY}&a=b&mailto={MAIL}"),
            "/port": to(f"{other.address}/end?api_key={KEY}&a=b"),
            "/host": to("http://two.test:{port}/end"),
            "": hello,
        }
        with Loopback(handlers) as server:
            handlers["/host"] = server.mounts["/host"] = to(f"http://two.test:{server.port}/end")
            ends = {}
            for name in ("same", "repeated", "port", "host"):
                base = f"http://one.test:{server.port}"
                reply = exchange.get(Query(f"{base}/{name}", private=PRIVATE))
                ends[name] = reply.url
                assert KEY not in reply.url
            targets = [asked.target for asked in server.log if asked.path == "/end"]
            assert ends["same"] == f"{base}/end?a=b"
            assert ends["repeated"] == f"{base}/end?a=b"
            assert ends["port"] == f"{other.address}/end?a=b"
        assert targets[0] == targets[1]
        assert targets[0].count(KEY) == 1
        assert targets[2] == "/end"
        assert other.log[0].target == "/end?a=b"


def test_what_a_server_repeats_is_hidden() -> None:
    def echo(asked: Asked) -> Reply:
        headers = {"X-Asked": asked.target, "Link": f"<http://x/{KEY}>"}
        status = 400 if asked.path == "/refused" else 200
        return Reply(status, f'{{"key": "{KEY}", "mail": "{MAIL}"}}'.encode(), headers)

    with Loopback({"": echo, "/away": to(f"/{KEY}/end")}) as server, exchanging() as exchange:
        kept, refused, away = (
            exchange.get(Query(f"{server.address}/{name}", private=PRIVATE))
            for name in ("kept", "refused", "away")
        )
    assert KEY not in str((kept, refused, away))
    assert MAIL in kept.body.decode()
    assert MAIL not in str(refused)
    assert away.url == f"{server.address}/***/end"


def test_the_users_address_in_the_name_of_the_program_is_hidden_where_it_comes_back() -> None:
    def echo(asked: Asked) -> Reply:
        return Reply(
            403, asked.headers["user-agent"].upper().encode(), {"X": asked.headers["user-agent"]}
        )

    with Loopback({"": echo}) as server, exchanging(mailto=MAIL) as exchange:
        reply = exchange.get(Query(server.address, service="crossref"))
        assert MAIL in server.log[0].headers["user-agent"]
    assert MAIL not in str(reply).lower()
    assert reply.headers["x"].endswith("(mailto:***)")


@pytest.mark.parametrize("status", [200, 400])
def test_a_short_key_is_hidden_by_its_name(status: int) -> None:
    key = "a+b/c=42"

    def echo(_: Asked) -> Reply:
        return Reply(status, b'{"error": "bad key: a\\u002Bb\\/c=42 (a%2bb%2fc%3d42)"}')

    with Loopback({"": echo}) as server, exchanging() as exchange:
        reply = exchange.get(Query(server.address, private=(("api_key", key),)))
    assert reply.body == b'{"error": "bad key: *** (***)"}'


def test_who_paces_hears_the_true_address() -> None:
    hops: list[str] = []
    handlers = {"/away": to("/mentorlit/end"), "": hello}
    with Loopback(handlers) as server, exchanging() as exchange:
        query = Query(f"{server.address}/away", private=(("tool", "mentorlit"),))
        reply = exchange.get(query, hop=hops.append)
        assert hops == [f"{server.address}/away", f"{server.address}/mentorlit/end"]
        assert reply.url == hops[-1]


def test_no_host_is_looked_up_that_is_named_like_a_key() -> None:
    with Loopback({"": to(f"http://{KEY}.test/")}) as server, exchanging() as exchange:
        error = failure(exchange, Query(server.address, private=PRIVATE))
    assert error.code == "redirects"
    assert KEY not in str(error)


def test_who_asks_hears_when_each_request_has_gone_out() -> None:
    heard: list[str] = []
    with Loopback({"/away": to("/end"), "": hello}) as server, exchanging() as exchange:
        exchange.get(
            Query(f"{server.address}/away"),
            hop=lambda address: heard.append(address.rpartition("/")[2]),
            sent=lambda: heard.append("sent"),
        )
    assert heard == ["away", "sent", "end", "sent"]


@pytest.mark.parametrize("target", ["//path", "///", "/?", "/a//b?", "/a?b=//c", "/?a/b"])
def test_a_target_is_asked_as_it_stands(target: str) -> None:
    with Hostile({"one": answer()}) as server, exchanging() as exchange:
        url = f"http://one.test:{server.port}{target}"
        assert exchange.get(Query(url)).url == url
        assert server.log[0].target == target


def test_no_log_of_a_library_has_what_is_private(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with Loopback({"": hello}) as server, exchanging() as exchange:
        exchange.get(Query(f"{server.address}/works?a=b", private=PRIVATE))
        assert KEY in server.log[0].target
    assert "/works?a=b" in caplog.text
    assert KEY not in caplog.text


def test_a_short_value_hides_no_words() -> None:
    assert privacy.hidden("a text", (("x", "a"),)) == "a text"
    assert privacy.hidden_in_body(b"a text", (("x", "text"),), refusal=False) == b"a text"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def tls_of(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def test_a_redirect_from_https_to_http_is_followed_without_private_parameters_only(
    authority: trustme.CA, trusted: str
) -> None:
    with Loopback({"": hello}) as plain:
        handlers = {"": to(f"{plain.address}/end")}
        with (
            Loopback(handlers, tls=tls_of(authority, "one.test")) as server,
            exchanging(certificates=trusted) as exchange,
        ):
            url = f"https://one.test:{server.port}/"
            assert exchange.get(Query(url)).body == b"hello"
            error = failure(exchange, Query(url, private=PRIVATE))
            assert (error.code, error.reached) == ("redirects", True)
            assert len(plain.log) == 1


def test_a_file_of_certificates_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("nothing\n")
    for name in ("none.pem", "missing.pem"):
        with exchanging(certificates=str(tmp_path / name)) as exchange:
            error = failure(exchange, Query("https://one.test/"))
            assert (error.code, error.reached) == ("tls", False)


@contextmanager
def speaking_tls(
    authority: trustme.CA, act: Callable[[ssl.SSLSocket], object], times: int = 1
) -> Iterator[str]:
    """Yield the address of a server that acts once it has been asked."""
    context = tls_of(authority, "one.test")

    def serve() -> None:
        for _ in range(times):
            connection, _ = listener.accept()
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as wrapped:
                wrapped.recv(65536)
                act(wrapped)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        thread = Thread(target=serve)
        thread.start()
        yield f"https://one.test:{listener.getsockname()[1]}/"
        thread.join()


UNSIZED = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"


def test_an_end_that_tls_does_not_announce_cuts_an_answer_off(
    authority: trustme.CA, trusted: str
) -> None:
    acts = iter([True, False])

    def act(connection: ssl.SSLSocket) -> None:
        connection.sendall(UNSIZED)
        if next(acts):
            connection.settimeout(5)
            connection.unwrap()

    with (
        speaking_tls(authority, act, times=2) as url,
        exchanging(certificates=trusted) as exchange,
    ):
        assert exchange.get(Query(url)).body == b"hello"
        assert failure(exchange, Query(url)).code == "cut-off"


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 ", UNSIZED])
def test_a_drip_ends_within_tls_too(start: bytes, authority: trustme.CA, trusted: str) -> None:
    def act(connection: ssl.SSLSocket) -> None:
        connection.sendall(start)
        for _ in range(100_000):
            connection.sendall(b"a")

    rules: Any = {"certificates": trusted, "total": 30}
    with speaking_tls(authority, act) as url, exchanging(FakeClock(0.5), **rules) as exchange:
        error = failure(exchange, Query(url))
        assert (error.code, error.reached) == ("timed-out", True)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 ", UNSIZED])
def test_a_drip_ends_within_tls_within_tls_too(
    start: bytes, authority: trustme.CA, trusted: str
) -> None:
    inner = tls_of(authority, "public.test")

    def act(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        within = inner.wrap_bio(incoming, outgoing, server_side=True)
        for step in (within.do_handshake, within.read):
            speak(connection, incoming, outgoing, step)
        within.write(start)
        for _ in range(20_000):
            within.write(b"a")
            connection.sendall(outgoing.read())

    with speaking_tls(authority, act) as url:
        rules: Any = {"certificates": trusted, "total": 30, "proxy": url.rstrip("/")}
        with exchanging(FakeClock(0.5), **rules) as exchange:
            error = failure(exchange, Query("https://public.test/"))
        assert error.code == "timed-out"


def speak(
    connection: ssl.SSLSocket,
    incoming: ssl.MemoryBIO,
    outgoing: ssl.MemoryBIO,
    step: Callable[[], object],
) -> None:
    """Do a step of TLS over a connection."""
    done = False
    while not done:
        try:
            step()
            done = True
        except ssl.SSLWantReadError:
            pass
        if outgoing.pending:
            connection.sendall(outgoing.read())
        if not done:
            incoming.write(connection.recv(65536))


def test_silence_ends_within_tls_too(authority: trustme.CA, trusted: str) -> None:
    rules: Any = {"certificates": trusted, "read": 0.1}
    silent = Event()
    with (
        speaking_tls(authority, lambda _: silent.wait(5)) as url,
        exchanging(**rules) as exchange,
    ):
        assert failure(exchange, Query(url)).code == "timed-out"
        silent.set()


def test_a_server_that_does_not_finish_the_handshake_is_given_up(trusted: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://one.test:{listener.getsockname()[1]}/"
        with exchanging(certificates=trusted, read=0.1) as exchange:
            error = failure(exchange, Query(url))
            assert (error.code, error.reached) == ("timed-out", False)


# Redirects and time


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_by_get(status: int) -> None:
    mounts = {"/old": to("/new", status), "/new": hello}
    hops: list[str] = []
    with Loopback(mounts) as server, exchanging() as exchange:
        reply = exchange.get(Query(f"{server.address}/old"), hop=hops.append)
        assert (reply.url, reply.body) == (f"{server.address}/new", b"hello")
        assert [asked.method for asked in server.log] == ["GET", "GET"]
        assert hops == [f"{server.address}/old", f"{server.address}/new"]


@pytest.mark.parametrize("status", [300, 304, 305, 306, 400, 404, 410, 429, 500, 503])
def test_other_statuses_are_replies(status: int) -> None:
    with Loopback({"": to("/new", status)}) as server, exchanging() as exchange:
        reply = exchange.get(Query(server.address))
        assert reply.status == status
        assert len(server.log) == 1


def test_no_redirect_is_followed_if_none_may_be() -> None:
    with Loopback({"": to("/new")}) as server, exchanging(redirects=0) as exchange:
        error = failure(exchange, Query(server.address))
        assert (error.code, error.reached) == ("redirects", True)
        assert len(server.log) == 1


def test_a_failure_of_a_hop_ends_the_try_before_anything_is_sent() -> None:
    def refuse(_: str) -> None:
        raise NetworkError("robots", "not this page")

    with Loopback({"": hello}) as server, exchanging() as exchange:
        with pytest.raises(NetworkError, match="not this page"):
            exchange.get(Query(server.address), hop=refuse)
        assert not server.log


def test_waiting_for_a_turn_takes_no_time_of_the_try() -> None:
    clock = FakeClock()
    with Loopback({"": to("/b"), "/b": hello}) as server, exchanging(clock, total=60) as exchange:
        reply = exchange.get(Query(server.address), hop=lambda _: clock.sleep(100))
        assert reply.status == 200


def test_a_try_within_a_try_has_its_own_time() -> None:
    clock = FakeClock()

    def robots(address: str) -> None:
        clock.sleep(30)
        assert exchange.get(Query(f"{address}robots.txt")).body == b"hello"

    with Loopback({"": hello}) as server, exchanging(clock, total=40) as exchange:
        assert exchange.get(Query(f"{server.address}/"), hop=robots).body == b"hello"


def test_a_try_within_a_try_gives_none_of_its_time_away() -> None:
    clock = FakeClock()
    gate = Gate(Policy(total=20), clock, here)
    with gate.limited():
        clock.sleep(15)
        with gate.limited():
            assert gate.remaining(30) == 20
        assert gate.remaining(30) == 5


def test_redirects_share_one_time() -> None:
    clock = FakeClock()

    def slow(asked: Asked) -> Reply:
        clock.sleep(25)
        return Reply(302, b"", {"Location": f"{asked.path}x"})

    with Loopback({"": slow}) as server, exchanging(clock, total=60) as exchange:
        assert failure(exchange, Query(server.address)).code == "timed-out"
        assert len(server.log) == 3


def test_each_thread_has_its_own_time() -> None:
    clock = FakeClock()
    gate = Gate(Policy(total=10), clock, here)
    with gate.limited():
        clock.sleep(20)
        with pytest.raises(NetworkError):
            gate.remaining(5)
        left: list[float] = []
        thread = Thread(target=lambda: left.append(gate.remaining(5)))
        thread.start()
        thread.join()
        assert left == [5]


def test_a_look_up_that_takes_too_long_is_given_up() -> None:
    ended = Event()

    def stuck(*_: object) -> list[str]:
        ended.wait()
        return []

    exchange = Exchange(Policy(connect=0.05), FakeClock(), stuck)
    error = failure(exchange, Query("http://one.test/"))
    ended.set()
    exchange.close()
    assert (error.code, error.reached) == ("timed-out", False)


@pytest.mark.parametrize("error", [OSError("no"), socket.gaierror(-2, "no"), UnicodeError("no")])
def test_a_name_that_nobody_knows_is_no_such_host(error: Exception) -> None:
    def unknown(*_: object) -> list[str]:
        raise error

    resolvers: tuple[Resolve, ...] = (unknown, lambda *_: [])
    for resolve in resolvers:
        exchange = Exchange(Policy(), FakeClock(), resolve)
        assert failure(exchange, Query("http://one.test/")).code == "no-such-host"
        exchange.close()


def test_addresses_are_looked_up_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", ("192.0.2.1", 80)), (0, 1, 6, "", ("192.0.2.1", 80))]
    monkeypatch.setattr(resolving, "getaddrinfo", lambda *_, **__: found)
    assert resolving.resolve("x.example", 80) == ("192.0.2.1",)


def test_the_next_address_is_tried_if_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    connected = sockets.connect_to

    def refusing(address: str, port: int, gate: Gate) -> socket.socket:
        tried.append(address)
        if address != "127.0.0.1":
            raise ConnectionRefusedError
        return connected(address, port, gate)

    monkeypatch.setattr(sockets, "connect_to", refusing)
    with Loopback({"": hello}) as server:
        policy = Policy(allowed_hosts=("one.test",))
        exchange = Exchange(policy, FakeClock(), lambda *_: ["127.0.0.2", "127.0.0.1"])
        assert exchange.get(Query(f"http://one.test:{server.port}/")).status == 200
        exchange.close()
    assert tried == ["127.0.0.2", "127.0.0.1"]


# A proxy


def forwarding(asked: Asked) -> Reply:
    return Reply(200, asked.target.encode())


def test_a_proxy_is_asked_if_the_policy_names_one() -> None:
    with Loopback({"http:": forwarding}) as proxy, exchanging(proxy=proxy.address) as exchange:
        reply = exchange.get(Query("http://public.example/page?a=b", private=(("k", "v"),)))
        assert reply.body == b"http://public.example/page?a=b&k=v"
        assert proxy.log[0].headers["host"] == "public.example"


def test_an_address_goes_to_a_proxy_as_it_stands() -> None:
    with Loopback({"http:": forwarding}) as proxy, exchanging(proxy=proxy.address) as exchange:
        reply = exchange.get(Query("http://public.example//page?"))
        assert reply.body == b"http://public.example//page?"


@pytest.mark.parametrize(
    "host", ["10.0.0.7", "[::1]", "localhost", "printer", "169.254.169.254", "public.example:8080"]
)
def test_a_proxy_is_not_asked_for_private_hosts(host: str) -> None:
    with Loopback({"http:": forwarding}) as proxy:
        policy = Policy(proxy=proxy.address, allowed_hosts=(proxy.address.removeprefix("http://"),))
        exchange = Exchange(policy, FakeClock(), here)
        assert failure(exchange, Query(f"http://{host}/")).code == "private-address"
        exchange.close()
        assert not proxy.log


def test_a_proxy_that_is_not_public_must_be_allowed() -> None:
    with Loopback({"http:": forwarding}) as proxy:
        exchange = Exchange(Policy(proxy=proxy.address), FakeClock(), here)
        error = failure(exchange, Query("http://public.example/"))
        exchange.close()
        assert error.code == "private-address"
        assert str(proxy.port) in error.advice
        assert not proxy.log


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://127.0.0.1:1080",
        "proxy.example:3128",
        "http://",
        "http://[::1",
        "http://me:pass#word@proxy.example:3128",
        "http://me/@proxy.example",
    ],
)
def test_a_proxy_of_another_kind_is_refused(proxy: str) -> None:
    with pytest.raises(ValueError, match="proxy") as caught:
        Exchange(Policy(proxy=proxy))
    assert "pass" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize("proxy", ["", "http://me:p%23ss@proxy.example:3128", "HTTPS://[::1]:1/"])
def test_a_proxy_may_have_a_name_and_a_password(proxy: str) -> None:
    check_proxy(proxy)


@contextmanager
def tunnelling(server: Loopback, asked: list[bytes]) -> Iterator[int]:
    """Yield the port of a proxy that connects with one server, whatever host is named."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        thread = Thread(target=tunnel, args=(listener, server.port, asked))
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def tunnel(listener: socket.socket, port: int, asked: list[bytes]) -> None:
    for status in (b"200 OK", b"200 OK", b"403 No"):
        client, _ = listener.accept()
        with client, socket.create_connection(("127.0.0.1", port)) as there:
            asked.append(client.recv(65536).split(b"\r\n")[0])
            client.sendall(b"HTTP/1.1 " + status + b"\r\n\r\n")
            back = Thread(target=copy, args=(there, client))
            back.start()
            copy(client, there)
            back.join()


def copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(65536):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def test_https_goes_through_a_tunnel_and_is_verified(authority: trustme.CA, trusted: str) -> None:
    asked: list[bytes] = []
    tls = tls_of(authority, "public.test")
    with Loopback({"": hello}, tls=tls) as server, tunnelling(server, asked) as port:
        rules: Any = {"proxy": f"http://127.0.0.1:{port}", "certificates": trusted}
        with exchanging(**rules) as exchange:
            assert exchange.get(Query("https://public.test/")).body == b"hello"
            exchange.close()
            assert failure(exchange, Query("https://other.test/")).code == "tls"
            assert failure(exchange, Query("https://refused.test/")).code == "unreachable"
        assert len(server.log) == 1
    assert asked[0].startswith(b"CONNECT public.test:443 ")
    assert len(asked) == 3


# Bodies


def packed(data: bytes, how: str) -> bytes:
    windows = {"gzip": 31, "deflate": 15, "raw": -15}
    packer = zlib.compressobj(wbits=windows[how])
    return packer.compress(data) + packer.flush()


def fed(data: bytes, size: int, body: Body) -> bytes:
    blocks = BytesIO(data)

    class Source:
        def read1(self, amt: int, *, decode_content: bool) -> bytes:
            assert not decode_content
            return blocks.read(min(size, amt))

    return read(cast("Any", Source()), body, lambda: None)


def code_of(data: bytes, body: Body) -> str:
    with pytest.raises(NetworkError) as caught:
        fed(data, 65536, body)
    assert caught.value.reached
    return caught.value.code


@given(data=st.binary(max_size=300), size=st.integers(1, 50), how=st.sampled_from(["", *"gdr"]))
def test_a_body_is_the_same_however_it_arrives(data: bytes, size: int, how: str) -> None:
    names = {"": "", "g": "gzip", "d": "deflate", "r": "raw"}
    data *= 5
    sent = packed(data, names[how]) if how else data
    body = Body(len(data), {"raw": "deflate"}.get(names[how], names[how]))
    assert fed(sent, size, body) == data


def test_a_body_that_unpacks_to_full_blocks_is_whole() -> None:
    for size in (65535, 65536, 65537, 131072, 700_000):
        data = bytes(size)
        for how, name in (("gzip", "gzip"), ("deflate", "deflate"), ("raw", "deflate")):
            assert fed(packed(data, how), 65536, Body(size, name)) == data


def test_members_of_gzip_are_joined_and_padding_is_none() -> None:
    sent = packed(b"one", "gzip") + packed(b"", "gzip") + packed(b"two", "gzip") + bytes(9)
    for size in (1, 7, 1000):
        assert fed(sent, size, Body(6, "gzip")) == b"onetwo"


@pytest.mark.parametrize("how", ["", "gzip", "deflate"])
def test_a_body_ends_at_its_limit(how: str) -> None:
    data = bytes(range(256)) * 8
    sent = packed(data, how) if how else data
    assert fed(sent, 100, Body(len(data), how)) == data
    assert code_of(sent, Body(len(data) - 1, how)) == "too-large"
    cut = Body(len(data) - 1, how, cut=True)
    assert fed(sent, 100, cut) == data[:-1]


def test_bombs_are_seen_before_they_are_large() -> None:
    bomb = packed(bytes(30 * MEBIBYTE), "gzip")
    assert code_of(bomb, Body(20 * MEBIBYTE, "gzip")) == "bad-encoding"
    assert code_of(gzip.compress(b"") * 9000, Body(1000, "gzip")) == "too-large"


@given(data=st.binary(min_size=1, max_size=200), cut=st.integers(1, 30))
def test_packed_data_that_are_cut_off_are_no_body(data: bytes, cut: int) -> None:
    sent = packed(data, "gzip")
    assert code_of(sent[: max(len(sent) - cut, 1)], Body(1000, "gzip")) == "cut-off"


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]))
def test_no_data_crash_the_unpacking(data: bytes, how: str) -> None:
    try:
        fed(data, 50, Body(1000, how))
    except NetworkError as error:
        assert error.code in {"bad-encoding", "cut-off", "too-large"}  # noqa: PT017 - or none


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({}, ""),
        ({"content-encoding": ""}, ""),
        ({"content-encoding": "identity"}, ""),
        ({"content-encoding": " GZip "}, "gzip"),
        ({"content-encoding": "x-gzip, identity"}, "gzip"),
        ({"content-encoding": "deflate", "transfer-encoding": "Chunked"}, "deflate"),
        ({"content-length": "5, 5"}, ""),
    ],
)
def test_the_coding_of_a_body(headers: dict[str, str], name: str) -> None:
    assert coding(headers) == name


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=9), st.integers(1, 50))
def test_chunks_hold_what_was_put_into_them(pieces: list[bytes], size: int) -> None:
    sent = b"".join(b"%X;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    chunks = Chunks(BufferedReader(cast("Any", BytesIO(sent))))
    assert b"".join(iter(lambda: chunks.read1(size), b"")) == b"".join(pieces)


@pytest.mark.parametrize(
    "sent",
    [
        b"5\r\nhelloXX0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"0_5\r\nhello\r\n0\r\n\r\n",
        b"\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhell",
        b"5\r\nhello\r\n",
        b"5\r\nhello",
        b"5",
        b"",
        b"f" * 17 + b"\r\nhello",
    ],
)
def test_chunks_that_are_damaged_are_none(sent: bytes) -> None:
    chunks = Chunks(BufferedReader(cast("Any", BytesIO(sent))))
    with pytest.raises(IncompleteRead):
        b"".join(iter(lambda: chunks.read1(100), b""))


@given(st.binary(max_size=60) | st.from_regex(rb"(?:[0-9a-f]{1,2}[;x]?\r?\n.{0,9}\r?\n){1,5}"))
def test_no_bytes_crash_the_reading_of_chunks(sent: bytes) -> None:
    chunks = Chunks(BufferedReader(cast("Any", BytesIO(sent))))
    try:
        got = b"".join(iter(lambda: chunks.read1(10), b""))
    except (IncompleteRead, HTTPException):
        return
    assert len(got) < len(sent)


# Whatever a server says

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
SEEDS = (
    HEAD,
    HEAD.replace(b"Content-Length: 5", b"Transfer-Encoding: chunked")[:-5]
    + b"5\r\nhello\r\n0\r\n\r\n",
    HEAD.replace(b"200 OK", b"302 Found\r\nLocation: http://one.test/x"),
    HEAD.replace(b"Length: 5", b"Encoding: gzip")[:-5] + packed(b"hello", "gzip"),
)
PARTS = (
    b"\r\n",
    b"\n",
    b"\0",
    b":",
    b" ",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"-",
    b"9" * 30,
    b"\xff",
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return an answer of which something was cut out, doubled, or replaced."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        piece = draw(st.sampled_from((b"", data[start:end] * 2, *PARTS)) | st.binary(max_size=9))
        data = data[:start] + piece + data[min(end, start + 12) :]
    return data


def connecting(sent: bytes) -> Callable[[str, int, Gate], socket.socket]:
    """Return what makes connections to a server that says this and ends."""

    def connect_to(_: str, __: int, gate: Gate) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(sent)
        theirs.close()
        connection = sockets.TimedSocket(fileno=ours.detach())
        connection.gate = gate
        return connection

    return connect_to


PROMISE = b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        (PROMISE * 7 + HEAD, "200"),
        (PROMISE * 8 + HEAD, "bad-answer"),
        (PROMISE * 3, "cut-off"),
        (PROMISE[:-2] + b"X: y\r\n" * 200 + b"\r\n" + HEAD, "bad-answer"),
        (b"", "unreachable"),
        (b"H", "cut-off"),
        (b"HTTP/1.1 20", "cut-off"),
        (b"\x15\x03\x01", "cut-off"),
        (HEAD.replace(b"text/html", b"text/html\r\n folded"), "200"),
        (HEAD.replace(b"Content-Type", b"Content Type"), "bad-answer"),
        (HEAD.replace(b"\r\n", b"\n"), "200"),
        (HEAD.replace(b" OK", b""), "200"),
        (HEAD.replace(b"HTTP/1.1", b"HTTP/2.0"), "bad-answer"),
    ],
)
def test_heads_are_whole(sent: bytes, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "connect_to", connecting(sent))
    with exchanging() as exchange:
        try:
            found = str(exchange.get(Query("http://one.test/")).status)
        except NetworkError as error:
            found = error.code
    assert found == outcome


@given(damaged() | st.binary(max_size=100))
def test_whatever_a_server_says_there_is_a_reply_or_an_error(sent: bytes) -> None:
    with pytest.MonkeyPatch.context() as patched, exchanging() as exchange:
        patched.setattr(sockets, "connect_to", connecting(sent))
        try:
            reply = exchange.get(Query("http://one.test/", private=PRIVATE))
        except NetworkError as error:
            assert KEY not in str(error)  # noqa: PT017 - or none
        else:
            assert 200 <= reply.status <= 999
            assert all(value.isprintable() for value in reply.headers.values())

"""Which hosts may be asked: every spelling of a private one makes no connection at all."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

from loopback.clock import FakeClock
from loopback.serving import Asked, Loopback, Reply
from mentorlit.network import gate
from mentorlit.network.addresses import AllowedHosts, normal_host, public, public_text
from mentorlit.network.asking import NetworkError, Query
from mentorlit.network.exchange import Exchange
from mentorlit.network.policy import Policy
from mentorlit.network.resolving import Resolve, within
from mentorlit.network.urls import join, parse

PRIVATE_LITERALS = (
    "127.0.0.1",
    "127.0.0.1.",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - a spelling of this machine
    "10.0.0.7",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7F00:1]",
    "[0:0:0:0:0:ffff:10.0.0.7]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1:7f00:0:100::]",
    "[2002:7f00:1::]",
    "[2002:a00:7::1]",
    "[2002:808:808::1]",
    "[2001:0:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[2001:2::1]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[100::1]",
    "[5f00::1]",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[4000::1]",
)
LOCAL_NAMES = (
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "printer.local",
    "metadata.google.internal",
    "nas.home.arpa",
    "１２７.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "127．0．0．1",
)
ODD_SPELLINGS = (
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0X7F.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "010.0.0.7",
    "127.000.000.001",
    "0",
    "0x",
    "256.0.0.1",
    "127.0.0.1.1",
    "127.0.0.256",
    "4294967296",
    "1.0x7f",
    "127.0.0.1..",
    ".127.0.0.1",
    "127.0.0.1%00",
    "127.0.0.1%20",
    "%31%32%37.0.0.1",
    "127.0.0.1;x",
    "127.0.0.1,x",
    "*",
    "a*b",
    "..",
    ".",
    "",
    "[::1",
    "::1",
    "[::1]x",
    "[::1%eth0]",
    "[fe80::1%25eth0]",
    "[fe80::1%1]",
    "[::ffff:127.1]",
    "[127.0.0.1]",
    "[v1.x]",
    "[]",
    "[[::1]]",
    "[::1]]",
    "a" * 64 + ".example",
    "a." * 130 + "example",
    "xn--\u00fc",
    "\u200b127.0.0.1",
    "127\u200d.0.0.1",
    "127.0.0.1\u2044x",
    "127.0.0.1／x",
    "127.0.0.1？x",
    "127.0.0.1＃x",
    "127.0.0.1＠public.example",
    "127.0.0.1：80",
)
PUBLIC_LITERALS = (
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "172.32.0.1",
    "192.169.0.1",
    "223.255.255.254",
    "2606:4700::1111",
    "2a00:1450::1",
    "2001:200::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
)

HOSTS = [*PRIVATE_LITERALS, *LOCAL_NAMES, *ODD_SPELLINGS]


def resolve(host: str, port: int) -> list[str]:
    """Find what the C library would, and every name here: nothing must get as far as this."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except (OSError, ValueError):
        return ["127.0.0.1"] if port else []


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch, policy: Policy) -> Iterator[tuple[Loopback, Any]]:
    """Yield a server whose port counts as one of the web, and an exchange."""
    tried: list[Any] = []
    with Loopback({"": lambda _: Reply(200, b"reached")}) as server:
        monkeypatch.setattr(gate, "_PORTS", (80, 443, server.port))
        connect = socket.socket.connect

        def watched(self: socket.socket, address: Any) -> None:
            tried.append(address[0])
            connect(self, ("127.0.0.1", server.port))

        exchange = Exchange(policy, FakeClock(), resolve)
        with monkeypatch.context() as patched:
            patched.setattr(socket.socket, "connect", watched)
            try:
                yield server, (exchange, tried)
            finally:
                exchange.close()


def code(exchange: Exchange, url: str) -> str:
    try:
        return str(exchange.get(Query(url)).status)
    except NetworkError as error:
        return error.code


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_a_private_host_makes_a_connection(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(monkeypatch, Policy()) as (server, (exchange, tried)):
        found = {host: code(exchange, f"{scheme}://{host}:{server.port}/page") for host in HOSTS}
    assert {found[host] for host in PRIVATE_LITERALS} == {"private-address"}
    assert {found[host] for host in LOCAL_NAMES} == {"private-address"}
    assert {host: at for host, at in found.items() if at.isdigit()} == {}
    assert {found[host] for host in ODD_SPELLINGS} <= {"bad-address", "private-address"}
    assert tried == []
    assert server.log == []


def test_the_listener_is_reached_once_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What shows that the test before can fail."""
    monkeypatch.setattr(gate, "public", lambda _: True)
    monkeypatch.setattr(gate, "public_text", lambda _: True)
    with listening(monkeypatch, Policy()) as (server, (exchange, tried)):
        assert code(exchange, f"http://127.0.0.1:{server.port}/") == "200"
    assert tried == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example@127.0.0.1:{port}/",
        "http://public.example:80@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@public.example/",
        "http://@127.0.0.1:{port}/",
        "http://public.example\\@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\.public.example/",
        "http:\\\\127.0.0.1:{port}\\",
        "http://public.example\t@127.0.0.1:{port}/",
        "http://public.example\n.127.0.0.1:{port}/",
        "ht\ntp://127.0.0.1:{port}/",
        " http://127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "http:/127.0.0.1:{port}/",
        "http:///127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@public.example/",
        "http://127.0.0.1:{port}?@public.example/",
        "http://127.0.0.1:0{port}/",
        "http://127.0.0.1:+{port}/",
        "http://127.0.0.1:\u0661{port}/",
        "http://127.0.0.1:{port}:80/",
        "ftp://127.0.0.1:{port}/",
        "file://127.0.0.1/etc/passwd",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "dict://127.0.0.1:{port}/",
        "data:text/plain,x",
        "javascript:x",
        "http://",
        "http:",
        "",
        "127.0.0.1:{port}/",
        "HTTP://127.0.0.1:{port}/",
        "http://public.example/\ud800",
        "http://public.example/" + "a" * 40_000,
    ],
)
def test_no_trick_with_an_address_makes_a_connection(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(monkeypatch, Policy()) as (server, (exchange, tried)):
        found = code(exchange, url.replace("{port}", str(server.port)))
    assert found in {"bad-address", "private-address"}
    assert tried == []
    assert server.log == []


@pytest.mark.parametrize("literal", PRIVATE_LITERALS)
def test_a_name_that_resolves_to_it_is_refused(literal: str) -> None:
    answer = normal_host(literal)
    for answers in ([answer], ["8.8.8.8", answer], [answer, "8.8.8.8"], [f"{answer}%eth0"]):
        exchange = Exchange(Policy(), FakeClock(), lambda *_, found=answers: found)
        assert code(exchange, "http://public.example/") == "private-address"
        exchange.close()


@pytest.mark.parametrize("answers", [["not an address"], [""], ["2606:4700::1%eth0"], ["127.1"]])
def test_what_a_resolver_should_not_say_is_refused(answers: list[str]) -> None:
    exchange = Exchange(Policy(), FakeClock(), lambda *_: answers)
    assert code(exchange, "http://public.example/") == "private-address"
    exchange.close()


def test_the_checked_address_is_the_one_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that gives another answer to each look-up gains nothing by it."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["10.0.0.7"]])
    with listening(monkeypatch, Policy()) as (server, (_, tried)):
        exchange = Exchange(Policy(), FakeClock(), lambda *_: next(answers))
        url = f"http://rebinding.example:{server.port}/"
        assert code(exchange, url) == "200"
        assert code(exchange, url) == "200"  # on the same connection
        exchange.close()
        assert code(exchange, url) == "private-address"
        exchange.close()
    assert tried == ["8.8.8.8"]
    assert next(answers) == ["10.0.0.7"]


def test_a_redirect_to_a_private_host_is_not_followed() -> None:
    aims = [f"http://{host}/" for host in HOSTS]

    def handler(asked: Asked) -> Reply:
        aim = aims[int(asked.query["aim"][0])].encode().decode("latin-1")
        return Reply(302, b"", {"Location": aim})

    with Loopback({"": handler}) as server:
        policy = Policy(allowed_hosts=(server.address.removeprefix("http://"),))
        exchange = Exchange(policy, FakeClock(), lambda *_: pytest.fail("looked up"))
        for number, aim in enumerate(aims):
            with pytest.raises(NetworkError) as caught:
                exchange.get(Query(f"{server.address}/?aim={number}"))
            assert caught.value.code in {"bad-address", "private-address"}, aim
            assert caught.value.reached
        exchange.close()
        assert len(server.log) == len(aims)


@pytest.mark.parametrize("literal", PUBLIC_LITERALS)
def test_public_addresses_are_public(literal: str) -> None:
    assert public(ip_address(literal))
    assert public_text(literal)


@pytest.mark.parametrize("literal", PRIVATE_LITERALS)
def test_private_addresses_are_not(literal: str) -> None:
    assert not public(ip_address(normal_host(literal)))


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("BU\u0308CHER.example", "xn--bcher-kva.example"),
        ("\u4f8b\u3048.jp", "xn--r8jz45g.jp"),
        ("a_b.example", "a_b.example"),
        ("3com.example", "3com.example"),
        ("0x7f.example", "0x7f.example"),
        ("[2606:4700:0:0::1111]", "2606:4700::1111"),
    ],
)
def test_a_host_has_one_spelling(text: str, host: str) -> None:
    assert normal_host(text) == host


def test_allowed_hosts_are_names_or_addresses_with_or_without_a_port() -> None:
    allowed = AllowedHosts(
        ["LocalHost", "10.0.0.7:8080", "::1", "[fe80::2]:81", "b\u00fccher.test."]
    )
    assert allowed.allows("localhost", 80)
    assert allowed.allows("localhost", 12345)
    assert allowed.allows("10.0.0.7", 8080)
    assert not allowed.allows("10.0.0.7", 80)
    assert allowed.allows("::1", 8000)
    assert allowed.allows("fe80::2", 81)
    assert not allowed.allows("fe80::2", 80)
    assert allowed.allows("xn--bcher-kva.test", 80)
    assert not allowed.allows("127.0.0.1", 80)


@pytest.mark.parametrize(
    "entry", ["", "http://localhost/", "localhost:0", "localhost:x", "a b", "127.1", "[::1", ":80"]
)
def test_what_is_no_host_cannot_be_allowed(entry: str) -> None:
    with pytest.raises(ValueError, match=r"host|port|address"):
        AllowedHosts([entry])


def test_an_allowed_host_may_resolve_to_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch, Policy(allowed_hosts=("catalogue.intern",))) as (server, rest):
        exchange, tried = rest
        assert code(exchange, f"http://catalogue.intern:{server.port}/") == "200"
        assert code(exchange, f"http://Catalogue.INTERN.:{server.port}/") == "200"
        assert code(exchange, f"http://other.intern:{server.port}/") == "private-address"
    assert tried == ["127.0.0.1"]


def test_a_port_that_is_not_the_web_s_needs_to_be_allowed() -> None:
    exchange = Exchange(Policy(), FakeClock(), lambda *_: pytest.fail("looked up"))
    with pytest.raises(NetworkError) as caught:
        exchange.get(Query("http://catalogue.example:8080/"))
    assert caught.value.code == "private-address"
    assert caught.value.advice == "--allow-host catalogue.example:8080 allows it"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTP://Example.org", "http://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:/a", "https://example.org/a"),
        ("https://example.org:443?x=1", "https://example.org/?x=1"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://[2606:4700:0::1]:80/", "http://[2606:4700::1]/"),
        ("http://example.org/a#part", "http://example.org/a"),
        ("http://example.org#part?x", "http://example.org/"),
        ("http://example.org/J\u00fcrgen?q=\u4f8b", "http://example.org/J%C3%BCrgen?q=%E4%BE%8B"),
        ("http://example.org/10.1000/(a)<b>", "http://example.org/10.1000/(a)%3Cb%3E"),
        ("http://example.org/%7Ea/100%/%zz", "http://example.org/%7Ea/100%25/%25zz"),
        ("http://example.org/a?b=c@d:e/f?g", "http://example.org/a?b=c@d:e/f?g"),
    ],
)
def test_addresses_have_one_form(text: str, url: str) -> None:
    assert parse(text).url == url
    assert parse(url).url == url


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("b", "https://example.org/a/b"),
        ("../b", "https://example.org/b"),
        ("?x=1", "https://example.org/a/c?x=1"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
        (" /a b ", "https://example.org/a%20b"),
        ("a:b/c", ""),
        ("http:b", ""),
        ("/a\nb", ""),
        ("http://a b/", ""),
    ],
)
def test_redirects_lead_where_browsers_go(location: str, url: str) -> None:
    base = parse("https://example.org/a/c")
    if url:
        assert join(base, location).url == url
        return
    with pytest.raises(NetworkError) as caught:
        join(base, location)
    assert caught.value.code == "bad-address"


def test_the_socket_refuses_by_itself_what_spelling_did_not_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate.Gate, "check", lambda *_: None)
    with listening(monkeypatch, Policy()) as (server, (exchange, tried)):
        found = {
            code(exchange, f"http://{host}:{server.port}/page")
            for host in (*PRIVATE_LITERALS, *LOCAL_NAMES, "public.example")
        }
    assert found == {"private-address"}
    assert tried == []
    assert server.log == []


def failing(error: Exception) -> Resolve:
    def resolve(*_: object) -> list[str]:
        raise error

    return resolve


@pytest.mark.parametrize("error", [OSError("x"), UnicodeError("x"), RuntimeError("x"), KeyError(1)])
def test_whatever_a_look_up_raises_is_an_error_of_the_system(error: Exception) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - any of them
        within(failing(error), "host.example", 80, 5.0)


def test_a_look_up_without_a_thread_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)
    with pytest.raises(OSError, match="thread"):
        within(lambda *_: [], "host.example", 80, 5.0)

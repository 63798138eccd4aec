"""Servers whose certificates are wrong, and one whose is right."""

import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from loopback.clock import FakeClock
from loopback.hostile import Hostile
from loopback.serving import Asked, Loopback, Reply
from mentorlit.network.asking import NetworkError, Query
from mentorlit.network.exchange import Exchange
from mentorlit.network.policy import Policy

HOST = "library.test"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def says_hello(_: Asked) -> Reply:
    return Reply(200, b"hello", {"Content-Type": "text/plain"})


def asked(context: ssl.SSLContext | None, certificates: str, scheme: str = "https") -> str:
    """Return the status or code of asking a server; one that is not trusted hears no question."""
    policy = Policy(allowed_hosts=(HOST,), certificates=certificates)
    with Loopback({"": says_hello}, tls=context) as server:
        exchange = Exchange(policy, FakeClock(), lambda *_: ["127.0.0.1"])
        try:
            reply = exchange.get(Query(f"{scheme}://{HOST}:{server.port}/page"))
        except NetworkError as failure:
            assert not server.log
            return failure.code
        finally:
            exchange.close()
        assert reply.body == b"hello"
        return str(reply.status)


def test_a_certificate_of_an_authority_that_the_policy_names_is_trusted(
    authority: trustme.CA, trusted: str
) -> None:
    assert asked(context_of(authority.issue_cert(HOST)), trusted) == "200"


def test_it_is_not_trusted_otherwise(authority: trustme.CA) -> None:
    assert asked(context_of(authority.issue_cert(HOST)), "") == "tls"


def test_a_certificate_of_another_authority(trusted: str) -> None:
    assert asked(context_of(trustme.CA().issue_cert(HOST)), trusted) == "tls"


def test_an_expired_certificate(authority: trustme.CA, trusted: str) -> None:
    begin, end = datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)
    certificate = authority.issue_cert(HOST, not_before=begin, not_after=end)
    assert asked(context_of(certificate), trusted) == "tls"


def test_a_certificate_for_another_name(authority: trustme.CA, trusted: str) -> None:
    assert asked(context_of(authority.issue_cert("other.test")), trusted) == "tls"


def test_a_certificate_for_the_address_alone(authority: trustme.CA, trusted: str) -> None:
    assert asked(context_of(authority.issue_cert("127.0.0.1")), trusted) == "tls"


def test_a_certificate_whose_name_is_only_the_common_one(
    authority: trustme.CA, trusted: str
) -> None:
    certificate = authority.issue_cert("other.test", common_name=HOST)
    assert asked(context_of(certificate), trusted) == "tls"


def test_plain_http_where_tls_is_expected(trusted: str) -> None:
    assert asked(None, trusted) == "tls"


def test_tls_where_plain_http_is_expected(authority: trustme.CA, trusted: str) -> None:
    context = context_of(authority.issue_cert(HOST))
    assert asked(context, trusted, "http") in {"bad-answer", "cut-off", "unreachable"}


def test_an_old_version_of_tls(authority: trustme.CA, trusted: str) -> None:
    context = context_of(authority.issue_cert(HOST))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    assert asked(context, trusted) == "tls"


def test_a_host_that_says_nothing_of_tls_at_all(trusted: str) -> None:
    """The handshake is waited for no longer than an answer."""
    policy = Policy(allowed_hosts=(HOST,), certificates=trusted, read=0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        exchange = Exchange(policy, FakeClock(), lambda *_: ["127.0.0.1"])
        with pytest.raises(NetworkError) as caught:
            exchange.get(Query(f"https://{HOST}:{silent.getsockname()[1]}/"))
        exchange.close()
    assert caught.value.code == "timed-out"


def test_a_redirect_from_tls_to_a_certificate_that_is_wrong(
    authority: trustme.CA, trusted: str
) -> None:
    wrong = context_of(trustme.CA().issue_cert(HOST))
    right = context_of(authority.issue_cert(HOST))
    with Loopback({"": says_hello}, tls=wrong) as second:
        aim = f"https://{HOST}:{second.port}/page"
        with Loopback({"": lambda _: Reply(302, b"", {"Location": aim})}, tls=right) as first:
            policy = Policy(allowed_hosts=(HOST,), certificates=trusted)
            exchange = Exchange(policy, FakeClock(), lambda *_: ["127.0.0.1"])
            with pytest.raises(NetworkError) as caught:
                exchange.get(Query(f"https://{HOST}:{first.port}/page"))
            exchange.close()
        assert (caught.value.code, len(first.log), len(second.log)) == ("tls", 1, 0)


def test_the_server_of_behaviours_is_no_server_of_tls(trusted: str) -> None:
    policy = Policy(allowed_hosts=(HOST,), certificates=trusted, read=0.1)
    with Hostile({"library": b"\x15\x03\x01\x00\x02\x02\x28"}) as server:
        exchange = Exchange(policy, FakeClock(), lambda *_: ["127.0.0.1"])
        with pytest.raises(NetworkError) as caught:
            exchange.get(Query(f"https://{HOST}:{server.port}/"))
        exchange.close()
    assert caught.value.code in {"tls", "timed-out"}

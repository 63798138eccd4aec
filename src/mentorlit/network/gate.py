"""What every connection asks before it is made and while it lasts: may it, and how long still."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Final

from mentorlit.network.addresses import (
    AllowedHosts,
    inward,
    literal,
    public,
    public_text,
    shown_host,
)
from mentorlit.network.asking import NetworkError
from mentorlit.network.clock import Clock
from mentorlit.network.policy import Policy
from mentorlit.network.privacy import Private
from mentorlit.network.resolving import Resolve, within
from mentorlit.network.urls import Address, parse

_PORTS: Final = (80, 443)
_MOST_ADDRESSES: Final = 8
"""Addresses of one host that are tried; large sites name about four of each kind."""
_ENDS: Final = frozenset("/?#[]\\")
"""What ends a host, or makes one: unescaped in a user name, it would be read in several ways."""
_SHORTEST: Final = 0.001
"""Seconds; sockets take 0 for "do not wait at all"."""


class Gate(local):
    """The policy of one exchange at its sockets.

    What is left of the time is each thread's own, and so are ``private`` and ``private_headers``,
    the parameters and header fields that the next request gets when it is sent, and ``sent``,
    which is called then.
    """

    def __init__(self, policy: Policy, clock: Clock, resolve: Resolve) -> None:
        self.policy = policy
        self.private: Private = ()
        self.private_headers: Private = ()
        self.sent: Callable[[], None] | None = None
        self._clock = clock
        self._resolve = resolve
        self._deadline = clock.now() + policy.total
        self._allowed = AllowedHosts(policy.allowed_hosts)
        check_proxy(policy.proxy)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Give one try its whole time; a try within a try (robots.txt) has its own."""
        outer = self._deadline
        self._deadline = self._clock.now() + self.policy.total
        try:
            yield
        finally:
            self._deadline = outer

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count the time of what is done meanwhile: waiting for a host's turn."""
        began = self._clock.now()
        try:
            yield
        finally:
            self._deadline += self._clock.now() - began

    def remaining(self, limit: float) -> float:
        """Return how long may be waited now: ``limit``, or less at the end of the time.

        Raises:
            NetworkError: ``timed-out``: no time is left.

        """
        left = self._deadline - self._clock.now()
        if left <= 0:
            raise self.late()
        return max(min(left, limit), _SHORTEST)

    def late(self) -> NetworkError:
        """Return the error of a wait that has taken too long."""
        if self._deadline <= self._clock.now():
            return NetworkError(
                "timed-out", f"the answer was not complete after {self.policy.total:g} seconds"
            )
        return NetworkError("timed-out", f"the server was silent for {self.policy.read:g} seconds")

    def check(self, address: Address) -> None:
        """Refuse an address that may not be asked, as far as its spelling tells.

        Raises:
            NetworkError: ``private-address``: the host or the port is not one of the public web.

        """
        if self._allowed.allows(address.host, address.port):
            return
        place = literal(address.host)
        if inward(address.host, dotless=bool(self.policy.proxy)) or (place and not public(place)):
            raise _private(address.host, address.port)
        if address.port not in _PORTS:
            raise _refused("the port is not one of the web (80, 443)", address.host, address.port)

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses that may be connected to for a host; each is checked.

        Raises:
            NetworkError: ``private-address`` if any answer of the resolver is not public,
                ``no-such-host``, ``timed-out``.

        """
        found = (host,) if literal(host) else self._looked_up(host, port)
        if not self._allowed.allows(host, port) and not all(map(public_text, found)):
            raise _private(host, port)
        return found[:_MOST_ADDRESSES]

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        limit = self.remaining(self.policy.connect)
        try:
            found = within(self._resolve, host, port, limit)
        except TimeoutError:
            raise NetworkError(
                "timed-out", "the name of the host was not looked up in time"
            ) from None
        except OSError:
            found = ()
        if not found:
            raise NetworkError(
                "no-such-host",
                "the name of the host is not known",
                "check the spelling and whether this machine is connected to the network",
            )
        return found


def check_proxy(proxy: str) -> None:
    """Refuse a proxy that is no address of http or https; it may have a user name. None is fine.

    Raises:
        ValueError: it is none; says why, and nothing of the address, which may have a password.

    """
    if not proxy:
        return
    scheme, slashes, rest = proxy.partition("://")
    user, _, place = rest.rpartition("@")
    if set(user) & _ENDS:
        raise ValueError("the proxy cannot be used: its user name or password must be escaped")
    try:
        parse(f"{scheme}{slashes}{place}")
    except NetworkError as error:
        raise ValueError(f"the proxy cannot be used: {error.message}") from None


def _private(host: str, port: int) -> NetworkError:
    return _refused("the host is not one of the public network", host, port)


def _refused(message: str, host: str, port: int) -> NetworkError:
    advice = f"--allow-host {shown_host(host, port)} allows it"
    return NetworkError("private-address", message, advice)

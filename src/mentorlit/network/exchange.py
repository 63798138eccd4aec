"""One try of a question: redirects followed, each address checked, time and size bounded."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from mentorlit.network import bodies, privacy, resolving, urls
from mentorlit.network.asking import NetworkError, Query, user_agent
from mentorlit.network.clock import Clock, SystemClock
from mentorlit.network.gate import Gate
from mentorlit.network.policy import Policy
from mentorlit.network.resolving import Resolve
from mentorlit.network.urls import Address

if TYPE_CHECKING:
    from urllib3.response import HTTPResponse

    from mentorlit.network.session import CheckedSession

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_REFUSAL: Final = 64 * 1024
"""Bytes that are kept of a body that only says why there is no answer."""


class Reply(NamedTuple):
    """What a server answered to one try, whatever its status.

    ``url`` is the address after redirects, without anything private; names of ``headers`` are in
    lower case. ``body`` is unpacked; of a refusal it may end early.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Exchange:
    """One try after the other, under one policy; connections are kept for the next one.

    ``resolve`` finds the addresses of a host. Libraries are loaded with the first question.

    Raises:
        ValueError: a host that the policy allows is none, or its proxy is none of http or https.

    """

    def __init__(
        self,
        policy: Policy,
        clock: Clock | None = None,
        resolve: Resolve = resolving.resolve,
    ) -> None:
        self._policy = policy
        self._gate = Gate(policy, clock or SystemClock(), resolve)
        self._opened: CheckedSession | None = None

    def get(
        self,
        query: Query,
        *,
        hop: Callable[[str], None] | None = None,
        sent: Callable[[], None] | None = None,
    ) -> Reply:
        """Ask once. ``hop`` is called with each address before it is asked, and may raise.

        The address is the true one, which may repeat what is private. The time that ``hop`` takes
        does not count. ``sent`` is called when a request has gone out, which the look-up of the
        host and the making of the connection may delay.

        Raises:
            NetworkError: there is no answer, or none that could be read in bounds.

        """
        if self._policy.offline:
            raise NetworkError("offline", "the network is not used (--offline)")
        with self._gate.limited():
            return _Try(self, self._gate, query, hop, sent).run()

    def session(self) -> "CheckedSession":
        """Return the session, opened with the first question."""
        if self._opened is None:
            from mentorlit.network.session import CheckedSession  # noqa: PLC0415 - start-up

            self._opened = CheckedSession(self._gate)
        return self._opened

    def close(self) -> None:
        """Close the connections that were kept."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


class _Try:
    """A question on its way through redirects."""

    def __init__(
        self,
        exchange: Exchange,
        gate: Gate,
        query: Query,
        hop: Callable[[str], None] | None,
        sent: Callable[[], None] | None,
    ) -> None:
        self._exchange = exchange
        self._gate = gate
        self._query = query
        self._hop = hop
        self._on_sent = sent
        self._private = privacy.of(query)
        self._unshown = privacy.of(query, gate.policy.mailto)
        self._asked: list[Address] = []
        self._answered = False

    def run(self) -> Reply:
        """Ask the address and those that it leads to."""
        try:
            reply = self._ask(urls.parse(self._query.url))
            while isinstance(reply, Address):
                reply = self._ask(reply)
        except NetworkError as error:
            error.reached = error.reached or self._answered
            raise
        return reply

    def _ask(self, address: Address) -> Reply | Address:
        """Ask one address; return the reply or where it redirects."""
        self._gate.check(address)
        self._pause(address)
        self._asked.append(address)
        own = address.origin == self._asked[0].origin
        response = self._sent(address, own=own)
        self._answered = True
        try:
            location = _location(response) if response.status in _REDIRECTS else ""
            if location:
                return self._next(address, location)
            return self._reply(address, response)
        finally:
            _released(response)

    def _pause(self, address: Address) -> None:
        if self._hop is not None:
            with self._gate.paused():
                self._hop(address.url)

    def _sent(self, address: Address, *, own: bool) -> "HTTPResponse":
        """Send the request and return the answer, its body unread.

        What is private, and whom to write to, is for the host that was to be asked (``own``), not
        for those that it leads to; the latter only for services.
        """
        session = self._exchange.session()
        query = self._query
        mailto = self._gate.policy.mailto if own and query.service and not query.page else ""
        headers = {"User-Agent": user_agent(mailto), "Accept": query.accept}
        from mentorlit.network.failures import FAILURES, told  # noqa: PLC0415 - start-up

        self._gate.remaining(0)
        self._gate.private = query.private if own else ()
        self._gate.private_headers = query.private_headers if own else ()
        self._gate.sent = self._on_sent
        try:
            return session.ask(address.url, headers)
        except FAILURES as error:
            raise told(error, answered=False) from None
        finally:
            self._gate.private = self._gate.private_headers = ()
            self._gate.sent = None

    def _next(self, address: Address, location: str) -> Address:
        """Return where a redirect leads, if it may be followed."""
        private = self._private
        target = privacy.removed(urls.join(address, location), private)
        limit = self._gate.policy.redirects
        if len(self._asked) > limit:
            raise NetworkError("redirects", f"there are more than {limit} redirects")
        if target in self._asked:
            raise NetworkError(
                "redirects",
                "the redirects run in a circle",
                "sites that insist on cookies do so: save the page with a browser",
            )
        if target.host != address.host and privacy.hidden(target.host, private) != target.host:
            raise NetworkError("redirects", "a redirect repeats what is private as a host's name")
        if private and address.scheme == "https" and target.scheme == "http":
            raise NetworkError("redirects", "a redirect leads from https to http")
        return target

    def _reply(self, address: Address, response: "HTTPResponse") -> Reply:
        private = self._unshown
        url = address.url if len(self._asked) > 1 else self._query.url
        headers = {
            name.lower(): privacy.hidden(_clean(response.headers[name]), private)
            for name in response.headers
            if name.lower() != "set-cookie"
        }
        refusal = response.status >= 300
        body = self._part(response) if refusal else self._whole(response)
        body = privacy.hidden_in_body(body, private, refusal=refusal)
        return Reply(privacy.hidden(url, private), response.status, headers, body)

    def _whole(self, response: "HTTPResponse") -> bytes:
        """Return the body of a success.

        Raises:
            NetworkError: it is not complete, too large, or packed in a manner unknown.

        """
        limit = self._query.limit
        coding = bodies.coding(response.headers)
        bodies.check_size(response.headers, limit)
        return self._read(response, bodies.Body(limit, coding))

    def _part(self, response: "HTTPResponse") -> bytes:
        """Return what can be had of the body of a refusal: its status matters more."""
        body = bodies.Body(_REFUSAL, "", cut=True)
        with suppress(NetworkError):
            body = bodies.Body(_REFUSAL, bodies.coding(response.headers), cut=True)
            self._read(response, body)
        return body.so_far()

    def _read(self, response: "HTTPResponse", body: bodies.Body) -> bytes:
        from mentorlit.network.failures import FAILURES, told  # noqa: PLC0415 - start-up

        try:
            return bodies.read(response, body, lambda: self._gate.remaining(0))
        except FAILURES as error:
            raise told(error, answered=True) from None


def _location(response: "HTTPResponse") -> str:
    """Return where a redirect leads. Header fields arrive as Latin-1, whatever they are."""
    places = dict.fromkeys(response.headers.getlist("location"))
    if len(places) > 1:
        raise NetworkError("bad-answer", "the server redirects to several addresses at once")
    location = "".join(places)
    with suppress(UnicodeError):
        return location.encode("latin-1").decode()
    return location


def _clean(value: str) -> str:
    """Return a header field as text that can be shown."""
    if value.isprintable():
        return value
    return "".join(character if character.isprintable() else " " for character in value)


def _released(response: "HTTPResponse") -> None:
    """Give the connection back; one whose answer was not read to its end is closed."""
    if not response.isclosed():
        response.close()
    response.release_conn()

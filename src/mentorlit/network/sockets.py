"""urllib3's connections, made only to addresses that were checked and never waited for too long.

The address is checked where it is used: a host that gives another answer to the next look-up
changes nothing, as there is none. Time is checked at each arrival of bytes, within header lines
too, so that a server which drips them ends at the deadline.
"""

import socket
import ssl
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssltransport import SSLTransport

from mentorlit.network.addresses import normal_host
from mentorlit.network.asking import NetworkError
from mentorlit.network.gate import Gate
from mentorlit.network.heads import StrictResponse
from mentorlit.network.privacy import added

_NO_DELAY: Final = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class TimedSocket(socket.socket):
    """A socket that asks its gate before it waits; ``heard`` tells whether bytes have come."""

    gate: Gate | None = None
    heard = False

    def recv(self, *args: Any) -> bytes:
        """Receive bytes, in time."""
        with _Wait(self):
            return super().recv(*args)

    def recv_into(self, *args: Any) -> int:
        """Receive bytes into a buffer, in time."""
        with _Wait(self):
            size = super().recv_into(*args)
        self.heard = self.heard or size > 0
        return size

    def send(self, *args: Any) -> int:
        """Send bytes, in time."""
        with _Wait(self):
            return super().send(*args)

    def sendall(self, *args: Any) -> None:
        """Send all bytes, in time."""
        with _Wait(self):
            super().sendall(*args)


class _Wait:
    """One wait for the network; its end by time is the error of the whole try."""

    def __init__(self, waiting: TimedSocket) -> None:
        self._waiting = waiting

    def __enter__(self) -> None:
        gate = self._waiting.gate
        if gate is not None:
            self._waiting.settimeout(gate.remaining(gate.policy.read))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        gate = self._waiting.gate
        if gate is not None and kind is not None and issubclass(kind, TimeoutError):
            raise gate.late() from None


class TimedTlsSocket(TimedSocket, ssl.SSLSocket):
    """The same under TLS."""

    suppress_ragged_eofs: bool


class TlsContext(ssl.SSLContext):
    """How servers prove who they are, by the certificates that are trusted; never switched off."""

    sslsocket_class = TimedTlsSocket

    @classmethod
    def trusting(cls, certificates: str) -> "TlsContext":
        """Return a context that trusts the authorities in a file (PEM).

        Raises:
            NetworkError: ``tls``: the file cannot be read, or has no certificate.

        """
        context = cls(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_verify_locations(certificates)
        except OSError:  # what ssl raises is one, too
            message = "the certificates to trust cannot be read"
            raise NetworkError("tls", message, "check the file that is named for them") from None
        return context


class _CheckedConnection(HTTPConnection):
    """A connection to an address that its gate lets through."""

    response_class = StrictResponse

    def __init__(self, *args: Any, gate: Gate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gate = gate

    def putrequest(self, method: str, url: str, *args: Any, **options: Any) -> None:
        """Write the request line, with what no address shows."""
        super().putrequest(method, added(url, self.gate.private), *args, **options)

    def endheaders(self, *args: Any, **options: Any) -> None:
        """End the head, with the fields that no request shows."""
        for name, value in self.gate.private_headers:
            self.putheader(name, value)
        super().endheaders(*args, **options)
        if self.gate.sent is not None:
            self.gate.sent()

    def _new_conn(self) -> socket.socket:
        """Look up the host once, check every answer, and connect to the first that takes it."""
        gate = self.gate
        failure = NetworkError("unreachable", "the server cannot be reached")
        for address in gate.addresses(normal_host(_bracketed(self.host)), self.port):
            try:
                return connect_to(address, self.port, gate)
            except TimeoutError:
                failure = NetworkError(
                    "timed-out", f"no connection after {gate.policy.connect:g} seconds"
                )
            except ConnectionRefusedError:
                failure = NetworkError("unreachable", "the server refuses connections")
            except OSError:
                failure = NetworkError("unreachable", "the server cannot be reached")
        raise failure


class _CheckedTlsConnection(_CheckedConnection, HTTPSConnection):
    """The same with TLS."""

    def connect(self) -> None:
        """Connect and let the server prove who it is; a connection cut without a word is noted."""
        super().connect()
        connection: Any = self.sock
        while isinstance(connection, SSLTransport):  # through a proxy of https: TLS in TLS
            connection.suppress_ragged_eofs = False
            connection = connection.socket
        if isinstance(connection, TimedTlsSocket):
            connection.gate = self.gate
            # RFC 9112, 9.8: without a length, only the closing alert tells that nothing is missing.
            connection.suppress_ragged_eofs = False


class CheckedPool(HTTPConnectionPool):
    """Connections to one host, kept for the next question."""

    ConnectionCls = _CheckedConnection


class CheckedTlsPool(HTTPSConnectionPool):
    """The same with TLS."""

    ConnectionCls = _CheckedTlsConnection


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def connect_to(address: str, port: int, gate: Gate) -> socket.socket:
    """Connect to exactly this address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = TimedSocket(family, socket.SOCK_STREAM)
    try:
        connection.setsockopt(*_NO_DELAY)
        connection.settimeout(gate.remaining(gate.policy.connect))
        connection.connect((address, port))
        # For the handshake of TLS, whose own limit is the timeout of the socket.
        connection.settimeout(gate.remaining(gate.policy.read))
    except BaseException:
        connection.close()
        raise
    connection.gate = gate
    return connection

"""A server of raw sockets whose hosts misbehave, each in its own way.

Its hosts are names under ``.test`` that a resolver given to the network finds at 127.0.0.1
(:meth:`Hostile.resolve`); the name in the Host header says which behaviour is wanted, so that one
host's failures are not another's.
"""

import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from socket import (
    IPPROTO_TCP,
    SHUT_RDWR,
    SO_LINGER,
    SOL_SOCKET,
    TCP_NODELAY,
    create_server,
    socket,
)
from threading import Event, Lock, Thread
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote

from loopback.serving import Asked


class Line:
    """One connection after its request was read.

    ``times`` counts the requests for this host and path so far, this one included; ``port`` is the
    server's. The connection is closed afterwards unless ``keep`` is set. Every method raises
    OSError once the client or the server has gone.
    """

    def __init__(self, connection: socket, times: int, port: int, ended: Event) -> None:
        self.times = times
        self.port = port
        self.sent = 0
        self.keep = False
        self._connection = connection
        self._ended = ended

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)
        self.sent += len(data)

    def drip(self, data: Iterable[bytes], interval: float = 0.0) -> None:
        """Send piece by piece, one each ``interval`` seconds at most until the server ends."""
        for piece in data:
            if self._ended.wait(interval) if interval else self._ended.is_set():
                return
            self.send(piece)

    def reset(self) -> None:
        """End the connection as a broken one ends, by RST."""
        self._connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def hold(self) -> None:
        """Say nothing more until the client goes."""
        while self._connection.recv(65536):
            pass


Act = bytes | Callable[[Line, Asked], None]
"""What a host does with a request: bytes are sent as they are, then the connection is closed."""


class Hostile:
    """The server, for the length of a ``with``.

    ``hosts`` maps a first label (``"good"`` of ``good.test``) to what that host does; ``robots``
    likewise for /robots.txt, which is a plain 404 elsewhere. ``log`` has every request, ``sent``
    the bytes sent to each host, ``connections`` how many were opened.
    """

    def __init__(self, hosts: Mapping[str, Act], robots: Mapping[str, Act] | None = None) -> None:
        self.hosts = hosts
        self.robots = robots or {}
        self.log: list[Asked] = []
        self.sent: Counter[str] = Counter()
        self.connections = 0
        self._times: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()
        self._ended = Event()
        self._open: dict[socket, Thread] = {}
        self._listener = create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = Thread(target=self._accept)

    def __enter__(self) -> Self:
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        with suppress(OSError), socket() as waker:
            waker.connect(("127.0.0.1", self.port))
        self._acceptor.join()
        self._listener.close()
        with self._lock:
            still = dict(self._open)
        for connection in still:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        for thread in still.values():
            thread.join()

    def url(self, host: str, path: str = "/page") -> str:
        """Return an address of one of the hosts."""
        return f"http://{host}.test:{self.port}{path}"

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Find every name under .test here; addresses are themselves, other names unknown."""
        if host.endswith(".test"):
            return ["127.0.0.1"]
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        raise OSError(f"{host}:{port} is not known here")

    def asked(self, host: str, path: str = "") -> list[Asked]:
        """Return the requests for one host, optionally for one path."""
        return [asked for asked in self.log if label(asked) == host and asked.path.startswith(path)]

    def settle(self) -> None:
        """Wait until every connection that is not kept has been closed."""
        with self._lock:
            conversing = list(self._open.values())
        for thread in conversing:
            thread.join()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._ended.is_set():
                connection.close()
                return
            self.connections += 1
            connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            thread = Thread(target=self._converse, args=(connection,))
            with self._lock:
                self._open[connection] = thread
            thread.start()

    def _converse(self, connection: socket) -> None:
        with suppress(OSError), connection:
            asked = _request(connection)
            while asked and self._act(connection, asked):
                asked = _request(connection)
        with self._lock:
            self._open.pop(connection, None)

    def _act(self, connection: socket, asked: Asked) -> bool:
        """Answer a request; return whether the connection is kept for another."""
        host = label(asked)
        with self._lock:
            self.log.append(asked)
            self._times[host, asked.path] += 1
            line = Line(connection, self._times[host, asked.path], self.port, self._ended)
        named = self.robots if asked.path == "/robots.txt" else self.hosts
        act = named.get(host, NOTHING)
        try:
            if isinstance(act, bytes):
                line.send(act)
            else:
                act(line, asked)
        finally:
            with self._lock:
                self.sent[host] += line.sent
        return line.keep


NOTHING = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Behaviour(NamedTuple):
    """One way to misbehave, and what has to come of it.

    ``tried`` is the outcome of one try, ``told`` of the door (the same if empty): a status, or the
    code of a NetworkError; ``|`` stands between outcomes that chance or the limit decides.
    ``requests`` is the number of requests that one try may make, ``tries`` how many tries the door
    may make. ``read`` is the read timeout that this takes, and ``step`` what each look at the clock
    costs, in seconds.
    """

    name: str
    act: Act
    tried: str
    told: str = ""
    requests: int = 1
    tries: int = 1
    read: float = 15.0
    step: float = 0.0001


def label(asked: Asked) -> str:
    """Return the first label of the host that was asked."""
    return asked.headers.get("host", "").partition(".")[0]


def _request(connection: socket) -> Asked | None:
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            return None
        head += more
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    path, _, query = target.partition("?")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    return Asked(method, unquote(path), parse_qs(query), headers, target)

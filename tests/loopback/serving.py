"""A real HTTP/1.1 server on 127.0.0.1 that answers with functions and remembers what it was asked.

Nothing here knows a service: those are functions from :class:`Asked` to :class:`Reply`, mounted
below a path each. For answers that break the protocol see :mod:`loopback.behaviours`.
"""

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR, create_server, socket
from threading import Lock, Thread
from types import TracebackType
from typing import Any, NamedTuple, Self, cast
from urllib.parse import parse_qs, unquote


class Asked(NamedTuple):
    """One request. ``path`` is decoded, ``target`` is what the request line had, query and all."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    target: str


class Reply(NamedTuple):
    """One answer; Content-Length is added unless ``headers`` has it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}


Handler = Callable[[Asked], Reply]


class _Connection(BaseHTTPRequestHandler):
    """One connection, kept alive for as many requests as come."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: Any

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        asked = Asked(
            method=self.command,
            path=unquote(path),
            query=parse_qs(query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            target=self.path,
        )
        self._send(cast("Loopback", self.server).answer(asked))

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 - the names that http.server calls

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        names = {name.lower() for name in reply.headers}
        bodiless = reply.status in {204, 304} or reply.status < 200
        if not bodiless and "content-length" not in names:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not bodiless and self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


class Loopback:
    """A server for the length of a ``with``; the longest mounted prefix of a path answers.

    A handler sees the path below its prefix (``/crossref/works`` is ``/works`` to ``/crossref``);
    a path that none has is a 404. ``log`` has every request in order, with the whole path. What
    a handler raises is a 500 to the client, and is raised again when the server ends.
    """

    def __init__(self, mounts: Mapping[str, Handler], tls: ssl.SSLContext | None = None) -> None:
        self.mounts = {prefix.rstrip("/"): handler for prefix, handler in mounts.items()}
        self.log: list[Asked] = []
        self._tls = tls
        self._failures: list[Exception] = []
        self._lock = Lock()
        self._closing = False
        self._open: dict[socket, Thread] = {}
        self._listener = create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
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
        self._closing = True
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
        if self._failures and error is None:
            raise self._failures[0]

    def answer(self, asked: Asked) -> Reply:
        """Log a request and return what its handler answers."""
        self.log.append(asked)
        for prefix in sorted(self.mounts, key=len, reverse=True):
            if asked.path == prefix or asked.path.startswith(prefix + "/"):
                try:
                    below = asked.path[len(prefix) :] or "/"
                    return self.mounts[prefix](asked._replace(path=below))
                except Exception as error:  # noqa: BLE001 - raised again when the server ends
                    self._failures.append(error)
                    return Reply(500)
        return Reply(404, b"nothing here\n", {"Content-Type": "text/plain"})

    def count(self, prefix: str = "") -> int:
        """Return how many requests came for paths that begin with ``prefix``."""
        return sum(asked.path.startswith(prefix) for asked in self.log)

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing:
                connection.close()
                return
            thread = Thread(target=self._converse, args=(connection,))
            with self._lock:
                self._open[connection] = thread
            thread.start()

    def _converse(self, connection: socket) -> None:
        wrapped = connection
        try:
            if self._tls:
                wrapped = self._tls.wrap_socket(
                    connection, server_side=True, do_handshake_on_connect=False
                )
                with self._lock:
                    self._open[wrapped] = self._open.pop(connection)
                wrapped.do_handshake()
            _Connection(wrapped, ("127.0.0.1", 0), cast("Any", self))
        except OSError:
            pass  # the client has gone, or has not liked the certificate
        finally:
            with self._lock:
                self._open.pop(wrapped, None)
            wrapped.close()

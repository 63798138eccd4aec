"""Connections that break, stall or drip."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_SHORT: Final = 0.05
"""Seconds of real time that a client waits for a silent server here."""


def _reset_at_once(line: Line, _: Asked) -> None:
    line.reset()


def _reset_in_status(line: Line, _: Asked) -> None:
    line.send(b"HTTP/1.1 200 O")
    line.reset()


def _reset_in_head(line: Line, _: Asked) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    line.reset()


def _reset_in_body(line: Line, _: Asked) -> None:
    line.send(answer(PAGE, "200 OK", "text/html", "Content-Length: 5000"))
    line.reset()


def _black_hole(line: Line, _: Asked) -> None:
    line.hold()


def _stalls_in_head(line: Line, _: Asked) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    line.hold()


def _stalls_in_body(line: Line, _: Asked) -> None:
    line.send(answer(PAGE, "200 OK", "text/html", "Content-Length: 5000"))
    line.hold()


def _drips_status(line: Line, _: Asked) -> None:
    line.drip(chain([b"HTTP/1.1 200 O"], repeat(b"K")), interval=0.001)


def _drips_header(line: Line, _: Asked) -> None:
    line.drip(chain([b"HTTP/1.1 200 OK\r\nX-Slow: "], repeat(b"a")), interval=0.001)


def _drips_headers(line: Line, _: Asked) -> None:
    line.drip(chain([b"HTTP/1.1 200 OK\r\n"], repeat(b"X-Slow: a\r\n")), interval=0.001)


def _drips_body(line: Line, _: Asked) -> None:
    head = answer(b"", "200 OK", "text/html", "Content-Length: 5000")
    line.drip(chain([head], repeat(b"a")), interval=0.001)


def _drips_without_pause(line: Line, _: Asked) -> None:
    line.drip(chain([answer(b"", "200 OK", "text/html", "")], repeat(b"a")))


def _drips_chunks(line: Line, _: Asked) -> None:
    head = answer(b"", "200 OK", "text/html", "Transfer-Encoding: chunked")
    line.drip(chain([head], repeat(b"1\r\na\r\n")), interval=0.001)


def _drips_gzip(line: Line, _: Asked) -> None:
    """Send empty deflate blocks, which are bytes that never become a body."""
    head = answer(b"", "200 OK", "text/html", "Content-Encoding: gzip", "")
    start = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    line.drip(chain([head, start], repeat(b"\x00\x00\x00\xff\xff")), interval=0.001)


def _slow_but_whole(line: Line, _: Asked) -> None:
    line.drip(_pieces(answer()), interval=0.0001)


def _pieces(data: bytes) -> Iterator[bytes]:
    return (data[k : k + 1] for k in range(len(data)))


ROWS: Final = (
    Behaviour("reset-at-once", _reset_at_once, "unreachable", tries=5),
    Behaviour("closed-at-once", b"", "unreachable", tries=5),
    Behaviour("reset-in-status", _reset_in_status, "cut-off|unreachable", tries=5),
    Behaviour("closed-in-status", b"HTTP/1.1 200 O", "cut-off", tries=5),
    Behaviour("reset-in-head", _reset_in_head, "cut-off|unreachable", tries=5),
    Behaviour("closed-in-head", b"HTTP/1.1 200 OK\r\nContent-Ty", "cut-off", tries=5),
    Behaviour("closed-after-header", b"HTTP/1.1 200 OK\r\nServer: x\r\n", "cut-off", tries=5),
    Behaviour("reset-in-body", _reset_in_body, "cut-off", tries=5),
    Behaviour("black-hole", _black_hole, "timed-out", tries=5, read=_SHORT),
    Behaviour("stalls-in-head", _stalls_in_head, "timed-out", tries=5, read=_SHORT),
    Behaviour("stalls-in-body", _stalls_in_body, "timed-out", tries=5, read=_SHORT),
    Behaviour("drips-status", _drips_status, "timed-out", tries=5, step=4.0),
    Behaviour("drips-header", _drips_header, "timed-out", tries=5, step=4.0),
    Behaviour("drips-headers", _drips_headers, "timed-out", tries=5, step=4.0),
    Behaviour("drips-body", _drips_body, "timed-out", tries=5, step=4.0),
    Behaviour("drips-chunks", _drips_chunks, "timed-out", tries=5, step=4.0),
    Behaviour("drips-gzip", _drips_gzip, "timed-out", tries=5, step=4.0),
    Behaviour("drips-without-pause", _drips_without_pause, "timed-out", tries=5, step=1.0),
    Behaviour("slow-but-whole", _slow_but_whole, "200"),
)

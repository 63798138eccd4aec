"""Status lines and headers that are wrong, strange or without end."""

from itertools import chain, repeat
from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_ENOUGH: Final = b"\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"


def _endless_status(line: Line, _: Asked) -> None:
    line.drip(chain([b"HTTP/1.1 200 "], repeat(b"K" * 4096)))


def _endless_headers(line: Line, _: Asked) -> None:
    line.drip(chain([b"HTTP/1.1 200 OK\r\n"], repeat(b"X-More: yes\r\n" * 100)))


def _interim_for_ever(line: Line, _: Asked) -> None:
    line.drip(repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))


def _hints_for_ever(line: Line, _: Asked) -> None:
    line.drip(repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"))


def _many(count: int) -> bytes:
    return answer(PAGE, "200 OK", "text/html", *(f"X-{k}: {k}" for k in range(count)))


ROWS: Final = (
    Behaviour("http-0-9", PAGE, "bad-answer"),
    Behaviour("garbage", bytes(range(256)) * 8, "bad-answer"),
    Behaviour("a-tls-alert", b"\x15\x03\x01\x00\x02\x02\x28", "cut-off", tries=5),
    Behaviour("ssh", b"SSH-2.0-OpenSSH_9.6\r\n", "bad-answer"),
    Behaviour("status-is-a-word", b"HTTP/1.1 FINE OK" + _ENOUGH, "bad-answer"),
    Behaviour("status-has-two-digits", b"HTTP/1.1 20 OK" + _ENOUGH, "bad-answer"),
    Behaviour("status-has-four-digits", b"HTTP/1.1 2000 OK" + _ENOUGH, "bad-answer"),
    Behaviour("status-has-a-sign", b"HTTP/1.1 +200 OK" + _ENOUGH, "bad-answer"),
    Behaviour("status-999", answer(PAGE, "999 No"), "999", "http-999"),
    Behaviour("status-600", answer(PAGE, "600 No"), "600", "http-600"),
    Behaviour("no-reason", b"HTTP/1.1 200" + _ENOUGH, "200"),
    Behaviour("http-1-0", answer().replace(b"HTTP/1.1", b"HTTP/1.0"), "200"),
    Behaviour("line-feeds-alone", answer().replace(b"\r\n", b"\n"), "200"),
    Behaviour("endless-status", _endless_status, "bad-answer"),
    Behaviour("10000-headers", _many(10_000), "bad-answer"),
    Behaviour("60-headers", _many(60), "200"),
    Behaviour("endless-headers", _endless_headers, "bad-answer"),
    Behaviour("header-of-1-mb", answer(PAGE, "200 OK", "x/" + "y" * 1_000_000), "bad-answer"),
    Behaviour("header-without-colon", answer(PAGE, "200 OK", "a/b", "No colon here"), "bad-answer"),
    Behaviour("header-with-nul", answer(PAGE, "200 OK", "a/b", "X: a\0b"), "200"),
    Behaviour("header-in-latin-1", answer(PAGE, "200 OK", "text/html", b"X: J\xfcrgen"), "200"),
    Behaviour("interim-then-answer", b"HTTP/1.1 100 Continue\r\n\r\n" + answer(), "200"),
    Behaviour(
        "hints-then-answer",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + answer(),
        "200",
    ),
    Behaviour(
        "switching-protocols",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "bad-answer",
    ),
    Behaviour("interim-for-ever", _interim_for_ever, "bad-answer", tries=5, step=0.5),
    Behaviour("hints-for-ever", _hints_for_ever, "bad-answer", step=0.5),
)

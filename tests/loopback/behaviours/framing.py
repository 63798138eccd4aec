"""Lengths that lie and chunks that are damaged (RFC 9112, 6.3 and 7.1)."""

from itertools import chain, repeat
from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_CHUNKED: Final = "Transfer-Encoding: chunked"


def _sized(*lengths: str, body: bytes = PAGE) -> bytes:
    return answer(body, "200 OK", "text/html", *(f"Content-Length: {length}" for length in lengths))


def _chunked(body: bytes, *lines: str) -> bytes:
    return answer(body, "200 OK", "text/html", _CHUNKED, *lines)


def _chunks_for_ever(line: Line, _: Asked) -> None:
    line.drip(chain([_chunked(b"")], repeat(b"10000\r\n" + b"a" * 65536 + b"\r\n")))


def _extension_for_ever(line: Line, _: Asked) -> None:
    line.drip(chain([_chunked(b"5;a=")], repeat(b"a" * 4096)))


def _trailers_for_ever(line: Line, _: Asked) -> None:
    line.drip(chain([_chunked(b"5\r\nhello\r\n0\r\n")], repeat(b"X-More: yes\r\n" * 100)))


def _trailer_for_ever(line: Line, _: Asked) -> None:
    line.drip(chain([_chunked(b"5\r\nhello\r\n0\r\nX-More: ")], repeat(b"a" * 4096)))


def _size_for_ever(line: Line, _: Asked) -> None:
    line.drip(chain([_chunked(b"")], repeat(b"0" * 4096)))


_GOOD: Final = b"5\r\nhello\r\n0\r\n\r\n"
_BEYOND: Final = answer(b"Said before it was asked for.")

ROWS: Final = (
    Behaviour("no-length", answer(PAGE, "200 OK", "text/html", ""), "200"),
    Behaviour("length-too-long", _sized("5000"), "cut-off", tries=5),
    Behaviour("length-too-short", _sized(str(len(PAGE)), body=PAGE + b"more"), "200"),
    Behaviour("an-answer-too-many", answer() + _BEYOND, "200"),
    Behaviour("length-negative", _sized("-5"), "bad-answer"),
    Behaviour("length-garbage", _sized("many"), "bad-answer"),
    Behaviour("length-with-a-sign", _sized("+5"), "bad-answer"),
    Behaviour("length-with-underscore", _sized("1_0"), "bad-answer"),
    Behaviour("length-of-5000-digits", _sized("9" * 5000), "bad-answer"),
    Behaviour("length-huge", _sized("99999999999"), "too-large", tries=5),
    Behaviour("lengths-that-differ", _sized("5", "73"), "bad-answer"),
    Behaviour("lengths-that-agree", _sized(str(len(PAGE)), str(len(PAGE))), "200"),
    Behaviour("length-empty", _sized(""), "bad-answer"),
    Behaviour("chunked", _chunked(_GOOD), "200"),
    Behaviour("chunked-and-sized", _chunked(_GOOD, "Content-Length: 3"), "200"),
    Behaviour("chunked-twice", _chunked(_GOOD, _CHUNKED), "bad-encoding"),
    Behaviour("chunk-size-garbage", _chunked(b"zz\r\nhello\r\n0\r\n\r\n"), "cut-off", tries=5),
    Behaviour("chunk-size-negative", _chunked(b"-5\r\nhello\r\n0\r\n\r\n"), "cut-off", tries=5),
    Behaviour("chunk-size-with-0x", _chunked(b"0x5\r\nhello\r\n0\r\n\r\n"), "cut-off", tries=5),
    Behaviour("chunk-size-empty", _chunked(b"\r\nhello\r\n0\r\n\r\n"), "cut-off", tries=5),
    Behaviour("chunk-size-huge", _chunked(b"f" * 12 + b"\r\nhello"), "cut-off", tries=5),
    Behaviour("chunk-without-end", _chunked(b"5\r\nhelloXX0\r\n\r\n"), "cut-off", tries=5),
    Behaviour("chunk-cut-off", _chunked(b"500\r\nhello"), "cut-off", tries=5),
    Behaviour("no-last-chunk", _chunked(b"5\r\nhello\r\n"), "cut-off", tries=5),
    Behaviour("cut-in-last-chunk", _chunked(b"5\r\nhello\r\n0\r\n"), "200", tries=5),
    Behaviour("chunks-for-ever", _chunks_for_ever, "too-large"),
    Behaviour("chunk-extension-for-ever", _extension_for_ever, "bad-answer", tries=5),
    Behaviour("trailers-for-ever", _trailers_for_ever, "bad-answer", tries=5, step=1.0),
    Behaviour("trailer-for-ever", _trailer_for_ever, "bad-answer", tries=5),
    Behaviour("chunk-size-for-ever", _size_for_ever, "bad-answer", tries=5),
    Behaviour(
        "transfer-encoding-unknown",
        answer(PAGE, "200 OK", "text/html", "Transfer-Encoding: rot13"),
        "bad-encoding",
    ),
)

"""Answers that are something else than they say, or too much of it."""

from itertools import chain, repeat
from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_LATIN: Final = "<title>Müller, J. – Zoë</title>".encode("cp1252")
_PDF: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
_ERROR: Final = b"<title>Service unavailable</title><p>Please come back later.\n"


def _hundred_megabytes(line: Line, _: Asked) -> None:
    line.send(answer(b"", "200 OK", "text/html", "Content-Length: 100000000"))
    line.drip(repeat(bytes(100_000), 1000))


def _endless(line: Line, _: Asked) -> None:
    line.drip(chain([answer(b"", "200 OK", "text/html", "")], repeat(bytes(65536))))


def _endless_refusal(line: Line, _: Asked) -> None:
    line.drip(chain([answer(b"", "403 Forbidden", "text/html", "")], repeat(bytes(65536))))


def _endless_failure(line: Line, _: Asked) -> None:
    line.drip(chain([answer(b"", "500 Oh", "text/html", "")], repeat(bytes(65536))))


ROWS: Final = (
    Behaviour("plain", answer(), "200"),
    Behaviour("error-page", answer(_ERROR), "200"),
    Behaviour("pdf", answer(_PDF, "200 OK", "application/pdf"), "200"),
    Behaviour("pdf-as-html", answer(_PDF), "200"),
    Behaviour("html-as-json", answer(PAGE, "200 OK", "application/json"), "200"),
    Behaviour("no-content-type", answer(PAGE, "200 OK", ""), "200"),
    Behaviour("content-type-garbage", answer(PAGE, "200 OK", ";;=\"';charset"), "200"),
    Behaviour(
        "charset-utf-8-that-is-not", answer(_LATIN, "200 OK", "text/html; charset=utf-8"), "200"
    ),
    Behaviour(
        "charset-utf-16-that-is-ascii", answer(PAGE, "200 OK", "text/html; charset=utf-16"), "200"
    ),
    Behaviour("charset-unknown", answer(PAGE, "200 OK", "text/html; charset=klingon"), "200"),
    Behaviour("charset-in-quotes", answer(PAGE, "200 OK", 'text/html; charset="UTF-8"'), "200"),
    Behaviour("charset-unbalanced", answer(PAGE, "200 OK", 'text/html; charset="utf-8'), "200"),
    Behaviour("charset-rfc-2231", answer(PAGE, "200 OK", "text/html; charset*=x'y'%ff"), "200"),
    Behaviour("charset-encoded-word", answer(PAGE, "200 OK", "=?utf-8?q?=ff?=; charset=a"), "200"),
    Behaviour("no-content", b"HTTP/1.1 204 No Content\r\n\r\n", "204"),
    Behaviour("reset-content", b"HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n", "205"),
    Behaviour("accepted", answer(b"", "202 Accepted"), "202", "http-202"),
    Behaviour(
        "refusal-in-deep-json",
        answer(b'{"error":' * 7_000, "400 Bad Request", "application/json"),
        "400",
        "http-400",
    ),
    Behaviour(
        "refusal-in-broken-xml",
        answer(b"<error " * 9_000, "400 Bad Request", "application/xml"),
        "400",
        "http-400",
    ),
    Behaviour("partial", answer(PAGE, "206 Partial Content"), "206", "http-206"),
    Behaviour("not-modified", b"HTTP/1.1 304 Not Modified\r\n\r\n", "304", "http-304"),
    Behaviour("not-found", answer(PAGE, "404 Not Found"), "404"),
    Behaviour("gone", answer(PAGE, "410 Gone"), "410"),
    Behaviour(
        "unauthorised", answer(PAGE, "401 No", "a/b", "WWW-Authenticate: Basic"), "401", "http-401"
    ),
    Behaviour("forbidden", answer(PAGE, "403 Forbidden"), "403", "http-403"),
    Behaviour("teapot", answer(PAGE, "418 I'm a teapot"), "418", "http-418"),
    Behaviour("proxy-wants-a-name", answer(PAGE, "407 No"), "407", "http-407"),
    Behaviour("100-mb", _hundred_megabytes, "too-large"),
    Behaviour("endless", _endless, "too-large"),
    Behaviour("endless-refusal", _endless_refusal, "403", "http-403"),
    Behaviour("endless-failure", _endless_failure, "500", "http-500", tries=5),
)

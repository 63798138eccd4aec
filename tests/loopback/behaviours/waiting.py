"""Servers that ask for patience, in every form of Retry-After, or fail for a while."""

from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.clock import FakeClock
from loopback.hostile import Act, Behaviour, Line
from loopback.serving import Asked

_UNKNOWN: Final = answer(PAGE, "404 Not Found")
_SOON: Final = FakeClock.date(30)
_PAST: Final = FakeClock.date(-3600)
_NEXT_YEAR: Final = FakeClock.date(366 * 86400)


def _busy(after: str | None, status: str = "429 Too Many Requests") -> bytes:
    lines = [] if after is None else [f"Retry-After: {after}"]
    return answer(b"slow down\n", status, "text/plain", *lines)


def _then_good(*first: bytes) -> Act:
    return _one_by_one(*first, answer())


def _one_by_one(*answers: bytes) -> Act:
    """Give one answer after the other, the last one for ever."""

    def act(line: Line, _: Asked) -> None:
        line.send(answers[min(line.times, len(answers)) - 1])

    return act


def _once_busy(name: str, after: str | None) -> Behaviour:
    return Behaviour(f"429-{name}-then-200", _then_good(_busy(after)), "429", "200", tries=2)


def _beyond_patience(name: str, after: str) -> Behaviour:
    return Behaviour(f"429-{name}", _busy(after), "429", "rate-limited")


ROWS: Final = (
    _once_busy("1", "1"),
    _once_busy("date", _SOON),
    _once_busy("date-of-rfc-850", FakeClock.date(30, "%A, %d-%b-%y %H:%M:%S GMT")),
    _once_busy("date-of-asctime", FakeClock.date(30, "%a %b %e %H:%M:%S %Y")),
    _once_busy("minus-5", "-5"),
    _once_busy("garbage", "soon"),
    _once_busy("fraction", "1.5"),
    _once_busy("missing", None),
    _once_busy("past-date", _PAST),
    _once_busy("date-garbage", "Fri, 99 Foo 2026 99:99:99 GMT"),
    _once_busy("other-digits", "\xb2"),
    Behaviour("429-1-always", _busy("1"), "429", "rate-limited", tries=5),
    Behaviour("429-missing-always", _busy(None), "429", "rate-limited", tries=5),
    _beyond_patience("9999999", "9999999"),
    Behaviour("429-5000-digits", _busy("9" * 5000), "429", "rate-limited", tries=5),
    _beyond_patience("next-year", _NEXT_YEAR),
    Behaviour("503-then-200", _then_good(_busy(None, "503 Busy")), "503", "200", tries=2),
    Behaviour("503-1-then-200", _then_good(_busy("1", "503 Busy")), "503", "200", tries=2),
    Behaviour(
        "502-503-504-then-200",
        _then_good(*(answer(PAGE, f"{x} No") for x in (502, 503, 504))),
        "502",
        "200",
        tries=4,
    ),
    Behaviour("reset-then-200", _then_good(b""), "unreachable", "200", tries=2),
    Behaviour("cut-off-then-200", _then_good(answer()[:-5]), "cut-off", "200", tries=2),
    Behaviour("429-then-404", _one_by_one(_busy("1"), _UNKNOWN), "429", "404", tries=2),
    Behaviour("500-always", answer(PAGE, "500 Oh"), "500", "http-500", tries=5),
    Behaviour("502-always", answer(PAGE, "502 Oh"), "502", "http-502", tries=5),
    Behaviour("503-always", answer(PAGE, "503 Oh"), "503", "http-503", tries=5),
    Behaviour("504-always", answer(PAGE, "504 Oh"), "504", "http-504", tries=5),
    Behaviour("503-9999999", _busy("9999999", "503 Oh"), "503", "http-503|rate-limited"),
    Behaviour("501-always", answer(PAGE, "501 Oh"), "501", "http-501"),
)
